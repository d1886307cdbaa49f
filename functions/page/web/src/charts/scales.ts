// The scales a series can be read on: what a value becomes, how far the axis goes, and what is written beside it.
import { percent, whole } from "../format.ts";
import { numbers } from "../language.ts";
import { logTicks, percentTexts, valueTexts, valueTicks } from "./axis.ts";
import { relative } from "./series.ts";

export type Scale = "values" | "change" | "index" | "log";
export const SCALES: Scale[] = ["values", "change", "index", "log"];

type Values = readonly (number | null)[];
export type Range = [low: number, high: number];

const PADDING = 0.06; // of what the values span, above and below
const NEARLY_ZERO = 0.25; // of the largest: what begins as low may as well begin at zero
const LEAST_RATIO = 1.02;

const INDEX = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Gives each value as the scale has it. */
export function scaled(values: Values, scale: Scale): (number | null)[] {
  if (scale === "change") return relative(values);
  if (scale === "index") return relative(values).map((change) => (change === null ? null : 100 + change));
  return [...values];
}

/** Puts a level beside a series on the same scale: one that is not the series' own. */
export function scaledLevel(level: number, values: Values, scale: Scale): number | null {
  if (scale === "values") return level;
  if (scale === "log") return level > 0 ? level : null;
  const first = values.find((value) => value !== null);
  return first ? (100 * (level - first)) / first + (scale === "index" ? 100 : 0) : null;
}

/** Says whether there is a logarithm of all of them. */
export function haveLogarithms(rows: readonly Values[]): boolean {
  return rows.every((values) => values.every((value) => value === null || value > 0));
}

/** Gives how far an axis goes so that all of these are on it. */
export function rangeOf(rows: readonly Values[], scale: Scale): Range {
  let [low, high] = [Infinity, -Infinity];
  for (const values of rows) {
    for (const value of values) {
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  if (low > high) return scale === "log" ? [1, 10] : [0, 1];
  if (scale === "log") {
    const ratio = Math.max((high / low) ** PADDING, LEAST_RATIO);
    return [low / ratio, high * ratio];
  }
  const space = (high - low) * PADDING || Math.max(Math.abs(high) * PADDING, 1);
  const beginsAtZero = scale !== "change" && low >= 0 && low <= high * NEARLY_ZERO;
  return [beginsAtZero ? 0 : low - space, high + space];
}

/** Says whether an axis leaves out zero, so that heights cannot be compared. */
export function isCut([low, high]: Range, scale: Scale): boolean {
  return (scale === "values" || scale === "index") && (low > 0 || high < 0);
}

export function ticksOn([low, high]: Range, scale: Scale, most: number): number[] {
  return scale === "log" ? logTicks(low, high, most) : valueTicks(low, high, most, scale !== "values");
}

export function textsOf(ticks: readonly number[], scale: Scale): string[] {
  return scale === "change" ? percentTexts(ticks) : valueTexts(ticks);
}

/** Where something lies on an axis: 0 at its foot, 1 at its top. */
export function placeOn([low, high]: Range, scale: Scale, value: number): number {
  return scale === "log" ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

/** Writes what was read off, as exactly as the scale is read. */
export function written(value: number, scale: Scale): string {
  if (scale === "change") return percent(value);
  return scale === "index" ? INDEX.format(value) : whole(value);
}
