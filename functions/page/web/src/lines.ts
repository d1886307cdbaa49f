// How each artist's line looks, the same in every card, in the table and in the legend of a report.

export interface LineStyle {
  /** Which of the page's line colours, from 1. */
  color: number;
  /** Lengths of dashes and gaps, as a canvas and an SVG take them; none for a line without gaps. */
  dash: number[];
}

export const COLORS = 8;
const DASHES = [[], [10, 4], [2, 3], [10, 3, 2, 3], [5, 5], [18, 4], [12, 3, 2, 3, 2, 3]];
const SVG = "http://www.w3.org/2000/svg";

/** Gives each artist a line of its own: first the colours, then the same with dashes. That is enough for 56. */
export function lineStyles(artists: readonly string[]): Map<string, LineStyle> {
  return new Map(
    artists.map((uuid, place) => [
      uuid,
      { color: (place % COLORS) + 1, dash: DASHES[Math.floor(place / COLORS) % DASHES.length]! },
    ]),
  );
}

/** Draws a piece of the line, to stand beside a name; `faint` as lines are that nobody has chosen. */
export function lineSample({ color, dash }: LineStyle, faint = false): Element {
  const sample = document.createElementNS(SVG, "svg");
  const line = document.createElementNS(SVG, "line");
  const attributes = {
    class: `line-sample ${faint ? "line-faint" : `line-${color}`}`,
    viewBox: "0 0 26 8",
    "aria-hidden": "true",
  };
  for (const [name, value] of Object.entries(attributes)) sample.setAttribute(name, value);
  for (const [name, value] of Object.entries({ x1: 1, x2: 25, y1: 4, y2: 4 }))
    line.setAttribute(name, String(value));
  if (dash.length) line.setAttribute("stroke-dasharray", dash.join(" "));
  sample.append(line);
  return sample;
}

/** The colour a style has within an element, whose theme may change. */
export function colorOf(style: LineStyle, within: HTMLElement): string {
  return getComputedStyle(within).getPropertyValue(`--line-${style.color}`).trim();
}
