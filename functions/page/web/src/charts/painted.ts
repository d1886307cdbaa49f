// What stands on a plot beside its lines: unusual days, peaks, the level of another period, names, the mark of a cut axis.
import type uPlot from "uplot";
import { apart, fitted } from "./end-names.ts";
import { lastUpTo } from "./series.ts";

const DAY_S = 86_400;
const NAME_GAP_PX = 14;
const [NAME_SPACE_PX, LEADER_PX] = [10, 8];

export interface Painted {
  color: string;
  values: (number | null)[];
  faint: boolean;
}

export interface Inks {
  ink: string;
  quiet: string;
  ground: string;
  family: string;
}

/** Draws in pixels of the screen's own, and leaves the context as uPlot has it. */
function painting(plot: uPlot, paint: (context: CanvasRenderingContext2D, ratio: number) => void): void {
  plot.ctx.save();
  plot.ctx.textAlign = "left";
  plot.ctx.textBaseline = "alphabetic";
  paint(plot.ctx, plot.ctx.canvas.width / plot.width);
  plot.ctx.restore();
}

/** Marks days behind the lines, each half a day to either side. */
export function paintSpans(plot: uPlot, spans: readonly [from: number, to: number][], color: string): void {
  painting(plot, (context) => {
    const { left, top, width, height } = plot.bbox;
    context.fillStyle = color;
    for (const span of spans) {
      const [from, to] = [span[0] - DAY_S / 2, span[1] + DAY_S / 2].map((moment) =>
        Math.min(Math.max(plot.valToPos(moment, "x", true), left), left + width),
      ) as [number, number];
      context.fillRect(from, top, to - from, height);
    }
  });
}

/** Rings the largest value of a line; `text` stands above it. */
export function paintPeak(
  plot: uPlot,
  { color, values }: Painted,
  index: number,
  inks: Inks,
  text: string,
): void {
  const value = values[index];
  if (value === null || value === undefined) return;
  painting(plot, (context, ratio) => {
    const [x, y] = [plot.valToPos(plot.data[0][index]!, "x", true), plot.valToPos(value, "y", true)];
    context.beginPath();
    context.arc(x, y, 5 * ratio, 0, 2 * Math.PI);
    context.fillStyle = inks.ground;
    context.fill();
    context.lineWidth = 2 * ratio;
    context.strokeStyle = color;
    context.stroke();
    context.font = `${12 * ratio}px ${inks.family}`;
    context.fillStyle = inks.ink;
    const half = context.measureText(text).width / 2;
    const { left, width } = plot.bbox;
    context.textAlign = "center";
    context.fillText(text, Math.min(Math.max(x, left + half), left + width - half), y - 10 * ratio);
  });
}

/** Draws a level across the plot, with what it is above its beginning. */
export function paintLevel(plot: uPlot, value: number, text: string, color: string, inks: Inks): void {
  painting(plot, (context, ratio) => {
    const { left, width } = plot.bbox;
    const y = Math.round(plot.valToPos(value, "y", true));
    context.strokeStyle = color;
    context.lineWidth = 1.5 * ratio;
    context.setLineDash([2 * ratio, 4 * ratio]);
    context.beginPath();
    context.moveTo(left, y);
    context.lineTo(left + width, y);
    context.stroke();
    context.font = `${12 * ratio}px ${inks.family}`;
    const [x, above] = [left + 4 * ratio, y - 5 * ratio];
    // Lines may pass behind the text.
    context.setLineDash([]);
    context.lineWidth = 4 * ratio;
    context.strokeStyle = inks.ground;
    context.strokeText(text, x, above);
    context.fillStyle = inks.quiet;
    context.fillText(text, x, above);
  });
}

/** Breaks the foot of an axis that does not begin at zero. */
export function paintCut(plot: uPlot, { quiet }: Inks): void {
  painting(plot, (context, ratio) => {
    const { left, top, height } = plot.bbox;
    const [x, foot, step] = [left, top + height, 3 * ratio];
    context.strokeStyle = quiet;
    context.lineWidth = 1.5 * ratio;
    context.beginPath();
    context.moveTo(x, foot);
    for (const [part, side] of [0, -1, 1, -1, 1, 0].entries())
      context.lineTo(x + side * step, foot - (part + 1) * step);
    context.stroke();
  });
}

let measuring: CanvasRenderingContext2D | null = null;

/** Gives the names as wide as there is room for, and the room they need, which is none without any. */
export function nameRoom(
  names: readonly string[],
  most: number,
  { family }: Inks,
): { texts: string[]; room: number } {
  measuring ??= document.createElement("canvas").getContext("2d")!;
  const context = measuring;
  context.font = `12px ${family}`;
  const measure = (text: string): number => context.measureText(text).width;
  const texts = names.map((name) => fitted(name, most, measure));
  const widest = Math.ceil(Math.max(0, ...texts.map(measure)));
  return { texts, room: texts.length ? widest + NAME_SPACE_PX + LEADER_PX : 0 };
}

/** Writes names beside the ends of lines, led to them where they had to make room for each other. */
export function paintNames(
  plot: uPlot,
  lines: readonly Painted[],
  texts: readonly string[],
  inks: Inks,
): void {
  painting(plot, (context, ratio) => {
    const { left, top, width, height } = plot.bbox;
    const ends = lines.map(({ values }) => {
      const value = values[lastUpTo(values, values.length - 1) ?? -1];
      return value === null || value === undefined ? top + height : plot.valToPos(value, "y", true);
    });
    const places = apart(ends, NAME_GAP_PX * ratio, top, top + height);
    const [from, to] = [left + width + 2 * ratio, left + width + (2 + LEADER_PX) * ratio];
    context.font = `${12 * ratio}px ${inks.family}`;
    context.textBaseline = "middle";
    context.lineWidth = 2 * ratio;
    for (const [index, { color }] of lines.entries()) {
      context.strokeStyle = color;
      context.beginPath();
      context.moveTo(from, ends[index]!);
      context.lineTo(to, places[index]!);
      context.stroke();
      context.fillStyle = inks.ink;
      context.fillText(texts[index]!, to + 3 * ratio, places[index]!);
    }
  });
}
