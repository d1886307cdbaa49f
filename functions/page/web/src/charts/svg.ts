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
