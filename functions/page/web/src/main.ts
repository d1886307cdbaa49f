// The page put together: the key, the address, the form, and the report the address leads to.
import { type Address, type Form, readAddress, requestOf, writeAddress } from "./address.ts";
import { answerView, titleOf } from "./answer.ts";
import { callsWith, Offline, Refused } from "./api.ts";
import { dayOf } from "./dates.ts";
import { fill, h } from "./dom.ts";
import { formView } from "./form.ts";
import { keptKey, readFragment, takeKeyFromAddress } from "./key.ts";
import { keyPrompt } from "./key-prompt.ts";
import { Names } from "./names.ts";
import { type ProgressView, progressView } from "./progress.ts";
import type { Report, ReportRequest } from "./types.ts";
import { wrongBy } from "./validate.ts";
import { hasEnded, type Trouble, watch } from "./watch.ts";
import { words } from "./words.ts";

const PLATFORMS_AGAIN_MS = 3_000;

takeKeyFromAddress();
const { shared } = readFragment(location.hash);
const today = dayOf(new Date());
const calls = callsWith(keptKey);
const names = new Names();
const trouble = h("div", { class: "trouble", role: "status", hidden: true });
const stage = h("div", { class: "stage" });
const form = formView({ calls, today, changed, submitted: (given) => void submit(given) });
const prompt = keyPrompt(calls, begin);
let address: Address = { form: readAddress("", today).form, report: null };
let stopWatching = (): void => undefined;
let progress: ProgressView | null = null;
/** Aborted when another answer takes the place of the one shown. */
let view = new AbortController();
/** The last request that got no answer, and the key under which it is sent again: it may have arrived. */
let unanswered: { body: string; key: string } | null = null;

// A link opened in a tab where the page already is changes no more than the fragment.
window.addEventListener("hashchange", () => {
  const given = readFragment(location.hash);
  if (given.key !== null || given.shared !== null) location.reload();
});
document.body.prepend(...(shared ? sharedPage(shared) : ownPage()));

function ownPage(): HTMLElement[] {
  address = readAddress(location.search, today);
  form.load(address.form);
  window.addEventListener("popstate", () => {
    address = readAddress(location.search, today);
    form.load(address.form);
    show();
  });
  const changeKey = h("button", { type: "button", class: "plain" }, words.key.change);
  changeKey.addEventListener("click", () => prompt.ask());
  queueMicrotask(() => (keptKey() ? begin() : prompt.ask()));
  const main = h("main", { class: "columns" }, h("div", { class: "form-column" }, form.element), reportColumn());
  return [skipLink(), top(changeKey), main, prompt.element];
}

function sharedPage(token: string): HTMLElement[] {
  follow(
    (signal) => calls.shared(token, signal),
    (report) => answer(report, token),
    () => message(words.gone.sharedTitle, words.gone.sharedText),
  );
  return [top(h("span", { class: "quiet" }, words.report.shared)), h("main", { class: "columns one" }, reportColumn())];
}

function top(end: HTMLElement): HTMLElement {
  return h("header", { class: "top" }, h("h1", {}, h("span", { class: "mark", "aria-hidden": "true" }), words.title), h("p", {}, words.tagline), end);
}

function skipLink(): HTMLElement {
  const link = h("a", { class: "skip", href: "#report" }, words.skip);
  // Not followed: another fragment would be another entry of the history, which shows the report anew.
  link.addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("report")?.focus();
  });
  return link;
}

function reportColumn(): HTMLElement {
  return h("div", { id: "report", class: "report-column", tabindex: -1 }, trouble, stage);
}

/** Begins once there is a key: learns the platforms and shows what the address leads to. */
function begin(): void {
  void offerPlatforms();
  show();
}

async function offerPlatforms(): Promise<void> {
  try {
    const { platforms } = await calls.platforms();
    names.learnPlatforms(platforms);
    form.offer(platforms);
  } catch (error) {
    if (error instanceof Refused && error.status === 403) return prompt.ask(words.key.refused);
    setTimeout(() => void offerPlatforms(), PLATFORMS_AGAIN_MS);
  }
}

function changed(next: Form): void {
  address = { form: next, report: address.report };
  names.learnForm(next.artists);
  history.replaceState(null, "", writeAddress(address));
}

/** Shows what the address leads to: a report, or where one will appear. */
function show(): void {
  stopWatching();
  progress = null;
  names.learnForm(address.form.artists);
  const id = address.report;
  if (id === null) {
    say(null);
    document.title = words.title;
    fill(stage, empty());
    return;
  }
  fill(stage);
  followOwn(id);
}

function followOwn(id: string): void {
  follow(
    (signal) => calls.report(id, signal),
    (report) => answer(report, null),
    (refusal) => (refusal.status === 403 ? prompt.ask(words.key.refused) : message(words.gone.title, words.gone.text)),
  );
}

function follow(
  read: (signal: AbortSignal) => Promise<Report>,
  ended: (report: Report) => void,
  refused: (refusal: Refused) => void,
): void {
  stopWatching();
  stopWatching = watch(read, {
    report: (report) => (hasEnded(report) ? ended(report) : running(report)),
    trouble: say,
    refused(refusal) {
      say(null);
      refused(refusal);
    },
  });
}

function say(kind: Trouble | null): void {
  trouble.hidden = kind === null;
  trouble.textContent = kind && words.trouble[kind];
}

async function submit(given: Form): Promise<void> {
  form.busy(true);
  const request = requestOf(given);
  const body = JSON.stringify(request);
  const key = unanswered?.body === body ? unanswered.key : crypto.randomUUID();
  unanswered = { body, key };
  try {
    const report = await calls.make(request, key);
    unanswered = null;
    address = { form: given, report: report.report_id };
    history.pushState(null, "", writeAddress(address));
    running(report);
    focusHeading();
    followOwn(report.report_id);
  } catch (error) {
    explain(error);
  } finally {
    form.busy(false);
  }
}

/** Says beside the button why no report was made. */
function explain(error: unknown): void {
  if (error instanceof Refused && error.status === 403) return prompt.ask(words.key.refused);
  if (error instanceof Refused && error.status === 422) return form.fail(wrongBy(error.problem));
  form.fail(new Map([["form", reasonOf(error)]]));
}

function reasonOf(error: unknown): string {
  if (error instanceof Offline) return words.problem.offline;
  if (!(error instanceof Refused)) return words.problem.server;
  if (error.status === 429) return words.problem.throttled(error.retryAfterS);
  if (error.status === 502 || error.status === 503) return `${words.problem.upstream} ${error.problem.detail}`;
  return error.status >= 500 ? words.problem.server : error.problem.detail;
}

function running(report: Report): void {
  if (!progress) {
    progress = progressView(names);
    fill(stage, progress.element);
  }
  progress.show(report);
  const { total, done, failed } = report.progress;
  document.title = `${words.running.progress(done + failed, total)} – ${words.title}`;
}

function answer(report: Report, token: string | null): void {
  const hadFocus = stage.contains(document.activeElement);
  progress = null;
  if (report.result) names.learnResult(report.result);
  if (token === null && !address.form.artists.length) restoreForm(report.request);
  view.abort();
  view = new AbortController();
  const shown = answerView({
    signal: view.signal,
    report,
    names,
    calls: token === null ? calls : null,
    downloadFrom: token && `./shared/${encodeURIComponent(token)}/download`,
    fresh: () => calls.report(report.report_id),
    async repair() {
      running(await calls.repair(report.report_id));
      focusHeading();
      followOwn(report.report_id);
    },
  });
  fill(stage, shown);
  document.title = `${titleOf(report, names)} – ${words.title}`;
  if (hadFocus) focusHeading();
}

/** Fills the form from the report where the address holds nothing but the report. */
function restoreForm(request: ReportRequest): void {
  const restored: Form = {
    artists: request.artists.map((uuid) => ({ uuid, name: names.artist(uuid) })),
    platforms: request.platforms,
    start: request.start_date,
    end: request.end_date,
    country: request.country ?? null,
    compare: request.compare ?? null,
    tracks: request.sections?.includes("tracks") ?? false,
  };
  form.load(restored);
  changed(restored);
}

/** Leads to what is new: the focus always, the eye where it is not to be seen yet. */
function focusHeading(): void {
  const heading = stage.querySelector<HTMLElement>("h2");
  if (!heading) return;
  heading.focus({ preventScroll: true });
  const { top } = heading.getBoundingClientRect();
  if (top >= 0 && top < innerHeight / 2) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  document.getElementById("report")?.scrollIntoView({ behavior: still ? "auto" : "smooth", block: "start" });
}

function empty(): HTMLElement {
  const steps = words.empty.steps.map((step) => h("li", {}, step));
  return h("section", { class: "panel empty" }, h("h2", {}, words.empty.title), h("ol", {}, ...steps));
}

function message(title: string, text: string): void {
  progress = null;
  document.title = `${title} – ${words.title}`;
  fill(stage, h("section", { class: "panel message", role: "alert" }, h("h2", { tabindex: -1 }, title), h("p", {}, text)));
}
