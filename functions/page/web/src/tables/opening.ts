// Rows of a table that open to what belongs to them.
import { type Child, h, newId } from "../dom.ts";
import { words } from "./words.ts";

export interface Opening<Row> {
  /** Names what opens. */
  label(row: Row): string;
  /** Makes the rows that stand below one, when it is first opened. */
  make(row: Row): HTMLTableRowElement[];
}

export interface OpenedRows<Row> {
  heading(): HTMLElement;
  /** Makes the cell with the button of a row; a click on the row's name does the same. */
  opener(row: Row, element: HTMLTableRowElement): HTMLElement;
  /** Gives what stands below a row, which is nothing until it was opened. */
  below(row: Row): readonly HTMLTableRowElement[];
}

/** Makes a row of anything, as wide as what is seen of the table, wherever that is scrolled to. */
export function wideRow(columns: number, ...content: Child[]): HTMLTableRowElement {
  const inside = h("div", { class: "details-content" }, ...content);
  return h("tr", { class: "details" }, h("td", { colspan: columns + 1 }, inside));
}

export function openedRows<Row>({ label, make }: Opening<Row>): OpenedRows<Row> {
  const made = new Map<Row, HTMLTableRowElement[]>();

  function opener(row: Row, element: HTMLTableRowElement): HTMLElement {
    const button = h("button", {
      type: "button",
      class: "open-row",
      "aria-expanded": "false",
      "aria-label": label(row),
    });

    function toggle(): void {
      const open = button.getAttribute("aria-expanded") !== "true";
      const below = made.get(row) ?? make(row);
      made.set(row, below);
      for (const each of below) {
        each.id ||= newId("details");
        each.hidden = !open;
      }
      button.setAttribute("aria-expanded", String(open));
      button.setAttribute("aria-controls", below.map(({ id }) => id).join(" "));
      if (open) element.after(...below);
    }

    // The row's name opens it too, for a pointer; figures are there to be marked and copied.
    element.addEventListener("click", (event) => {
      const cell = (event.target as Element).closest("th, .opener");
      if (cell && !getSelection()?.toString()) toggle();
    });
    return h("td", { class: "opener" }, button);
  }

  return {
    opener,
    below: (row) => made.get(row) ?? [],
    heading: () =>
      h("th", { class: "opener", scope: "col" }, h("span", { class: "visually-hidden" }, words.details)),
  };
}
