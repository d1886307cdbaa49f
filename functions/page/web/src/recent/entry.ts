// One report of the list: its name leads to it, below stands what it is about, and beside it what can be done.
import type { Attempt } from "../attempt.ts";
import { beside } from "../calendar.ts";
import { type Days, dayOf } from "../dates.ts";
import { h } from "../dom.ts";
import { moment, periodName } from "../moments.ts";
import type { Names } from "../names.ts";
import type { ListedReport } from "../openapi.d.ts";
import { isWanted } from "../question.ts";
import { words } from "../words.ts";
import { aboutOf, nameOf } from "./described.ts";
import { recentWords } from "./words.ts";

export interface EntryActions {
  /** The day it is. */
  today: string;
  open(report: ListedReport): void;
  /** Fills in the form with what a report asked for, for these days. */
  again(report: ListedReport, days: Days): void;
}

interface Deletable extends EntryActions {
  remove(): Promise<void>;
}

export function entry(report: ListedReport, names: Names, does: Deletable, attempt: Attempt): HTMLElement {
  const { report_id: id, request, created_at: createdAt } = report;
  const name = nameOf(report, names);
  const days = { start: request.start_date, end: request.end_date };
  // What was still going on ended at the day of the report.
  const following = beside(days, 1, does.today, { asOf: dayOf(new Date(createdAt)) });
  const link = h("a", { href: `?${new URLSearchParams({ report: id })}` }, name);
  link.addEventListener("click", (event) => {
    // With a key held down it is for the browser to open, in another tab or window.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    does.open(report);
  });
  const remove = action(recentWords.delete, name, "plain", () => void removed());

  async function removed(): Promise<void> {
    const { ask } = recentWords;
    if (await isWanted({ ...ask, title: ask.title(name) }))
      await attempt(remove, recentWords.deleting, does.remove);
  }

  return h(
    "li",
    { class: "recent-report" },
    h(
      "div",
      {},
      h("p", { class: "recent-name" }, link, " ", badge(report)),
      h("p", { class: "quiet" }, aboutOf(report, names), " · ", recentWords.made(moment(createdAt))),
    ),
    h(
      "div",
      { class: "recent-actions" },
      action(recentWords.again, name, "", () => does.again(report, days)),
      following
        ? action(recentWords.nextPeriod(periodName(following.start, following.end)), name, "", () =>
            does.again(report, following),
          )
        : null,
      remove,
    ),
  );
}

function action(label: string, name: string, style: string, act: () => void): HTMLButtonElement {
  const button = h(
    "button",
    { type: "button", class: style, "aria-label": recentWords.of(label, name) },
    label,
  );
  button.addEventListener("click", act);
  return button;
}

/** Says how it ended; a report that is complete needs no word for that. */
function badge({ status }: ListedReport): HTMLElement | null {
  if (status === "succeeded") return null;
  const ended = status === "partial" || status === "failed";
  return h(
    "span",
    { class: `badge ${status}` },
    ended ? words.report.status[status] : recentWords.unfinished,
  );
}
