// Months, quarters and years: which one some days are, and which days come before and after them.
import { addDays, countDays, type Days, EARLIEST_DAY, monthStart } from "./dates.ts";

export type Unit = "month" | "quarter" | "year";

/** A month, quarter or year, by its first month, which is 1 in January. */
export interface CalendarPart {
  unit: Unit;
  year: number;
  month: number;
}

const UNITS: Unit[] = ["month", "quarter", "year"];
const MONTHS_IN: Record<Unit, number> = { month: 1, quarter: 3, year: 12 };

/** Gives the part of the calendar that a day lies in. */
export function partWith(day: string, unit: Unit): CalendarPart {
  const [year, month] = yearAndMonth(day);
  return { unit, year, month: month - ((month - 1) % MONTHS_IN[unit]) };
}

/** Gives all days of a part of the calendar, those to come included. */
export function wholeDays({ unit, year, month }: CalendarPart): Days {
  return months(year, month, MONTHS_IN[unit]);
}

/** Gives the days of a part of the calendar as far as it has come by `today`; null where it has not begun. */
export function daysOf(part: CalendarPart, today: string): Days | null {
  const { start, end } = wholeDays(part);
  return start > today || start < EARLIEST_DAY ? null : { start, end: end < today ? end : today };
}

/** Names the part of the calendar that some days are from its first to its last. */
export function wholePart(days: Days): CalendarPart | null {
  return parts(days).find((part) => wholeDays(part).end === days.end) ?? null;
}

/**
 * Names the part of the calendar that some days are, or are as far as it had come `today` or the day before. At the
 * beginning of a year its first month, quarter and the year itself are the same days: `rather` is what they are then.
 */
export function partOf(days: Days, today: string, rather: Unit = "month"): CalendarPart | null {
  const fits = (part: CalendarPart): boolean => {
    const { end } = wholeDays(part);
    return days.end === end || (end >= today && (days.end === today || days.end === addDays(today, -1)));
  };
  const fitting = parts(days).filter(fits);
  return fitting.find(({ unit }) => unit === rather) ?? fitting[0] ?? null;
}

/**
 * Gives the period before or after some days: the month, quarter or year beside one, as many whole months, or as many
 * days. Null where that is not to be had: before the earliest day or after today, which cuts the last month, quarter
 * or year. `asOf` is the day for which what is still going on ended at, if that is not today.
 */
export function beside(
  days: Days,
  by: -1 | 1,
  today: string,
  { asOf = today, rather = "month" }: { asOf?: string; rather?: Unit } = {},
): Days | null {
  const part = partOf(days, asOf, rather);
  if (part) {
    const [year, month] = yearAndMonth(monthStart(part.year, part.month + by * MONTHS_IN[part.unit]));
    return daysOf({ unit: part.unit, year, month }, today);
  }
  const found = shifted(days, by);
  return found.start < EARLIEST_DAY || found.end > today ? null : found;
}

function shifted({ start, end }: Days, by: number): Days {
  const [[year, month], [lastYear, lastMonth]] = [yearAndMonth(start), yearAndMonth(end)];
  const number = (lastYear - year) * 12 + lastMonth - month + 1;
  const whole = months(year, month, number);
  if (whole.start === start && whole.end === end) return months(year, month + by * number, number);
  const count = countDays({ start, end });
  return { start: addDays(start, by * count), end: addDays(end, by * count) };
}

/** Lists the parts of the calendar that begin with some days, the shortest first. */
function parts({ start }: Days): CalendarPart[] {
  return UNITS.map((unit) => partWith(start, unit)).filter((part) => wholeDays(part).start === start);
}

function months(year: number, month: number, count: number): Days {
  return { start: monthStart(year, month), end: addDays(monthStart(year, month + count), -1) };
}

function yearAndMonth(day: string): [number, number] {
  return day.split("-").slice(0, 2).map(Number) as [number, number];
}
