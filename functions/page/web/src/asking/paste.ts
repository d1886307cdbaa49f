// Which artists a pasted text names: a list with a line for each, or a table with a column of names or addresses.
import { rowsOf, type Separator } from "./separated.ts";

export interface Pasted {
  /** The names, addresses and ids, in their order. */
  lines: string[];
  /** Where the text is a table: which column was read, by its heading or its number, and of how many. */
  column: { heading: string | null; number: number; of: number } | null;
}

// How columns of artists are headed, in the languages spreadsheets come in: without doubt, and by what else may be so.
const ARTISTS = "artists?|artista|artisti|artistas|artistes?|interpret|künstler|künstlername|performers?";
const SURELY = new RegExp(`^(${ARTISTS}|artist names?)$`, "u");
const PROBABLY = new RegExp(`(?<!\\p{L})(${ARTISTS})(?!\\p{L})`, "u");
const PERHAPS = /^(names?|nome|nom|nombre|act|band)$/;
// What else is told of artists in columns of their own.
const ADDRESSED =
  /(?<!\p{L})(ids?|uris?|urls?|links?|address|uuid|spotify|apple music|soundcharts|indirizzo|adresse)(?!\p{L})/u;
const OTHER = /(?<!\p{L})(country|genres?|followers|listeners|fans|rank|label|image|picture|type)(?!\p{L})/u;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const ARTIST_PAGE = new RegExp(
  "^(spotify:artist:|(https?://)?([\\w-]+\\.)*(" +
    "spotify\\.com/(intl-[\\w-]+/)?artist/|apple\\.com/([\\w-]+/)?artist/|" +
    "youtube\\.com/channel/|soundcharts\\.com/\\S*artist/" +
    "))\\S+$",
  "i",
);

/** Says whether a text is the id of an artist, or the address of one, and no name. */
export function isAddress(text: string): boolean {
  return UUID.test(text) || ARTIST_PAGE.test(text);
}

/** Says whether a text looks like an address of anything. */
export function isAddressLike(text: string): boolean {
  return isAddress(text) || /^\S+[./:]\S+[/:]\S*$/.test(text);
}

/** Says whether a text is more than what one artist is called: it has several lines, or fields of a table. */
export function isList(text: string): boolean {
  return /[^\s][\s]*[\n\r\t][\s]*[^\s]/.test(text);
}

export function readPasted(text: string): Pasted {
  const clean = text
    .replace(/^\uFEFF/, "")
    .replace(/\r\n?|[\u2028\u2029]/g, "\n")
    .replace(/^\n+|\s+$/g, "");
  const separator = separatorIn(clean);
  return separator ? fromTable(rowsOf(clean, separator)) : fromList(clean);
}

/**
 * Finds what separates the fields. A tab is never part of a name. A comma often is: it separates where a heading tells
 * of artists, or where all lines have the same number of fields and no field begins with a space, as after "Tyler,".
 */
function separatorIn(text: string): Separator | null {
  if (text.includes("\t")) return "\t";
  for (const separator of [";", ","] as const) {
    const rows = rowsOf(text, separator).filter(isFilled);
    const [head] = rows;
    if (!head || head.length < 2 || rows.length < 2) continue;
    if (head.some(tellsOfArtists)) return separator;
    const even = rows.every((row) => row.length === head.length);
    if (even && !new RegExp(`${separator} `).test(withoutQuoted(text))) return separator;
  }
  return null;
}

function withoutQuoted(text: string): string {
  return text.replace(/"(?:[^"\n]|"")*"/g, "");
}

function fromTable(all: string[][]): Pasted {
  const rows = all.filter(isFilled);
  const width = Math.max(...rows.map((row) => row.length));
  const headed = isHead(rows[0] ?? [], rows.slice(1));
  const head = headed ? rows[0]! : [];
  const body = headed ? rows.slice(1) : rows;
  const columns = Array.from({ length: width }, (_, at) => ({
    at,
    heading: (head[at] ?? "").toLowerCase(),
    values: body.map((row) => row[at] ?? "").filter(Boolean),
  })).filter(({ values }) => values.length);
  if (!columns.length) return { lines: [], column: null };
  const named = best(columns, worthAsName);
  const addressed = best(columns, worthAsAddress);
  // An address leaves no doubt who is meant, so it is read where there is one, and the name where there is none.
  const first = addressed && worthAsAddress(addressed) >= HALF ? addressed : (named ?? columns[0]!);
  const lines = body.map((row) => row[first.at] || (named ? (row[named.at] ?? "") : "")).filter(Boolean);
  return { lines, column: { heading: head[first.at] || null, number: first.at + 1, of: width } };
}

interface Column {
  at: number;
  heading: string;
  values: string[];
}

const HALF = 0.5;

function worthAsAddress({ values }: Column): number {
  return values.filter(isAddress).length / values.length;
}

/** Says how much a column looks like names: its heading counts most, then that its values are words, and differ. */
function worthAsName({ heading, values }: Column): number {
  const words = values.filter((value) => /\p{L}{3}|\p{L}.*\s.*\p{L}/u.test(value) && !isAddressLike(value));
  return worthOfHeading(heading) + words.length / values.length + new Set(values).size / values.length;
}

function worthOfHeading(heading: string): number {
  if (SURELY.test(heading)) return 4;
  if (ADDRESSED.test(heading) || OTHER.test(heading)) return -1;
  return PROBABLY.test(heading) ? 3 : PERHAPS.test(heading) ? 2 : 0;
}

function best(columns: Column[], worth: (column: Column) => number): Column | null {
  return columns.reduce<Column | null>(
    (first, column) => (first && worth(first) >= worth(column) ? first : column),
    null,
  );
}

/** Says whether a row is headings: one of them tells of artists, or stands over addresses without being one. */
function isHead(row: string[], others: string[][]): boolean {
  if (!others.length) return false;
  return (
    row.some(tellsOfArtists) ||
    row.some((field, at) => !isAddress(field) && others.every((other) => isAddress(other[at] ?? "")))
  );
}

function tellsOfArtists(heading: string): boolean {
  const plain = heading.toLowerCase();
  return PROBABLY.test(plain) || PERHAPS.test(plain) || (ADDRESSED.test(plain) && !isAddress(plain));
}

function fromList(text: string): Pasted {
  const written = text.includes("\n") ? text.split("\n") : text.split(";");
  let lines = written.map((line) => unquoted(line.trim())).filter((line) => /[^\s,;]/.test(line));
  const first = lines[0]?.toLowerCase() ?? "";
  const heading = lines.length > 1 && (SURELY.test(first) || PERHAPS.test(first)) ? lines[0]! : null;
  if (heading) lines = lines.slice(1);
  // A mark or number before the name is part of the list only if every line has one: 2 Chainz is no second line.
  for (const mark of [/^[•‣·▪*–—-]\s+/, /^\d{1,3}[.)]\s+/])
    if (lines.length > 1 && lines.every((line) => mark.test(line)))
      lines = lines.map((line) => line.replace(mark, ""));
  return { lines, column: heading ? { heading, number: 1, of: 1 } : null };
}

function unquoted(line: string): string {
  const [, inside] = /^"((?:[^"]|"")*)"$/.exec(line) ?? [];
  return (inside === undefined ? line : inside.replaceAll('""', '"')).replace(/\s+/g, " ").trim();
}

function isFilled(row: string[]): boolean {
  return row.some(Boolean);
}
