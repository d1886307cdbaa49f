// The texts of places in Italian.
import { country, period, whole } from "../../format.ts";
import { counted, elided } from "../../grammar.it.ts";
import type { words as english } from "./words.ts";

const MOST_NAMED = 8;

export const words: typeof english = {
  source: "Fonte",
  artist: "Artista",
  measure: "Dato",
  sideBySide: (artists) => `Tutti gli artisti affiancati (${whole(artists)})`,
  measures: {
    share: "Quota",
    latest: "Fine",
    change: "Variazione",
    percent: "Variazione %",
  },
  search: "Filtra: paese o città",
  countriesOf: (of) => `${of} per paese`,
  open: (country) => `Città: ${country}`,
  rest: (countries) =>
    countries === 1 ? "L'altro paese" : `Gli altri ${counted(countries, "paese", "paesi")}`,
  noCities: "Di questo paese non si conosce alcuna città.",
  reportFor: (country) => `Report per ${country}`,
  where: "Dove?",
  whereTitle: "Dov'è questo pubblico?",
  whereAbout: "Lo stesso report con paesi e città. Quante chiamate servono è indicato prima di usarne.",
  total: ({ countries, cities, top_country: top }) =>
    [
      counted(countries ?? 0, "paese", "paesi"),
      cities ? counted(cities, "città", "città") : "",
      top && (countries ?? 0) > 1 ? `primo: ${country(top)}` : "",
    ]
      .filter(Boolean)
      .join(", "),
  asOf: (first, last) => elided(`Valori del ${period(first, last)}.`),
  shareIs: "Una quota è rispetto al valore mondiale dell'artista dello stesso giorno.",
  otherCities: (codes) => {
    const named = codes.slice(0, MOST_NAMED).map(country);
    const more = codes.length > MOST_NAMED ? ` e altri ${codes.length - MOST_NAMED}` : "";
    return `Parte della variazione si deve a città entrate o uscite dalle prime 50 dell'artista: ${named.join(", ")}${more}.`;
  },
  notPublished: (sources) => `Non pubblicato per luogo: ${sources.join(", ")}.`,
};
