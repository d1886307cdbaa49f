// The receipts of a subscription's runs, newest first.
import { Refused, wasAborted } from "../api.ts";
import { attempting } from "../attempt.ts";
import { type Child, fill, h } from "../dom.ts";
import { NONE, whole } from "../format.ts";
import { problemText } from "../problems.ts";
import { langOf, say, sentences } from "../worded.ts";
import type { SubscriptionCalls } from "./calls.ts";
import { targetName } from "./described.ts";
import { isGoingOn } from "./rules.ts";
import { targetLabel } from "./target-name.ts";
import type { Subscription, SubscriptionRun, TargetReceipt } from "./types.ts";
import { dueText, instant, otherClock, zoneName } from "./when.ts";
import { subscriptionWords } from "./words.ts";

const SHOWN_AT_ONCE = 10;
const READ_AGAIN_MS = 2_500;
/** What begins within the five minutes of a tick, and some more, is on time. */
const ON_TIME_S = 600;

export interface Runs {
  element: HTMLElement;
  /** Reads the newest ones anew. */
  read(): Promise<void>;
}

export interface RunsSettings {
  calls: SubscriptionCalls;
  signal: AbortSignal;
  /** Leads to a report. */
  open(reportId: string): void;
  /** Tells that the subscription is not there any more. */
  gone(): void;
}

/** Makes the table; what goes on is read again until the signal ends. */
export function runsOf(of: Subscription, { calls, signal, open, gone }: RunsSettings): Runs {
  const texts = subscriptionWords.runs;
  // Roles are said, as a phone shows rows below each other, and so as no table.
  const body = h("tbody", { role: "rowgroup" });
  const head = [texts.due, texts.status, texts.late, texts.calls, texts.report, texts.targets];
  const table = h(
    "table",
    { class: "runs-table", role: "table" },
    h("caption", { class: "visually-hidden" }, texts.title(of.title)),
    h(
      "thead",
      { role: "rowgroup" },
      h("tr", { role: "row" }, ...head.map((text) => h("th", { scope: "col", role: "columnheader" }, text))),
    ),
    body,
  );
  const scroll = h(
    "div",
    { class: "runs-scroll", tabindex: 0, role: "region", "aria-label": texts.title(of.title), hidden: true },
    table,
  );
  const said = h("p", { class: "quiet", role: "status" }, texts.loading);
  const failed = h("p", { class: "error", role: "alert", hidden: true });
  const attempt = attempting(failed, { 404: subscriptionWords.notThere });
  const more = h("button", { type: "button", hidden: true }, texts.more);
  const element = h("div", { class: "runs" }, said, scroll, failed, more);
  let shown: SubscriptionRun[] = [];
  let drawn = "";
  let next: string | null = null;
  let timer: number | undefined;
  signal.addEventListener("abort", () => window.clearTimeout(timer), { once: true });
  more.addEventListener("click", () => void attempt(more, texts.loadingMore, showMore));

  async function read(): Promise<void> {
    window.clearTimeout(timer);
    try {
      const { runs, next: following } = await calls.runs(of.subscription_id, null, SHOWN_AT_ONCE, signal);
      // What was shown of older ones stays.
      const newest = new Set(runs.map(({ run_id: id }) => id));
      const older = shown.slice(SHOWN_AT_ONCE).filter(({ run_id: id }) => !newest.has(id));
      if (!older.length) next = following ?? null;
      show([...runs, ...older]);
      failed.hidden = true;
    } catch (error) {
      if (wasAborted(error) || signal.aborted) return;
      if (error instanceof Refused && error.status === 404) return gone();
      said.textContent = "";
      failed.hidden = false;
      say(failed, problemText(error));
    }
    if (shown.some(({ status }) => isGoingOn(status)))
      timer = window.setTimeout(() => void read(), READ_AGAIN_MS);
  }

  async function showMore(): Promise<void> {
    const { runs, next: following } = await calls.runs(of.subscription_id, next, SHOWN_AT_ONCE, signal);
    next = following ?? null;
    const first = shown.length;
    show([...shown, ...runs]);
    body.rows[first]?.querySelector("a")?.focus();
  }

  function show(runs: SubscriptionRun[]): void {
    shown = runs;
    scroll.hidden = runs.length === 0;
    said.textContent = runs.length ? "" : texts.none;
    more.hidden = next === null;
    // Rows are left alone, with what has the focus or is selected in them, unless they have changed.
    const now = JSON.stringify(runs);
    if (now === drawn) return;
    drawn = now;
    const focused = document.activeElement?.getAttribute("data-run");
    fill(body, ...runs.map((run) => row(run, of, open)));
    if (focused) body.querySelector<HTMLElement>(`[data-run="${CSS.escape(focused)}"]`)?.focus();
  }

  return { element, read };
}

function row(run: SubscriptionRun, of: Subscription, open: (reportId: string) => void): HTMLElement {
  const texts = subscriptionWords.runs;
  const at = run.due_at ?? run.started_at;
  const there = otherClock(at, of.time_zone);
  const why = run.why && sentences(run.why);
  const cell = (label: string, ...content: Child[]): HTMLElement =>
    h("td", { role: "cell", "data-label": label }, h("div", {}, ...content));
  return h(
    "tr",
    { role: "row" },
    h(
      "th",
      { scope: "row", role: "rowheader" },
      instant(at),
      there ? h("p", { class: "quiet" }, texts.inZone(there, zoneName(of.time_zone))) : null,
      run.due_at === null ? h("p", { class: "quiet" }, texts.byHand) : null,
    ),
    cell(
      texts.status,
      h("span", { class: `badge ${badgeOf(run)}` }, subscriptionWords.statuses[run.status]),
      why ? h("p", { class: "quiet", lang: langOf(why) }, why) : null,
      run.repair_due ? h("p", { class: "quiet" }, texts.repair(dueText(run.repair_due, of.time_zone))) : null,
    ),
    cell(texts.late, run.due_at === null ? NONE : lateness(run.late_s)),
    cell(texts.calls, whole(run.calls)),
    cell(texts.report, run.report_id ? reportLink(run.report_id, run.run_id, instant(at), open) : NONE),
    cell(texts.targets, run.targets.length ? h("ul", {}, ...run.targets.map(receipt)) : NONE),
  );
}

function reportLink(
  id: string,
  runId: string,
  moment: string,
  open: (reportId: string) => void,
): HTMLElement {
  const { open: label, openOf } = subscriptionWords.runs;
  const link = h(
    "a",
    { href: `?${new URLSearchParams({ report: id })}`, "aria-label": openOf(moment), "data-run": runId },
    label,
  );
  link.addEventListener("click", (event) => {
    // With a key held down it is for the browser to open, in another tab or window.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(id);
  });
  return link;
}

function receipt({ target, status, link, error }: TargetReceipt): HTMLElement {
  const { message, messageOf } = subscriptionWords.runs;
  const why = error && sentences(error);
  return h(
    "li",
    {},
    targetLabel(target),
    ": ",
    h("span", { class: `delivery ${status}` }, subscriptionWords.deliveries[status]),
    link
      ? h(
          "a",
          { href: link, target: "_blank", rel: "noreferrer", "aria-label": messageOf(targetName(target)) },
          message,
        )
      : null,
    why ? h("p", { class: "quiet", lang: langOf(why) }, why) : null,
  );
}

function badgeOf({ status }: SubscriptionRun): string {
  if (status === "delivered") return "succeeded";
  return status === "partial" || status === "failed" ? status : "unfinished";
}

/** Says in one unit how late a run began. */
function lateness(seconds: number): string {
  const { onTime, minutes, hours } = subscriptionWords.runs;
  if (seconds < ON_TIME_S) return onTime;
  const whole = Math.round(seconds / 60);
  return whole < 120 ? minutes(whole) : hours(Math.round(whole / 60));
}
