// What was added and removed over the days of a period; of a long one by month.
import type { PlaylistsRow } from "../../openapi.d.ts";

/** How many placements were added and removed from the first to the last of some days. */
export interface Moves {
  first: string;
  last: string;
  added: number;
  removed: number;
}

type Dated = Pick<PlaylistsRow, "event" | "added_on" | "removed_on">;

/** More bars than these are too thin to be told apart. */
const MOST_DAYS = 92;
const DAY_MS = 86_400_000;

export const wasAdded = ({ event }: Pick<Dated, "event">): boolean => event.startsWith("added");

export const wasRemoved = ({ event }: Pick<Dated, "event">): boolean => event.endsWith("removed");

/** Gives the day of the last that happened to a placement; of one that was held, since when it is. */
export function happenedOn(row: Dated): string | null {
  return wasRemoved(row) ? row.removed_on : row.added_on;
}

/** Counts the rows by the days they were added and removed on, for each day of the period or each month of a long one. */
export function movesOf(rows: Dated[], start: string, end: string): Moves[] {
  const moves: Moves[] = [];
  const [from, to] = [Date.parse(start), Date.parse(end)];
  const byMonth = (to - from) / DAY_MS + 1 > MOST_DAYS;
  const byDay = new Map<string, Moves>();
  for (let moment = from; moment <= to; moment += DAY_MS) {
    const day = new Date(moment).toISOString().slice(0, 10);
    let last = moves.at(-1);
    if (!last || !byMonth || last.first.slice(0, 7) !== day.slice(0, 7)) {
      last = { first: day, last: day, added: 0, removed: 0 };
      moves.push(last);
    }
    last.last = day;
    byDay.set(day, last);
  }
  for (const row of rows) {
    const added = wasAdded(row) && row.added_on ? byDay.get(row.added_on) : undefined;
    const removed = wasRemoved(row) && row.removed_on ? byDay.get(row.removed_on) : undefined;
    if (added) added.added += 1;
    if (removed) removed.removed += 1;
  }
  return moves;
}

/** Gives the largest number of any bar, in either direction. */
export function largestOf(moves: Moves[]): number {
  return Math.max(0, ...moves.flatMap(({ added, removed }) => [added, removed]));
}
