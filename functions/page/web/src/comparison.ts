// How the figures compare with those of another period: both named, and the change from one to the other.
import { h } from "./dom.ts";
import { change } from "./figures.ts";
import { average, percent } from "./format.ts";
import { periodName } from "./moments.ts";
import { whyNotCompared } from "./notes.ts";
import type { Compared, Period } from "./openapi.d.ts";
import { words } from "./words.ts";

/** Says how the average compares with that of the other period, or why it does not. */
export function comparison(compared: Compared): HTMLElement {
  const { start, end } = compared.period;
  if (compared.change === null) return h("p", { class: "compared quiet" }, whyNotCompared(compared));
  return h(
    "p",
    { class: "compared" },
    h("span", { class: "quiet" }, words.figures.compared(start, end)),
    " ",
    h("span", { class: "compared-with" }, average(compared.period_average)),
    " ",
    change(percent(compared.change_percent), compared.change_percent),
  );
}

/** Draws both averages as bars from zero, where they compare. */
export function comparisonBars(
  compared: Compared,
  { period_average: now }: { period_average: number | null },
  { start, end }: Pick<Period, "start" | "end">,
): HTMLElement {
  const { period_average: before, period: other } = compared;
  if (compared.change === null || now === null || before === null) return comparison(compared);
  const largest = Math.max(now, before);
  const bar = (name: string, value: number, kind: string): HTMLElement => {
    const filled = h("span", { class: `average-bar ${kind}`, "aria-hidden": "true" });
    filled.style.inlineSize = `${largest > 0 ? (100 * Math.max(value, 0)) / largest : 0}%`;
    return h(
      "div",
      {},
      h("dt", {}, name),
      h("dd", {}, h("span", { class: "average-track" }, filled), average(value)),
    );
  };
  return h(
    "div",
    { class: "compared" },
    h(
      "p",
      {},
      h("span", { class: "quiet" }, words.figures.compared(other.start, other.end)),
      " ",
      change(percent(compared.change_percent), compared.change_percent),
    ),
    h(
      "dl",
      { class: "averages" },
      bar(periodName(start, end), now, "now"),
      bar(periodName(other.start, other.end), before, "before"),
    ),
  );
}
