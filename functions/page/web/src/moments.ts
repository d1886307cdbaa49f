// Moments and periods as people name them.
import { wholePart } from "./calendar.ts";
import { isDay } from "./dates.ts";
import { formWords } from "./form/words.ts";
import { day, period } from "./format.ts";
import { dates } from "./language.ts";

const TIME = dates({ timeStyle: "short" });
const MOMENT = dates({ dateStyle: "medium", timeStyle: "short" });
const MONTH = dates({ timeZone: "UTC", month: "long", year: "numeric" });
const MONTH_ALONE = dates({ timeZone: "UTC", month: "long" });

/** Writes a moment of the API on the reader's clock, with the day. */
export function moment(instant: string): string {
  return MOMENT.format(new Date(instant));
}

/** Writes a moment by its time alone if that is today's. */
export function timeOf(instant: string, now: Date): string {
  const then = new Date(instant);
  return then.toDateString() === now.toDateString() ? TIME.format(then) : moment(instant);
}

/** Stands for a day that is not given yet. */
const TO_COME = "…";

/** Names a period: a whole month, quarter or year by its name, anything else by its days. */
export function periodName(start: string, end: string): string {
  if (!isDay(start) || !isDay(end) || start > end)
    return [start, end].map((each) => (isDay(each) ? day(each) : TO_COME)).join(" – ");
  const part = wholePart({ start, end });
  if (!part) return period(start, end);
  if (part.unit === "year") return String(part.year);
  if (part.unit === "quarter") return formWords.calendar.quarterOf((part.month + 2) / 3, part.year);
  return MONTH.format(new Date(start));
}

/** Names a month, 1 to 12, of whatever year. */
export function monthName(month: number): string {
  return MONTH_ALONE.format(new Date(Date.UTC(2000, month - 1, 1)));
}
