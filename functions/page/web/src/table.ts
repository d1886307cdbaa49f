// The table of artists by platforms: grouped by artist until it is sorted, each row opening to its details.
import { comparison } from "./cards.ts";
import { h, swatch } from "./dom.ts";
import { definitions, difference, differencePercent, measuredOf, noteOf, statusBadge } from "./figures.ts";
import { average, day, share, whole } from "./format.ts";
import { type Column, classOf } from "./headings.ts";
import { type LineStyle, lineSample } from "./lines.ts";
import type { Row } from "./openapi.d.ts";
import { copiesOf, shownColumns } from "./table-columns.ts";
import { dataTable, type Groups } from "./tables/data-table.ts";
import { wideRow } from "./tables/opening.ts";
import { words as tables } from "./tables/words.ts";
import { langOf } from "./worded.ts";
import { words } from "./words.ts";

export interface TableSettings {
  rows: Row[];
  days: number;
  /** The artists' lines in the cards; null where a single artist has none of its own. */
  styles: Map<string, LineStyle> | null;
  /** Gives what an opened row has besides its own figures, made when it is first opened. */
  details(row: Row): Node[];
}

const artistName = (row: Row): string => row.artist__name ?? "";
const platformName = (row: Row): string =>
  `${row.platform__name} ${row.platform__audience_metric_name}`.trim();

export function breakdownTable({ rows, days, styles, details }: TableSettings): HTMLElement {
  const artists = new Set(rows.map((row) => row.artist__uuid)).size;
  const figures = shownColumns(rows);
  return dataTable<Row>({
    label: words.table.scroll,
    style: "breakdown",
    columns: [nameColumn(artists), ...figures],
    rows,
    row: (row) =>
      h(
        "tr",
        { class: row.data_points ? "row" : "row without" },
        h("th", { scope: "row", class: "text" }, artists > 1 && artistOf(row, styles), " ", platformOf(row)),
        ...figures.map((column) => h("td", { class: classOf(column) }, column.show(row))),
      ),
    copies: copiesOf(rows),
    search: {
      label: tables.searchBreakdown(artists > 1),
      text: (row) => `${artistName(row)} ${platformName(row)} ${words.status[row.status]}`,
    },
    opening: {
      label: (row) => words.table.open(artistName(row), platformName(row)),
      make: (row) => [wideRow(figures.length + 1, ...contentOf(row, days), ...details(row))],
    },
    // Where each artist has one platform only, there is nothing to put together.
    ...(artists > 1 && rows.length > artists ? { groups: byArtist(styles) } : {}),
  });
}

/** One column for both, so that no other moves when rows are no longer grouped, and both are always in sight. */
function nameColumn(artists: number): Column<Row> {
  const platform: Column<Row> = { label: words.table.platform, kind: "text", value: platformName };
  return artists > 1
    ? { label: words.table.artist, kind: "text", value: artistName, also: platform }
    : platform;
}

function artistOf(row: Row, styles: TableSettings["styles"]): HTMLElement {
  const style = styles?.get(row.artist__uuid);
  return h("span", { class: "artist-cell" }, style && lineSample(style), h("span", {}, artistName(row)));
}

function platformOf(row: Row): HTMLElement {
  return h(
    "span",
    { class: "platform-cell" },
    swatch(row.platform__color),
    h(
      "span",
      {},
      row.platform__name,
      " ",
      h("span", { class: "quiet metric" }, row.platform__audience_metric_name),
    ),
  );
}

function byArtist(styles: TableSettings["styles"]): Groups<Row> {
  return {
    label: tables.groupByArtist,
    of: (row) => row.artist__uuid,
    heading: (rows) => [artistOf(rows[0]!, styles)],
  };
}

/** Shows a figure with the day it is of. */
function dated(value: number | null, of: string | null): HTMLElement {
  return h("span", {}, whole(value), " ", h("span", { class: "quiet" }, of ? day(of) : ""));
}

function contentOf(row: Row, days: number): Node[] {
  const note = noteOf(row);
  const coverage = h("span", { class: "quiet" }, words.figures.coverage(share(row.coverage)));
  const figures = definitions([
    [words.figures.first, dated(row.first_value, row.first_date)],
    [words.figures.latest, dated(row.latest_value, row.latest_date)],
    [words.figures.change, h("span", {}, difference(row), " ", differencePercent(row))],
    [words.figures.average, average(row.period_average)],
    [words.figures.peak, dated(row.peak_value, row.peak_date)],
    [words.figures.points, h("span", {}, measuredOf(row, days), " ", coverage)],
    [words.table.status, statusBadge(row.status)],
  ]);
  return [
    ...(row.data_points ? [figures] : [statusBadge(row.status)]),
    ...(note ? [h("p", { class: "note", lang: langOf(note) }, note)] : []),
    ...(row.compared ? [comparison(row.compared)] : []),
  ];
}
