// When a subscription is due, and which days it is about then, in words.
import { addDays, type Days, monthStart } from "../dates.ts";
import { byLocale, dates, locale } from "../language.ts";
import type { MovingPeriod, Rhythm } from "./types.ts";
import { subscriptionWords } from "./words.ts";

const MONDAY = Date.UTC(2024, 0, 1);
const MS_A_DAY = 86_400_000;
const WEEKDAYS = byLocale((of) => new Intl.DateTimeFormat(of, { timeZone: "UTC", weekday: "long" }));

/** The zone of the reader's browser. */
export function ownZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Names a weekday, Monday 1. */
export function weekdayName(number: number): string {
  return WEEKDAYS().format(new Date(MONDAY + (number - 1) * MS_A_DAY));
}

/** Says how often something is due, and where the clock stands by which it is. */
export function inWords({ every, on, at, time_zone: zone }: Rhythm): string {
  const { due } = subscriptionWords;
  const time = clockTime(at);
  if (every === "day") return due.daily(time, zoneName(zone));
  if (every === "week") return due.weekly(on ?? 1, weekdayName(on ?? 1), time, zoneName(zone));
  return due.monthly(on ?? 1, time, zoneName(zone));
}

/** Writes a time of day, such as 08:30, as the language has it. */
export function clockTime(at: string): string {
  return timeIn("UTC", new Date(`2024-01-01T${at}:00Z`));
}

function timeIn(zone: string, moment: Date): string {
  return new Intl.DateTimeFormat(locale(), { timeZone: zone, timeStyle: "short" }).format(moment);
}

/** Writes the name of a zone as people read it. */
export function zoneName(zone: string): string {
  return zone.replaceAll("_", " ");
}

/** Writes an instant with its weekday, by the clock of a zone, or of the reader's own. */
export function instant(at: string, zone = ownZone()): string {
  const moment = new Date(at);
  const day = new Intl.DateTimeFormat(locale(), {
    ...{ timeZone: zone, weekday: "short", day: "numeric", month: "short", year: "numeric" },
  });
  return `${day.format(moment)}, ${timeIn(zone, moment)}`;
}

/** Writes an instant by the reader's clock, and by that of a zone where it shows another time. */
export function dueText(at: string, zone: string, own = ownZone()): string {
  const here = instant(at, own);
  const there = otherClock(at, zone, own);
  return there === null ? here : subscriptionWords.due.bothClocks(here, there, zoneName(zone));
}

/** Writes an instant by the clock of a zone, without the day if that is the reader's; null where the clocks agree. */
export function otherClock(at: string, zone: string, own = ownZone()): string | null {
  const there = instant(at, zone);
  if (there === instant(at, own)) return null;
  const moment = new Date(at);
  if (dayIn(zone, moment) !== dayIn(own, moment)) return there;
  return timeIn(zone, moment);
}

/** Gives the day it is in a zone. */
export function dayIn(zone: string, now: Date): string {
  // The way Swedes write a day is the API's.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: zone, dateStyle: "short" }).format(now);
}

const DAYS = dates({ timeZone: "UTC", day: "numeric", month: "short" });

/** Writes days that are near, without a year; one day alone as itself. */
export function nearDays({ start, end }: Days): string {
  const parts = DAYS.formatRangeToParts(new Date(start), new Date(end));
  // Some languages write a nought before a day in a range, and none before a day alone.
  return parts.map(({ type, value }) => (type === "day" ? value.replace(/^0/, "") : value)).join("");
}

/** Gives the days a period means on a day, which is not over and so is in none of them. */
export function daysOf(period: MovingPeriod, today: string): Days {
  const [year, month] = today.split("-").map(Number) as [number, number];
  const yesterday = addDays(today, -1);
  const monday = addDays(today, -((new Date(today).getUTCDay() + 6) % 7));
  const quarter = month - ((month - 1) % 3);
  const months = (first: number, end: number): Days => ({
    start: monthStart(year, first),
    end: addDays(monthStart(year, end), -1),
  });
  switch (period) {
    case "yesterday":
      return { start: yesterday, end: yesterday };
    case "last_7_days":
      return { start: addDays(today, -7), end: yesterday };
    case "last_28_days":
      return { start: addDays(today, -28), end: yesterday };
    case "last_week":
      return { start: addDays(monday, -7), end: addDays(monday, -1) };
    case "last_month":
      return months(month - 1, month);
    case "last_quarter":
      return months(quarter - 3, quarter);
    case "month_to_date":
      return { start: `${yesterday.slice(0, 8)}01`, end: yesterday };
  }
}
