// The order of a table's rows.
import { byLocale } from "./language.ts";

export type Sortable = string | number | null;

/** What stands in a column: it says where its text ends, and what comes first when rows are sorted by it. */
export type Kind = "text" | "day" | "number" | "rank";

export interface Order<Of> {
  by: Of;
  descending: boolean;
}

/** Texts begin with A and ranks with the best; of days the latest comes first, of numbers the largest. */
const DESCENDING_FIRST: Record<Kind, boolean> = { text: false, day: true, number: true, rank: false };

/** Gives the order of rows once a column is chosen: its own first, and the other way round when chosen again. */
export function nextOrder<Of extends { kind: Kind }>(now: Order<Of> | null, by: Of): Order<Of> {
  return { by, descending: now?.by === by ? !now.descending : DESCENDING_FIRST[by.kind] };
}

/** Sorts anew by what `value` gives of each row. Rows without a value come last either way; equals keep their order. */
export function sorted<Row>(rows: readonly Row[], value: (row: Row) => Sortable, descending: boolean): Row[] {
  return [...rows].sort((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const order = typeof a === "string" || typeof b === "string" ? compareTexts(String(a), String(b)) : a - b;
    return descending ? -order : order;
  });
}

const COLLATOR = byLocale((locale) => new Intl.Collator(locale, { sensitivity: "base", numeric: true }));

/** Says which of two texts comes first in the page's language, whatever their case; 2 before 10. */
export function compareTexts(one: string, other: string): number {
  return COLLATOR().compare(one, other);
}
