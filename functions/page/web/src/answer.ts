// A report that has ended: what it is, what can be done with it, its cards and its table.
import { type Calls, Offline, Refused } from "./api.ts";
import { cards, stylesOf } from "./cards.ts";
import { h } from "./dom.ts";
import { failureList } from "./failures.ts";
import { country, period } from "./format.ts";
import type { Names } from "./names.ts";
import { breakdownTable } from "./table.ts";
import { trackDetails } from "./tracks.ts";
import type { Report } from "./types.ts";
import { words } from "./words.ts";

export interface AnswerSettings {
  report: Report;
  names: Names;
  /** Absent where the report was shared: then only what it holds is shown. */
  calls: Calls | null;
  /** Where a shared report's workbook is. */
  downloadFrom: string | null;
  /** Asks for the report anew, for a link that is fresh. */
  fresh(): Promise<Report>;
  repair(): Promise<void>;
  /** Ends with the view. */
  signal: AbortSignal;
}

const MOST_NAMES = 3;
const FAILURES_SHOWN = 12;

export function answerView(settings: AnswerSettings): HTMLElement {
  const { report, names, calls, signal } = settings;
  const result = report.result && names.completed(report.result);
  const rows = result?.detailed_breakdown ?? [];
  const days = result?.summary.date_range.days ?? 0;
  return h(
    "section",
    { class: "answer" },
    heading(report, names, actions(settings)),
    trouble(report, names),
    result ? h("h3", { class: "visually-hidden" }, words.report.platforms) : null,
    result ? cards(result, signal) : null,
    result && rows.length ? h("div", { class: "panel table-panel" }, h("h3", {}, words.table.title), breakdownTable({ rows, days, styles: stylesOf(result), details: trackDetails(report, calls) })) : null,
    h("p", { class: "quiet cost-note" }, words.report.cost(report.upstream_calls, report.cache_hits, report.revision)),
  );
}

/** Says what a report is about, in the fewest words. */
export function titleOf({ request }: Report, names: Names): string {
  const { artists } = request;
  return artists.length <= MOST_NAMES ? artists.map((uuid) => names.artist(uuid)).join(", ") : words.report.manyArtists(artists.length);
}

function heading(report: Report, names: Names, actions: HTMLElement): HTMLElement {
  const { status, request } = report;
  const where = request.country ? country(request.country) : words.report.worldwide;
  const badge = h("span", { class: `badge ${status}` }, words.report.status[status as "succeeded" | "partial" | "failed"]);
  return h(
    "header",
    { class: "answer-head" },
    h("div", {}, h("h2", { tabindex: -1 }, titleOf(report, names)), h("p", { class: "about" }, `${period(request.start_date, request.end_date)} · ${where}`, " ", badge)),
    actions,
  );
}

function actions({ report, calls, downloadFrom, fresh, repair }: AnswerSettings): HTMLElement {
  const said = h("p", { class: "error", role: "alert", hidden: true });

  async function attempt(button: HTMLButtonElement, busy: string, action: () => Promise<void>): Promise<void> {
    if (button.getAttribute("aria-disabled") === "true") return;
    const label = button.textContent;
    button.setAttribute("aria-disabled", "true");
    button.textContent = busy;
    said.hidden = true;
    try {
      await action();
    } catch (error) {
      said.hidden = false;
      said.textContent = reasonOf(error);
    } finally {
      button.setAttribute("aria-disabled", "false");
      button.textContent = label;
    }
  }

  const save = h("button", { type: "button", class: "primary" }, words.report.export);
  save.addEventListener("click", () =>
    void attempt(save, words.report.preparing, async () => {
      const { download_url: link } = await fresh();
      // It was there when this report was shown, and is signed anew each time it is asked for.
      if (link) goTo(link);
    }),
  );
  const mend = h("button", { type: "button" }, words.report.repair(report.failures.length));
  mend.addEventListener("click", () => void attempt(mend, words.form.submitting, repair));
  const hasWorkbook = report.status !== "failed";
  const mayBeMended = calls !== null && report.status !== "succeeded";
  return h(
    "div",
    { class: "actions" },
    mayBeMended ? mend : null,
    hasWorkbook ? (downloadFrom ? h("a", { class: "button primary", href: downloadFrom }, words.report.export) : save) : null,
    said,
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof Offline) return words.problem.offline;
  if (!(error instanceof Refused)) return words.problem.server;
  return error.status === 404 ? words.report.gone : error.problem.detail || words.problem.server;
}

/** Goes to a file that is an attachment: the page stays. */
function goTo(link: string): void {
  const anchor = h("a", { href: link, hidden: true });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
}

function trouble({ status, failures, failure }: Report, names: Names): HTMLElement | null {
  if (status === "succeeded") return null;
  const text = failure ?? (status === "failed" ? words.report.failedText : words.report.partialText);
  return h(
    "section",
    { class: `panel warning ${status}` },
    status === "failed" ? h("h3", {}, words.report.failedTitle) : null,
    h("p", {}, text),
    failures.length ? h("details", { open: failures.length <= FAILURES_SHOWN }, h("summary", {}, words.report.failures(failures.length)), failureList(failures, names)) : null,
  );
}
