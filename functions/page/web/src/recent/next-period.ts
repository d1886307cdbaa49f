// The period that follows another: after whole months as many months, after other days as many days.
import { addDays, countDays, type Days, dayOf } from "../dates.ts";

export function nextPeriod({ start, end }: Days): Days {
  const next = addDays(end, 1);
  if (!isFirst(start) || !isFirst(next)) return { start: next, end: addDays(end, countDays({ start, end })) };
  return { start: next, end: addDays(monthsLater(next, monthsFrom(start, next)), -1) };
}

const isFirst = (day: string): boolean => day.endsWith("-01");

function monthsFrom(first: string, next: string): number {
  const [one, other] = [first, next].map((day) => new Date(day)) as [Date, Date];
  return 12 * (other.getUTCFullYear() - one.getUTCFullYear()) + other.getUTCMonth() - one.getUTCMonth();
}

function monthsLater(day: string, months: number): string {
  const moment = new Date(day);
  return dayOf(new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + months, 1)));
}
