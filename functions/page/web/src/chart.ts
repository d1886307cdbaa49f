// The daily values of one platform as lines, to be read off with the pointer, a finger or the arrow keys.
import type uPlot from "uplot";
import type { Chosen } from "./chosen.ts";
import { readable } from "./colors.ts";
import type { Days } from "./dates.ts";
import { fill, h } from "./dom.ts";
import { dayOfYear, NONE, percent, weekday, whole } from "./format.ts";
import { COLORS, colorOf, type LineStyle } from "./lines.ts";
import type { Point } from "./openapi.d.ts";
import { drawPlot, PLOT_HEIGHT } from "./plot.ts";
import { type Ranked, ranking } from "./ranking.ts";
import type { Mark } from "./sections/view.ts";
import { dayAt, drawable, lastUpTo, nearest, relative } from "./series.ts";
import { words } from "./words.ts";

export interface Line {
  artist: string;
  name: string;
  points: Point[];
  /** The artist's own in this report; null where the platform's colour is enough. */
  style: LineStyle | null;
  /** Days of it that something is to be said of. */
  marks: Mark[];
}

export interface ChartSettings {
  label: string;
  lines: Line[];
  period: Days;
  platformColor: string;
  chosen: Chosen;
  /** Ends with the view: whatever listens to what outlives the chart listens no longer. */
  signal: AbortSignal;
}

const BROUGHT_OUT = 5;

/**
 * Draws lines. As large artists flatten the lines of small ones, several can also be drawn as what each has changed
 * since its start. More than there are colours are grey but for those chosen, or while none is, the largest.
 */
export function chart({ label, lines, period, platformColor, chosen, signal }: ChartSettings): HTMLElement {
  const data = drawable(
    lines.map(({ points }) => points),
    period,
  );
  const changes = data.values.map(relative);
  const last = data.measured.length - 1;
  const several = lines.length > 1;
  const plot = h("div", { class: "plot", "aria-hidden": "true" });
  // What a slider does is what reading a chart needs; only its looks are the chart's.
  const scrub = h("input", {
    type: "range",
    class: "scrub",
    min: 0,
    max: last,
    value: last,
    "aria-label": `${label}: ${words.chart.scrub}`,
  });
  const day = h("p", { class: "readout-day" });
  const marked = h("div", { class: "readout-marks" });
  // Where artists are measured on days of their own, values have a day beside them, for which there is always room.
  const list = ranking({
    dated: data.values.some((row) => data.measured.some((index) => row[index] === null)),
  });
  const largest = new Set(
    latest(data.values)
      .slice(0, BROUGHT_OUT)
      .map((line) => lines[line]!.artist),
  );
  let relatively = false;
  let drawn: uPlot | null = null;

  const shown = (): (number | null)[][] => (relatively ? changes : data.values);
  const write = (value: number): string => (relatively ? percent(value) : whole(value));

  function faint({ artist }: Line): boolean {
    if (lines.length <= COLORS) return false;
    return !(chosen.none ? largest : chosen).has(artist);
  }

  /** What each line had on a day, or where it was not measured then, on the last day before. */
  function readAt(index: number): Ranked[] {
    const readings = lines.map((line, place) => {
      const values = shown()[place]!;
      const at = lastUpTo(values, index);
      const value = at === null ? null : values[at]!;
      const since = at === null || at === index ? null : dayOfYear(dayAt(period, at));
      return {
        name: line.name,
        style: line.style,
        faint: faint(line),
        value,
        text: value === null ? NONE : write(value),
        day: since,
      };
    });
    return readings.sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
  }

  function read(position: number): void {
    const index = data.measured[position] ?? 0;
    const written = weekday(dayAt(period, index));
    const readings = readAt(index);
    const remarks = remarksOn(dayAt(period, index));
    day.textContent = written;
    fill(marked, ...remarks.map((text) => h("p", {}, text)));
    list.show(readings);
    scrub.value = String(position);
    const said = readings.map(({ name, text, day: since, value }) =>
      value === null ? `${name} ${words.chart.noValue}` : `${name} ${text}${since ? ` (${since})` : ""}`,
    );
    scrub.setAttribute("aria-valuetext", [`${written}: ${said.join(", ")}`, ...remarks].join(". "));
  }

  /** Says what there is to say of a day, and of whose if there are several. */
  function remarksOn(on: string): string[] {
    return lines.flatMap(({ name, marks }) =>
      marks
        .filter(({ from, to }) => from <= on && on <= to)
        .map(({ label: text }) => (several ? `${name}: ${text}` : text)),
    );
  }

  function place(): void {
    const moment = data.days[data.measured[Number(scrub.value)] ?? 0] ?? 0;
    // Above all when rounded: below nothing uPlot hides it.
    drawn?.setCursor({ left: Math.max(drawn.valToPos(moment, "x"), 0), top: 0 }, false);
  }

  function goTo(position: number): void {
    read(position);
    place();
  }

  function draw(): void {
    if (signal.aborted || !plot.clientWidth) return;
    drawn?.destroy();
    const style = getComputedStyle(plot);
    const [ground, first, grey] = ["--panel", "--line-1", "--line-faint"].map((name) =>
      style.getPropertyValue(name).trim(),
    ) as [string, string, string];
    const own = ({ style: kind }: Line): string =>
      kind ? colorOf(kind, plot) : (readable(platformColor, ground) ?? first);
    const all = lines.map((line, index) => ({
      values: shown()[index]!,
      color: faint(line) ? grey : own(line),
      dash: line.style?.dash ?? [],
      faint: faint(line),
    }));
    const inOrder = [...all.filter((line) => line.faint), ...all.filter((line) => !line.faint)];
    const spans = lines
      .filter((line) => !faint(line))
      .flatMap(({ marks }) =>
        marks.map(({ from, to }): [number, number] => [secondsOf(from), secondsOf(to)]),
      );
    drawn = drawPlot(plot, {
      period,
      days: data.days,
      lines: inOrder,
      spans,
      percents: relatively,
      placed: place,
    });
    drawn.over.addEventListener("pointermove", follow);
    drawn.over.addEventListener("pointerdown", follow);
  }

  function follow({ clientX }: PointerEvent): void {
    if (!drawn) return;
    goTo(nearest(data.measured, drawn.posToIdx(clientX - drawn.over.getBoundingClientRect().left)));
  }

  function again(): void {
    read(Number(scrub.value));
    draw();
  }

  scrub.addEventListener("input", () => goTo(Number(scrub.value)));
  const sizes = new ResizeObserver(() => {
    if (drawn && plot.clientWidth) drawn.setSize({ width: plot.clientWidth, height: PLOT_HEIGHT });
    else draw();
  });
  sizes.observe(plot);
  // On paper it is light whatever the screen is, so that printing changes this too.
  matchMedia("screen and (prefers-color-scheme: dark)").addEventListener("change", draw, { signal });
  if (lines.length > COLORS) chosen.addEventListener("change", again, { signal });
  signal.addEventListener(
    "abort",
    () => {
      sizes.disconnect();
      drawn?.destroy();
    },
    { once: true },
  );
  read(last);
  const modes = several
    ? modeButtons((asked) => {
        relatively = asked;
        again();
      })
    : null;
  const readout = h("div", { class: several ? "readout" : "readout single" }, day, list.element);
  const shaded = new Set(lines.flatMap(({ marks }) => marks.map(({ about }) => about)));
  const frame = h("div", { class: "plot-frame" }, plot, scrub);
  // Of several the order of artists comes first; of one the plot does, and what is read off it.
  return h(
    "figure",
    { class: "chart", "aria-label": label },
    modes,
    ...(several ? [readout, frame] : [frame, readout]),
    // Below the plot, which stays where it is as days are read off it.
    marked,
    ...[...shaded].map((about) => h("p", { class: "quiet shaded" }, about)),
  );
}

const secondsOf = (day: string): number => Date.parse(day) / 1000;

/** Gives the places of lines by what each was last measured with, the largest first. */
function latest(values: readonly (number | null)[][]): number[] {
  const lastOf = (row: (number | null)[]): number => row[lastUpTo(row, row.length - 1) ?? -1] ?? -Infinity;
  return [...values.keys()].sort((a, b) => lastOf(values[b]!) - lastOf(values[a]!));
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
