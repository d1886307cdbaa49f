// The days of a period as bars; those of a long one are put together by month.

/** A bar: how many spins from its first day to its last. */
export interface Bar {
  first: string;
  last: string;
  spins: number;
}

/** More bars than these are too thin to be told apart. */
const MOST_DAYS = 92;
const DAY_MS = 86_400_000;

const written = (moment: number): string => new Date(moment).toISOString().slice(0, 10);

/** Gives a bar for each day of the period, or for each month of a long one; a day that is not listed had no spins. */
export function barsOf(days: readonly (readonly [string, number])[], start: string, end: string): Bar[] {
  const spins = new Map(days);
  const bars: Bar[] = [];
  const [from, to] = [Date.parse(start), Date.parse(end)];
  const byMonth = (to - from) / DAY_MS + 1 > MOST_DAYS;
  for (let moment = from; moment <= to; moment += DAY_MS) {
    const day = written(moment);
    const bar = bars.at(-1);
    if (bar && byMonth && bar.first.slice(0, 7) === day.slice(0, 7)) {
      bar.last = day;
      bar.spins += spins.get(day) ?? 0;
    } else {
      bars.push({ first: day, last: day, spins: spins.get(day) ?? 0 });
    }
  }
  return bars;
}

/** Gives the bar with most spins, the first of several. */
export function highestOf(bars: Bar[]): Bar | null {
  return bars.reduce<Bar | null>((most, bar) => (bar.spins > (most?.spins ?? 0) ? bar : most), null);
}
