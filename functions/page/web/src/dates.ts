// Days as the API writes them, 2024-09-01, and the periods that are offered.

export type Preset = "last30" | "lastMonth" | "lastQuarter" | "yearToDate";
export const PRESETS: Preset[] = ["last30", "lastMonth", "lastQuarter", "yearToDate"];

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
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && dayOf(new Date(text)) === text
  );
}

export function addDays(day: string, count: number): string {
  return dayOf(new Date(Date.parse(day) + count * MS_A_DAY));
}

/** Counts the days from one to the other, both included. */
export function countDays({ start, end }: Days): number {
  return Math.round((Date.parse(end) - Date.parse(start)) / MS_A_DAY) + 1;
}

/** Gives a preset's days; today itself is left out, as hardly anything is measured yet. */
export function presetDays(preset: Preset, today: string): Days {
  const yesterday = addDays(today, -1);
  const [year, month] = today.split("-").map(Number) as [number, number];
  switch (preset) {
    case "last30":
      return { start: addDays(today, -30), end: yesterday };
    case "lastMonth":
      return { start: monthStart(year, month - 1), end: addDays(monthStart(year, month), -1) };
    case "lastQuarter": {
      const quarter = month - ((month - 1) % 3);
      return { start: monthStart(year, quarter - 3), end: addDays(monthStart(year, quarter), -1) };
    }
    case "yearToDate":
      // On the first of January there is nothing of the year but today.
      return { start: monthStart(year, 1), end: yesterday < monthStart(year, 1) ? today : yesterday };
  }
}

/** Names the preset these days are, if they are one. */
export function presetOf(days: Days, today: string): Preset | undefined {
  return PRESETS.find((preset) => {
    const { start, end } = presetDays(preset, today);
    return start === days.start && end === days.end;
  });
}

function monthStart(year: number, month: number): string {
  return dayOf(new Date(Date.UTC(year, month - 1, 1)));
}
