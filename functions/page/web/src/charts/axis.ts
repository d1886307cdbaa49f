// Where the lines of an axis lie, and what is written beside them: no two texts alike, none rounded.
import { addDays, countDays, type Days } from "../dates.ts";
import { locale as spoken } from "../language.ts";

const EXACT = 15; // as many digits as a number keeps of what it was read from
const LONGEST_PERCENT = 100_000;
const STEPS = [10, 20, 25, 50]; // tenths

/** Gives at most so many round numbers from low to high; without `decimals` all of them are whole. */
export function valueTicks(low: number, high: number, most: number, decimals: boolean): number[] {
  if (!(high > low)) return [low];
  for (let power = decimals ? -10 : -1; power < 308; power += 1) {
    for (const step of STEPS) {
      if (power < 0 && !decimals && step % 10) continue;
      const ticks = multiples(step, power, low, high, most);
      if (ticks) return ticks;
    }
  }
  return [low];
}

/** Gives the multiples of step × 10^power in a range, each the number nearest to what it is in decimals. */
function multiples(step: number, power: number, low: number, high: number, most: number): number[] | null {
  const at = (index: number): number =>
    power < 0 ? (index * step) / 10 ** -power : index * step * 10 ** power;
  const size = at(1);
  const [first, last] = [Math.ceil(low / size), Math.floor(high / size)];
  if (last - first >= most) return null;
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, index) => at(first + index) || 0);
}

const LOG_DIGITS = [[1, 2, 5], [1, 5], [1]];
const ENOUGH_LOG_TICKS = 3;

/**
 * Gives at most so many numbers for an axis of a logarithm: 1, 2 and 5 times the powers of ten, fewer of each power
 * where there are many powers. A range within one power has too few of them, and gets round numbers evenly apart.
 */
export function logTicks(low: number, high: number, most: number): number[] {
  if (!(low > 0 && high > low)) return [low];
  const candidates = LOG_DIGITS.map((digits) => powersOf(low, high, 1, digits));
  for (let step = 2; candidates.at(-1)!.length > most; step += 1)
    candidates.push(powersOf(low, high, step, [1]));
  const fitting = candidates.find((ticks) => ticks.length <= most)!;
  if (candidates[0]!.length >= ENOUGH_LOG_TICKS) return fitting;
  const even = valueTicks(low, high, most, low < 1);
  return even.length > fitting.length ? even : fitting;
}

/** Gives these digits times every so manieth power of ten, within a range. */
function powersOf(low: number, high: number, step: number, digits: readonly number[]): number[] {
  const found: number[] = [];
  for (let power = Math.floor(Math.log10(low) / step) * step; power <= Math.log10(high); power += step) {
    for (const digit of digits) {
      const tick = power < 0 ? digit / 10 ** -power : digit * 10 ** power;
      if (tick >= low && tick <= high) found.push(tick);
    }
  }
  return found;
}

/** Writes values in the short form of the language, unless the long one is shorter: 2.25M. */
export function valueTexts(values: readonly number[], locale = spoken()): string[] {
  const short = numbers("short", locale, { notation: "compact" });
  const long = numbers("long", locale, { useGrouping: "always" });
  const written = values.map((value) => short.format(value));
  const inFull = values.map((value) => long.format(value));
  return longest(written) <= longest(inFull) ? written : inFull;
}

/** Writes what are percentages already: 2.5 is +2.5 %. */
export function percentTexts(values: readonly number[], locale = spoken()): string[] {
  const notation = values.some((value) => Math.abs(value) >= LONGEST_PERCENT) ? "compact" : "standard";
  const format = numbers(`percent ${notation}`, locale, {
    notation,
    style: "percent",
    signDisplay: "exceptZero",
  });
  return values.map((value) => format.format(value / 100));
}

/** Formats take long to make, and every drawing of every chart asks for them. */
const formats = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

function made<Format extends Intl.NumberFormat | Intl.DateTimeFormat>(
  kind: string,
  make: () => Format,
): Format {
  const known = formats.get(kind) ?? make();
  formats.set(kind, known);
  return known as Format;
}

function numbers(kind: string, locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  return made(
    `${kind} ${locale}`,
    () => new Intl.NumberFormat(locale, { maximumSignificantDigits: EXACT, ...options }),
  );
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}

export interface DayTicks {
  days: string[];
  unit: "day" | "month" | "year";
}

type Unit = DayTicks["unit"];
const DAY_STEPS: [Unit, number][] = [
  ["day", 1],
  ["day", 2],
  ["day", 5],
  ["day", 7],
  ["day", 14],
  ["month", 1],
  ["day", 28],
  ["month", 2],
  ["month", 3],
  ["month", 6],
  ["year", 1],
  ["year", 2],
  ["year", 5],
];

/** Gives at most so many days of a period, evenly apart: from its first day on, or the firsts of months or years. */
export function dayTicks(period: Days, most: number): DayTicks {
  let best: DayTicks = { days: [period.start], unit: "day" };
  const all = countDays(period);
  for (const [unit, step] of DAY_STEPS) {
    if (unit === "day" && all > step * most) continue;
    const days =
      unit === "day" ? everyFewDays(period, step) : firsts(period, unit === "month" ? step : step * 12);
    if (days.length > most) continue;
    if (days.length > best.days.length) best = { days, unit };
    if (days.length > 1) break;
  }
  return best;
}

function everyFewDays(period: Days, step: number): string[] {
  const count = Math.max(Math.ceil(countDays(period) / step), 1);
  return Array.from({ length: count }, (_, index) => addDays(period.start, index * step));
}

function firsts({ start, end }: Days, step: number): string[] {
  const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const found: string[] = [];
  for (let month = Math.ceil(monthOf(start) / step) * step; month <= monthOf(end); month += step) {
    const day = new Date(Date.UTC(Math.floor(month / 12), month % 12, 1)).toISOString().slice(0, 10);
    if (day >= start) found.push(day);
  }
  return found;
}

/** Writes the days of an axis, as months or years where they are the firsts of those. */
export function dayTexts({ days, unit }: DayTicks, locale = spoken()): string[] {
  const parts: Record<Unit, Intl.DateTimeFormatOptions> = {
    day: { day: "numeric", month: "short" },
    month: { month: "short", year: "numeric" },
    year: { year: "numeric" },
  };
  const format = made(
    `${unit} ${locale}`,
    () => new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...parts[unit] }),
  );
  return days.map((day) => format.format(new Date(day)));
}
