// The switches that hold for all charts of a report.
import { h } from "../dom.ts";
import { type Choices, type Display, LAYOUTS, RANGES } from "./display.ts";
import { SCALES } from "./scales.ts";
import { words } from "./words.ts";

/** `several` says that some chart has more than one line, which can be drawn one by one as well. */
export function switches(display: Display, several: boolean): HTMLElement {
  const scale = choice(display, "scale", words.scale, SCALES, words.scales, words.scaleHints);
  if (!several) return h("div", { class: "chart-switches" }, scale);
  const layout = choice(display, "layout", words.layout, LAYOUTS, words.layouts);
  const range = choice(display, "range", words.range, RANGES, words.ranges);
  const showRange = (): void => {
    range.hidden = display.now.layout !== "apart";
  };
  display.addEventListener("change", showRange);
  showRange();
  return h("div", { class: "chart-switches" }, scale, layout, range);
}

/** Names the scale on paper, where there are no switches; what was measured needs no name. */
export function printedScale(display: Display): HTMLElement {
  const said = h("p", { class: "quiet printed-scale" });
  const show = (): void => {
    const { scale } = display.now;
    said.hidden = scale === "values";
    said.textContent = `${words.scale}: ${words.scales[scale]}. ${words.scaleHints[scale]}.`;
  };
  display.addEventListener("change", show);
  show();
  return said;
}

/** Makes a row of buttons of which one is pressed. */
function choice<Part extends keyof Choices>(
  display: Display,
  part: Part,
  label: string,
  offered: readonly Choices[Part][],
  names: Record<Choices[Part], string>,
  hints?: Record<Choices[Part], string>,
): HTMLElement {
  const buttons = offered.map((value) => {
    const button = h("button", { type: "button", title: hints?.[value] }, names[value]);
    button.addEventListener("click", () => display.choose({ [part]: value }));
    return { value, button };
  });
  const show = (): void => {
    for (const { value, button } of buttons)
      button.setAttribute("aria-pressed", String(value === display.now[part]));
  };
  display.addEventListener("change", show);
  show();
  return h(
    "div",
    { class: "switch", role: "group", "aria-label": label },
    ...buttons.map(({ button }) => button),
  );
}
