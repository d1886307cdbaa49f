// A table of which the first rows are shown, and the rest when asked for.
import { h } from "../dom.ts";
import { words } from "./words.ts";

export const SHOWN_AT_FIRST = 10;

export interface LongTable {
  /** What it is a table of, for who cannot see where it stands. */
  label: string;
  style: string;
  head: HTMLTableRowElement;
  /** Those shown at first, and what makes all of them. */
  first: HTMLElement[];
  all: () => HTMLElement[];
  count: number;
}

export function longTable({ label, style, head, first, all, count }: LongTable): HTMLElement {
  const body = h("tbody", {}, ...first);
  const table = h("table", { class: style }, h("thead", {}, head), body);
  const scroll = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label }, table);
  const element = h("div", {}, scroll);
  if (count > first.length) {
    const more = h("button", { type: "button", class: "more" }, words.showAll(count));
    more.addEventListener("click", () => {
      body.replaceChildren(...all());
      more.remove();
      scroll.focus();
    });
    element.append(more);
  }
  return element;
}

/** Makes a row of headings; those of numbers stand at the right, above them. */
export function headRow(columns: { label: string; number: boolean; room?: string }[]): HTMLTableRowElement {
  return h(
    "tr",
    {},
    ...columns.map(({ label, number, room }) =>
      h("th", { scope: "col", class: [number ? "number" : "text", room ?? ""].join(" ").trim() }, label),
    ),
  );
}
