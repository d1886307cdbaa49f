// Series made ready to be drawn: a value or none for each day, and where the line may not be drawn.
import { addDays, countDays, type Days } from "../dates.ts";
import type { Point } from "../openapi.d.ts";

export interface Drawable {
  /** Moments of all days, in seconds. */
  days: number[];
  /** Of each series a value a day, null where nothing was measured. */
  values: (number | null)[][];
  /** The days on which anything was measured, as positions in `days`. */
  measured: number[];
}

export function drawable(series: readonly Point[][], period: Days): Drawable {
  const count = Math.max(countDays(period), 0);
  const first = Date.parse(period.start) / 1000;
  const days = Array.from({ length: count }, (_, index) => first + index * 86_400);
  const values = series.map((points) => {
    const row = new Array<number | null>(count).fill(null);
    for (const [day, value] of points) {
      const index = Math.round((Date.parse(day) / 1000 - first) / 86_400);
      if (index >= 0 && index < count) row[index] = value;
    }
    return row;
  });
  const measured = [...days.keys()].filter((index) => values.some((row) => row[index] !== null));
  return { days, values, measured };
}

/** Gives the usual distance between two measured days: what lies further apart than that is a gap. */
export function usualStep(values: readonly (number | null)[]): number {
  const measured = [...values.keys()].filter((index) => values[index] !== null);
  const steps = measured.slice(1).map((index, position) => index - (measured[position] ?? 0));
  steps.sort((a, b) => a - b);
  return steps[Math.floor(steps.length / 2)] ?? 1;
}

/** Gives each value as what it is above or below the first one, in percent of that; one value alone is no change. */
export function relative(values: readonly (number | null)[]): (number | null)[] {
  const measured = values.filter((value) => value !== null);
  const first = measured[0];
  return values.map((value) =>
    value === null || !first || measured.length === 1 ? null : (100 * (value - first)) / first,
  );
}

/** Finds the last day up to this one, as a position, on which there is a value. */
export function lastUpTo(values: readonly (number | null)[], day: number): number | null {
  for (let index = Math.min(day, values.length - 1); index >= 0; index -= 1) {
    if (values[index] !== null) return index;
  }
  return null;
}

/** Finds the position, of those measured, nearest to a day. */
export function nearest(measured: readonly number[], day: number): number {
  let best = 0;
  for (const [position, index] of measured.entries()) {
    if (Math.abs(index - day) < Math.abs((measured[best] ?? 0) - day)) best = position;
  }
  return best;
}

export function dayAt(period: Days, index: number): string {
  return addDays(period.start, index);
}
