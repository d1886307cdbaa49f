// Which lines of a chart are drawn, and which of them in grey.
import type { Chosen } from "./chosen.ts";
import { lastUpTo } from "./series.ts";

type Values = readonly (number | null)[];

/** As many lines can be followed in one chart; where there are more, the largest are brought out. */
export const TOGETHER = 6;
export const LARGEST = 5;

export interface LinesShown {
  /** Places of the lines that are drawn, the smallest first, so that the largest lie on top. */
  drawn: number[];
  faint: Set<number>;
  /** There are chosen artists, none of whom has a line here. */
  noneChosen: boolean;
}

/**
 * Shows those chosen alone; while none is, all, of which the largest are brought out where there are many `together`
 * in one plot.
 */
export function linesShown(
  artists: readonly string[],
  values: readonly Values[],
  chosen: Pick<Chosen, "has" | "none">,
  together = true,
): LinesShown {
  const all = bySize(values);
  const picked = all.filter((line) => chosen.has(artists[line]!));
  if (picked.length) return { drawn: picked, faint: new Set(), noneChosen: false };
  if (!chosen.none) return { drawn: all, faint: new Set(all), noneChosen: true };
  const faint = new Set(together && all.length > TOGETHER ? all.slice(0, -LARGEST) : []);
  return { drawn: all, faint, noneChosen: false };
}

/** Gives the places of lines by what each was last measured with, the smallest first. */
function bySize(values: readonly Values[]): number[] {
  const last = values.map((row) => row[lastUpTo(row, row.length - 1) ?? -1] ?? -Infinity);
  return [...values.keys()].sort((a, b) => last[a]! - last[b]!);
}
