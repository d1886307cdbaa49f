// The texts about rosters in Italian.
import { named } from "../asking/words.ts";
import { whole } from "../format.ts";
import { counted } from "../grammar.it.ts";
import { plural } from "../plurals.ts";
import type { rosterWords as english } from "./words.ts";

const artists = (number: number): string => counted(number, "artista", "artisti");

export const rosterWords: typeof english = {
  title: "Roster",
  loading: "Caricamento dei roster…",
  none:
    "Un roster è un elenco di artisti con un nome, conservato per chiunque abbia questa chiave. Scegli gli artisti e " +
    "salvali come roster: il prossimo report su tutti loro comincia con un clic.",
  hint: "Scegliere un roster sostituisce gli artisti qui sotto.",
  unread: "Non è stato possibile caricare i roster.",
  retry: "Riprova",
  artists,
  use: "Usa ",
  star: (name) => `Metti in evidenza ${name}`,
  add: "Aggiungi",
  addOf: (name) => `Aggiungi ${name} agli artisti scelti`,
  edit: "Modifica",
  editOf: (name) => `Modifica ${name}`,
  used: (name, number, before) =>
    before ? `${name}: ${artists(number)}, al posto di ${whole(before)}.` : `${name}: ${artists(number)}.`,
  added: (name, number, already) =>
    `${artists(number)} di ${name} ${plural(number, "aggiunto", "aggiunti")}.${already ? ` Già scelti: ${whole(already)}.` : ""}`,
  over: (names, most) =>
    `Esclusi ${whole(names.length)}, oltre i ${whole(most)} che un report può avere: ${named(names)}.`,
  undo: "Annulla",
  changed: (name, number, now) =>
    number === now
      ? `${name} ha artisti diversi da quelli del modulo.`
      : `${name} ha ${artists(number)}, il modulo ${whole(now)}.`,
  update: "Aggiorna il roster",
  updating: "Aggiornamento…",
  updated: (name, number) => `${name} ora ha ${artists(number)}.`,
  saved: (name) => `${name} è salvato.`,
  deleted: (name) => `${name} è eliminato.`,
  theirsStays: (name) => `${name} resta come l'ha lasciato qualcun altro.`,
  staysDeleted: (name) => `${name} resta eliminato.`,
  save: "Salva come roster",

  dialog: {
    newTitle: (number) => `Salva ${artists(number)} come roster`,
    editTitle: (name) => `Roster “${name}”`,
    name: "Nome",
    starred: "In evidenza: viene per primo",
    replace: (number, now) =>
      `Sostituisci ${plural(number, "il suo artista", `i suoi ${artists(number)}`)} con ${plural(now, "quello", `i ${whole(now)}`)} del modulo`,
    difference: (more, less) =>
      [more && `Aggiunti: ${more}.`, less && `Tolti: ${less}.`].filter(Boolean).join(" "),
    save: "Salva",
    saving: "Salvataggio…",
    cancel: "Annulla",
    remove: "Elimina…",
    nameMissing: "Dagli un nome.",
    nameTaken: "Un altro roster ha già questo nome.",
    tooMany: "Ci sono già tutti i roster possibili. Elimina uno che non serve.",
  },

  remove: {
    title: (name) => `Eliminare “${name}”?`,
    text: "Sparisce per chiunque abbia questa chiave. I report creati con questo roster restano.",
    yes: "Elimina il roster",
    deleting: "Eliminazione…",
    no: "Tienilo",
  },

  conflict: {
    changed: (name) => `“${name}” è stato modificato nel frattempo`,
    changedText: "Qualcun altro con questa chiave l'ha salvato dopo che l'avevi aperto.",
    deleted: (name) => `“${name}” è stato eliminato nel frattempo`,
    deletedText: "Qualcun altro con questa chiave l'ha eliminato. Il tuo si può salvare come nuovo roster.",
    theirs: "Il loro",
    mine: "Il tuo",
    only: (names) => `solo qui: ${names}`,
    keepTheirs: "Tieni il loro",
    keepMine: "Salva il tuo al suo posto",
    leaveDeleted: "Lascialo eliminato",
    saveNew: "Salva il tuo come nuovo",
  },
};
