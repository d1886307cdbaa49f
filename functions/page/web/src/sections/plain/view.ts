// A section the page has no view of its own for, so that a new one needs none: its totals and rows as they come.
import { h } from "../../dom.ts";
import { noteOf, statusBadge } from "../../figures.ts";
import { classOf } from "../../headings.ts";
import type { Names } from "../../names.ts";
import { langOf } from "../../worded.ts";
import { longTable } from "../long-table.ts";
import { inWorkbook } from "../parts.ts";
import type { SectionAnswer, SectionSettings, SectionView } from "../view.ts";
import { words } from "../words.ts";
import { type Fields, type PlainColumn, plainTable } from "./columns.ts";

export const plain: SectionView = { panel };

/** Texts longer than this are broken over lines. */
const LONG = 32;

function panel(name: string, answer: SectionAnswer, { names, workbook }: SectionSettings): HTMLElement {
  const { status, note, totals, rows } = answer;
  const title = names.section(name);
  const why = noteOf(names.noted({ note, status }));
  const parts = [part(words.totals, totals, title, names), rows && part(words.rows, rows, title, names)];
  return h(
    "section",
    { class: "panel section-panel" },
    h("div", { class: "part-head" }, h("h3", {}, title), status === "measured" ? null : statusBadge(status)),
    why ? h("p", { class: "note", lang: langOf(why) }, why) : null,
    ...parts,
    rows === null ? inWorkbook(workbook) : null,
    rows?.length || totals.length || why ? null : h("p", { class: "quiet" }, words.none),
  );
}

function part(heading: string, records: object[], title: string, names: Names): HTMLElement | null {
  if (!records.length) return null;
  const { columns, rows } = plainTable(records as Fields[], names);
  const cell = (column: PlainColumn, record: Fields): HTMLElement => {
    const text = column.text(record);
    const side = classOf(column);
    return h("td", { class: side === "text" && text.length > LONG ? "text long" : side }, text);
  };
  return h(
    "div",
    { class: "section-part" },
    h("h4", {}, heading),
    longTable({
      label: `${title}: ${heading}`,
      style: "plain-table",
      columns,
      rows,
      row: (record) => h("tr", {}, ...columns.map((column) => cell(column, record))),
    }),
  );
}
