// How all charts of a report are drawn, which is kept from one report to the next in this tab.
import { SCALES, type Scale } from "./scales.ts";

export type Layout = "together" | "apart";
export type Range = "same" | "own";
export const LAYOUTS: Layout[] = ["together", "apart"];
export const RANGES: Range[] = ["same", "own"];

export interface Choices {
  scale: Scale;
  layout: Layout;
  /** Of small charts. */
  range: Range;
}

export type Keeper = Pick<Storage, "getItem" | "setItem">;

const KEPT_AS = "liner-notes-display";
const USUAL: Choices = { scale: "values", layout: "together", range: "same" };

/** Tells by a "change" event that it is another now. */
export class Display extends EventTarget {
  #now: Choices;
  readonly #keeper: Keeper | null;

  constructor(keeper: Keeper | null = null) {
    super();
    this.#keeper = keeper;
    this.#now = keptIn(keeper);
  }

  get now(): Choices {
    return this.#now;
  }

  choose(choice: Partial<Choices>): void {
    this.#now = { ...this.#now, ...choice };
    this.#keeper?.setItem(KEPT_AS, JSON.stringify(this.#now));
    this.dispatchEvent(new Event("change"));
  }
}

/** Reads what is kept; whatever is not one of the choices there are is as usual. */
function keptIn(keeper: Keeper | null): Choices {
  let kept: Partial<Record<keyof Choices, unknown>> = {};
  try {
    kept = { ...JSON.parse(keeper?.getItem(KEPT_AS) ?? "{}") };
  } catch {
    // Somebody else's; the next choice takes its place.
  }
  const one = <Choice>(offered: Choice[], value: unknown, usual: Choice): Choice =>
    offered.find((each) => each === value) ?? usual;
  return {
    scale: one(SCALES, kept.scale, USUAL.scale),
    layout: one(LAYOUTS, kept.layout, USUAL.layout),
    range: one(RANGES, kept.range, USUAL.range),
  };
}
