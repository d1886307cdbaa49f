// A table of a section: of many rows the first are shown until all are asked for.
import type { Column } from "../headings.ts";
import { type DataTable, dataTable } from "../tables/data-table.ts";
import { words } from "./words.ts";

const SHOWN_AT_FIRST = 10;

export type LongTable<Row> = Omit<DataTable<Row>, "atFirst" | "groups">;

export function longTable<Row>(settings: LongTable<Row>): HTMLElement {
  const texts = settings.columns.filter(({ kind }) => kind === "text");
  const [first] = texts;
  const search = first && {
    label: words.search(first.label),
    text: (row: Row) => texts.map((column) => textOf(column, row)).join(" "),
  };
  return dataTable({ ...(search ? { search } : {}), ...settings, atFirst: SHOWN_AT_FIRST });
}

function textOf<Row>({ copy, value, beside = [] }: Column<Row>, row: Row): string {
  const own = copy ?? value;
  return [own?.(row), ...beside.map((each) => each.copy(row))].filter(Boolean).join(" ");
}
