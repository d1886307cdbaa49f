// Why something could not be fetched, in Italian.
import type { words as english } from "./words.ts";

export const reasonWords: (typeof english)["reasons"] = {
  late: "Non è stato recuperato entro il tempo a disposizione del report.",
  stopped: "Il recupero si è interrotto senza risposta.",
  noAnswer: "Soundcharts non ha risposto in tempo.",
  unreachable: "Non è stato possibile raggiungere Soundcharts.",
  fault: "Soundcharts ha un guasto.",
  busy: "Al momento Soundcharts non accetta altre chiamate.",
  quota: "Le chiamate a Soundcharts di questo mese sono esaurite.",
  credentials: "Soundcharts non accetta più questo servizio: chi lo gestisce deve rinnovare l'accesso.",
  plan: "Il piano Soundcharts in uso non comprende questo dato.",
  unknown: "Soundcharts non conosce questo dato.",
  refused: "Soundcharts ha rifiutato la richiesta.",
  unreadable: "Non è stato possibile leggere la risposta di Soundcharts.",
  notKept: "Ciò che era stato recuperato non è più conservato.",
  other: "Non è stato possibile recuperarlo.",
};
