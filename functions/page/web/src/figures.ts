// Figures as they are shown everywhere: changes with sign, arrow and colour, statuses in words.
import { h } from "./dom.ts";
import { direction, percent, readable, signed } from "./format.ts";
import { type Noted, sentencesOf } from "./notes.ts";
import type { Compared, PlatformSummary, RowStatus } from "./openapi.d.ts";
import { words } from "./words.ts";

/** What a row, a summary and the figures compared with have in common. */
export type Figures = Pick<PlatformSummary, keyof PlatformSummary & keyof Compared>;

const ARROWS = { up: "▲", down: "▼", level: "" };

/** Shows a change; the sign is in the text, so the arrow is for the eye only. */
export function change(text: string, value: number | null): HTMLElement {
  const way = direction(value);
  const arrow = ARROWS[way] ? h("span", { class: "arrow", "aria-hidden": "true" }, ARROWS[way]) : null;
  return h("span", { class: `change ${way}` }, arrow, text);
}

/** One value alone is no change, though older reports have 0 for it. */
export function hasChange({ data_points: points }: Pick<Figures, "data_points">): boolean {
  return points > 1;
}

export function difference(figures: Pick<Figures, "difference" | "data_points">): HTMLElement {
  const value = hasChange(figures) ? figures.difference : null;
  return change(signed(value), value);
}

export function differencePercent(figures: Pick<Figures, "difference_percent" | "data_points">): HTMLElement {
  const value = hasChange(figures) ? figures.difference_percent : null;
  return change(percent(value), value);
}

/** How many values there are, of how many there can be; reports made before that was counted go by days. */
export function measuredOf(
  figures: Figures & { expected_points?: number },
  days: number,
  artists = 1,
): string {
  const { data_points: points, expected_points: expected } = figures;
  const most = (expected ?? days) * artists;
  return points > most ? words.figures.valuesOf(points) : words.figures.pointsOf(points, most);
}

export function statusBadge(status: RowStatus): HTMLElement {
  // Sections may have statuses that the page has no word for yet.
  const text = (words.status as Record<string, string | undefined>)[status] ?? readable(status);
  return h("span", { class: status === "measured" ? "quiet" : `badge ${status}` }, text);
}

/** Says why there is nothing, or what to mind about what there is: what is noted of it, else what its status means. */
export function notesOf(figures: Noted & Pick<Figures, "status">): string[] {
  const said = sentencesOf(figures);
  const meant = words.statusWhy[figures.status];
  return said.length || !meant ? said : [meant];
}

/** Gives the notes as one text, null where there are none. */
export function noteOf(figures: Noted & Pick<Figures, "status">): string | null {
  return notesOf(figures).join(" ") || null;
}

/** Makes a list of names and what they are. */
export function definitions(entries: [name: string, value: string | HTMLElement][]): HTMLElement {
  return h(
    "dl",
    { class: "figures" },
    ...entries.map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
  );
}
