// The texts about reports made before.
import { whole } from "../format.ts";
import { count } from "../words.ts";

export const recentWords = {
  open: "Recent",
  title: "Recent reports",
  retry: "Try again",
  more: "Show more",
  loadingMore: "Looking for more…",
  andMore: (named: string, others: number) => `${named} and ${whole(others)} more`,
  artists: (number: number) => count(number, "artist", "artists"),
  made: (moment: string) => `made ${moment}`,
  unfinished: "Being created",
  again: "Same again",
  nextPeriod: (period: string) => `For ${period}`,
  // The action, and of which report it is.
  of: (action: string, report: string) => `${action}: ${report}`,
  delete: "Delete",
  deleting: "Deleting…",
  deleted: (report: string) => `Deleted: ${report}`,
  ask: {
    title: (report: string) => `Delete ${report}?`,
    text: "The report, its files and every link to it are gone at once. This cannot be undone.",
    yes: "Delete the report",
    no: "Keep it",
  },
};
