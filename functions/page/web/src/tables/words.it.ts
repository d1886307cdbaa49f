// The texts of tables, whatever they are of, in Italian.
import { whole } from "../format.ts";
import { counted } from "../grammar.it.ts";
import type { words as english } from "./words.ts";

export const words: typeof english = {
  rows: (all) => counted(all, "riga", "righe"),
  found: (found, all) => (found ? `${whole(found)} su ${words.rows(all)}` : `Nessuna su ${words.rows(all)}`),
  first: (shown, all) => `Le prime ${whole(shown)} di ${words.rows(all)}`,
  firstFound: (shown, found, all) =>
    `Le prime ${whole(shown)} di ${whole(found)} trovate su ${words.rows(all)}`,
  showAll: (all) => `Mostra tutto (${whole(all)})`,
  copy: "Copia la tabella",
  copied: (rows) => (rows === 1 ? `Copiata ${words.rows(rows)}` : `Copiate ${words.rows(rows)}`),
  notCopied: "Il browser non permette alla pagina di copiare. I file da scaricare hanno gli stessi dati.",
  details: "Dettagli",

  searchBreakdown: (artists) => (artists ? "Filtra: artista o piattaforma" : "Filtra: piattaforma"),
  groupByArtist: "Raggruppa per artista",
  metric: "Dato",
  dayOf: (figure) => `${figure}, giorno`,
  averageOf: (period) => `Media ${period}`,
  difference: "Differenza",
  differencePercent: "Differenza %",
  notCompared: "nessun confronto",
};
