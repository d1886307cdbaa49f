// The texts of asking without clicking: lists that are pasted, and lines that are typed.
import { whole } from "../format.ts";
import { count } from "../words.ts";

/** Writes what the API says as a sentence of its own. */
export function asSentence(text: string): string {
  const [first = "", ...rest] = text;
  const end = /[.!?]$/.test(text) ? "" : ".";
  return first.toUpperCase() + rest.join("") + end;
}

const MOST_NAMED = 12;

/** Names some, and says how many more there are. */
export function named(names: readonly string[]): string {
  return names.length > MOST_NAMED + 1
    ? askingWords.andMore(names.slice(0, MOST_NAMED).join(", "), names.length - MOST_NAMED)
    : names.join(", ");
}

export const askingWords = {
  andMore: (names: string, more: number): string => `${names} and ${whole(more)} more`,
  artistsHint: "Name or address",

  paste: {
    open: "Paste a list",
    title: "Paste a list of artists",
    label: "Artists, one per line",
    about:
      "Names, or addresses at Spotify, Apple Music, YouTube or Soundcharts. A table copied from a spreadsheet or a " +
      "CSV does as well: its column of artists is found.",
    check: "Check the list",
    cancel: "Cancel",
    nothing: "There is no name or address in this text.",
  },

  check: {
    title: (lines: number): string => `Check ${count(lines, "artist", "artists")}`,
    looking: (lines: number): string => `Looking up ${count(lines, "line", "lines")}…`,
    found: (number: number): string => `${whole(number)} found`,
    ambiguous: (number: number): string => `${whole(number)} to choose`,
    unknown: (number: number): string => `${whole(number)} not found`,
    notAsked: (number: number): string => `${whole(number)} not looked up`,
    column: (heading: string | null, number: number, of: number): string =>
      heading ? `Read from the column “${heading}”.` : `Read from column ${whole(number)} of ${whole(of)}.`,
    repeated: (number: number): string => `${count(number, "line was", "lines were")} there twice.`,
    over: (lines: string[], most: number): string =>
      `${count(lines.length, "line is", "lines are")} beyond the ${whole(most)} a report can have: ${named(lines)}.`,
    toSettle: "To settle",
    settled: "Found",
    which: (written: string): string => `Which “${written}”?`,
    leaveOut: "Leave out",
    similar: (written: string): string => `Nobody is called “${written}”. Is it one of these?`,
    notFound: (written: string): string => `Not found: “${written}”`,
    length: "A name has 2 to 200 characters, an address up to 1,000.",
    notLookedUp: (written: string): string => `Not looked up: “${written}”`,
    mend: "Look for",
    look: "Look up",
    lookAll: "Look up the rest",
    lookingOne: "Looking…",
    written: (written: string): string => `“${written}”`,
    outcome: {
      already: "chosen already",
      repeated: "named above",
      over: "one too many",
    },
    add: (number: number): string => `Add ${count(number, "artist", "artists")}`,
    use: (number: number): string => `Fill in ${count(number, "artist", "artists")}`,
    nothingToAdd: "No artist to add yet.",
    willBeLeftOut: (number: number): string => `${count(number, "line", "lines")} will be left out.`,
    change: "Back",
    cancel: "Cancel",
  },

  added: (number: number): string => `${count(number, "artist", "artists")} added.`,
  leftOut: (lines: string[]): string => `Left out: ${named(lines)}.`,
  lookAgain: "Look at what was left out",

  line: {
    label: "Ask in one line",
    example: "Annalisa on spotify in IT for last month",
    fill: "Fill in",
    reading: "Reading…",
    missing: "Write who, where and when, as in the example.",
    use: (suggestion: string): string => `Use “${suggestion}”`,
    undo: "Undo",
    filled: (line: string): string => `Filled in: ${line}.`,
    whichTitle: "Which artists are meant?",
  },
};
