// The texts of the tracks of a row in Italian.

import { counted } from "../../grammar.it.ts";
import { chartDays } from "../../notes.it.ts";
import type { words as english } from "./words.ts";

export const words: typeof english = {
  title: (platform) => `Brani nelle classifiche di ${platform}`,
  loading: "Lettura delle classifiche…",
  track: "Brano",
  total: (metric) => `Totale${metric ? ` ${metric}` : ""}`,
  perDay: "Al giorno",
  peak: "Massimo",
  position: "Posizione migliore",
  days: "Giorni",
  weeks: "Settimane in classifica finora",
  chartDays: (stored, expected, frequency) => `da ${chartDays(stored, expected, frequency)}`,
  source: "Contano solo i brani entrati in classifica.",
  none: (platform) => `Nessuno nelle classifiche di ${platform} che sono conservate.`,
  summary: (tracks, total, metric) =>
    counted(tracks, "brano", "brani") + (total ? `, ${total} ${metric ?? ""}`.trimEnd() : ""),
};
