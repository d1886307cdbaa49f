// The texts of asking without clicking, in Italian. The line itself is read in English: so is its example.
import { whole } from "../format.ts";
import { counted } from "../grammar.it.ts";
import { plural } from "../plurals.ts";
import { type askingWords as english, named } from "./words.ts";

const artists = (number: number): string => counted(number, "artista", "artisti");

export const askingWords: typeof english = {
  andMore: (names, more) => `${names} e altri ${whole(more)}`,
  artistsHint: "Nome o indirizzo",

  paste: {
    open: "Incolla un elenco",
    title: "Incolla un elenco di artisti",
    label: "Artisti, uno per riga",
    about:
      "Nomi, o indirizzi di Spotify, Apple Music, YouTube o Soundcharts. Va bene anche una tabella copiata da un foglio " +
      "di calcolo o da un CSV: la colonna degli artisti viene trovata.",
    check: "Controlla l'elenco",
    cancel: "Annulla",
    nothing: "In questo testo non ci sono nomi né indirizzi.",
  },

  check: {
    title: (lines) => `Controlla ${artists(lines)}`,
    looking: (lines) => `Ricerca di ${counted(lines, "riga", "righe")}…`,
    found: (number) => counted(number, "trovato", "trovati"),
    ambiguous: (number) => `${whole(number)} da scegliere`,
    unknown: (number) => counted(number, "non trovato", "non trovati"),
    notAsked: (number) => counted(number, "non cercato", "non cercati"),
    column: (heading, number, of) =>
      heading ? `Letto dalla colonna “${heading}”.` : `Letto dalla colonna ${whole(number)} di ${whole(of)}.`,
    repeated: (number) => `${counted(number, "riga era ripetuta", "righe erano ripetute")}.`,
    over: (lines, most) =>
      `${counted(lines.length, "riga va", "righe vanno")} oltre i ${whole(most)} artisti che un report può avere: ${named(lines)}.`,
    toSettle: "Da decidere",
    settled: "Trovati",
    which: (written) => `Quale “${written}”?`,
    leaveOut: "Escludi",
    similar: (written) => `Nessuno si chiama “${written}”. È uno di questi?`,
    notFound: (written) => `Non trovato: “${written}”`,
    length: "Un nome ha da 2 a 200 caratteri, un indirizzo fino a 1.000.",
    notLookedUp: (written) => `Non cercato: “${written}”`,
    mend: "Cerca invece",
    look: "Cerca",
    lookAll: "Cerca gli altri",
    lookingOne: "Ricerca…",
    written: (written) => `“${written}”`,
    outcome: {
      already: "già tra gli artisti",
      repeated: "già indicato sopra",
      over: "uno di troppo",
    },
    add: (number) => `Aggiungi ${artists(number)}`,
    use: (number) => `Inserisci ${artists(number)}`,
    nothingToAdd: "Non c'è ancora un artista da aggiungere.",
    willBeLeftOut: (number) => `${counted(number, "riga sarà esclusa", "righe saranno escluse")}.`,
    change: "Indietro",
    cancel: "Annulla",
  },

  added: (number) => `${artists(number)} ${plural(number, "aggiunto", "aggiunti")}.`,
  leftOut: (lines) => `Esclusi: ${named(lines)}.`,
  lookAgain: "Guarda che cosa è stato escluso",

  line: {
    label: "Chiedi in una riga (in inglese)",
    example: "Annalisa on spotify in IT for last month",
    fill: "Compila",
    reading: "Lettura…",
    missing: "Scrivi chi, dove e quando, come nell'esempio.",
    use: (suggestion) => `Usa “${suggestion}”`,
    undo: "Annulla",
    filled: (line) => `Compilato: ${line}.`,
    whichTitle: "Quali artisti intendi?",
  },
};
