// The texts of radio in Italian.
import { average, country, day, period, whole } from "../../format.ts";
import { counted } from "../../grammar.it.ts";
import type { words as english } from "./words.ts";

export const words: typeof english = {
  station: "Emittente",
  city: "Città",
  spins: "Passaggi",
  share: "Quota",
  change: "Variazione",
  song: "Brano",
  stationsOf: (title) => `${title}: emittenti`,
  songsOf: (title) => `${title}: brani`,
  unnamedSong: "Brano senza nome",
  place: (city, code) => [city, code && country(code)].filter(Boolean).join(", "),
  total: ({ spins, stations, countries, spins_per_day: perDay, country_code: code }) =>
    [
      counted(spins ?? 0, "passaggio", "passaggi"),
      counted(stations ?? 0, "emittente monitorata", "emittenti monitorate"),
      code === null && countries ? counted(countries, "paese", "paesi") : "",
      perDay === null ? "" : `${average(perDay)} al giorno`,
    ]
      .filter(Boolean)
      .join(", "),
  firstAndLast: (first, last) => `Primo passaggio ${moment(first)}, ultimo ${moment(last)} (UTC).`,
  tiesOut: "La somma delle emittenti corrisponde al numero di passaggi indicato da Soundcharts.",
  tieOutFails: "la somma non torna",
  spinsOf: (spins) => counted(spins, "passaggio", "passaggi"),
  barsAre: (bars) =>
    bars.every(({ first, last }) => first === last) ? "Passaggi per giorno" : "Passaggi per mese",
  bar: ({ first, last, spins }) => `${days(first, last)}: ${counted(spins, "passaggio", "passaggi")}`,
  bars: (highest) =>
    `Passaggi nel tempo, il massimo ${days(highest.first, highest.last)}: ${whole(highest.spins)}`,
  days: "I giorni sono in UTC.",
};

function days(first: string, last: string): string {
  return first === last ? day(first) : period(first, last);
}

function moment(at: string): string {
  return `${day(at)}, ${at.slice(11, 16)}`;
}
