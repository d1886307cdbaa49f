// Lines on a canvas, by uPlot: what is drawn, between which axes, and where the crosshair stands.
import uPlot from "uplot";
import { dayTexts, dayTicks, percentTexts, valueTexts, valueTicks } from "./axis.ts";
import type { Days } from "./dates.ts";
import { usualStep } from "./series.ts";

export const PLOT_HEIGHT = 190;
const MOST_DOTS = 62;
const DAY_S = 86_400;
const [DAY_LABEL_PX, VALUE_LABEL_PX] = [78, 32];
const [SIDE_PX, LEAST_AXIS_PX, AXIS_GAP_PX] = [30, 40, 16];

export interface PlotLine {
  values: (number | null)[];
  color: string;
  dash: number[];
  faint: boolean;
}

export interface PlotSettings {
  period: Days;
  /** Moments of all days, in seconds. */
  days: number[];
  /** In the order they are drawn: the last lies on top. */
  lines: PlotLine[];
  /** Days that are marked, from one to another, in seconds. */
  spans: [from: number, to: number][];
  percents: boolean;
  /** Called when the plot has been drawn, after which places on it are right. */
  placed(plot: uPlot): void;
}

/** Draws into an element, as wide as that is. */
export function drawPlot(
  within: HTMLElement,
  { period, days, lines, spans, percents, placed }: PlotSettings,
): uPlot {
  const style = getComputedStyle(within);
  const [ink, rule] = [style.getPropertyValue("--quiet"), style.getPropertyValue("--rule")];
  const font = `12px ${style.fontFamily}`;
  const axis: uPlot.Axis = { stroke: ink, font, grid: { stroke: rule, width: 1 }, ticks: { show: false } };
  const texts = percents ? percentTexts : valueTexts;
  const ticksOf = (plot: uPlot): ReturnType<typeof dayTicks> =>
    dayTicks(period, Math.max(Math.floor(plot.bbox.width / uPlot.pxRatio / DAY_LABEL_PX), 2));
  const options: uPlot.Options = {
    width: within.clientWidth,
    height: PLOT_HEIGHT,
    padding: [10, SIDE_PX, 0, 0],
    legend: { show: false },
    cursor: {
      y: false,
      drag: { x: false, y: false },
      // The crosshair goes from measured day to measured day, as it is told to; the pointer alone does not move it.
      bind: {
        mousemove: () => null,
        mouseleave: () => null,
        mouseenter: () => null,
        mousedown: () => null,
        dblclick: () => null,
      },
      points: {
        size: (_, index) => (lines[index - 1]?.faint ? 5 : 9),
        stroke: style.getPropertyValue("--panel"),
        width: 2,
      },
    },
    tzDate: (moment) => uPlot.tzDate(new Date(moment * 1000), "Etc/UTC"),
    // The whole period, whatever was measured of it.
    scales: { x: { range: () => [days[0] ?? 0, days.at(-1) ?? DAY_S] } },
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
        splits: (plot, _axis, low, high) =>
          valueTicks(
            low,
            high,
            Math.max(Math.floor(plot.bbox.height / uPlot.pxRatio / VALUE_LABEL_PX), 2),
            percents,
          ),
        values: (_, ticks) => texts(ticks),
      },
    ],
    series: [{}, ...lines.map(seriesOf)],
    hooks: {
      drawClear: [(plot) => markSpans(plot, spans, style.getPropertyValue("--warn-soft"))],
      draw: [placed],
    },
  };
  return new uPlot(options, [days, ...lines.map(({ values }) => values)] as uPlot.AlignedData, within);
}

/** Marks days behind the lines, each half a day to either side. */
function markSpans(plot: uPlot, spans: [from: number, to: number][], color: string): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = color;
  for (const [from, to] of spans) {
    const [left, right] = [from - DAY_S / 2, to + DAY_S / 2].map((moment) =>
      Math.min(Math.max(plot.valToPos(moment, "x", true), bbox.left), bbox.left + bbox.width),
    ) as [number, number];
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
  }
  ctx.restore();
}

/** As wide as its longest text needs. */
function axisWidth({ ctx }: uPlot, font: string, written: string[] | null): number {
  ctx.save();
  ctx.font = font;
  const widest = Math.max(0, ...(written ?? []).map((text) => ctx.measureText(text).width));
  ctx.restore();
  return Math.max(Math.ceil(widest) + AXIS_GAP_PX, LEAST_AXIS_PX);
}

function seriesOf({ values, color, dash, faint }: PlotLine): uPlot.Series {
  const step = usualStep(values);
  const dots = values.reduce((count: number, value) => count + Number(value !== null), 0) <= MOST_DOTS;
  return {
    stroke: color,
    width: faint ? 1 : 2,
    dash: dash.map((length) => length * uPlot.pxRatio),
    points: { size: faint ? 3 : 5, fill: color, ...(dots ? { show: true } : {}) },
    // Weekly values are joined where none is missing; what is longer than the usual step stays open.
    gaps: (self, _series, _from, _to, found) =>
      found.filter(
        ([from, to]) => (self.posToVal(to, "x", true) - self.posToVal(from, "x", true)) / DAY_S > step * 1.5,
      ),
  };
}
