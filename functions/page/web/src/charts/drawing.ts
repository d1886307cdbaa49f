// What the two ways of drawing a chart have in common: its lines in one plot, or each in one of its own.
import type { ChartData } from "./data.ts";
import type { Range as RangeChoice } from "./display.ts";
import type { LinesShown } from "./lines-shown.ts";
import type { Ranked } from "./ranking.ts";
import type { Scale } from "./scales.ts";

export interface Shown extends LinesShown {
  data: ChartData;
  scale: Scale;
  range: RangeChoice;
}

export interface Drawing {
  element: HTMLElement;
  /** Draws anew; says whether an axis is cut, null while there is no room to draw in. */
  draw(shown: Shown): { cut: boolean } | null;
  /** Shows what was read on a day. */
  read(index: number, readings: Ranked[]): void;
  /** Lets go of what outlives the element. */
  end(): void;
}

export interface DrawingSettings {
  platformColor: string;
  /** Called with the day under the pointer. */
  pointed(index: number): void;
  /** Called where the place for it has become another, or is there for the first time. */
  unfit(): void;
}

export const secondsOf = (day: string): number => Date.parse(day) / 1000;

/** Gives what the style sheet has for a custom property. */
export function fromStyle(within: HTMLElement, name: string): string {
  return getComputedStyle(within).getPropertyValue(name).trim();
}
