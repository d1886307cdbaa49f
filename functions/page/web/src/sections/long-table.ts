// A table of a section: sorted by its headings, and of many rows the first are shown until all are asked for.
import { h } from "../dom.ts";
import { type Column, headings } from "../headings.ts";
import { words } from "./words.ts";

const SHOWN_AT_FIRST = 10;

export interface LongTable<Row> {
  /** What it is a table of, for who cannot see where it stands. */
  label: string;
  style: string;
  columns: Column<Row>[];
  /** In the order they have until somebody sorts them. */
  rows: Row[];
  /** Makes what is seen of a row. */
  row(row: Row): HTMLElement;
  /** Makes what is seen of rows that nobody has sorted, where they belong to each other. */
  unsorted?(rows: Row[]): HTMLElement[];
}

export function longTable<Row>(settings: LongTable<Row>): HTMLElement {
  const { label, style, columns, rows, row, unsorted } = settings;
  const body = h("tbody");
  let all = false;
  let made = unsorted ?? ((shown: Row[]) => shown.map(row));
  let ordered = rows;

  function show(): void {
    body.replaceChildren(...made(all ? ordered : ordered.slice(0, SHOWN_AT_FIRST)));
  }

  const { cells, said } = headings(rows.length > 1 ? columns : columns.map(withoutSorting), rows, (anew) => {
    ordered = anew;
    made = (shown) => shown.map(row);
    show();
  });
  const table = h("table", { class: style }, h("thead", {}, h("tr", {}, ...cells)), body);
  const scroll = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label }, table);
  const element = h("div", {}, scroll, said);
  show();
  if (rows.length > SHOWN_AT_FIRST) {
    const more = h("button", { type: "button", class: "more" }, words.showAll(rows.length));
    more.addEventListener("click", () => {
      all = true;
      show();
      more.remove();
      scroll.focus();
    });
    element.append(more);
  }
  return element;
}

/** A single row is in every order at once. */
function withoutSorting<Row>({ value: _, ...column }: Column<Row>): Column<Row> {
  return column;
}
