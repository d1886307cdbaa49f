// The texts about choosing days, platforms and artists, and about the folded form, in Italian.
import { counted } from "../grammar.it.ts";
import type { formWords as english } from "./words.ts";

export const formWords: typeof english = {
  presets: {
    thisMonth: "Questo mese",
    lastMonth: "Mese scorso",
    lastQuarter: "Trimestre scorso",
    lastYear: "Anno scorso",
    last7: "Ultimi 7 giorni",
    last30: "Ultimi 30 giorni",
    last12Months: "Ultimi 12 mesi",
    yearToDate: "Da inizio anno",
  },
  shortPresets: { last7: "7 giorni", last30: "30 giorni", last12Months: "12 mesi" },

  calendar: {
    part: "Mese, trimestre o anno",
    year: "Anno",
    otherDays: "Altri giorni",
    wholeYear: "Tutto l'anno",
    quarter: (number) => `T${number}`,
    quarterOf: (number, year) => `${number}° trimestre ${year}`,
    groups: { month: "Mesi", quarter: "Trimestri", year: "Anno" },
    earlier: (period) => `Prima: ${period}`,
    later: (period) => `Dopo: ${period}`,
    noEarlier: "Non si può chiedere un periodo precedente",
    noLater: "Non si può ancora chiedere un periodo successivo",
  },

  again: {
    of: (period) => `Lo stesso report per ${period}`,
    failed: (period, why) => `Lo stesso report per ${period} non è stato creato. ${why}`,
  },

  platforms: {
    sets: "Scegli più piattaforme insieme",
    all: "Tutte",
    none: "Nessuna",
    byCountry: "Per paese",
    usual: "Come l'ultima volta",
    unanswerable: (metric) => `${metric}, non per paese`,
    arrows: "I tasti freccia portano da una piattaforma all'altra.",
  },

  artists: {
    notChosen: (typed) => `“${typed}” non è ancora tra gli artisti: sceglilo dall'elenco o cancellalo.`,
    already: (name) => `${name} è già tra gli artisti`,
    didYouMean: "Nessun artista con questo nome. Forse cercavi:",
  },

  noCountry: (typed) => `“${typed}” non è un paese dell'elenco: scegline uno o cancellalo.`,

  folded: {
    change: "Modifica",
    changeWhat: "Modifica la richiesta",
    fold: "Nascondi il modulo",
    platforms: (number) => counted(number, "piattaforma", "piattaforme"),
    against: (other) => `confronto: ${other}`,
    with: (sections) => `con ${sections}`,
  },
};
