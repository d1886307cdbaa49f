// A report that has ended: what it is, what can be done with it, its cards and its table.
import { actions, workbookLink } from "./actions.ts";
import { artistsOf } from "./address.ts";
import type { Calls } from "./api.ts";
import { cards, stylesOf } from "./cards.ts";
import { h } from "./dom.ts";
import type { FileSource } from "./downloads.ts";
import { failureList, recorded } from "./failures.ts";
import { somethingFailed } from "./fetched.ts";
import { country } from "./format.ts";
import { moment, periodName } from "./moments.ts";
import type { Names } from "./names.ts";
import type { Note } from "./notes.ts";
import type { Failure, Report, Result, Row } from "./openapi.d.ts";
import { type AskAgain, periodWithSteps } from "./same-again.ts";
import { sectionDetails, sectionMarks, sectionOffers, sectionPanels } from "./sections/registry.ts";
import type { Again, SectionSettings } from "./sections/view.ts";
import { shareWords } from "./share/words.ts";
import { breakdownTable } from "./table.ts";
import { figuresThere } from "./without-figures.ts";
import { words } from "./words.ts";

export interface AnswerSettings extends FileSource {
  names: Names;
  /** Absent where the report was shared: then only what it holds is shown. */
  calls: Calls | null;
  /** Asks for another report like this one; absent where the report was shared. */
  again: Again | null;
  /** Tells that the answer is no longer shown. */
  signal: AbortSignal;
  repair(): Promise<void>;
  /** Absent where nobody can ask for the same of other days. */
  askAgain?: AskAgain | undefined;
}

const MOST_NAMES = 3;
const FAILURES_SHOWN = 12;

export function answerView(settings: AnswerSettings): HTMLElement {
  const { report, names, calls, again, signal } = settings;
  // Of what failed as a whole there is no figure; why that is has been said already.
  const result =
    report.status === "failed" || !report.result
      ? null
      : withoutReasonsSaid(names.completed(report.result), report.failures);
  const rows = result?.detailed_breakdown ?? [];
  const workbook = (): HTMLElement | null => workbookLink(settings);
  const ofSections: SectionSettings = { report, names, calls, again, workbook };
  return h(
    "section",
    { class: "answer" },
    heading(settings),
    trouble(report, names),
    result ? h("h3", { class: "visually-hidden" }, words.report.platforms) : null,
    result ? cards(result, { names, signal, marks: sectionMarks(ofSections) }) : null,
    result && rows.length ? tablePanel(result, rows, sectionDetails(ofSections)) : null,
    ...(result ? [...sectionPanels(ofSections), ...sectionOffers(ofSections)] : []),
    h(
      "p",
      { class: "quiet cost-note" },
      words.report.cost(report.upstream_calls, report.cache_hits, report.revision),
    ),
  );
}

function tablePanel(result: Result, rows: Row[], details: (row: Row) => Node[]): HTMLElement {
  const table = breakdownTable({
    rows,
    days: result.summary.date_range.days,
    styles: stylesOf(result),
    details,
  });
  return h("div", { class: "panel table-panel" }, h("h3", {}, words.table.title), table);
}

/** Says what a report is about, in the fewest words. */
function titleOf({ request }: Report, names: Names): string {
  const artists = artistsOf(request);
  return artists.length <= MOST_NAMES
    ? artists.map((uuid) => names.artist(uuid)).join(", ")
    : words.report.manyArtists(artists.length);
}

/** Names a report for the history of a browser, and for a file it is printed to. */
export function pageTitleOf(report: Report, names: Names): string {
  const { start_date: start, end_date: end, country: where } = report.request;
  return [titleOf(report, names), periodName(start, end), where && country(where)].filter(Boolean).join(", ");
}

function heading(settings: AnswerSettings): HTMLElement {
  const { report, names, calls, askAgain } = settings;
  const { request, finished_at, shared_until, upstream_calls: upstream, cache_hits: hits } = report;
  const where = request.country ? country(request.country) : words.report.worldwide;
  const about = [
    where,
    // Its figures may have been fetched before, for another one.
    finished_at && words.report.made(moment(finished_at), !upstream && hits > 0),
    shared_until && shareWords.validUntil(shared_until),
  ];
  // Whoever has a paper in hand finds the report by its address; what opens it without a key is not for paper.
  const address = calls === null ? location.origin + location.pathname : location.href;
  return h(
    "header",
    { class: "answer-head" },
    h(
      "div",
      {},
      h("h2", { tabindex: -1 }, titleOf(report, names)),
      everybody(artistsOf(request), names),
      h(
        "p",
        { class: "about" },
        periodWithSteps(report, askAgain ?? null),
        ` · ${about.filter(Boolean).join(" · ")} `,
        badge(report),
      ),
      h("p", { class: "quiet printed-address" }, address),
    ),
    actions(settings),
  );
}

/** Says how the report ended, and how many of its figures there are; no success where there is none. */
function badge({ status, request, result }: Report): HTMLElement {
  const { there, all } = result ? figuresThere(result) : { there: 0, all: 0 };
  const none = status === "succeeded" && all > 0 && there === 0;
  // Sections may have some, so of a report with sections it is not said that there are none at all.
  if (none && !request.sections?.length) return h("span", { class: "badge no_data" }, words.figures.none);
  return h(
    "span",
    { class: `badge ${none ? "no_data" : status}` },
    words.report.status[status as "succeeded" | "partial" | "failed"],
    there < all ? ` · ${words.figures.there(there, all)}` : null,
  );
}

/** Names all artists where the title only counts them. */
function everybody(artists: string[], names: Names): HTMLElement | null {
  if (artists.length <= MOST_NAMES) return null;
  return h("p", { class: "everybody" }, artists.map((uuid) => names.artist(uuid)).join(", "));
}

function trouble(report: Report, names: Names): HTMLElement | null {
  const { status, failures, failure, missing_files: missing = [] } = report;
  if (status === "succeeded") return null;
  // Of a CSV with either separator the same is said.
  const lost = new Set(
    missing.map(({ format, section }) => words.downloads.missing(format, section && names.section(section))),
  );
  const reasons = [...(failure ? [failure] : []), ...missing.map(({ reason }) => reason)].map((text) =>
    names.inText(text),
  );
  return h(
    "section",
    { class: `panel warning ${status}` },
    status === "failed" ? h("h3", {}, failure ? words.report.brokeOffTitle : words.report.failedTitle) : null,
    failures.length || !missing.length ? h("p", {}, textOf(report)) : null,
    ...[...lost].map((text) => h("p", {}, text)),
    reasons.length ? recorded(reasons) : null,
    failures.length
      ? h(
          "details",
          { open: failures.length <= FAILURES_SHOWN },
          h("summary", {}, words.report.failures(failures.length)),
          failureList(failures, names),
        )
      : null,
  );
}

function textOf(report: Report): string {
  const { status, failure, failures } = report;
  if (failure) return words.report.brokeOff;
  if (status !== "failed")
    return somethingFailed(report) ? words.report.partialText : words.report.partOfPeriod;
  return failures.length ? words.report.failedText : words.report.nothingThere;
}

/** Leaves out of the notes the reasons the list of failures gives already. */
function withoutReasonsSaid(result: Result, failures: Failure[]): Result {
  const listed = new Set(failures.map((failure) => `${failure.artist__uuid} ${failure.platform__slug}`));
  const only = result.summary.total_artists === 1 ? result.detailed_breakdown[0]?.artist__uuid : undefined;
  const told = <Of extends { notes?: Note[] }>(of: Of, cell: string): Of =>
    of.notes && listed.has(cell)
      ? {
          ...of,
          notes: of.notes.map((note) => (note.code === "not_fetched" ? { ...note, reason: null } : note)),
        }
      : of;
  return {
    ...result,
    platform_summaries: result.platform_summaries.map((summary) =>
      told(summary, `${only} ${summary.platform__slug}`),
    ),
    detailed_breakdown: result.detailed_breakdown.map((row: Row) =>
      told(row, `${row.artist__uuid} ${row.platform__slug}`),
    ),
  };
}
