// The texts about reports made before, in Italian.
import { whole } from "../format.ts";
import { counted } from "../grammar.it.ts";
import type { recentWords as english } from "./words.ts";

export const recentWords: typeof english = {
  open: "Recenti",
  title: "Report recenti",
  retry: "Riprova",
  more: "Mostra altri",
  loadingMore: "Ricerca di altri…",
  andMore: (named, others) => `${named} e ${others === 1 ? "un altro" : `altri ${whole(others)}`}`,
  artists: (number) => counted(number, "artista", "artisti"),
  made: (moment) => `creato: ${moment}`,
  unfinished: "In corso di creazione",
  again: "Ripeti",
  nextPeriod: (period) => `Per ${period}`,
  of: (action, report) => `${action}: ${report}`,
  delete: "Elimina",
  deleting: "Eliminazione…",
  deleted: (report) => `Eliminato: ${report}`,
  ask: {
    title: (report) => `Eliminare ${report}?`,
    text: "Il report, i suoi file e ogni link che vi porta spariscono subito. Non si può annullare.",
    yes: "Elimina il report",
    no: "Tienilo",
  },
};
