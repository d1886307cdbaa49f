// The texts of tables, whatever they are of.
import { whole } from "../format.ts";
import { count } from "../words.ts";

export const words = {
  rows: (all: number) => count(all, "row", "rows"),
  /** How many there are of those that fit what was typed. */
  found: (found: number, all: number) =>
    found ? `${whole(found)} of ${words.rows(all)}` : `None of ${words.rows(all)}`,
  first: (shown: number, all: number) => `The first ${whole(shown)} of ${words.rows(all)}`,
  firstFound: (shown: number, found: number, all: number) =>
    `The first ${whole(shown)} of ${whole(found)} found in ${words.rows(all)}`,
  showAll: (all: number) => `Show all ${whole(all)}`,
  copy: "Copy table",
  copied: (rows: number) => `Copied ${words.rows(rows)}`,
  notCopied: "The browser does not let this page copy. The files to download have the same figures.",
  details: "Details",

  searchBreakdown: (artists: boolean): string =>
    artists ? "Filter: artist or platform" : "Filter: platform",
  groupByArtist: "Group by artist",
  metric: "Metric",
  dayOf: (figure: string) => `${figure}, day`,
  /** The average of the period compared with, and how far this one's is from it. */
  averageOf: (period: string) => `Average ${period}`,
  difference: "Difference",
  differencePercent: "Difference %",
  notCompared: "not compared",
};
