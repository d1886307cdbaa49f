// What can be done with a report that has ended: share, print and download it, and fetch again what may come the next
// time.
import type { AnswerSettings } from "./answer.ts";
import { attempting } from "./attempt.ts";
import { h } from "./dom.ts";
import { downloadControl, downloadsMenu, hasFile, labelOf, otherKinds, WORKBOOK } from "./downloads.ts";
import { somethingFailed } from "./fetched.ts";
import type { Report } from "./openapi.d.ts";
import { shareControl } from "./share/control.ts";
import { openWords } from "./subscriptions/open-words.ts";
import { words } from "./words.ts";

export function actions(settings: AnswerSettings): HTMLElement {
  const { report, names, calls, repair, again: leadsTo } = settings;
  const said = h("p", { class: "error", role: "alert", hidden: true });
  const attempt = attempting(said);
  const again = h("button", { type: "button" }, labelOfRepair(report));
  again.addEventListener("click", () => void attempt(again, words.form.submitting, repair));
  const hasWorkbook = hasFile(settings, WORKBOOK);
  const subscribe = h("button", { type: "button", "aria-haspopup": "dialog" }, openWords.subscribe);
  subscribe.addEventListener("click", () =>
    attempt(subscribe, openWords.opening, async () => leadsTo?.subscribe()),
  );
  const others = otherKinds(report.request.sections)
    .filter((kind) => hasFile(settings, kind))
    .map((kind) =>
      downloadControl(settings, kind, labelOf(kind, names), hasWorkbook ? "plain" : "", attempt),
    );
  return h(
    "div",
    { class: "actions" },
    calls !== null && mayBeMended(report) ? again : null,
    ...(calls !== null && report.status !== "failed" ? shareControl(report.report_id, calls) : []),
    leadsTo !== null && report.status !== "failed" ? subscribe : null,
    report.status === "failed" ? null : printButton(),
    ...(hasWorkbook ? [others.length ? downloadsMenu(others) : null] : others),
    hasWorkbook ? downloadControl(settings, WORKBOOK, labelOf(WORKBOOK, names), "primary", attempt) : null,
    said,
  );
}

function printButton(): HTMLElement {
  const button = h("button", { type: "button" }, words.report.print);
  button.addEventListener("click", () => print());
  return button;
}

/** Makes what gets the workbook, for where the page cannot show what it has; null where it is not there. */
export function workbookLink(settings: AnswerSettings): HTMLElement | null {
  if (!hasFile(settings, WORKBOOK)) return null;
  const said = h("p", { class: "error", role: "alert", hidden: true });
  return h(
    "div",
    {},
    downloadControl(settings, WORKBOOK, words.downloads.workbook, "", attempting(said)),
    said,
  );
}

/** Says whether trying again may bring more: something failed, and may come the next time. */
export function mayBeMended(report: Report): boolean {
  const { status, failures, failure, missing_files: missing } = report;
  if (status === "succeeded") return false;
  if (failure || missing?.length || failures.some(({ retryable }) => retryable)) return true;
  return !failures.length && somethingFailed(report);
}

function labelOfRepair({ failures, failure, missing_files: missing }: Report): string {
  const retryable = failures.filter((each) => each.retryable).length;
  return !retryable && (failure || missing?.length) ? words.downloads.again : words.report.repair(retryable);
}
