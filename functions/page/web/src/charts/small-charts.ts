// A small chart of each artist: the shape of every line by itself, on one scale for all or each on its own.
import { fill, h } from "../dom.ts";
import { period } from "../format.ts";
import { lineSample } from "../lines.ts";
import type { Drawing, DrawingSettings, Shown } from "./drawing.ts";
import type { Ranked } from "./ranking.ts";
import { isCut, placeOn, type Range, rangeOf, textsOf, ticksOn } from "./scales.ts";
import { cutSign, pathOf, svg } from "./svg.ts";
import { words } from "./words.ts";

const SHOWN_AT_FIRST = 12;
const MOST_TICKS = 3;
const NEAR_TOP = 0.8;

interface Small {
  element: HTMLElement;
  read(index: number, reading: Ranked): void;
}

export class SmallCharts implements Drawing {
  readonly #list = h("ul", { class: "small-charts" });
  readonly #period = h("p", { class: "quiet small-period" });
  readonly #more = h("button", { type: "button", class: "plain more-artists", hidden: true });
  readonly element = h("div", {}, this.#list, this.#period, this.#more);
  readonly #settings: DrawingSettings;
  #small = new Map<number, Small>();
  #days = 0;
  #all = false;

  constructor(settings: DrawingSettings) {
    this.#settings = settings;
    for (const event of ["pointermove", "pointerdown"] as const)
      this.#list.addEventListener(event, (pointer) => this.#point(pointer));
    this.#more.addEventListener("click", () => {
      this.#all = true;
      settings.unfit();
    });
  }

  draw(shown: Shown): { cut: boolean } {
    const { data, scale, drawn } = shown;
    const values = data.values(scale);
    const rowsOf = (place: number): (number | null)[][] => {
      const level = data.levelOf(place, scale);
      return [values[place]!, level ? [level.value] : []];
    };
    const common = shown.range === "same" ? rangeOf(drawn.flatMap(rowsOf), scale) : null;
    const largestFirst = [...drawn].reverse();
    const open = this.#all ? largestFirst : largestFirst.slice(0, SHOWN_AT_FIRST);
    const ranges = new Map(open.map((place) => [place, common ?? rangeOf(rowsOf(place), scale)]));
    this.#days = data.days.length;
    this.#small = new Map([...ranges].map(([place, range]) => [place, smallChart(shown, place, range)]));
    fill(this.#list, ...[...this.#small.values()].map(({ element }) => element));
    this.#period.textContent = words.eachOver(period(data.period.start, data.period.end));
    this.#more.hidden = open.length === drawn.length;
    this.#more.textContent = words.allArtists(drawn.length);
    return { cut: [...ranges.values()].some((range) => isCut(range, scale)) };
  }

  read(index: number, readings: Ranked[]): void {
    for (const reading of readings) this.#small.get(reading.line)?.read(index, reading);
  }

  #point({ clientX, target }: PointerEvent): void {
    const plot = target instanceof Element ? target.closest(".small-plot") : null;
    if (!plot) return;
    const { left, width } = plot.getBoundingClientRect();
    this.#settings.pointed(Math.round(((clientX - left) / width) * Math.max(this.#days - 1, 1)));
  }

  end(): void {
    this.#small.clear();
  }
}

function smallChart(shown: Shown, place: number, range: Range): Small {
  const { data, scale, faint } = shown;
  const { name, style } = data.lines[place]!;
  const aside = h("span", { class: "quiet reading-aside" });
  const value = h("strong");
  const cursor = h("div", { class: "small-cursor" });
  const dot = h("div", { class: `small-dot ${style ? `ground-${style.color}` : ""}` });
  const last = Math.max(data.days.length - 1, 1);
  const element = h(
    "li",
    {},
    h(
      "p",
      { class: "small-head" },
      style && lineSample(style, faint.has(place)),
      h("span", { class: "reading-name", title: name }, name),
    ),
    h("p", { class: "small-head" }, value, aside),
    h(
      "div",
      { class: "small-plot", "aria-hidden": "true" },
      lineIn(shown, place, range),
      isCut(range, scale) ? cutSign() : null,
      ...ticksIn(range, scale),
      peakIn(shown, place, range),
      cursor,
      dot,
    ),
  );
  return {
    element,
    read(index, reading) {
      aside.textContent = reading.aside ?? "";
      value.textContent = reading.text;
      cursor.style.left = `${(100 * index) / last}%`;
      const there = data.values(scale)[place]![index] ?? null;
      dot.hidden = there === null;
      if (there !== null) put(dot, index / last, placeOn(range, scale, there));
    },
  };
}

function lineIn({ data, scale, faint }: Shown, place: number, range: Range): Element {
  const { style, marks } = data.lines[place]!;
  const last = Math.max(data.days.length - 1, 1);
  const level = data.levelOf(place, scale);
  const x = (index: number): number => (1000 * index) / last;
  const y = (value: number): number => 100 - 100 * placeOn(range, scale, value);
  const color = faint.has(place) ? "line-faint" : `line-${style?.color ?? 1}`;
  const spans = marks.map(({ from, to }) => {
    const [first, end] = [(data.indexOf(from) ?? 0) - 0.5, (data.indexOf(to) ?? last) + 0.5];
    return svg("rect", { class: "small-span", x: x(first), y: 0, width: x(end - first), height: 100 });
  });
  return svg(
    "svg",
    { viewBox: "0 0 1000 100", preserveAspectRatio: "none" },
    ...spans,
    ...ticksOn(range, scale, MOST_TICKS).map((tick) =>
      svg("line", { class: "small-rule", x1: 0, x2: 1000, y1: y(tick), y2: y(tick) }),
    ),
    level && svg("line", { class: "small-level", x1: 0, x2: 1000, y1: y(level.value), y2: y(level.value) }),
    svg("path", { class: color, d: pathOf(data.values(scale)[place]!, x, y) }),
  );
}

function ticksIn(range: Range, scale: Shown["scale"]): HTMLElement[] {
  const ticks = ticksOn(range, scale, MOST_TICKS);
  return textsOf(ticks, scale).map((text, index) => {
    const place = placeOn(range, scale, ticks[index]!);
    const tick = h("span", { class: place > NEAR_TOP ? "small-tick below" : "small-tick" }, text);
    tick.style.bottom = `${100 * place}%`;
    return tick;
  });
}

function peakIn({ data, scale }: Shown, place: number, range: Range): HTMLElement | null {
  const { peakDay, style } = data.lines[place]!;
  const index = data.indexOf(peakDay);
  const value = index === null ? null : data.values(scale)[place]![index];
  if (index === null || value === null || value === undefined) return null;
  const ring = h("div", { class: `small-peak ground-${style?.color ?? 1}` });
  put(ring, index / Math.max(data.days.length - 1, 1), placeOn(range, scale, value));
  return ring;
}

function put(element: HTMLElement, across: number, up: number): void {
  element.style.left = `${100 * across}%`;
  element.style.bottom = `${100 * up}%`;
}
