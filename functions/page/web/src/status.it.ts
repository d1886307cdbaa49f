// The statuses of figures in Italian, and what each of them means.
import type { words as english } from "./words.ts";

export const statusWords: Pick<typeof english, "status" | "statusWhy"> = {
  status: {
    measured: "Rilevato",
    partial: "Rilevato in parte",
    lower_bound: "Valore minimo",
    restated: "Corretto",
    no_data: "Nessun dato",
    not_published: "Non pubblicato",
    not_available: "Non disponibile",
    not_in_plan: "Non nel piano",
    not_found: "Non trovato",
    failed: "Non riuscito",
  },
  statusWhy: {
    measured: "",
    partial: "Una parte del periodo non è stata recuperata.",
    lower_bound: "Il dato reale è almeno questo.",
    restated: "Il totale progressivo è stato corretto durante il periodo.",
    no_data: "Soundcharts non ha valori per questo periodo.",
    not_published: "La piattaforma non pubblica questo dato per paese.",
    not_available: "Nessuno pubblica questo dato.",
    not_in_plan: "Il piano Soundcharts non comprende questo dato.",
    not_found: "Soundcharts non conosce questo artista su questa piattaforma.",
    failed: "Non è stato possibile recuperare questo dato.",
  },
};
