// The table of artists by platforms: sortable, each row opening to its details.
import { comparison } from "./cards.ts";
import { h, newId, swatch } from "./dom.ts";
import { definitions, difference, differencePercent, measuredOf, noteOf, statusBadge } from "./figures.ts";
import { average, day, share, whole } from "./format.ts";
import { type Column, classOf, headings } from "./headings.ts";
import { type LineStyle, lineSample } from "./lines.ts";
import type { Row } from "./openapi.d.ts";
import type { Sortable } from "./sorting.ts";
import { words } from "./words.ts";

interface ShownColumn extends Column<Row> {
  value(row: Row): Sortable;
  show(row: Row): Node | string;
  /** The opened row has it too. */
  room?: "wide" | "medium" | "narrow";
}

const artistName = (row: Row): string => row.artist__name ?? "";
const platformName = (row: Row): string => `${row.platform__name} ${row.platform__audience_metric_name}`;

const COLUMNS: ShownColumn[] = [
  { label: words.table.artist, kind: "text", value: artistName, show: artistName },
  {
    label: words.table.platform,
    kind: "text",
    value: platformName,
    show: (row) =>
      h(
        "span",
        { class: "platform-cell" },
        swatch(row.platform__color),
        row.platform__name,
        " ",
        h("span", { class: "quiet metric" }, row.platform__audience_metric_name),
      ),
  },
  {
    label: words.figures.first,
    kind: "number",
    value: (row) => row.first_value,
    show: (row) => whole(row.first_value),
    room: "medium",
  },
  {
    label: words.figures.latest,
    kind: "number",
    value: (row) => row.latest_value,
    show: (row) => whole(row.latest_value),
  },
  {
    label: words.figures.change,
    kind: "number",
    value: (row) => row.difference,
    show: difference,
    room: "narrow",
  },
  {
    label: words.figures.percent,
    kind: "number",
    value: (row) => row.difference_percent,
    show: differencePercent,
  },
  {
    label: words.figures.average,
    kind: "number",
    value: (row) => row.period_average,
    show: (row) => average(row.period_average),
    room: "medium",
  },
  {
    label: words.figures.peak,
    kind: "number",
    value: (row) => row.peak_value,
    show: (row) => whole(row.peak_value),
    room: "narrow",
  },
  {
    label: words.table.days,
    kind: "number",
    value: (row) => row.data_points,
    show: (row) => whole(row.data_points),
    room: "wide",
  },
  {
    label: words.table.status,
    kind: "text",
    value: (row) => words.status[row.status],
    show: (row) => statusBadge(row.status),
    room: "narrow",
  },
];

export interface TableSettings {
  rows: Row[];
  days: number;
  /** The artists' lines in the cards; null where a single artist has none of its own. */
  styles: Map<string, LineStyle> | null;
  /** Gives what an opened row has besides its own figures, made when it is first opened. */
  details(row: Row): Node[];
}

export function breakdownTable(settings: TableSettings): HTMLElement {
  const { rows } = settings;
  const pairs = new Map(rows.map((row) => [row, pair(row, settings)]));
  const body = h("tbody");

  function show(ordered: Row[]): void {
    body.replaceChildren(...ordered.flatMap((row) => pairs.get(row) ?? []));
  }

  const { cells, said } = headings(COLUMNS, rows, show);
  show(rows);
  const head = h(
    "tr",
    {},
    h("th", { class: "opener", scope: "col" }, h("span", { class: "visually-hidden" }, words.table.details)),
    ...cells,
  );
  const table = h(
    "table",
    { class: "breakdown" },
    h("caption", { class: "visually-hidden" }, words.table.scroll),
    h("thead", {}, head),
    body,
  );
  return h(
    "div",
    {},
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": words.table.scroll }, table),
    said,
  );
}

function pair(row: Row, { days, styles, details }: TableSettings): HTMLTableRowElement[] {
  const id = newId("details");
  const button = h("button", {
    type: "button",
    class: "open-row",
    "aria-expanded": "false",
    "aria-controls": id,
    "aria-label": words.table.open(artistName(row), platformName(row)),
  });
  const style = styles?.get(row.artist__uuid);
  const cells = COLUMNS.map((column, index) =>
    index === 0
      ? h(
          "th",
          { class: classOf(column), scope: "row" },
          h("span", { class: "artist-cell" }, style && lineSample(style), h("span", {}, column.show(row))),
        )
      : h("td", { class: classOf(column) }, column.show(row)),
  );
  const content = h("div", { class: "details-content" });
  const opened = h(
    "tr",
    { id, class: "details", hidden: true },
    h("td", { colspan: COLUMNS.length + 1 }, content),
  );
  const shown = h(
    "tr",
    { class: row.data_points ? "row" : "row without" },
    h("td", { class: "opener" }, button),
    ...cells,
  );

  function toggle(): void {
    opened.hidden = !opened.hidden;
    button.setAttribute("aria-expanded", String(!opened.hidden));
    if (!content.childElementCount) content.append(...contentOf(row, days), ...details(row));
  }

  // The whole row opens for a pointer; the button is there for everybody.
  shown.addEventListener("click", () => {
    if (!getSelection()?.toString()) toggle();
  });
  return [shown, opened];
}

function contentOf(row: Row, days: number): Node[] {
  const note = noteOf(row);
  const figures = definitions([
    [
      words.figures.first,
      h(
        "span",
        {},
        whole(row.first_value),
        " ",
        h("span", { class: "quiet" }, row.first_date ? day(row.first_date) : ""),
      ),
    ],
    [
      words.figures.latest,
      h(
        "span",
        {},
        whole(row.latest_value),
        " ",
        h("span", { class: "quiet" }, row.latest_date ? day(row.latest_date) : ""),
      ),
    ],
    [words.figures.change, difference(row)],
    [words.figures.average, average(row.period_average)],
    [
      words.figures.peak,
      h(
        "span",
        {},
        whole(row.peak_value),
        " ",
        h("span", { class: "quiet" }, row.peak_date ? day(row.peak_date) : ""),
      ),
    ],
    [
      words.figures.points,
      h(
        "span",
        {},
        measuredOf(row, days),
        " ",
        h("span", { class: "quiet" }, words.figures.coverage(share(row.coverage))),
      ),
    ],
    [words.table.status, statusBadge(row.status)],
  ]);
  return [
    ...(row.data_points ? [figures] : [statusBadge(row.status)]),
    ...(note ? [h("p", { class: "note" }, note)] : []),
    ...(row.compared ? [comparison(row.compared)] : []),
  ];
}
