// A table as spreadsheets take it: one value a cell, numbers without signs for thousands.
import type { Beside } from "../headings.ts";
import type { Sortable } from "../sorting.ts";

export type CopiedColumn<Row> = Beside<Row>;

export interface Copied {
  text: string;
  html: string;
  /** How many rows it has below its heading. */
  rows: number;
}

// What begins a formula, in every width it has; spaces, quotation marks and what is not seen may stand before it. The
// files to download are held to the same.
const FORMULA = new RegExp(
  `^(?=[\\s"“”„‟«»″\\uff02\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\\u200f\\u2060-\\u206f\\u3164\\uffa0]*` +
    `[-=+@\\uff1d\\uff0b\\uff0d\\uff20\\ufe66\\ufe62\\ufe63\\ufe6b\\u2212])`,
);

/** Gives rows as text with tabs, and as a table whose numbers are told as numbers. */
export function copied<Row>(columns: readonly CopiedColumn<Row>[], rows: readonly Row[]): Copied {
  const cells = [columns.map(({ label }) => label as Sortable)].concat(
    rows.map((row) => columns.map(({ copy }) => copy(row))),
  );
  return {
    text: cells.map((line) => line.map(written).join("\t")).join("\r\n"),
    html: `<table>${cells.map((line) => `<tr>${line.map(cellOf).join("")}</tr>`).join("")}</table>`,
    rows: rows.length,
  };
}

let format: Intl.NumberFormat | null = null;

/** A spreadsheet reads a number as its reader's system writes one, whatever language the page is in. */
function decimal(value: number): string {
  format ??= new Intl.NumberFormat(undefined, { useGrouping: false, maximumFractionDigits: 6 });
  return format.format(value);
}

function written(value: Sortable): string {
  if (value === null) return "";
  return typeof value === "number" ? decimal(value) : harmless(value);
}

/** Keeps a text to its cell, and a spreadsheet from taking it for a formula. */
function harmless(text: string): string {
  return text.replace(/\s+/g, " ").trim().replace(FORMULA, "'");
}

function cellOf(value: Sortable): string {
  const text = written(value).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  // What a number is in Excel and in LibreOffice, whichever language they are in.
  return typeof value === "number"
    ? `<td x:num="${value}" sdval="${value}">${text}</td>`
    : `<td>${text}</td>`;
}

/** Puts a table on the clipboard; says whether the browser let it. */
export async function toClipboard({ text, html }: Copied): Promise<boolean> {
  try {
    const item = new ClipboardItem({
      "text/plain": new Blob([text], { type: "text/plain" }),
      "text/html": new Blob([html], { type: "text/html" }),
    });
    await navigator.clipboard.write([item]);
    return true;
  } catch {
    return asIfSelected(text, html);
  }
}

/** The older way, which needs no permission: it answers the browser's own copying with something else. */
function asIfSelected(text: string, html: string): boolean {
  let given = false;
  const give = (event: ClipboardEvent): void => {
    event.preventDefault();
    event.clipboardData?.setData("text/plain", text);
    event.clipboardData?.setData("text/html", html);
    given = event.clipboardData !== null;
  };
  document.addEventListener("copy", give, { once: true });
  try {
    return document.execCommand("copy") && given;
  } finally {
    document.removeEventListener("copy", give);
  }
}
