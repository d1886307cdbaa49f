// The headings of a table, which sort its rows.
import { h } from "./dom.ts";
import { type Kind, nextOrder, type Order, type Sortable, sorted } from "./sorting.ts";
import { words } from "./words.ts";

export interface Column<Row> {
  label: string;
  kind: Kind;
  /** What rows are sorted by; a column without it sorts nothing. */
  value?(row: Row): Sortable;
  /** Left out where there is less room than this, by its class in the styles. */
  room?: string;
}

export interface Headings {
  cells: HTMLTableCellElement[];
  /** Says how rows are sorted, for who does not see it. */
  said: HTMLElement;
}

/** Makes the headings of rows; `show` is given all of them anew each time they are sorted. */
export function headings<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  show: (sorted: Row[]) => void,
): Headings {
  const said = h("p", { class: "visually-hidden", role: "status" });
  let order: Order<Column<Row>> | null = null;

  function cell(column: Column<Row>): HTMLTableCellElement {
    const { label, value } = column;
    if (!value) return h("th", { scope: "col", class: classOf(column) }, label);
    const sign = h("span", { class: "sorting", "aria-hidden": "true" });
    const button = h("button", { type: "button" }, label, sign);
    button.addEventListener("click", () => {
      order = nextOrder(order, column);
      for (const th of cells) th.removeAttribute("aria-sort");
      made.setAttribute("aria-sort", order.descending ? "descending" : "ascending");
      said.textContent = words.table.sortedBy(label, firstOf(order));
      show(sorted(rows, value, order.descending));
    });
    const made = h("th", { scope: "col", class: classOf(column) }, button);
    return made;
  }

  const cells = columns.map(cell);
  return { cells, said };
}

function firstOf<Row>({ by, descending }: Order<Column<Row>>): string {
  return words.table.first[by.kind][Number(descending)]!;
}

/** Gives the class of a column's cells: numbers end at the right, below each other. */
export function classOf({ kind, room }: Pick<Column<never>, "kind" | "room">): string {
  const side = kind === "number" || kind === "rank" ? "number" : "text";
  return room ? `${side} ${room}` : side;
}
