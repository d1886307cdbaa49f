// The daily values of one platform as lines, to be read off with the pointer, a finger or the arrow keys.
import uPlot from "uplot";
import { readable } from "./colors.ts";
import type { Days } from "./dates.ts";
import { fill, h, swatch } from "./dom.ts";
import { axisDays, axisValues, NONE, weekday, whole } from "./format.ts";
import { dayAt, type Drawable, drawable, nearest, usualStep } from "./series.ts";
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

/** Draws lines. A single one has the platform's colour, several have the page's own. */
export function chart(label: string, lines: Line[], period: Days, platformColor: string): HTMLElement {
  const data = drawable(lines.map(({ points }) => points), period);
  const last = data.measured.length - 1;
  const plot = h("div", { class: "plot", "aria-hidden": "true" });
  // What a slider does is what reading a chart needs; only its looks are the chart's.
  const scrub = h("input", { type: "range", class: "scrub", min: 0, max: last, value: last, "aria-label": `${label}: ${words.chart.scrub}` });
  const day = h("p", { class: "readout-day" });
  const values = h("ul", { class: "readout-values" });
  const readout = h("div", { class: "readout" }, day, values);
  if (lines.length > COLORS) readout.classList.add("many");
  let drawn: uPlot | undefined;
  let colors: string[] = [];

  function read(position: number): void {
    const index = data.measured[position] ?? 0;
    const written = weekday(dayAt(period, index));
    const readings = lines.map(({ name }, line) => ({ name, value: data.values[line]?.[index] ?? null, color: colors[line] ?? null }));
    if (lines.length > 1) readings.sort((a, b) => (b.value ?? -1) - (a.value ?? -1));
    day.textContent = written;
    fill(values, ...readings.map(reading));
    scrub.value = String(position);
    const said = readings.slice(0, COLORS).map(({ name, value }) => `${name} ${value === null ? words.chart.noValue : whole(value)}`);
    scrub.setAttribute("aria-valuetext", `${written}: ${said.join(", ")}`);
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
    drawn = new uPlot(options(width, data, colors, plot), [data.days, ...data.values] as uPlot.AlignedData, plot);
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
  return h("figure", { class: "chart", "aria-label": label }, plot, scrub, readout);
}

function reading({ name, value, color }: { name: string; value: number | null; color: string | null }): HTMLElement {
  return h("li", {}, swatch(color), h("span", { class: "reading-name" }, name), h("strong", {}, value === null ? NONE : whole(value)));
}

function lineColors(count: number, platformColor: string, within: HTMLElement): string[] {
  const style = getComputedStyle(within);
  const ground = style.getPropertyValue("--panel");
  if (count === 1) return [readable(platformColor, ground) ?? style.getPropertyValue("--line-1")];
  return Array.from({ length: count }, (_, index) => style.getPropertyValue(`--line-${(index % COLORS) + 1}`).trim());
}

function options(width: number, data: Drawable, colors: string[], within: HTMLElement): uPlot.Options {
  const style = getComputedStyle(within);
  const [ink, rule] = [style.getPropertyValue("--quiet"), style.getPropertyValue("--rule")];
  const font = `12px ${style.fontFamily}`;
  const axis: uPlot.Axis = { stroke: ink, font, grid: { stroke: rule, width: 1 }, ticks: { show: false } };
  return {
    width,
    height: HEIGHT,
    padding: [10, 10, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 }, move: (self) => [self.cursor.left ?? -10, self.cursor.top ?? -10] },
    tzDate: (moment) => uPlot.tzDate(new Date(moment * 1000), "Etc/UTC"),
    scales: { x: { range: (_, low, high) => (low === high ? [low - 43_200, high + 43_200] : [low, high]) } },
    axes: [
      { ...axis, grid: { show: false }, size: 28, space: 70, values: (_, moments) => axisDays(moments) },
      { ...axis, size: AXIS_WIDTH, space: 34, values: (_, values) => axisValues(values) },
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
