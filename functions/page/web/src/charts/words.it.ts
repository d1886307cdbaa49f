// The texts of charts, and of the switches that hold for all of them, in Italian.
import { whole } from "../format.ts";
import { counted } from "../grammar.it.ts";
import { periodName } from "../moments.ts";
import type { words as english } from "./words.ts";

export const words: typeof english = {
  of: (metric, platform) => `${metric} su ${platform} per giorno`,
  scrub: "Giorno",
  noValue: "nessun valore",

  scale: "Scala di tutti i grafici",
  scales: {
    values: "Valori",
    change: "Variazione %",
    index: "Indice 100",
    log: "Log",
  },
  scaleHints: {
    values: "I valori rilevati",
    change: "Variazione dal primo valore di ogni linea, in percentuale",
    index: "Il primo valore di ogni linea è 100",
    log: "Passi uguali sono rapporti uguali: artisti grandi e piccoli in un solo grafico",
  },

  layout: "Linee di tutti i grafici",
  layouts: { together: "Insieme", apart: "Una per una" },
  range: "Scale dei grafici piccoli",
  ranges: { same: "Stessa scala", own: "Ognuno la sua" },

  legend: "Gli artisti e le loro linee",
  legendOf: (artists) => `${counted(artists, "artista", "artisti")} e le loro linee`,
  legendHint:
    "Scegli un nome per vederlo da solo, e di nuovo per vederli tutti. Maiusc o Ctrl ne aggiunge altri.",
  severalAtOnce: "Scegline più di uno",
  chooseNone: "Mostra tutti",
  largest: (shown) => `A colori i ${whole(shown)} più grandi di ogni piattaforma.`,
  noneChosen: "Nessuno degli artisti scelti ha una linea qui.",
  allArtists: (artists) => `Mostra tutti gli artisti (${whole(artists)})`,

  noPlots: "Non è stato possibile caricare i grafici. Ricarica la pagina per vederli.",
  eachOver: (period) => `Ogni grafico: ${period}`,

  peak: "Massimo",
  cut: "L'asse non parte da 0",
  logScale: "Scala logaritmica",
  notLog: "Niente scala logaritmica: ci sono valori a 0",
  level: (start, end) => `Media di ${periodName(start, end)}`,
};
