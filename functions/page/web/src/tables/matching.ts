// Which rows fit what somebody types to find them.

const MARKS = /\p{M}/gu;

/** Gives a text as it is compared: case and accents do not count. */
function comparable(text: string): string {
  return text.normalize("NFD").replace(MARKS, "").toLowerCase();
}

/** Gives what finds the rows that have every word typed, in whichever order. */
export function matcher<Row>(
  text: (row: Row) => string,
): (rows: readonly Row[], typed: string) => readonly Row[] {
  const texts = new Map<Row, string>();
  const textOf = (row: Row): string => {
    const known = texts.get(row) ?? comparable(text(row));
    texts.set(row, known);
    return known;
  };
  return (rows, typed) => {
    const sought = comparable(typed).split(/\s+/).filter(Boolean);
    return sought.length ? rows.filter((row) => sought.every((word) => textOf(row).includes(word))) : rows;
  };
}
