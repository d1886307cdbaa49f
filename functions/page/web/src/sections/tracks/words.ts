// The texts of the tracks of a row.
import { chartDays, count } from "../../words.ts";

export const words = {
  title: (platform: string) => `Tracks on ${platform} charts`,
  loading: "Looking at the charts…",
  track: "Track",
  total: (metric: string | null) => `Total${metric ? ` ${metric}` : ""}`,
  perDay: "A day",
  peak: "Peak",
  position: "Best position",
  days: "Days",
  weeks: "Weeks on chart so far",
  chartDays: (stored: number, expected: number, frequency: string) =>
    `from ${chartDays(stored, expected, frequency)}`,
  source: "Only tracks that were on a chart count.",
  none: (platform: string) => `None on the ${platform} charts that are stored.`,
  summary: (tracks: number, total: string | null, metric: string | null) =>
    count(tracks, "track", "tracks") + (total ? `, ${total} ${metric ?? ""}`.trimEnd() : ""),
};
