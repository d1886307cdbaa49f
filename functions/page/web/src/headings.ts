// The headings of a table, which sort its rows.
import { h } from "./dom.ts";
import { type Kind, nextOrder, type Order, type Sortable, sorted } from "./sorting.ts";
import { words } from "./words.ts";

export interface Beside<Row> {
  label: string;
  copy(row: Row): Sortable;
}

export interface Column<Row> {
  label: string;
  kind: Kind;
  /** What rows are sorted by; a column without it sorts nothing. */
  value?(row: Row): Sortable;
  /** What a spreadsheet gets, where that is not what rows are sorted by. */
  copy?(row: Row): Sortable;
  /** What is seen in its cells besides, which a spreadsheet gets in columns of its own and rows are found by. */
  beside?: Beside<Row>[];
  /** What else the column has that rows can be sorted by. */
  also?: Column<Row>;
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
    const made = h("th", { scope: "col", class: classOf(column) });
    for (const each of column.also ? [column, column.also] : [column]) {
      if (made.childElementCount) made.append(" ");
      made.append(each.value ? sorter(each, each.value, made) : each.label);
    }
    return made;
  }

  function sorter(column: Column<Row>, value: (row: Row) => Sortable, th: HTMLElement): HTMLElement {
    const sign = h("span", { class: "sorting", "aria-hidden": "true" });
    const button = h("button", { type: "button" }, column.label, sign);
    button.addEventListener("click", () => {
      order = nextOrder(order, column);
      for (const each of cells) {
        each.removeAttribute("aria-sort");
        for (const other of each.children) other.classList.remove("sorted");
      }
      th.setAttribute("aria-sort", order.descending ? "descending" : "ascending");
      button.classList.add("sorted");
      said.textContent = words.table.sortedBy(column.label, firstOf(order));
      show(sorted(rows, value, order.descending));
    });
    return button;
  }

  const cells = columns.map(cell);
  return { cells, said };
}

function firstOf<Row>({ by, descending }: Order<Column<Row>>): string {
  return words.table.first[by.kind][Number(descending)]!;
}

/** Gives the class of a column's cells: numbers end at the right, below each other. */
export function classOf({ kind }: Pick<Column<never>, "kind">): string {
  return kind === "number" || kind === "rank" ? "number" : "text";
}
