// Unusual days: a table of them, the most unusual first, and marks on the charts of the series they belong to.
import { h, swatch } from "../../dom.ts";
import { change, statusBadge } from "../../figures.ts";
import { average, percent, period } from "../../format.ts";
import type { Names } from "../../names.ts";
import type { MomentsRow, MomentsSection, MomentsTotal, Row } from "../../openapi.d.ts";
import { saidOnce } from "../alike.ts";
import { longTable } from "../long-table.ts";
import { artistOf, inWorkbook, noteOf, partElements, remarks, sectionPanel, titles } from "../parts.ts";
import type { Mark, SectionAnswer, SectionSettings, SectionView } from "../view.ts";
import { marksOf } from "./marks.ts";
import { sourceOf, usualSources } from "./usual.ts";
import { words } from "./words.ts";

export const moments: SectionView = { panel, marks, ofMetrics: true };

function marks({ report }: SectionSettings): (row: Row) => Mark[] {
  return marksOf(report.result?.sections?.moments?.rows ?? []);
}

function panel(name: string, answer: SectionAnswer, { names, workbook }: SectionSettings): HTMLElement {
  const { totals, rows } = answer as MomentsSection;
  const titleOf = titles<MomentsTotal | MomentsRow>(totals, names, sourceOf);
  const judged = totals.filter((total) => total.moments !== null);
  const found = judged.some((total) => total.moments);
  const looked = judged.map((total) => total.days_looked_at);
  const weekly = judged.some(({ measure }) => measure === "weekly_value");
  const usual = judged.filter((total) => !total.moments);
  const published = totals.filter(({ status }) => status !== "not_published");
  const asides = published.filter(
    ({ note, moments: of, status }) => note && (of === null || status !== "measured"),
  );
  return sectionPanel(
    names.section(name),
    found && rows === null ? inWorkbook(workbook) : null,
    rows?.length ? table(rows, titleOf, names, names.section(name)) : null,
    judged.length && !found ? h("p", {}, words.nothing(looked, weekly)) : null,
    noteOf(found && usual.length && words.also(usualSources(usual, totals, (of) => artistOf(of, names)))),
    ...partElements(remarks(asides, totals, names, sourceOf)),
    noteOf(
      ...saidOnce(
        totals.filter((total) => !published.includes(total)),
        sourceOf,
      ),
    ),
    noteOf(judged.length && words.explained),
  );
}

function table(
  rows: MomentsRow[],
  titleOf: (row: MomentsRow) => string,
  names: Names,
  label: string,
): HTMLElement {
  return longTable({
    label,
    style: "moments-table",
    columns: [
      { label: words.what, kind: "text", value: titleOf },
      { label: words.when, kind: "day", value: (row) => row.from, copy: daysOf },
      { label: words.now, kind: "number", value: (row) => row.now },
      { label: words.usual, kind: "number", value: (row) => row.usual },
      { label: words.change, kind: "number", value: (row) => row.change_percent },
      { label: words.score, kind: "number", value: (row) => row.score },
    ],
    rows,
    row: (row) => tableRow(row, titleOf(row), names),
  });
}

/** Both days of a moment, as they can be sorted and split. */
const daysOf = ({ from, to }: MomentsRow): string => (from === to ? from : `${from} – ${to}`);

function tableRow(row: MomentsRow, title: string, names: Names): HTMLTableRowElement {
  return h(
    "tr",
    { title: row.note ? names.inText(row.note) : "" },
    h(
      "th",
      { scope: "row", class: "text" },
      swatch(names.color(row.platform__slug)),
      " ",
      title,
      " ",
      h("span", { class: "quiet" }, words.measure(row.measure)),
      row.status === "measured" ? null : " ",
      row.status === "measured" ? null : statusBadge(row.status),
    ),
    h("td", { class: "text" }, period(row.from, row.to)),
    h("td", { class: "number" }, average(row.now)),
    h("td", { class: "number" }, average(row.usual)),
    h("td", { class: "number" }, change(percent(row.change_percent), row.change_percent)),
    h("td", { class: "number" }, average(row.score)),
  );
}
