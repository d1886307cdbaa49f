// The texts of moments.
import { period, whole } from "../../format.ts";
import type { MomentsTotal } from "../../openapi.d.ts";
import { count } from "../../words.ts";

type Measure = NonNullable<MomentsTotal["measure"]>;

const MEASURES: Record<Measure, string> = {
  value: "value",
  daily_change: "change a day",
  weekly_value: "weekly value",
};

export const words = {
  what: "What",
  when: "When",
  now: "Now",
  usual: "Usual",
  change: "Against usual",
  score: "Score",
  measure: (measure: Measure | null) => (measure ? MEASURES[measure] : ""),
  explained:
    "A day is unusual where the average of the three days that end with it is at least 30% above or below the usual " +
    "value, and further off than the series' own ups and downs explain: a score of 3.5 or more. The usual value is the " +
    "median of the 28 days before them. Of a country's weekly figures it is the median of the 8 before, and 30% decide alone.",
  /** What was looked at in vain: series of so many days each, or of so many weekly figures. */
  nothing: (looked: number[], weekly: boolean) => {
    const [least, most] = [Math.min(...looked), Math.max(...looked)];
    const longest = weekly ? count(most, "weekly figure", "weekly figures") : count(most, "day", "days");
    const each = least === most ? longest : `${whole(least)} to ${longest}`;
    return `Nothing unusual in ${count(looked.length, "series", "series")} of ${each}${looked.length > 1 ? " each" : ""}.`;
  },
  also: (sources: string[]) => `Nothing unusual: ${sources.join(", ")}.`,
  shaded: "Shaded days are unusual: see Moments.",
  /** Stands beside a day of a chart that is unusual. */
  mark: (from: string, to: string, change: string, usual: number, measure: Measure | null) =>
    `Unusual, ${period(from, to)}: ${change} against the usual ${whole(usual)}${measure === "daily_change" ? " a day" : ""}`,
};
