// The figures of the table of artists by platforms: what is seen of them, and what a spreadsheet gets.
import { type Child, h } from "./dom.ts";
import { change, difference, differencePercent, hasChange, statusBadge } from "./figures.ts";
import { average, NONE, percent, signed, whole } from "./format.ts";
import type { Column } from "./headings.ts";
import { periodName } from "./moments.ts";
import { whyNotCompared } from "./notes.ts";
import type { Compared, Row } from "./openapi.d.ts";
import type { CopiedColumn } from "./tables/copying.ts";
import { words as tables } from "./tables/words.ts";
import { words } from "./words.ts";

export interface ShownColumn extends Column<Row> {
  show(row: Row): Child;
}

type Of = (row: Row) => number | null;

function numbers(label: string, value: Of, show: (row: Row) => Child): ShownColumn {
  return { label, kind: "number", value, show };
}

/** Gives the columns of figures; those of another period where the report compares with one. */
export function shownColumns(rows: readonly Row[]): ShownColumn[] {
  const { figures } = words;
  return [
    numbers(
      figures.first,
      (row) => row.first_value,
      (row) => whole(row.first_value),
    ),
    numbers(figures.latest, (row) => row.latest_value, latest),
    numbers(
      figures.change,
      changed((row) => row.difference),
      difference,
    ),
    numbers(
      figures.percent,
      changed((row) => row.difference_percent),
      differencePercent,
    ),
    numbers(
      figures.average,
      (row) => row.period_average,
      (row) => average(row.period_average),
    ),
    ...comparedColumns(rows),
    numbers(
      figures.peak,
      (row) => row.peak_value,
      (row) => whole(row.peak_value),
    ),
    numbers(
      words.table.days,
      (row) => row.data_points,
      (row) => whole(row.data_points),
    ),
  ];
}

/** One value alone is no change. */
const changed =
  (value: Of): Of =>
  (row) =>
    hasChange(row) ? value(row) : null;

/** Shows the figure with what it is worth beside it; where there is none, why. */
function latest(row: Row): Child {
  if (row.status === "measured") return whole(row.latest_value);
  const badge = statusBadge(row.status);
  return row.latest_value === null
    ? badge
    : h("span", { class: "figure-and-status" }, badge, " ", h("span", {}, whole(row.latest_value)));
}

/** Gives the period a report compares with, which is the same for all rows; null where it compares with none. */
function otherPeriod(rows: readonly Row[]): string | null {
  const compared = rows.find((row) => row.compared)?.compared;
  return compared ? periodName(compared.period.start, compared.period.end) : null;
}

function comparedColumns(rows: readonly Row[]): ShownColumn[] {
  const other = otherPeriod(rows);
  if (other === null) return [];
  const label = tables.averageOf(other);
  return [
    numbers(
      label,
      (row) => row.compared?.period_average ?? null,
      (row) => average(row.compared?.period_average ?? null),
    ),
    numbers(tables.difference, againstOther("change"), (row) => against(row, "change", signed)),
    numbers(tables.differencePercent, againstOther("change_percent"), (row) =>
      against(row, "change_percent", percent),
    ),
  ];
}

type Against = "change" | "change_percent";

const againstOther =
  (of: Against): Of =>
  (row) =>
    row.compared?.[of] ?? null;

/** Shows a change against the other period; where there is none to give, that and why. */
function against({ compared }: Row, of: Against, text: (value: number | null) => string): Child {
  if (!compared) return NONE;
  const value = compared[of];
  if (value !== null) return change(text(value), value);
  return of === "change" ? notCompared(compared) : NONE;
}

function notCompared(compared: Compared): HTMLElement {
  const why = whyNotCompared(compared);
  return h(
    "span",
    { class: "quiet", title: why },
    tables.notCompared,
    h("span", { class: "visually-hidden" }, ` ${why}`),
  );
}

/** Gives what a spreadsheet gets: names, metric and status apart, and the days that stand beside figures. */
export function copiesOf(rows: readonly Row[]): CopiedColumn<Row>[] {
  const dayOf = (figure: string): string => tables.dayOf(figure);
  const figures = shownColumns(rows).map(({ label, value }) => ({ label, copy: value! }));
  return [
    { label: words.table.artist, copy: (row) => row.artist__name },
    { label: words.table.platform, copy: (row) => row.platform__name },
    { label: tables.metric, copy: (row) => row.platform__audience_metric_name },
    ...figures,
    { label: dayOf(words.figures.first), copy: (row) => row.first_date },
    { label: dayOf(words.figures.latest), copy: (row) => row.latest_date },
    { label: dayOf(words.figures.peak), copy: (row) => row.peak_date },
    { label: words.table.status, copy: (row) => words.status[row.status] },
  ];
}
