// Days as the API writes them, 2024-09-01, and the periods that are offered.

export type Preset =
  | "thisMonth"
  | "lastMonth"
  | "lastQuarter"
  | "lastYear"
  | "last7"
  | "last30"
  | "last12Months"
  | "yearToDate";
export const PRESETS: Preset[] = [
  "thisMonth",
  "lastMonth",
  "lastQuarter",
  "lastYear",
  "last7",
  "last30",
  "last12Months",
  "yearToDate",
];

export interface Days {
  start: string;
  end: string;
}

export const EARLIEST_DAY = "2000-01-01";
const MS_A_DAY = 86_400_000;

/** The day it is by the API's clock, which runs in UTC. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** Says whether a text is a day there is. */
export function isDay(text: string): boolean {
  return (
    /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    dayOf(new Date(text)) === text
  );
}

export function addDays(day: string, count: number): string {
  return dayOf(new Date(Date.parse(day) + count * MS_A_DAY));
}

/** Counts the days from one to the other, both included. */
export function countDays({ start, end }: Days): number {
  return Math.round((Date.parse(end) - Date.parse(start)) / MS_A_DAY) + 1;
}

/** Gives a preset's days. What is still going on ends today; what is counted back from today leaves it out, as hardly
 * anything is measured yet. */
export function presetDays(preset: Preset, today: string): Days {
  const [year, month] = today.split("-").map(Number) as [number, number];
  const whole = (first: number, months: number): Days => ({
    start: monthStart(year, first),
    end: addDays(monthStart(year, first + months), -1),
  });
  const back = (days: number): Days => ({ start: addDays(today, -days), end: addDays(today, -1) });
  switch (preset) {
    case "thisMonth":
      return { start: monthStart(year, month), end: today };
    case "lastMonth":
      return whole(month - 1, 1);
    case "lastQuarter":
      return whole(month - ((month - 1) % 3) - 3, 3);
    case "lastYear":
      return whole(-11, 12);
    case "last7":
      return back(7);
    case "last30":
      return back(30);
    case "last12Months":
      return whole(month - 12, 12);
    case "yearToDate":
      return { start: monthStart(year, 1), end: today };
  }
}

/** Names the preset these days are, if they are one. */
export function presetOf(days: Days, today: string): Preset | undefined {
  return PRESETS.find((preset) => {
    const { start, end } = presetDays(preset, today);
    return start === days.start && end === days.end;
  });
}

/** Gives the first day of a month; months are counted on beyond either end of the year. */
export function monthStart(year: number, month: number): string {
  return dayOf(new Date(Date.UTC(year, month - 1, 1)));
}
