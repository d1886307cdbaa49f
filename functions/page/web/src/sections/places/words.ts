// The texts of places.
import { country, period } from "../../format.ts";
import { count } from "../../words.ts";

const MOST_NAMED = 8;

export const words = {
  place: "Place",
  share: "Share",
  /** What there is of an artist on a source, in one line. */
  total: (countries: number, cities: number, top: string | null) =>
    [
      count(countries, "country", "countries"),
      cities ? count(cities, "city", "cities") : "",
      top && countries > 1 ? `most in ${country(top)}` : "",
    ]
      .filter(Boolean)
      .join(", "),
  /** Names a city whose country has no row of its own. */
  cityIn: (city: string, code: string) => `${city}, ${country(code)}`,
  asOf: (first: string, last: string) => `Values of ${period(first, last)}.`,
  shareIs: "A share is of the artist's worldwide value of the same day.",
  otherCities: (codes: string[]) => {
    const named = codes.slice(0, MOST_NAMED).map(country);
    const more = codes.length > MOST_NAMED ? ` and ${codes.length - MOST_NAMED} more` : "";
    return `Part of the change is cities that entered or left the artist's top 50: ${named.join(", ")}${more}.`;
  },
  notPublished: (sources: string[]) => `Not published by place: ${sources.join(", ")}.`,
  inWorkbook: "This report is too large to list its places here. They are in the workbook and the CSV file.",
};
