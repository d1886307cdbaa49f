// Lines as SVG has them.
import type { Child } from "../dom.ts";
import { usualStep } from "./series.ts";

const SVG = "http://www.w3.org/2000/svg";

export function svg(
  name: string,
  attributes: Record<string, string | number>,
  ...children: Child[]
): Element {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.append(...children.filter((child) => child instanceof Node));
  return element;
}

/** The sign of an axis that does not begin at zero: a break in it. */
export function cutSign(): Element {
  return svg(
    "svg",
    { class: "cut-sign", viewBox: "0 0 8 14", "aria-hidden": "true" },
    svg("polyline", { points: "4,14 4,12 1,10 7,7 1,4 4,2 4,0" }),
  );
}

/** Writes a path through values, left open where they lie further apart than usual; one alone is a point. */
export function pathOf(
  values: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  const step = usualStep(values);
  const parts: string[] = [];
  let before = -Infinity;
  for (const [index, value] of values.entries()) {
    if (value === null) continue;
    const joined = index - before <= step * 1.5;
    parts.push(`${joined ? "L" : "M"}${rounded(x(index))} ${rounded(y(value))}${joined ? "" : "h0"}`);
    before = index;
  }
  return parts.join("");
}

const rounded = (value: number): number => Math.round(value * 100) / 100;
