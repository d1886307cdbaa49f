// What panels of sections are made of: a part for each artist, or each artist and platform, folded where there are many.
import { type Child, fill, h, swatch } from "../dom.ts";
import { change, statusBadge } from "../figures.ts";
import { part as partOfWhole, percent, period, signed } from "../format.ts";
import type { Names } from "../names.ts";
import type { RowStatus } from "../openapi.d.ts";
import { langOf } from "../worded.ts";
import { words as common } from "../words.ts";
import { alike } from "./alike.ts";
import type { SectionSettings } from "./view.ts";
import { words } from "./words.ts";

/** Of more parts than these the rest is folded at first. */
const MOST_OPEN = 3;

/** What every total of a section says of itself. */
export interface OfArtist {
  artist__uuid: string;
  artist__name: string | null;
  status: RowStatus;
  note?: string | null;
}

/** A part of a panel: its head, and what is made when it is first unfolded; nothing where the head says it all. */
export interface Part {
  head: Child[];
  content: (() => Child[]) | null;
}

/** Makes the panel of a section. */
export function sectionPanel(title: string, ...children: Child[]): HTMLElement {
  return h("section", { class: "panel section-panel" }, h("h3", {}, title), ...children);
}

/** Makes parts, of which the first are open. */
export function partElements(parts: Part[]): HTMLElement[] {
  const folding = parts.filter(({ content }) => content);
  return parts.map((each) => partElement(each, folding.indexOf(each) < MOST_OPEN));
}

function partElement({ head, content }: Part, open: boolean): HTMLElement {
  if (!content) return h("div", { class: "section-part" }, h("div", { class: "part-head" }, ...head));
  const inside = h("div", { class: "part-content" });
  const show = (): void => {
    if (!inside.childElementCount) fill(inside, ...content());
  };
  const element = h(
    "details",
    { class: "section-part", open },
    h("summary", { class: "part-head" }, ...head),
    inside,
  );
  if (open) show();
  else element.addEventListener("toggle", show);
  return element;
}

/** Makes the head of a part: whose it is, how sure that is, and what there is in one line. */
export function headOf(
  status: RowStatus,
  title: string,
  said: string | null,
  color?: string | null,
): Child[] {
  return [
    color === undefined ? null : swatch(color),
    h("h4", {}, title),
    status === "measured" ? null : statusBadge(status),
    said ? h("span", { class: "quiet section-total", lang: langOf(said) }, said) : null,
  ];
}

/** Names whose a total is; of several artists the artist comes first. */
export function titles<Of extends OfArtist>(
  totals: readonly OfArtist[],
  names: Names,
  platformOf: (of: Of) => string,
): (of: Of) => string {
  const several = new Set(totals.map(({ artist__uuid: uuid }) => uuid)).size > 1;
  return (of) => (several ? `${artistOf(of, names)}: ${platformOf(of)}` : platformOf(of));
}

/**
 * Makes the parts of totals that have nothing to show but their status and why. Artists of whom the same is to be said
 * share one.
 */
export function remarks<Of extends OfArtist & { platform__slug: string }>(
  totals: readonly Of[],
  all: readonly OfArtist[],
  names: Names,
  platformOf: (of: Of) => string,
): Part[] {
  const several = new Set(all.map(({ artist__uuid: uuid }) => uuid)).size > 1;
  return alike(totals).map((group) => {
    const [first] = group as [Of];
    const artists = several ? `${group.map((of) => artistOf(of, names)).join(", ")}: ` : "";
    const title = `${artists}${platformOf(first)}`;
    return {
      head: headOf(first.status, title, whyOf(first, names), names.color(first.platform__slug)),
      content: null,
    };
  });
}

export function artistOf({ artist__uuid: uuid, artist__name: name }: OfArtist, names: Names): string {
  return name ?? names.artist(uuid);
}

/** Says why there is nothing, or what to mind about what there is. */
export function whyOf({ note, status }: Pick<OfArtist, "note" | "status">, names: Names): string {
  return note ? names.inText(note) : common.statusWhy[status];
}

/** Gives texts as one note, each once; nothing where there are none. */
export function noteOf(...texts: (string | null | undefined | false | 0)[]): HTMLElement | null {
  const said = [...new Set(texts.filter(Boolean))].join(" ");
  return said ? h("p", { class: "note", lang: langOf(said) }, said) : null;
}

/** Leads to the workbook where a report is too large for its rows. */
export function inWorkbook(workbook: SectionSettings["workbook"]): HTMLElement {
  return h("div", { class: "in-workbook" }, h("p", {}, words.inWorkbook), workbook());
}

/** Shows a share as its percentage and a bar, in every table on the same scale: a full one is the whole. */
export function shareOf(share: number | null): HTMLElement {
  const bar = h("span", { class: "bar", "aria-hidden": "true" });
  bar.style.setProperty("--part", String(Math.min(1, Math.max(0, share ?? 0))));
  return h("span", { class: "share" }, bar, h("span", {}, partOfWhole(share)));
}

/** A total beside that of another period. */
export interface ComparedTotal {
  change?: number | null;
  change_percent?: number | null;
  change_note?: string | null;
}

/** Says what there was in the other period, and how much more or less that makes. */
export function comparedLine(
  before: string | null,
  { start, end }: { start: string; end: string },
  { change: more, change_percent: inPercent, change_note: note }: ComparedTotal,
): HTMLElement {
  const told: Child[] = [];
  if (before !== null) told.push(words.before(before, period(start, end)), " ");
  // What the change is of comes first: it need not be what lies between the two figures.
  if (note) told.push(h("span", { class: "quiet", lang: langOf(note) }, note), " ");
  if (typeof more === "number") {
    told.push(words.change, " ", change(signed(more), more));
    told.push(typeof inPercent === "number" ? ` (${percent(inPercent)}).` : ".");
  }
  return h("p", { class: "section-total" }, ...told);
}
