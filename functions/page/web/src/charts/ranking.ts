// Artists and what each of them had, the largest first.
import { fill, h } from "../dom.ts";
import { type LineStyle, lineSample } from "../lines.ts";
import { words } from "./words.ts";

export interface Ranked {
  /** The place of the line, among those of its chart. */
  line: number;
  name: string;
  style: LineStyle | null;
  faint: boolean;
  value: number | null;
  text: string;
  /** What stands beside the value, as the day it is of where that is not said for all. */
  aside: string | null;
}

const SHOWN_AT_FIRST = 10;

/**
 * Makes a list that can be shown other figures repeatedly, without another size for it. A long one is shown in
 * part until asked for; `dated` leaves room for the days of values.
 */
export function ranking({ dated }: { dated: boolean }): {
  element: HTMLElement;
  show(ranked: Ranked[]): void;
} {
  const list = h("ol", { class: dated ? "readout-values dated" : "readout-values" });
  const more = h("button", { type: "button", class: "plain more-artists", hidden: true });
  let all = false;
  let now: Ranked[] = [];

  function show(ranked: Ranked[]): void {
    now = ranked;
    fill(list, ...(all ? ranked : ranked.slice(0, SHOWN_AT_FIRST)).map(item));
    more.hidden = all || ranked.length <= SHOWN_AT_FIRST;
    more.textContent = words.allArtists(ranked.length);
  }

  more.addEventListener("click", () => {
    all = true;
    show(now);
  });
  return { element: h("div", {}, list, more), show };
}

function item({ name, style, faint, text, aside }: Ranked): HTMLElement {
  return h(
    "li",
    {},
    style && lineSample(style, faint),
    h("span", { class: "reading-name", title: name }, name),
    aside ? h("span", { class: "quiet reading-aside" }, aside) : null,
    h("strong", {}, text),
  );
}
