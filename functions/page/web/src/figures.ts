// Figures as they are shown everywhere: changes with sign, arrow and colour, statuses in words.
import { h } from "./dom.ts";
import { direction, percent, signed } from "./format.ts";
import type { Figures, RowStatus } from "./types.ts";
import { words } from "./words.ts";

const ARROWS = { up: "▲", down: "▼", level: "" };

/** Shows a change; the sign is in the text, so the arrow is for the eye only. */
export function change(text: string, value: number | null): HTMLElement {
  const way = direction(value);
  const arrow = ARROWS[way] ? h("span", { class: "arrow", "aria-hidden": "true" }, ARROWS[way]) : null;
  return h("span", { class: `change ${way}` }, arrow, text);
}

export function difference({ difference }: Pick<Figures, "difference">): HTMLElement {
  return change(signed(difference), difference);
}

export function differencePercent({ difference_percent: value }: Pick<Figures, "difference_percent">): HTMLElement {
  return change(percent(value), value);
}

export function statusBadge(status: RowStatus): HTMLElement {
  return h("span", { class: status === "measured" ? "quiet" : `badge ${status}` }, words.status[status]);
}

/** Says why there is nothing, or what to mind about what there is: the row's own note, else what the status means. */
export function noteOf({ note, status }: Pick<Figures, "note" | "status">): string | null {
  return note ?? (words.statusWhy[status] || null);
}

/** Makes a list of names and what they are. */
export function definitions(entries: [name: string, value: string | HTMLElement][]): HTMLElement {
  return h("dl", { class: "figures" }, ...entries.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}
