// What a chart is of: the lines of one platform, on whichever scale, and what each of them had on a day.
import type { Days } from "../dates.ts";
import { dayOfYear, NONE } from "../format.ts";
import type { LineStyle } from "../lines.ts";
import type { Point } from "../openapi.d.ts";
import type { Mark } from "../sections/view.ts";
import type { LinesShown } from "./lines-shown.ts";
import type { Ranked } from "./ranking.ts";
import { haveLogarithms, type Scale, scaled, scaledLevel, written } from "./scales.ts";
import { type Drawable, dayAt, drawable, lastUpTo } from "./series.ts";
import { words } from "./words.ts";

export interface Line {
  artist: string;
  name: string;
  points: Point[];
  /** The artist's own in this report; null where the platform's colour is enough. */
  style: LineStyle | null;
  /** Days of it that something is to be said of. */
  marks: Mark[];
  /** The day of its largest value. */
  peakDay: string | null;
  /** A value it is seen against, such as the average of another period. */
  level: Level | null;
}

export interface Level {
  value: number;
  text: string;
}

export class ChartData {
  readonly lines: Line[];
  readonly period: Days;
  readonly #drawable: Drawable;
  readonly #scaled = new Map<Scale, (number | null)[][]>();

  constructor(lines: Line[], period: Days) {
    this.lines = lines;
    this.period = period;
    this.#drawable = drawable(
      lines.map(({ points }) => points),
      period,
    );
  }

  /** Moments of all days, in seconds. */
  get days(): number[] {
    return this.#drawable.days;
  }

  /** The days on which anything was measured, as positions in `days`. */
  get measured(): number[] {
    return this.#drawable.measured;
  }

  get artists(): string[] {
    return this.lines.map(({ artist }) => artist);
  }

  /** Says whether artists are measured on days of their own, so that values need a day beside them. */
  get unevenly(): boolean {
    return this.#drawable.values.some((row) => this.measured.some((index) => row[index] === null));
  }

  /** Gives the scale asked for, or that of values where there is none of these. */
  scaleFor(wanted: Scale): Scale {
    return wanted === "log" && !haveLogarithms(this.#drawable.values) ? "values" : wanted;
  }

  values(scale: Scale): (number | null)[][] {
    const known = this.#scaled.get(scale);
    if (known) return known;
    const rows = this.#drawable.values.map((row) => scaled(row, scale));
    this.#scaled.set(scale, rows);
    return rows;
  }

  dayAt(index: number): string {
    return dayAt(this.period, index);
  }

  indexOf(day: string | null): number | null {
    const index = day === null ? -1 : this.days.indexOf(Date.parse(day) / 1000);
    return index < 0 ? null : index;
  }

  /** Gives the level a line is seen against, on its scale. */
  levelOf(place: number, scale: Scale): Level | null {
    const { level } = this.lines[place]!;
    const value = level && scaledLevel(level.value, this.#drawable.values[place]!, scale);
    return level && value !== null ? { ...level, value } : null;
  }

  /** What each line had on a day, or where it was not measured then, on the last day before; the largest first. */
  readAt(index: number, scale: Scale, { drawn, faint }: LinesShown): Ranked[] {
    const readings = drawn.map((place) => this.#readingOf(place, index, scale, faint.has(place)));
    return readings.sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
  }

  #readingOf(place: number, index: number, scale: Scale, faint: boolean): Ranked {
    const { name, style, peakDay } = this.lines[place]!;
    const values = this.values(scale)[place]!;
    const at = lastUpTo(values, index);
    const value = at === null ? null : values[at]!;
    return {
      line: place,
      name,
      style,
      faint,
      value,
      text: value === null ? NONE : written(value, scale),
      aside: this.#asideOf(at, index, peakDay),
    };
  }

  /** Gives the day of a value that is of an earlier one, or says that it is the largest. */
  #asideOf(at: number | null, index: number, peakDay: string | null): string | null {
    if (at === null) return null;
    if (at !== index) return dayOfYear(this.dayAt(at));
    return this.dayAt(at) === peakDay ? words.peak : null;
  }

  /** Says what there is to say of a day, and of whose if there are several. */
  remarksOn(index: number, { drawn, faint }: LinesShown): string[] {
    const on = this.dayAt(index);
    return drawn
      .filter((place) => !faint.has(place))
      .flatMap((place) => {
        const { name, marks } = this.lines[place]!;
        const said = marks.filter(({ from, to }) => from <= on && on <= to).map(({ label }) => label);
        return said.map((text) => (this.lines.length > 1 ? `${name}: ${text}` : text));
      });
  }
}
