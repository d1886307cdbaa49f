// The texts about a report that is being made, in Italian.
import { whole } from "../format.ts";
import { counted } from "../grammar.it.ts";
import type { runningWords as english } from "./words.ts";

export const runningWords: typeof english = {
  title: "Creazione del report",
  queued: "In attesa di iniziare…",
  progress: (done, total) => `${whole(done)} di ${whole(total)} completati`,
  failed: (number) => counted(number, "non riuscito", "non riusciti"),
  finalizing: "Calcolo dei dati e scrittura del file Excel…",
  latest: (time) => `Pronto al più tardi: ${time}. `,
  leave: "Puoi chiudere questa pagina e tornarci più tardi: l'indirizzo porta a questo report.",
  platform: (done, failed, total) =>
    `${whole(done)} di ${whole(total)} completati${failed ? `, ${counted(failed, "non riuscito", "non riusciti")}` : ""}`,
  stop: "Interrompi",
  ask: {
    title: "Interrompere questo report?",
    text: "Viene eliminato e non si può recuperare. Tutte le chiamate che avrebbe usato contano come usate.",
    yes: "Interrompi il report",
    no: "Continua",
  },
};
