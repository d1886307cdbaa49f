// The daily values of one platform as lines, to be read off with the pointer, a finger or the arrow keys.
import type { Days } from "../dates.ts";
import { fill, h } from "../dom.ts";
import { weekday } from "../format.ts";
import type { Chosen } from "./chosen.ts";
import { ChartData, type Line } from "./data.ts";
import type { Display, Layout } from "./display.ts";
import type { Drawing, DrawingSettings, Shown } from "./drawing.ts";
import { type Key, keyOf } from "./key.ts";
import { linesShown } from "./lines-shown.ts";
import { ranking } from "./ranking.ts";
import { nearest } from "./series.ts";
import { SmallCharts } from "./small-charts.ts";
import { Together } from "./together.ts";
import type { Turns } from "./turns.ts";
import { words } from "./words.ts";

/** What all charts of a report share. */
export interface ChartsShared {
  chosen: Chosen;
  display: Display;
  turns: Turns;
  /** Ends with the view: whatever listens to what outlives the chart listens no longer. */
  signal: AbortSignal;
}

export interface ChartSettings extends ChartsShared {
  label: string;
  lines: Line[];
  period: Days;
  platformColor: string;
}

/** Draws the lines of a platform as the reader has all charts drawn. */
export function chart(settings: ChartSettings): HTMLElement {
  return new Chart(settings).element;
}

class Chart {
  readonly element: HTMLElement;
  readonly #settings: ChartSettings;
  readonly #data: ChartData;
  readonly #several: boolean;
  readonly #scrub: HTMLInputElement;
  readonly #frame = h("div", { class: "plot-frame" });
  readonly #day = h("p", { class: "readout-day" });
  readonly #none = h("p", { class: "note", hidden: true }, words.noneChosen);
  readonly #marked = h("div", { class: "readout-marks" });
  readonly #key = h("p", { class: "chart-key quiet" });
  readonly #list: ReturnType<typeof ranking>;
  #shown: Shown;
  #layout: Layout | null = null;
  #drawing: Drawing | null = null;

  constructor(settings: ChartSettings) {
    const { label, lines, period, chosen, display, signal } = settings;
    this.#settings = settings;
    this.#data = new ChartData(lines, period);
    this.#several = lines.length > 1;
    this.#list = ranking({ dated: this.#data.unevenly });
    this.#scrub = slider(label, this.#data.measured.length - 1);
    this.#scrub.addEventListener("input", () => this.#read());
    this.#shown = this.#toShow();
    this.element = this.#figure(label);
    this.#lay();
    const again = (): void => this.#again();
    display.addEventListener("change", again, { signal });
    chosen.addEventListener("change", again, { signal });
    // On paper it is light whatever the screen is, so that printing changes this too.
    for (const query of ["screen and (prefers-color-scheme: dark)", "(forced-colors: active)"])
      matchMedia(query).addEventListener("change", again, { signal });
    signal.addEventListener("abort", () => this.#drawing?.end(), { once: true });
    this.#read();
    this.#drawSoon();
  }

  /** Of several the order of artists comes first; of one the plot does, and what is read off it. */
  #figure(label: string): HTMLElement {
    const kind = this.#several ? "readout" : "readout single";
    const readout = h("div", { class: kind }, this.#day, this.#none, this.#list.element);
    return h(
      "figure",
      { class: "chart", "aria-label": label },
      ...(this.#several ? [readout, this.#frame] : [this.#frame, readout]),
      // Below the plot, which stays where it is as days are read off it.
      this.#marked,
      this.#key,
    );
  }

  #toShow(): Shown {
    const { chosen, display } = this.#settings;
    const { scale, range, layout } = display.now;
    const values = this.#data.values("values");
    return {
      ...linesShown(this.#data.artists, values, chosen, layout === "together"),
      data: this.#data,
      scale: this.#data.scaleFor(scale),
      range,
    };
  }

  /** Puts the way of drawing in place that is asked for. */
  #lay(): void {
    const layout = this.#several ? this.#settings.display.now.layout : "together";
    if (layout === this.#layout) return;
    this.#layout = layout;
    this.#drawing?.end();
    const settings: DrawingSettings = {
      platformColor: this.#settings.platformColor,
      pointed: (index) => this.#goTo(nearest(this.#data.measured, index)),
      unfit: () => this.#drawSoon(),
    };
    this.#drawing = layout === "apart" ? new SmallCharts(settings) : new Together(settings);
    this.#list.element.hidden = layout === "apart";
    fill(this.#frame, this.#drawing.element, this.#scrub);
  }

  #again(): void {
    this.#shown = this.#toShow();
    this.#lay();
    this.#read();
    this.#drawSoon();
  }

  #drawSoon(): void {
    this.#settings.turns.ask(this.element, () => this.#draw());
  }

  #draw(): void {
    const drawn = this.#drawing?.draw(this.#shown);
    if (!drawn) return;
    const key: Key = {
      shown: this.#shown,
      wanted: this.#settings.display.now.scale,
      apart: this.#layout === "apart",
      cut: drawn.cut,
    };
    fill(this.#key, ...keyOf(key));
    this.#read();
  }

  #goTo(position: number): void {
    this.#scrub.value = String(position);
    this.#read();
  }

  /** Shows and says what there is on the day the slider is at. */
  #read(): void {
    const index = this.#data.measured[Number(this.#scrub.value)] ?? 0;
    const written = weekday(this.#data.dayAt(index));
    const readings = this.#data.readAt(index, this.#shown.scale, this.#shown);
    const remarks = this.#data.remarksOn(index, this.#shown);
    this.#day.textContent = written;
    this.#none.hidden = !this.#shown.noneChosen;
    fill(this.#marked, ...remarks.map((text) => h("p", {}, text)));
    if (this.#layout === "together") this.#list.show(readings);
    this.#drawing?.read(index, readings);
    const said = readings.map(({ name, text, aside, value }) =>
      value === null ? `${name} ${words.noValue}` : `${name} ${text}${aside ? ` (${aside})` : ""}`,
    );
    this.#scrub.setAttribute("aria-valuetext", [`${written}: ${said.join(", ")}`, ...remarks].join(". "));
  }
}

/** What a slider does is what reading a chart needs; only its looks are the chart's. */
function slider(label: string, last: number): HTMLInputElement {
  return h("input", {
    type: "range",
    class: "scrub",
    min: 0,
    max: last,
    value: last,
    "aria-label": `${label}: ${words.scrub}`,
  });
}
