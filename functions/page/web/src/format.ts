// Numbers, dates and names by the locale of the page's language.
import { byLocale, dates, numbers } from "./language.ts";

const WHOLE = numbers({ maximumFractionDigits: 0 });
const SMALL = numbers({ maximumFractionDigits: 2 });
const COMPACT = numbers({ notation: "compact", maximumSignificantDigits: 4 });
const SIGNED = numbers({ maximumFractionDigits: 0, signDisplay: "exceptZero" });
const PERCENT = numbers({ style: "percent", maximumFractionDigits: 1, signDisplay: "exceptZero" });
const SMALL_PERCENT = numbers({ style: "percent", maximumSignificantDigits: 1, signDisplay: "exceptZero" });
const SHARE = numbers({ style: "percent", maximumFractionDigits: 0 });
const FIRST_DIGITS = numbers({ maximumSignificantDigits: 3 });
const PART = numbers({ style: "percent", maximumFractionDigits: 1 });
const DAY = dates({ timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });
const DAY_OF_YEAR = dates({ timeZone: "UTC", day: "numeric", month: "short" });
const WEEKDAY = dates({ timeZone: "UTC", dateStyle: "full" });
const COUNTRIES = byLocale((locale) => new Intl.DisplayNames(locale, { type: "region", fallback: "code" }));
const AND = byLocale((locale) => new Intl.ListFormat(locale));

/** What stands where there is no figure. */
export const NONE = "–";

const orNone =
  (format: Pick<Intl.NumberFormat, "format">) =>
  (value: number | null): string =>
    value === null ? NONE : format.format(value);

export const whole = orNone(WHOLE);
export const signed = orNone(SIGNED);

const LONG = 1_000_000;

/** Writes a number for a headline: in short from a million on, where it says so beside the number in full. */
export function compact(value: number | null): string {
  return value !== null && Math.abs(value) >= LONG ? COMPACT.format(value) : whole(value);
}

/** Writes a share in percent, never rounded to none or to all. */
export function share(value: number | null): string {
  if (value === null) return NONE;
  if (value > 0 && value < 0.01) return `< ${SHARE.format(0.01)}`;
  return SHARE.format(value < 1 ? Math.min(value, 0.99) : value);
}

/** Writes the part something is of a whole, which may be small; never rounded to none. */
export function part(value: number | null): string {
  if (value === null) return NONE;
  return value > 0 && value < 0.001 ? `< ${PART.format(0.001)}` : PART.format(value);
}

/** Writes an average; beyond a thousand nobody reads decimals, and the workbook has them. */
export function average(value: number | null): string {
  return value !== null && Math.abs(value) < 1_000 ? SMALL.format(value) : whole(value);
}

/** Writes any number: whole, or as far as it is read, and a small one to its first digits. */
export function figure(value: number): string {
  return Math.abs(value) < 1 ? FIRST_DIGITS.format(value) : SMALL.format(value);
}

/** Writes what is a percentage already, never rounded to none: 2.5 is +2.5 %, 0.0415 is +0.04 %. */
export function percent(value: number | null): string {
  if (value === null) return NONE;
  return (Math.abs(value) < 0.05 ? SMALL_PERCENT : PERCENT).format(value / 100);
}

export function day(text: string | null): string {
  return text === null ? NONE : DAY.format(new Date(text));
}

/** Writes a day without its year, where that is known. */
export function dayOfYear(text: string): string {
  return DAY_OF_YEAR.format(new Date(text));
}

export function weekday(text: string): string {
  return WEEKDAY.format(new Date(text));
}

export function period(start: string, end: string): string {
  const parts = DAY.formatRangeToParts(new Date(start), new Date(end));
  // Some languages write a nought before a day in a range, and none before a day alone.
  return parts.map(({ type, value }) => (type === "day" ? value.replace(/^0/, "") : value)).join("");
}

export function country(code: string): string {
  return COUNTRIES().of(code) ?? code;
}

/** Joins names as a sentence has them, with an "and" before the last. */
export function listed(names: Iterable<string>): string {
  return AND().format(names);
}

/** Writes a name of the API as people would, as best_rank with its first letter large and no underscore. */
export function readable(name: string): string {
  const text = name.replace(/[_-]+/g, " ").trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Which way a change goes: a word for classes and signs, never colour alone. */
export function direction(value: number | null): "up" | "down" | "level" {
  return value === null || value === 0 ? "level" : value > 0 ? "up" : "down";
}

/** Gives the letters that stand for a picture. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return [first, last]
    .map((word) => [...(word ?? "")][0] ?? "")
    .join("")
    .toUpperCase();
}
