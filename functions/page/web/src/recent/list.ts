// The reports made before, newest first: each to be opened, asked for again, or deleted.
import { type Calls, Refused, wasAborted } from "../api.ts";
import { attempting } from "../attempt.ts";
import { fill, h, newId } from "../dom.ts";
import type { Names } from "../names.ts";
import type { ListedReport } from "../openapi.d.ts";
import { type EntryActions, entry } from "./entry.ts";
import { recentWords } from "./words.ts";

export interface RecentSettings extends EntryActions {
  calls: Calls;
  names: Names;
}

export interface Recent {
  element: HTMLElement;
  /** Lists the reports there are now, until `signal` ends; says whether there are any. */
  load(signal: AbortSignal): Promise<boolean>;
  /** Writes the list anew with the names there are by now. */
  rename(): void;
}

const SHOWN_AT_ONCE = 10;

export function recentReports({ calls, names, ...does }: RecentSettings): Recent {
  const titleId = newId("title");
  const title = h("h2", { id: titleId, tabindex: -1 }, recentWords.title);
  const list = h("ul", { class: "recent-list" });
  const said = h("p", { role: "status", class: "visually-hidden" });
  const failed = h("p", { class: "error", role: "alert", hidden: true });
  const attempt = attempting(failed);
  const more = h("button", { type: "button", hidden: true }, recentWords.more);
  const element = h(
    "section",
    { class: "panel recent", "aria-labelledby": titleId, hidden: true },
    title,
    list,
    failed,
    more,
    said,
  );
  let reports: ListedReport[] = [];
  let next: string | null = null;
  more.addEventListener("click", () => void attempt(more, recentWords.loadingMore, showMore));

  async function read(signal?: AbortSignal): Promise<ListedReport[]> {
    const answer = await calls.reports(SHOWN_AT_ONCE, next, signal);
    next = answer.next ?? null;
    more.hidden = next === null;
    names.learnListed(answer.reports);
    return answer.reports;
  }

  async function showMore(): Promise<void> {
    const added = await read();
    reports = [...reports, ...added];
    const made = added.map(entryOf);
    list.append(...made);
    made[0]?.querySelector<HTMLElement>("a")?.focus();
  }

  function entryOf(report: ListedReport): HTMLElement {
    const made = entry(report, names, { ...does, remove: () => remove(report, made) }, attempt);
    return made;
  }

  async function remove(report: ListedReport, of: HTMLElement): Promise<void> {
    try {
      await calls.remove(report.report_id);
    } catch (error) {
      // Somebody else was quicker, or it has expired.
      if (!(error instanceof Refused) || error.status !== 404) throw error;
    }
    reports = reports.filter((each) => each !== report);
    said.textContent = recentWords.deleted(of.querySelector("a")?.textContent ?? "");
    // The focus goes on to the entry that takes its place, or to the heading where there is none.
    const after = of.nextElementSibling ?? of.previousElementSibling;
    of.remove();
    (after?.querySelector<HTMLElement>("a") ?? title).focus();
  }

  return {
    element,
    async load(signal) {
      next = null;
      try {
        reports = await read(signal);
      } catch (error) {
        if (wasAborted(error)) return false;
        throw error;
      }
      fill(list, ...reports.map(entryOf));
      failed.hidden = true;
      element.hidden = reports.length === 0;
      return reports.length > 0;
    },
    rename: () => fill(list, ...reports.map(entryOf)),
  };
}
