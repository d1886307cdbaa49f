// Rows of a text in which fields are separated, as spreadsheets write and copy them (RFC 4180, read generously).

export type Separator = "\t" | ";" | ",";

/**
 * Splits a text into rows of fields. A field in quotes may have separators, line breaks and doubled quotes in it; a
 * quote anywhere else is a quote: "Weird Al" Yankovic is one field as it stands.
 */
export function rowsOf(text: string, separator: Separator): string[][] {
  const quoted = new RegExp(`[^\\S\\n\\t]*"((?:[^"]|"")*)"[^\\S\\n\\t]*(?=${separator}|\\n|$)`, "y");
  const plain = new RegExp(`[^${separator}\\n]*`, "y");
  const rows: string[][] = [[]];
  let at = 0;
  while (at <= text.length) {
    const [field, end] = fieldAt(text, at, quoted, plain);
    rows.at(-1)!.push(field);
    if (text[end] === "\n") rows.push([]);
    at = end + 1;
  }
  return rows;
}

/** Reads the field that begins at a place; gives it on one line, and where it ends. */
function fieldAt(text: string, at: number, quoted: RegExp, plain: RegExp): [string, number] {
  quoted.lastIndex = at;
  plain.lastIndex = at;
  const inQuotes = quoted.exec(text);
  if (inQuotes) return [inQuotes[1]!.replaceAll('""', '"').replace(/\s+/g, " ").trim(), quoted.lastIndex];
  return [plain.exec(text)![0].replace(/\s+/g, " ").trim(), plain.lastIndex];
}
