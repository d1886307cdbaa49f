// What each artist's songs gained: a table for each artist and platform that counts songs.
import { type Child, h } from "../../dom.ts";
import { change, statusBadge } from "../../figures.ts";
import { average, day, signed, whole } from "../../format.ts";
import type { Beside, Column } from "../../headings.ts";
import type { Names } from "../../names.ts";
import type { SongsRow, SongsSection, SongsTotal } from "../../openapi.d.ts";
import { words as common } from "../../words.ts";
import { longTable } from "../long-table.ts";
import {
  comparedLine,
  headOf,
  inWorkbook,
  noteOf,
  type Part,
  partElements,
  remarks,
  sectionPanel,
  shareOf,
  titles,
} from "../parts.ts";
import type { SectionAnswer, SectionSettings, SectionView } from "../view.ts";
import { areCompared, grouped, noteOf as noteOfRow, type SongsOf } from "./groups.ts";
import { words } from "./words.ts";

export const songs: SectionView = { panel };

function panel(name: string, answer: SectionAnswer, { names, workbook }: SectionSettings): HTMLElement {
  const { totals, rows } = answer as SongsSection;
  const { found, without, notPublished } = grouped({ totals, rows });
  const titleOf = titles(totals, names, platformOf);
  const parts = [
    ...found.map((of) => ofPlatform(of, titleOf(of.total), names)),
    ...remarks(without, totals, names, platformOf),
  ];
  return sectionPanel(
    names.section(name),
    ...partElements(parts),
    found.length && rows === null ? inWorkbook(workbook) : null,
    noteOf(...notPublished),
  );
}

const platformOf = (total: SongsTotal): string => total.platform__name;

function ofPlatform({ total, rows }: SongsOf, title: string, names: Names): Part {
  const said = words.total(total.gained, total.metric ?? "", total.songs_counted, total.songs_listed);
  const { compared: before } = total;
  return {
    head: head(total, title, said, names),
    content:
      rows &&
      (() => [
        before && comparedLine(before.gained === null ? null : signed(before.gained), before.period, total),
        table(rows, total, title),
        noteOf(total.note && names.inText(total.note)),
      ]),
  };
}

function head(total: SongsTotal, title: string, said: string, names: Names): Child[] {
  return headOf(total.status, title, said, names.color(total.platform__slug));
}

function table(rows: SongsRow[], total: SongsTotal, title: string): HTMLElement {
  const compared = areCompared(rows);
  return longTable({
    label: title,
    style: "songs-table",
    columns: [
      { label: words.song, kind: "text", value: songName, beside: besideSong() },
      { label: words.gained, kind: "number", value: (row) => row.gained },
      { label: words.share, kind: "number", value: (row) => songShare(row, total) },
      { label: words.aDay, kind: "number", value: (row) => row.avg_daily },
      { label: words.toDate, kind: "number", value: (row) => row.end_total },
      ...(compared ? [changeColumn()] : []),
    ],
    rows,
    row: (row) => tableRow(row, total, compared),
  });
}

const besideSong = (): Beside<SongsRow>[] => [
  { label: words.credit, copy: (row) => row.track_credit },
  { label: words.released, copy: (row) => row.release_date },
];

const changeColumn = (): Column<SongsRow> => ({
  label: common.figures.change,
  kind: "number",
  value: (row) => row.change ?? null,
});

/** Gives what part of all a song gained; null where that cannot be said. */
function songShare({ gained }: SongsRow, { gained: all }: SongsTotal): number | null {
  return gained === null || !all || all <= 0 ? null : gained / all;
}

function tableRow(row: SongsRow, total: SongsTotal, compared: boolean): HTMLTableRowElement {
  const more = row.change ?? null;
  const share = songShare(row, total);
  return h(
    "tr",
    {},
    h("th", { scope: "row", class: "text" }, ...songOf(row)),
    h("td", { class: "number" }, signed(row.gained)),
    h("td", { class: "number" }, shareOf(share)),
    h("td", { class: "number" }, average(row.avg_daily)),
    h("td", { class: "number" }, whole(row.end_total)),
    compared && h("td", { class: "number" }, change(signed(more), more)),
  );
}

const songName = ({ track_name: name, track_uuid: uuid }: SongsRow): string => name ?? uuid;

function songOf(row: SongsRow): (Node | string)[] {
  const about = [row.track_credit, row.release_date && day(row.release_date)].filter(Boolean).join(" · ");
  const note = noteOfRow(row);
  // What is linked sounds only is so for all songs of the platform, whose head says it.
  const marked = row.status !== "measured" && row.status !== "lower_bound";
  return [
    songName(row),
    ...(marked ? [" ", statusBadge(row.status)] : []),
    ...(about ? [h("span", { class: "quiet credit" }, about)] : []),
    ...(note ? [h("span", { class: "quiet credit" }, note)] : []),
  ];
}
