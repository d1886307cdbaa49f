// In which order songs stand: by where they were on charts, and then by what they gained.
import type { ShazamRow } from "../../openapi.d.ts";

type Ranked = Pick<ShazamRow, "best_rank" | "gained">;

const orLast = (value: number | null): number => value ?? Number.POSITIVE_INFINITY;

/** Puts the best rank first; songs without any, most gained first, come after those that have one. */
export function byBestRank<Of extends Ranked>(rows: Of[]): Of[] {
  return [...rows].sort(
    (one, other) => compare(orLast(one.best_rank), orLast(other.best_rank)) || compareGained(one, other),
  );
}

function compareGained(one: Ranked, other: Ranked): number {
  return compare(orLast(negative(one.gained)), orLast(negative(other.gained)));
}

const negative = (value: number | null): number | null => (value === null ? null : -value);

/** Compares numbers of which both may be infinite. */
const compare = (one: number, other: number): number => (one === other ? 0 : one < other ? -1 : 1);
