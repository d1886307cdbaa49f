// Every table of figures: sorted by its headings, searched, copied, its head and first column always in sight, its rows
// opened and grouped where they can be.
import { type Child, fill, h, newId } from "../dom.ts";
import { type Column, headings } from "../headings.ts";
import { type Copied, type CopiedColumn, copied, toClipboard } from "./copying.ts";
import { drawing, type Line } from "./drawing.ts";
import { matcher } from "./matching.ts";
import { type Opening, openedRows } from "./opening.ts";
import { words } from "./words.ts";

export interface DataTable<Row> {
  /** What it is a table of, for who cannot see where it stands. */
  label: string;
  style: string;
  columns: Column<Row>[];
  /** In the order they have until somebody sorts them. */
  rows: readonly Row[];
  /** Makes what is seen of a row. */
  row(row: Row): HTMLTableRowElement;
  /** What a spreadsheet gets, where that is not what the columns have. */
  copies?: CopiedColumn<Row>[];
  /** What rows have that open. */
  opening?: Opening<Row>;
  /** Searches rows by a text of each, where there are many. */
  search?: { label: string; text(row: Row): string };
  /** Puts rows together until somebody sorts them, and whenever asked for. */
  groups?: Groups<Row>;
  /** How many are shown until all are asked for; all at once without it. */
  atFirst?: number;
  /** Sums up the rows that are not shown, in their place. */
  rest?(rows: readonly Row[]): HTMLTableRowElement;
}

export interface Groups<Row> {
  label: string;
  of(row: Row): string;
  heading(rows: readonly Row[]): Child[];
}

/** Up to so many rows are seen without looking for any, and without a box of their own to scroll in. */
const FEW = 10;

export function dataTable<Row>(settings: DataTable<Row>): HTMLElement {
  const { label, style, columns, rows, groups, search, atFirst = Infinity, rest } = settings;
  const table = h("table", { class: `data-table ${style}` });
  const scroll = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label }, table);
  const opened = settings.opening && openedRows(settings.opening);
  const drawn = drawing(table);
  const made = new Map<Row, HTMLTableRowElement>();
  let ordered: readonly Row[] = rows;
  let typed = "";
  let all = false;
  let grouped = groups !== undefined;
  /** Whoever has said whether rows are to be grouped is not overruled by sorting them. */
  let groupingSaid = false;

  const sortable = rows.length > 1 ? columns : columns.map(withoutSorting);
  const { cells, said } = headings(sortable, rows, (sorted) => {
    ordered = sorted;
    if (!groupingSaid) group(false);
    show();
  });
  cells[0]?.classList.add("first");
  if (opened) table.classList.add("opens");
  table.append(h("thead", {}, h("tr", {}, opened ? opened.heading() : null, ...cells)));

  const count = h("p", { class: "quiet row-count", role: "status" });
  const more = h("button", { type: "button", class: "more", hidden: true });
  more.addEventListener("click", () => {
    all = true;
    show();
    scroll.focus();
  });

  const fitting = search && matcher(search.text);
  const found = (): readonly Row[] => fitting?.(ordered, typed) ?? ordered;

  function show(): void {
    const fit = found();
    const shown = all ? fit : fit.slice(0, atFirst);
    const hidden = fit.slice(shown.length);
    scroll.classList.toggle("few", shown.length <= FEW);
    drawn.show(linesOf(shown));
    table.tFoot?.remove();
    if (hidden.length && rest) table.append(h("tfoot", {}, withOpener(rest(hidden))));
    more.hidden = !hidden.length;
    more.textContent = words.showAll(fit.length);
    count.textContent = counted(shown.length, fit.length);
  }

  function counted(shown: number, fit: number): string {
    if (shown < fit)
      return typed ? words.firstFound(shown, fit, rows.length) : words.first(shown, rows.length);
    return typed ? words.found(fit, rows.length) : words.rows(rows.length);
  }

  function linesOf(shown: readonly Row[]): Line[] {
    if (!groups || !grouped) {
      const body = h("tbody");
      return shown.map((row) => ({ body, make: () => elementsOf(row) }));
    }
    return [...Map.groupBy(shown, groups.of).values()].flatMap((together) => {
      const body = h("tbody");
      const heading = { body, make: () => [groupHeading(groups.heading(together))] };
      return [heading, ...together.map((row) => ({ body, make: () => elementsOf(row) }))];
    });
  }

  function groupHeading(content: Child[]): HTMLElement {
    const across = columns.length + (opened ? 1 : 0);
    const cell = h("th", { scope: "rowgroup", colspan: across }, h("span", {}, ...content));
    return h("tr", { class: "group" }, cell);
  }

  function elementsOf(row: Row): readonly Element[] {
    const element = made.get(row) ?? makeRow(row);
    made.set(row, element);
    return [element, ...(opened?.below(row) ?? [])];
  }

  function makeRow(row: Row): HTMLTableRowElement {
    const element = settings.row(row);
    element.cells[0]?.classList.add("first");
    if (opened) element.prepend(opened.opener(row, element));
    return element;
  }

  function withOpener(element: HTMLTableRowElement): HTMLTableRowElement {
    element.cells[0]?.classList.add("first");
    if (opened) element.prepend(h("td", { class: "opener" }));
    return element;
  }

  function group(now: boolean): void {
    grouped = now;
    table.classList.toggle("grouped", now);
    if (grouping) grouping.checked = now;
  }

  const grouping = groups ? h("input", { type: "checkbox", id: newId("grouped") }) : null;
  grouping?.addEventListener("change", () => {
    groupingSaid = true;
    group(grouping.checked);
    show();
  });
  const tools = h("div", { class: "table-tools" });
  fill(
    tools,
    search && rows.length > FEW ? searchField(search.label, (text) => sought(text)) : null,
    rows.length > FEW ? count : null,
    grouping && h("label", { class: "grouping", for: grouping.id }, grouping, " ", groups?.label),
    ...copying(() => copied(settings.copies ?? columns.flatMap(copyOf), found())),
  );

  function sought(text: string): void {
    typed = text.trim();
    show();
  }

  if (groups) group(true);
  show();
  return h("div", { class: "table-and-tools" }, tools, framed(scroll, table), said, more);
}

/**
 * Tells by a shadow at the edge that there are more columns, as not every browser shows scroll bars; and keeps what takes
 * the focus from hiding below the column that stays.
 */
function framed(scroll: HTMLElement, table: HTMLTableElement): HTMLElement {
  const frame = h("div", { class: "scroll-frame" }, scroll);
  const stays = [...(table.tHead?.rows[0]?.cells ?? [])].filter((cell) => cell.matches(".opener, .first"));
  const look = (): void => {
    const left = scroll.scrollWidth - scroll.clientWidth - scroll.scrollLeft;
    frame.classList.toggle("more-columns", left > 1);
  };
  scroll.addEventListener("scroll", look, { passive: true });
  const sizes = new ResizeObserver(() => {
    scroll.style.scrollPaddingLeft = `${stays.reduce((width, cell) => width + cell.offsetWidth, 0)}px`;
    look();
  });
  sizes.observe(scroll);
  sizes.observe(table);
  return frame;
}

/** A single row is in every order at once. */
function withoutSorting<Row>({ value: _, also, ...column }: Column<Row>): Column<Row> {
  return also ? { ...column, also: withoutSorting(also) } : column;
}

function copyOf<Row>({ label, copy, value, beside = [] }: Column<Row>): CopiedColumn<Row>[] {
  const given = copy ?? value;
  return [...(given ? [{ label, copy: given }] : []), ...beside];
}

function searchField(label: string, sought: (text: string) => void): HTMLElement {
  const input = h("input", {
    type: "search",
    class: "table-search",
    "aria-label": label,
    placeholder: label,
  });
  input.addEventListener("input", () => sought(input.value));
  return input;
}

function copying(content: () => Copied): HTMLElement[] {
  const said = h("p", { class: "quiet copy-said", role: "status" });
  const button = h("button", { type: "button", class: "plain copy" }, words.copy);
  button.addEventListener("click", async () => {
    const table = content();
    said.textContent = (await toClipboard(table)) ? words.copied(table.rows) : words.notCopied;
  });
  return [button, said];
}
