// The texts about sharing a report by a link, in Italian.
import { day } from "../format.ts";
import { elided } from "../grammar.it.ts";
import type { shareWords as english } from "./words.ts";

export const shareWords: typeof english = {
  open: "Condividi",
  title: "Condividi questo report",
  what: "Chi ha il link può leggere questo report e scaricarne i file, senza una chiave: il report com'è quando lo apre. La tua chiave non è nel link.",
  make: "Crea un link",
  making: "Creazione del link…",
  link: "Link a questo report",
  copy: "Copia",
  copied: "Copiato.",
  selected: "Il link è selezionato: copialo con la tastiera o dal menu del campo.",
  until: (moment) => elided(`Chiunque lo abbia può aprire questo report fino al ${day(moment)}.`),
  stopWhat:
    "Se interrompi la condivisione, nessun link creato finora apre più questo report, in Slack o altrove.",
  stop: "Interrompi la condivisione",
  stopping: "Interruzione…",
  stopped: "Nessun link creato finora apre più questo report.",
  close: "Chiudi",
  validUntil: (moment) => elided(`il link è valido fino al ${day(moment)}`),
};
