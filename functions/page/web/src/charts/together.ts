// All lines of a chart in one plot.
import type uPlot from "uplot";
import { readable } from "../colors.ts";
import { fill, h } from "../dom.ts";
import { colorOf } from "../lines.ts";
import type { Line } from "./data.ts";
import { type Drawing, type DrawingSettings, fromStyle, type Shown, secondsOf } from "./drawing.ts";
import { drawPlot, type PlotLine } from "./plot.ts";
import { loadPlots, plots } from "./plots.ts";
import { isCut, rangeOf } from "./scales.ts";
import { words } from "./words.ts";

export class Together implements Drawing {
  readonly element = h("div", { class: "plot", "aria-hidden": "true" });
  readonly #settings: DrawingSettings;
  readonly #sizes: ResizeObserver;
  #plot: uPlot | null = null;
  #moment = 0;

  constructor(settings: DrawingSettings) {
    this.#settings = settings;
    this.#sizes = new ResizeObserver(() => this.#resized());
    this.#sizes.observe(this.element);
  }

  draw(shown: Shown): { cut: boolean } | null {
    const library = plots();
    if (!library) void this.#load();
    if (!library || !this.element.clientWidth) return null;
    this.#plot?.destroy();
    fill(this.element);
    const { data, scale, drawn, faint } = shown;
    const values = data.values(scale);
    const broughtOut = drawn.filter((place) => !faint.has(place));
    const [only] = broughtOut;
    // One level can be told whose it is; those of several would be lines among the lines.
    const level = broughtOut.length === 1 ? data.levelOf(only!, scale) : null;
    const range = rangeOf([...drawn.map((place) => values[place]!), level ? [level.value] : []], scale);
    this.#plot = drawPlot(library, this.element, {
      period: data.period,
      days: data.days,
      lines: this.#linesOf(shown),
      spans: broughtOut.flatMap((place) =>
        data.lines[place]!.marks.map(({ from, to }): [number, number] => [secondsOf(from), secondsOf(to)]),
      ),
      level,
      scale,
      range,
      placed: () => this.#place(),
    });
    const { over } = this.#plot;
    for (const event of ["pointermove", "pointerdown"] as const)
      over.addEventListener(event, ({ clientX }) =>
        this.#settings.pointed(this.#plot!.posToIdx(clientX - over.getBoundingClientRect().left)),
      );
    return { cut: isCut(range, scale) };
  }

  async #load(): Promise<void> {
    if (await loadPlots()) this.#settings.unfit();
    else fill(this.element, h("p", { class: "note" }, words.noPlots));
  }

  #linesOf({ data, scale, drawn, faint }: Shown): PlotLine[] {
    const values = data.values(scale);
    const grey = fromStyle(this.element, "--line-faint");
    const inOrder = [
      ...drawn.filter((place) => faint.has(place)),
      ...drawn.filter((place) => !faint.has(place)),
    ];
    return inOrder.map((place) => {
      const line = data.lines[place]!;
      return {
        values: values[place]!,
        color: faint.has(place) ? grey : this.#colorOf(line),
        dash: line.style?.dash ?? [],
        faint: faint.has(place),
        name: data.lines.length > 1 ? line.name : null,
        peak: data.indexOf(line.peakDay),
      };
    });
  }

  #colorOf({ style }: Line): string {
    if (style) return colorOf(style, this.element);
    return (
      readable(this.#settings.platformColor, fromStyle(this.element, "--panel")) ??
      fromStyle(this.element, "--line-1")
    );
  }

  read(index: number): void {
    this.#moment = index;
    this.#place();
  }

  #place(): void {
    const moment = this.#plot?.data[0][this.#moment];
    if (!this.#plot || moment === undefined) return;
    // Above all when rounded: below nothing uPlot hides it.
    this.#plot.setCursor({ left: Math.max(this.#plot.valToPos(moment, "x"), 0), top: 0 }, false);
  }

  #resized(): void {
    const { clientWidth: width } = this.element;
    if (width && this.#plot?.width !== width) this.#settings.unfit();
  }

  end(): void {
    this.#sizes.disconnect();
    this.#plot?.destroy();
    this.#plot = null;
  }
}
