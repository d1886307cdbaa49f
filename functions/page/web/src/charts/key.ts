// What the signs on a chart mean: only those it has.
import { h } from "../dom.ts";
import type { Shown } from "./drawing.ts";
import type { Scale } from "./scales.ts";
import { cutSign } from "./svg.ts";
import { words } from "./words.ts";

export interface Key {
  shown: Shown;
  /** The scale that was asked for, which a chart may not have. */
  wanted: Scale;
  apart: boolean;
  cut: boolean;
}

export function keyOf({ shown, wanted, apart, cut }: Key): HTMLElement[] {
  const { data, scale, drawn, faint } = shown;
  const broughtOut = drawn.filter((place) => !faint.has(place));
  const lines = broughtOut.map((place) => data.lines[place]!);
  const levels = apart || lines.length === 1 ? lines.flatMap(({ level }) => level?.text ?? []) : [];
  const shaded = lines.flatMap(({ marks }) => marks.map(({ about }) => about));
  const signs: [sign: string, texts: string[]][] = [
    ["peak", lines.some(({ peakDay }) => data.indexOf(peakDay) !== null) ? [words.peak] : []],
    ["level", levels],
    ["shaded", shaded],
    ["cut", cut ? [words.cut] : []],
    ["log", scale === "log" ? [words.logScale] : wanted === "log" ? [words.notLog] : []],
  ];
  return signs.flatMap(([sign, texts]) =>
    [...new Set(texts)].map((text) => h("span", {}, signOf(sign), text)),
  );
}

function signOf(sign: string): Element | null {
  if (sign === "log") return null;
  return sign === "cut" ? cutSign() : h("span", { class: `key-${sign}`, "aria-hidden": "true" });
}
