// The order of a table's rows.

export interface Order<Key> {
  by: Key;
  descending: boolean;
}

export type Sortable = string | number | null;

/** Sorts anew by what `value` gives of each row. Rows without a value come last either way; equals keep their order. */
export function sorted<Row>(rows: readonly Row[], value: (row: Row) => Sortable, descending: boolean): Row[] {
  return [...rows].sort((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const order = typeof a === "string" || typeof b === "string" ? compareTexts(String(a), String(b)) : a - b;
    return descending ? -order : order;
  });
}

const compareTexts = new Intl.Collator(undefined, { sensitivity: "base", numeric: true }).compare;
