// Moments and periods as people name them.
import { period } from "./format.ts";

const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const MOMENT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
const MONTH = new Intl.DateTimeFormat(undefined, { timeZone: "UTC", month: "long", year: "numeric" });

/** Writes a moment of the API on the reader's clock, with the day. */
export function moment(instant: string): string {
  return MOMENT.format(new Date(instant));
}

/** Writes a moment by its time alone if that is today's. */
export function timeOf(instant: string, now: Date): string {
  const then = new Date(instant);
  return then.toDateString() === now.toDateString() ? TIME.format(then) : moment(instant);
}

/** Names a period: a whole month by its name, anything else by its days. */
export function periodName(start: string, end: string): string {
  const [year, month] = start.split("-").map(Number) as [number, number];
  const lastDay = new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
  return start.endsWith("-01") && end === lastDay ? MONTH.format(new Date(start)) : period(start, end);
}
