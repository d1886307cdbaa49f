// The daily values of one platform as lines, to be read off with the pointer, a finger or the arrow keys.
import uPlot from "uplot";
import { readable } from "./colors.ts";
import type { Days } from "./dates.ts";
import { fill, h, swatch } from "./dom.ts";
import { axisDays, axisPercents, axisValues, percent, weekday, whole } from "./format.ts";
import { dayAt, type Drawable, drawable, nearest, relative, usualStep } from "./series.ts";
import type { Point } from "./types.ts";
import { words } from "./words.ts";

export interface Line {
  name: string;
  points: Point[];
}

const HEIGHT = 190;
const COLORS = 8;
const MOST_DOTS = 62;
const AXIS_WIDTH = 54;

/**
 * Draws lines. A single one has the platform's colour, several have the page's own; as large artists flatten the
 * lines of small ones, several can also be drawn as what each has changed since its start.
 */
export function chart(label: string, lines: Line[], period: Days, platformColor: string): HTMLElement {
  const data = drawable(lines.map(({ points }) => points), period);
  const last = data.measured.length - 1;
  const plot = h("div", { class: "plot", "aria-hidden": "true" });
  // What a slider does is what reading a chart needs; only its looks are the chart's.
  const scrub = h("input", { type: "range", class: "scrub", min: 0, max: last, value: last, "aria-label": `${label}: ${words.chart.scrub}` });
  const day = h("p", { class: "readout-day" });
  const values = h("ul", { class: "readout-values" });
  const readout = h("div", { class: "readout" }, day, values);
  if (lines.length === 1) readout.classList.add("single");
  const changes = { ...data, values: data.values.map(relative) };
  let shown = data;
  let drawn: uPlot | undefined;
  let colors: string[] = [];

  function read(position: number): void {
    const index = data.measured[position] ?? 0;
    const written = weekday(dayAt(period, index));
    const readings = lines.map(({ name }, line) => ({ name, value: shown.values[line]?.[index] ?? null, color: colors[line] ?? null }));
    if (lines.length > 1) readings.sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
    day.textContent = written;
    fill(values, ...readings.map(({ name, value, color }) => reading(name, write(value), color)));
    scrub.value = String(position);
    const said = readings.slice(0, COLORS).map(({ name, value }) => `${name} ${value === null ? words.chart.noValue : write(value)}`);
    scrub.setAttribute("aria-valuetext", `${written}: ${said.join(", ")}`);
  }

  function write(value: number | null): string {
    return shown === data ? whole(value) : percent(value);
  }

  function point(position: number): void {
    read(position);
    const moment = data.days[data.measured[position] ?? 0] ?? 0;
    drawn?.setCursor({ left: drawn.valToPos(moment, "x"), top: 0 }, false);
  }

  function draw(): void {
    const width = plot.clientWidth;
    if (!width) return;
    drawn?.destroy();
    colors = lineColors(lines.length, platformColor, plot);
    drawn = new uPlot(options(width, shown, colors, plot, shown === data ? axisValues : axisPercents), [data.days, ...shown.values] as uPlot.AlignedData, plot);
    const { over } = drawn;
    over.addEventListener("pointermove", (event) => {
      const left = event.clientX - over.getBoundingClientRect().left;
      point(nearest(data.measured, drawn!.posToIdx(left)));
    });
    over.addEventListener("pointerleave", () => point(Number(scrub.value)));
    point(Number(scrub.value));
  }

  scrub.addEventListener("input", () => point(Number(scrub.value)));
  new ResizeObserver(() => {
    if (drawn && plot.clientWidth) drawn.setSize({ width: plot.clientWidth, height: HEIGHT });
    else draw();
  }).observe(plot);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => plot.isConnected && draw());
  colors = lines.map(() => "");
  read(last);
  const modes = lines.length > 1 ? modeButtons((relatively) => {
    shown = relatively ? changes : data;
    draw();
  }) : null;
  return h("figure", { class: "chart", "aria-label": label }, modes, plot, scrub, readout);
}

function modeButtons(choose: (relatively: boolean) => void): HTMLElement {
  const buttons = [words.chart.values, words.chart.relative].map((text, index) => {
    const button = h("button", { type: "button", "aria-pressed": String(index === 0) }, text);
    button.addEventListener("click", () => {
      for (const each of buttons) each.setAttribute("aria-pressed", String(each === button));
      choose(index === 1);
    });
    return button;
  });
  return h("div", { class: "chart-modes" }, ...buttons);
}

function reading(name: string, value: string, color: string | null): HTMLElement {
  return h("li", {}, swatch(color), h("span", { class: "reading-name" }, name), h("strong", {}, value));
}

function lineColors(count: number, platformColor: string, within: HTMLElement): string[] {
  const style = getComputedStyle(within);
  const ground = style.getPropertyValue("--panel");
  if (count === 1) return [readable(platformColor, ground) ?? style.getPropertyValue("--line-1")];
  return Array.from({ length: count }, (_, index) => style.getPropertyValue(`--line-${(index % COLORS) + 1}`).trim());
}

function options(
  width: number,
  data: Drawable,
  colors: string[],
  within: HTMLElement,
  axisTexts: (values: number[]) => string[],
): uPlot.Options {
  const style = getComputedStyle(within);
  const [ink, rule] = [style.getPropertyValue("--quiet"), style.getPropertyValue("--rule")];
  const font = `12px ${style.fontFamily}`;
  const axis: uPlot.Axis = { stroke: ink, font, grid: { stroke: rule, width: 1 }, ticks: { show: false } };
  return {
    width,
    height: HEIGHT,
    padding: [10, 26, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 }, move: (self) => [self.cursor.left ?? -10, self.cursor.top ?? -10] },
    tzDate: (moment) => uPlot.tzDate(new Date(moment * 1000), "Etc/UTC"),
    scales: { x: { range: (_, low, high) => (low === high ? [low - 43_200, high + 43_200] : [low, high]) } },
    axes: [
      { ...axis, grid: { show: false }, size: 28, space: 70, values: (_, moments) => axisDays(moments) },
      { ...axis, size: AXIS_WIDTH, space: 34, values: (_, values) => axisTexts(values) },
    ],
    series: [{}, ...data.values.map((row, index) => line(row, colors[index] ?? ink, Math.floor(index / COLORS)))],
  };
}

function line(values: (number | null)[], color: string, round: number): uPlot.Series {
  const step = usualStep(values);
  const dots = values.reduce((count: number, value) => count + Number(value !== null), 0) <= MOST_DOTS;
  return {
    stroke: color,
    width: 2,
    // The colours used up, lines differ by how they are dashed.
    ...(round ? { dash: [6 / round, 4] } : {}),
    points: { size: 5, fill: color, ...(dots ? { show: true } : {}) },
    // Weekly values are joined where none is missing; what is longer than the usual step stays open.
    gaps: (self, _series, _from, _to, found) =>
      found.filter(([from, to]) => (self.posToVal(to, "x", true) - self.posToVal(from, "x", true)) / 86_400 > step * 1.5),
  };
}
