// The texts of charts, and of the switches that hold for all of them.
import { whole } from "../format.ts";
import { periodName } from "../moments.ts";
import { count } from "../words.ts";
import type { Layout, Range } from "./display.ts";
import type { Scale } from "./scales.ts";

export const words = {
  of: (metric: string, platform: string) => `${platform} ${metric} by day`,
  scrub: "Day",
  noValue: "no value",

  scale: "Scale of all charts",
  scales: {
    values: "Values",
    change: "Change %",
    index: "Index 100",
    log: "Log",
  } satisfies Record<Scale, string>,
  scaleHints: {
    values: "What was measured",
    change: "Change since the first value of each line, in percent",
    index: "The first value of each line is 100",
    log: "Equal steps are equal ratios: large and small artists in one chart",
  } satisfies Record<Scale, string>,

  layout: "Lines of all charts",
  layouts: { together: "Together", apart: "One by one" } satisfies Record<Layout, string>,
  range: "Scales of the small charts",
  ranges: { same: "Same scale", own: "Each its own" } satisfies Record<Range, string>,

  legend: "Artists and their lines",
  legendOf: (artists: number) => `${count(artists, "artist", "artists")} and their lines`,
  legendHint: "Choose a name to see it alone, and again to see all. Shift or Ctrl adds more.",
  severalAtOnce: "Choose several",
  chooseNone: "Show all",
  largest: (shown: number) => `The ${whole(shown)} largest of each platform are in colour.`,
  noneChosen: "None of the artists chosen has a line here.",
  allArtists: (artists: number) => `All ${whole(artists)} artists`,

  noPlots: "The charts could not be loaded. Load the page again to see them.",
  eachOver: (period: string) => `Each chart: ${period}`,

  peak: "Peak",
  cut: "The axis does not begin at 0",
  logScale: "Log scale",
  notLog: "No log scale: there are values of 0",
  level: (start: string, end: string) => `Average of ${periodName(start, end)}`,
};
