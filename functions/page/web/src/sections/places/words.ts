// The texts of places.
import { country, period, whole } from "../../format.ts";
import type { PlacesTotal } from "../../openapi.d.ts";
import { count } from "../../words.ts";
import type { Measure } from "./columns.ts";

const MOST_NAMED = 8;

export const words = {
  source: "Source",
  artist: "Artist",
  measure: "Figure",
  sideBySide: (artists: number) => `All ${whole(artists)} side by side`,
  measures: {
    share: "Share",
    latest: "End",
    change: "Change",
    percent: "Change %",
  } satisfies Record<Measure, string>,
  search: "Filter: country or city",
  countriesOf: (of: string) => `${of} by country`,
  open: (country: string) => `Cities of ${country}`,
  rest: (countries: number) => `The other ${count(countries, "country", "countries")}`,
  noCities: "No city of this country is known.",
  reportFor: (country: string) => `Report for ${country}`,
  where: "Where?",
  whereTitle: "Where is this audience?",
  whereAbout:
    "The same report with its countries and cities. What it takes is told before anything is spent.",
  /** What there is of an artist on a source, in one line. */
  total: ({
    countries,
    cities,
    top_country: top,
  }: Pick<PlacesTotal, "countries" | "cities" | "top_country">) =>
    [
      count(countries ?? 0, "country", "countries"),
      cities ? count(cities, "city", "cities") : "",
      top && (countries ?? 0) > 1 ? `most in ${country(top)}` : "",
    ]
      .filter(Boolean)
      .join(", "),
  asOf: (first: string, last: string) => `Values of ${period(first, last)}.`,
  shareIs: "A share is of the artist's worldwide value of the same day.",
  otherCities: (codes: string[]) => {
    const named = codes.slice(0, MOST_NAMED).map(country);
    const more = codes.length > MOST_NAMED ? ` and ${codes.length - MOST_NAMED} more` : "";
    return `Part of the change is cities that entered or left the artist's top 50: ${named.join(", ")}${more}.`;
  },
  notPublished: (sources: string[]) => `Not published by place: ${sources.join(", ")}.`,
};
