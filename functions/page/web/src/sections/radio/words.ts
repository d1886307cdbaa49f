// The texts of radio.
import { average, country, day, period, whole } from "../../format.ts";
import type { RadioTotal } from "../../openapi.d.ts";
import { count } from "../../words.ts";
import type { Bar } from "./bars.ts";

export const words = {
  station: "Station",
  city: "City",
  spins: "Spins",
  share: "Share",
  change: "Change",
  song: "Song",
  stationsOf: (title: string) => `${title}: stations`,
  songsOf: (title: string) => `${title}: songs`,
  unnamedSong: "Song without a name",
  /** Where a station is: in a city, and of several countries in which. */
  place: (city: string | null, code: string | null) =>
    [city, code && country(code)].filter(Boolean).join(", "),
  /** What there is of an artist, in one line. */
  total: ({ spins, stations, countries, spins_per_day: perDay, country_code: code }: RadioTotal) =>
    [
      count(spins ?? 0, "spin", "spins"),
      count(stations ?? 0, "monitored station", "monitored stations"),
      code === null && countries ? count(countries, "country", "countries") : "",
      perDay === null ? "" : `${average(perDay)} a day`,
    ]
      .filter(Boolean)
      .join(", "),
  firstAndLast: (first: string, last: string) => `First spin ${moment(first)}, last ${moment(last)} (UTC).`,
  tiesOut: "The stations add up to the number of broadcasts Soundcharts gives.",
  tieOutFails: "does not add up",
  spinsOf: (spins: number) => count(spins, "spin", "spins"),
  /** What the bars are, above them. */
  barsAre: (bars: Bar[]): string =>
    bars.every(({ first, last }) => first === last) ? "Spins by day" : "Spins by month",
  bar: ({ first, last, spins }: Bar) => `${days(first, last)}: ${count(spins, "spin", "spins")}`,
  bars: (highest: Bar) =>
    `Spins over time, most on ${days(highest.first, highest.last)}: ${whole(highest.spins)}`,
  days: "Days are in UTC.",
};

function days(first: string, last: string): string {
  return first === last ? day(first) : period(first, last);
}

function moment(at: string): string {
  return `${day(at)}, ${at.slice(11, 16)}`;
}
