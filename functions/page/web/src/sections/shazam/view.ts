// What each artist's songs gained on Shazam, and where they stood on its charts: a table for each artist.
import { type Child, h } from "../../dom.ts";
import { statusBadge } from "../../figures.ts";
import { NONE, signed, whole } from "../../format.ts";
import type { Column } from "../../headings.ts";
import type { Names } from "../../names.ts";
import type { ShazamRow, ShazamSection, ShazamTotal } from "../../openapi.d.ts";
import { longTable } from "../long-table.ts";
import {
  artistOf,
  comparedLine,
  headOf,
  inWorkbook,
  noteOf,
  type Part,
  partElements,
  sectionPanel,
  whyOf,
} from "../parts.ts";
import type { SectionAnswer, SectionSettings, SectionView } from "../view.ts";
import { byBestRank } from "./order.ts";
import { words } from "./words.ts";

export const shazam: SectionView = { panel };

function panel(name: string, answer: SectionAnswer, { names, workbook }: SectionSettings): HTMLElement {
  const { totals, rows } = answer as ShazamSection;
  const byArtist = rows && Map.groupBy(rows, ({ artist__uuid: uuid }) => uuid);
  return sectionPanel(
    names.section(name),
    ...partElements(totals.map((total) => ofArtist(total, byArtist?.get(total.artist__uuid) ?? [], names))),
    rows === null ? inWorkbook(workbook) : null,
  );
}

function ofArtist(total: ShazamTotal, rows: ShazamRow[], names: Names): Part {
  const artist = artistOf(total, names);
  const why = whyOf(total, names);
  if (!hasFigures(total) && !rows.length) return { head: headOf(total.status, artist, why), content: null };
  const { compared: before } = total;
  return {
    head: headOf(total.status, artist, hasFigures(total) ? words.total(total) : null),
    content: () => [
      before && comparedLine(before.gained === null ? null : signed(before.gained), before.period, total),
      rows.length ? songTable(byBestRank(rows), artist) : null,
      noteOf(why),
    ],
  };
}

function hasFigures({ gained, songs_charted: charted }: ShazamTotal): boolean {
  return gained !== null || charted !== null;
}

/** Shows songs; counts, which there are none of with a country, only where any is known. */
function songTable(rows: ShazamRow[], artist: string): HTMLElement {
  const counted = rows.some(({ to_date: count }) => count !== null);
  const ranked = rows.some(({ countries_charted: countries }) => countries !== null);
  return longTable({
    label: words.songsOf(artist),
    style: "plain-table shazam-table",
    columns: [
      { label: words.song, kind: "text", value: nameOf },
      ...(ranked ? ranks() : []),
      ...(counted ? counts() : []),
      ...(ranked ? charts() : []),
    ],
    rows,
    row: (row) => songRow(row, ranked, counted),
  });
}

const ranks = (): Column<ShazamRow>[] => [
  { label: words.best, kind: "rank", value: (row) => row.best_rank },
  { label: words.on, kind: "text", value: (row) => (row.best_rank === null ? null : words.place(row)) },
];
const counts = (): Column<ShazamRow>[] => [
  { label: words.gained, kind: "number", value: (row) => row.gained },
  { label: words.toDate, kind: "number", value: (row) => row.to_date },
];
const charts = (): Column<ShazamRow>[] => [
  { label: words.countries, kind: "number", value: (row) => row.countries_charted },
  { label: words.cities, kind: "number", value: (row) => row.cities_charted },
];

const nameOf = ({ track_name: name, track_uuid: uuid }: ShazamRow): string => name ?? uuid;

function songRow(row: ShazamRow, ranked: boolean, counted: boolean): HTMLTableRowElement {
  const cell = (value: string): HTMLElement => h("td", { class: "number" }, value);
  return h(
    "tr",
    {},
    h("th", { scope: "row", class: "text" }, ...songOf(row)),
    ...(ranked
      ? [
          cell(row.best_rank === null ? NONE : words.rank(row.best_rank)),
          h("td", { class: "text" }, placeOf(row)),
        ]
      : []),
    ...(counted ? [cell(signed(row.gained)), cell(whole(row.to_date))] : []),
    ...(ranked ? [cell(whole(row.countries_charted)), cell(whole(row.cities_charted))] : []),
  );
}

/** Names a song; of one that is not wholly measured also says why. */
function songOf(row: ShazamRow): Child[] {
  const credit = row.track_credit ? h("span", { class: "quiet credit" }, row.track_credit) : null;
  const name: Child[] = [nameOf(row)];
  if (row.status === "measured") return [...name, credit];
  return [
    ...name,
    " ",
    statusBadge(row.status),
    credit,
    row.note ? h("span", { class: "quiet credit" }, row.note) : null,
  ];
}

function placeOf(row: ShazamRow): Child {
  if (row.best_rank !== null) return words.place(row);
  return row.days_charted === null ? NONE : h("span", { class: "quiet" }, words.noRank);
}
