// Lines on a canvas, by uPlot: what is drawn, between which axes, and where the crosshair stands.
import type uPlot from "uplot";
import type { Days } from "../dates.ts";
import { dayTexts, dayTicks } from "./axis.ts";
import { fromStyle } from "./drawing.ts";
import {
  type Inks,
  nameRoom,
  type Painted,
  paintCut,
  paintLevel,
  paintNames,
  paintPeak,
  paintSpans,
} from "./painted.ts";
import { isCut, type Range, type Scale, textsOf, ticksOn } from "./scales.ts";
import { usualStep } from "./series.ts";
import { words } from "./words.ts";

const MOST_DOTS = 62;
const DAY_S = 86_400;
const [DAY_LABEL_PX, VALUE_LABEL_PX] = [78, 32];
const [SIDE_PX, LEAST_AXIS_PX, AXIS_GAP_PX] = [30, 40, 16];
const NARROW_PX = 420;
const NAMES = { narrow: { most: 3, width: 64 }, wide: { most: 6, width: 110 } };

export interface PlotLine extends Painted {
  dash: number[];
  /** Written at its end; null where it needs none. */
  name: string | null;
  /** Where its largest value is. */
  peak: number | null;
}

export interface PlotSettings {
  period: Days;
  /** Moments of all days, in seconds. */
  days: number[];
  /** In the order they are drawn: the last lies on top. */
  lines: PlotLine[];
  /** Days that are marked, from one to another, in seconds. */
  spans: [from: number, to: number][];
  level: { value: number; text: string } | null;
  scale: Scale;
  range: Range;
  /** Called when the plot has been drawn, after which places on it are right. */
  placed(plot: uPlot): void;
}

/** Draws into an element, as large as that is. */
export function drawPlot(library: typeof uPlot, within: HTMLElement, settings: PlotSettings): uPlot {
  const { period, days, lines, scale, range } = settings;
  const inks = inksOf(within);
  const font = `12px ${inks.family}`;
  const rule = getComputedStyle(within).getPropertyValue("--rule");
  const axis: uPlot.Axis = {
    stroke: inks.quiet,
    font,
    grid: { stroke: rule, width: 1 },
    ticks: { show: false },
  };
  const named = namedOf(within, lines, inks);
  const ticksOf = (plot: uPlot): ReturnType<typeof dayTicks> =>
    dayTicks(period, Math.max(Math.floor(plot.bbox.width / library.pxRatio / DAY_LABEL_PX), 2));
  const options: uPlot.Options = {
    width: within.clientWidth,
    // On paper a plot is as high as what was drawn for the screen.
    height: Number.parseInt(fromStyle(within, "--plot-height"), 10),
    padding: [18, Math.max(SIDE_PX, named.room), 0, 0],
    legend: { show: false },
    cursor: cursorOf(lines, inks),
    tzDate: (moment) => library.tzDate(new Date(moment * 1000), "Etc/UTC"),
    scales: {
      // The whole period, whatever was measured of it.
      x: { range: () => [days[0] ?? 0, days.at(-1) ?? DAY_S] },
      y: { range: () => range, ...(scale === "log" ? { distr: 3, log: 10 } : {}) },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 28,
        splits: (plot) => ticksOf(plot).days.map((day) => Date.parse(day) / 1000),
        values: (plot) => dayTexts(ticksOf(plot)),
      },
      {
        ...axis,
        size: (plot, written) => axisWidth(plot, font, written),
        splits: (plot) =>
          ticksOn(range, scale, Math.max(Math.floor(plot.bbox.height / library.pxRatio / VALUE_LABEL_PX), 2)),
        // Every text there is: uPlot leaves out some of a logarithmic axis.
        filter: (_, ticks) => ticks,
        values: (_, ticks) => textsOf(ticks, scale),
      },
    ],
    series: [{}, ...lines.map((line) => seriesOf(line, library.pxRatio))],
    hooks: {
      drawClear: [(plot) => paintSpans(plot, settings.spans, fromStyle(within, "--warn-soft"))],
      draw: [
        (plot) => {
          paintAround(plot, settings, inks);
          paintNames(plot, named.lines, named.texts, inks);
          settings.placed(plot);
        },
      ],
    },
  };
  return new library(options, [days, ...lines.map(({ values }) => values)] as uPlot.AlignedData, within);
}

function paintAround(plot: uPlot, { lines, level, scale, range }: PlotSettings, inks: Inks): void {
  const broughtOut = lines.filter(({ faint }) => !faint);
  if (isCut(range, scale)) paintCut(plot, inks);
  if (level) paintLevel(plot, level.value, level.text, broughtOut[0]!.color, inks);
  for (const line of broughtOut)
    if (line.peak !== null) paintPeak(plot, line, line.peak, inks, broughtOut.length === 1 ? words.peak : "");
}

function inksOf(within: HTMLElement): Inks {
  const [ink, quiet, ground] = ["--ink", "--quiet", "--panel"].map((name) => fromStyle(within, name)) as [
    string,
    string,
    string,
  ];
  return { ink, quiet, ground, family: getComputedStyle(within).fontFamily };
}

/** Chooses whose names are written, on a phone but a few, and the room they take. */
function namedOf(
  within: HTMLElement,
  lines: readonly PlotLine[],
  inks: Inks,
): { lines: PlotLine[]; texts: string[]; room: number } {
  const { most, width } = within.clientWidth < NARROW_PX ? NAMES.narrow : NAMES.wide;
  const wanted = lines.filter(({ name, faint }) => name !== null && !faint).slice(-most);
  return {
    lines: wanted,
    ...nameRoom(
      wanted.map(({ name }) => name ?? ""),
      width,
      inks,
    ),
  };
}

/** The crosshair goes from measured day to measured day, as it is told to; the pointer alone does not move it. */
function cursorOf(lines: readonly PlotLine[], { ground }: Inks): uPlot.Cursor {
  return {
    y: false,
    drag: { x: false, y: false },
    bind: {
      mousemove: () => null,
      mouseleave: () => null,
      mouseenter: () => null,
      mousedown: () => null,
      dblclick: () => null,
    },
    points: { size: (_, index) => (lines[index - 1]?.faint ? 5 : 9), stroke: ground, width: 2 },
  };
}

/** As wide as its longest text needs. */
function axisWidth({ ctx }: uPlot, font: string, texts: string[] | null): number {
  ctx.save();
  ctx.font = font;
  const widest = Math.max(0, ...(texts ?? []).map((text) => ctx.measureText(text).width));
  ctx.restore();
  return Math.max(Math.ceil(widest) + AXIS_GAP_PX, LEAST_AXIS_PX);
}

function seriesOf({ values, color, dash, faint }: PlotLine, ratio: number): uPlot.Series {
  const step = usualStep(values);
  const dots = values.reduce((count: number, value) => count + Number(value !== null), 0) <= MOST_DOTS;
  return {
    stroke: color,
    width: faint ? 1 : 2,
    // Between pixels too: a line of a year has more days than pixels, and steps from one to the next otherwise.
    pxAlign: 0,
    dash: dash.map((length) => length * ratio),
    points: { size: faint ? 3 : 5, fill: color, ...(dots ? { show: true } : {}) },
    // Weekly values are joined where none is missing; what is longer than the usual step stays open.
    gaps: (self, _series, _from, _to, found) =>
      found.filter(
        ([from, to]) => (self.posToVal(to, "x", true) - self.posToVal(from, "x", true)) / DAY_S > step * 1.5,
      ),
  };
}
