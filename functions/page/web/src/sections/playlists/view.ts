// The playlists an artist's songs are on: for each artist and platform what moved, when, and on which lists.
import { type Child, h } from "../../dom.ts";
import { change, definitions } from "../../figures.ts";
import { country, signed, whole } from "../../format.ts";
import type { Beside, Column } from "../../headings.ts";
import type { Names } from "../../names.ts";
import type { PlaylistsRow, PlaylistsSection, PlaylistsTotal, Report } from "../../openapi.d.ts";
import { words as common } from "../../words.ts";
import { longTable } from "../long-table.ts";
import { headOf, inWorkbook, noteOf, partElements, remarks, sectionPanel, titles } from "../parts.ts";
import type { SectionAnswer, SectionSettings, SectionView } from "../view.ts";
import { happenedOn, largestOf, movesOf } from "./moves.ts";
import { words } from "./words.ts";

export const playlists: SectionView = { panel };

function panel(name: string, answer: SectionAnswer, settings: SectionSettings): HTMLElement {
  const { totals, rows } = answer as PlaylistsSection;
  const { names, report, workbook } = settings;
  const titleOf = titles(totals, names, platformOf);
  const byPart = Map.groupBy(rows ?? [], keyOf);
  const found = totals.filter(hasFigures);
  const parts = [
    ...found.map((total) => {
      const title = titleOf(total);
      const own = rows && (byPart.get(keyOf(total)) ?? []);
      return {
        head: head(total, title, words.total(total), names),
        content: () => ofPlatform(total, own, title, report, names),
      };
    }),
    ...remarks(
      totals.filter((total) => !hasFigures(total)),
      totals,
      names,
      platformOf,
    ),
  ];
  return sectionPanel(
    names.section(name),
    ...partElements(parts),
    found.length && rows === null ? inWorkbook(workbook) : null,
    noteOf(...found.map((total) => total.change_note)),
  );
}

const platformOf = (total: PlaylistsTotal): string => total.platform__name;

const keyOf = ({
  artist__uuid: uuid,
  platform__slug: slug,
}: Pick<PlaylistsTotal, "artist__uuid" | "platform__slug">): string => `${uuid} ${slug}`;

function hasFigures({ added, playlists_latest: lists, reach_latest: reach }: PlaylistsTotal): boolean {
  return added !== null || lists !== null || reach !== null;
}

function ofPlatform(
  total: PlaylistsTotal,
  rows: PlaylistsRow[] | null,
  title: string,
  report: Report,
  names: Names,
): Child[] {
  return [
    figures(total),
    rows && bars(rows, total, report),
    rows?.length ? table(rows, words.placements(title)) : null,
    noteOf(total.note && names.inText(total.note)),
  ];
}

function head(total: PlaylistsTotal, title: string, said: string, names: Names): Child[] {
  return headOf(total.status, title, said, names.color(total.platform__slug));
}

function figures(total: PlaylistsTotal): HTMLElement {
  const gauge = (latest: number | null, difference: number | null): HTMLElement =>
    h("span", {}, whole(latest), ...(difference ? [" ", change(signed(difference), difference)] : []));
  const moved = (value: number | null, difference: number | null | undefined): HTMLElement => {
    const other = total.compared?.period;
    const beside =
      difference === null || difference === undefined || !other
        ? null
        : h("span", { class: "quiet" }, ` (${words.compared(difference, other)})`);
    return h("span", {}, value === null ? words.notKnown : whole(value), beside);
  };
  const told: [string, HTMLElement][] = [
    [words.added, moved(total.added, total.change?.added)],
    [words.removed, moved(total.removed, total.change?.removed)],
  ];
  if (total.playlists_latest !== null)
    told.push([words.lists, gauge(total.playlists_latest, total.playlists_difference)]);
  if (total.reach_latest !== null)
    told.push([words.reach, gauge(total.reach_latest, total.reach_difference)]);
  return definitions(told);
}

/** Shows what was added above a line and what was removed below it, by day, or by month of a long period. */
function bars(rows: PlaylistsRow[], { removed }: PlaylistsTotal, { request }: Report): HTMLElement | null {
  const moves = movesOf(rows, request.start_date, request.end_date);
  const largest = largestOf(moves);
  if (!largest) return null;
  const drawn = h(
    "div",
    { class: removed ? "move-bars" : "move-bars added-only", role: "img", "aria-label": words.bars(moves) },
    ...moves.map((move) => {
      const element = h("span", { title: words.bar(move) }, h("i", {}), h("i", {}));
      element.style.setProperty("--added", String(move.added / largest));
      element.style.setProperty("--removed", String(move.removed / largest));
      return element;
    }),
  );
  return h("figure", {}, h("figcaption", { class: "quiet" }, words.barsAre(moves, Boolean(removed))), drawn);
}

function table(rows: PlaylistsRow[], label: string): HTMLElement {
  // Some platforms publish them of no list.
  const followed = rows.some(({ followers }) => followers !== null);
  return longTable<PlaylistsRow>({
    label,
    style: "placements-table",
    columns: [
      { label: words.playlist, kind: "text", value: (row) => row.playlist, beside: besidePlaylist() },
      { label: words.what, kind: "day", value: happenedOn, copy: words.event },
      { label: words.type, kind: "text", value: (row) => words.typeOf(row.type) || null },
      { label: words.position, kind: "rank", value: (row) => row.position },
      ...(followed ? [followersColumn()] : []),
    ],
    rows,
    row: (row) => tableRow(row, followed),
  });
}

const besidePlaylist = (): Beside<PlaylistsRow>[] => [
  { label: common.form.country, copy: ({ market }) => market && country(market) },
  { label: words.song, copy: (row) => row.track_name },
];

const followersColumn = (): Column<PlaylistsRow> => ({
  label: words.followers,
  kind: "number",
  value: (row) => row.followers,
});

function tableRow(row: PlaylistsRow, followed: boolean): HTMLTableRowElement {
  const market = row.market ? country(row.market) : "";
  return h(
    "tr",
    {},
    h(
      "th",
      { scope: "row", class: "text" },
      row.playlist ?? words.unnamedList,
      market && h("span", { class: "quiet region" }, ` ${market}`),
      row.track_name && h("span", { class: "credit quiet" }, row.track_name),
    ),
    h("td", { class: "text" }, words.event(row)),
    h("td", { class: "text" }, words.typeOf(row.type)),
    h("td", { class: "number" }, words.positionOf(row)),
    followed ? h("td", { class: "number" }, whole(row.followers)) : null,
  );
}
