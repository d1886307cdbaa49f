// How often each artist was played on radio: in all, by station, over time and by song.
import { h } from "../../dom.ts";
import { change } from "../../figures.ts";
import { country, signed, whole } from "../../format.ts";
import type { Beside, Column } from "../../headings.ts";
import type { Names } from "../../names.ts";
import type { RadioRow, RadioSection, RadioSong, RadioTotal, Report } from "../../openapi.d.ts";
import { words as common } from "../../words.ts";
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
  shareOf,
  whyOf,
} from "../parts.ts";
import type { SectionAnswer, SectionSettings, SectionView } from "../view.ts";
import { barsOf, highestOf } from "./bars.ts";
import { words } from "./words.ts";

export const radio: SectionView = { panel };

function panel(
  name: string,
  answer: SectionAnswer,
  { names, workbook, report }: SectionSettings,
): HTMLElement {
  const { totals, rows } = answer as RadioSection;
  const byArtist = rows && Map.groupBy(rows, ({ artist__uuid: uuid }) => uuid);
  return sectionPanel(
    names.section(name),
    ...partElements(
      totals.map((total) => ofArtist(total, byArtist?.get(total.artist__uuid) ?? [], names, report)),
    ),
    rows === null ? inWorkbook(workbook) : null,
  );
}

function ofArtist(total: RadioTotal, rows: RadioRow[], names: Names, report: Report): Part {
  const artist = artistOf(total, names);
  const why = whyOf(total, names);
  if (total.spins === null) return { head: headOf(total.status, artist, why), content: null };
  const { spins, compared: before } = total;
  const differs = total.tie_out === "fail" && h("span", { class: "badge partial" }, words.tieOutFails);
  return {
    head: [...headOf(total.status, artist, words.total(total)), differs],
    content: () => [
      before &&
        comparedLine(before.spins === null ? null : words.spinsOf(before.spins), before.period, total),
      rows.length ? stationTable(rows, artist) : null,
      total.days?.length ? dayBars(total.days, report) : null,
      total.songs?.length ? songTable(total.songs, spins, artist) : null,
      aboutTotal(total, why),
    ],
  };
}

function aboutTotal(total: RadioTotal, why: string): HTMLElement | null {
  const { first_spin_at: first, last_spin_at: last } = total;
  return noteOf(
    why,
    first && last && words.firstAndLast(first, last),
    total.tie_out === "pass" && words.tiesOut,
    total.days?.length && words.days,
  );
}

function stationTable(rows: RadioRow[], artist: string): HTMLElement {
  const withChange = rows.some((row) => "change" in row);
  return longTable({
    label: words.stationsOf(artist),
    style: "shares-table",
    columns: [
      { label: words.station, kind: "text", value: (row) => row.station, beside: placeBeside() },
      { label: words.spins, kind: "number", value: (row) => row.spins },
      ...(withChange ? [changeColumn()] : []),
      { label: words.share, kind: "number", value: (row) => row.share },
    ],
    rows,
    row: (row) => stationRow(row, withChange),
  });
}

const placeBeside = (): Beside<RadioRow>[] => [
  { label: words.city, copy: (row) => row.city },
  { label: common.form.country, copy: ({ country_code: code }) => code && country(code) },
];

const changeColumn = (): Column<RadioRow> => ({
  label: words.change,
  kind: "number",
  value: (row) => row.change ?? null,
});

function stationRow(row: RadioRow, withChange: boolean): HTMLTableRowElement {
  const place = words.place(row.city, row.country_code);
  const difference = row.change ?? null;
  return h(
    "tr",
    {},
    h("th", { scope: "row", class: "text" }, row.station, " ", h("span", { class: "quiet region" }, place)),
    h("td", { class: "number" }, whole(row.spins)),
    withChange ? h("td", { class: "number" }, change(signed(difference), difference)) : null,
    h("td", { class: "number" }, shareOf(row.share)),
  );
}

function songTable(songs: RadioSong[], spins: number, artist: string): HTMLElement {
  const row = (song: RadioSong): HTMLTableRowElement =>
    h(
      "tr",
      {},
      h("th", { scope: "row", class: "text" }, song.track_name ?? words.unnamedSong),
      h("td", { class: "number" }, whole(song.spins)),
      h("td", { class: "number" }, shareOf(spins ? song.spins / spins : 0)),
    );
  return longTable({
    label: words.songsOf(artist),
    style: "shares-table",
    columns: [
      { label: words.song, kind: "text", value: (song) => song.track_name },
      { label: words.spins, kind: "number", value: (song) => song.spins },
      { label: words.share, kind: "number", value: (song) => (spins ? song.spins / spins : null) },
    ],
    rows: songs,
    row,
  });
}

function dayBars(days: RadioTotal["days"] & object, { request }: Report): HTMLElement | null {
  const bars = barsOf(days, request.start_date, request.end_date);
  const highest = highestOf(bars);
  if (!highest) return null;
  const drawn = h(
    "div",
    { class: "day-bars", role: "img", "aria-label": words.bars(highest) },
    ...bars.map((bar) => {
      const element = h("span", { title: words.bar(bar) });
      element.style.setProperty("--part", String(bar.spins / highest.spins));
      return element;
    }),
  );
  return h("figure", {}, h("figcaption", { class: "quiet" }, words.barsAre(bars)), drawn);
}
