// The texts about choosing days, platforms and artists, and about the form folded to a line.
import type { Unit } from "../calendar.ts";
import type { Preset } from "../dates.ts";
import { count } from "../words.ts";

export const formWords = {
  presets: {
    thisMonth: "This month",
    lastMonth: "Last month",
    lastQuarter: "Last quarter",
    lastYear: "Last year",
    last7: "Last 7 days",
    last30: "Last 30 days",
    last12Months: "Last 12 months",
    yearToDate: "Year to date",
  } satisfies Record<Preset, string>,
  /** What stands on the button of a preset where its name is too long for it; a part of that name. */
  shortPresets: { last7: "7 days", last30: "30 days", last12Months: "12 months" } as Partial<
    Record<Preset, string>
  >,

  calendar: {
    part: "Month, quarter or year",
    year: "Year",
    otherDays: "Other days",
    wholeYear: "Whole year",
    quarter: (number: number) => `Q${number}`,
    quarterOf: (number: number, year: number) => `Q${number} ${year}`,
    groups: { month: "Months", quarter: "Quarters", year: "Year" } satisfies Record<Unit, string>,
    earlier: (period: string) => `Earlier: ${period}`,
    later: (period: string) => `Later: ${period}`,
    noEarlier: "Nothing earlier can be asked for",
    noLater: "Nothing later can be asked for yet",
  },

  again: {
    of: (period: string) => `The same report for ${period}`,
    failed: (period: string, why: string) => `The same report for ${period} was not created. ${why}`,
  },

  platforms: {
    sets: "Choose platforms at once",
    all: "All",
    none: "None",
    byCountry: "By country",
    usual: "As last time",
    unanswerable: (metric: string) => `${metric}, not by country`,
    arrows: "The arrow keys lead from one platform to the next.",
  },

  artists: {
    notChosen: (typed: string) => `“${typed}” is not chosen yet: choose it from the list, or delete it.`,
    already: (name: string) => `${name} is chosen already`,
    didYouMean: "No artist of this name. Did you mean:",
  },

  noCountry: (typed: string) => `“${typed}” is not a country of the list; choose one or clear it.`,

  folded: {
    change: "Change",
    changeWhat: "Change what is asked for",
    fold: "Hide the form",
    platforms: (number: number) => count(number, "platform", "platforms"),
    against: (other: string) => `against the ${other}`,
    with: (sections: string) => `with ${sections}`,
  },
};
