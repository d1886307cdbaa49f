// One card a platform: its figures over all artists of the report, and their daily values.
import { chart } from "./chart.ts";
import { h, swatch } from "./dom.ts";
import { change, definitions, difference, differencePercent, noteOf, statusBadge } from "./figures.ts";
import { average, day, percent, share, whole } from "./format.ts";
import type { Compared, Figures, Result, Row, Summary } from "./types.ts";
import { words } from "./words.ts";

export function cards(result: Result): HTMLElement {
  const days = result.summary.date_range;
  const made = result.platform_summaries.map((summary) => {
    const rows = result.detailed_breakdown.filter((row) => row.platform__slug === summary.platform__slug);
    return card(summary, rows, days);
  });
  return h("div", { class: "cards" }, ...made);
}

function card(summary: Summary, rows: Row[], days: { start: string; end: string; days: number }): HTMLElement {
  const empty = summary.data_points === 0;
  const note = noteOf(summary);
  return h(
    "article",
    { class: empty ? "card panel without" : "card panel" },
    h(
      "header",
      {},
      swatch(summary.platform__color),
      h("h3", {}, summary.platform__name),
      h("span", { class: "quiet" }, summary.platform__audience_metric_name),
      summary.status === "measured" ? null : statusBadge(summary.status),
    ),
    empty ? null : headline(summary),
    empty ? null : definitions(cardFigures(summary, days.days, rows.length)),
    empty ? null : drawn(summary, rows, days),
    summary.compared ? comparison(summary.compared) : null,
    note ? h("p", { class: "note" }, note) : null,
  );
}

function headline(figures: Figures): HTMLElement {
  return h(
    "p",
    { class: "headline" },
    h("span", { class: "latest" }, h("span", { class: "visually-hidden" }, `${words.figures.latest}: `), whole(figures.latest_value)),
    h("span", { class: "visually-hidden" }, `${words.figures.change}: `),
    difference(figures),
    differencePercent(figures),
  );
}

function cardFigures(figures: Figures, days: number, artists: number): [string, string | HTMLElement][] {
  const { points, pointsOf, valuesOf, coverage } = words.figures;
  // Several artists have a value each a day, so their number says nothing of the days.
  const measured = artists > 1 ? valuesOf(figures.data_points) : pointsOf(figures.data_points, days);
  return [
    [words.figures.first, whole(figures.first_value)],
    [words.figures.average, average(figures.period_average)],
    [words.figures.peak, h("span", {}, whole(figures.peak_value), " ", h("span", { class: "quiet" }, day(figures.peak_date)))],
    [points, h("span", {}, measured, " ", h("span", { class: "quiet" }, coverage(share(figures.coverage))))],
  ];
}

function drawn(summary: Summary, rows: Row[], days: { start: string; end: string }): HTMLElement {
  const measured = rows.filter((row) => row.data_points > 0);
  if (measured.some((row) => row.series === null)) return h("p", { class: "note" }, words.report.withoutSeries);
  const lines = measured.map((row) => ({ name: row.artist__name ?? row.artist__uuid, points: row.series ?? [] }));
  const label = words.chart.of(summary.platform__audience_metric_name, summary.platform__name);
  return chart(label, lines, days, summary.platform__color);
}

/** Says how the average compares with that of the other period. */
export function comparison(compared: Compared): HTMLElement {
  const { start, end } = compared.period;
  if (compared.change === null) return h("p", { class: "compared quiet" }, words.figures.notComparable(start, end));
  return h(
    "p",
    { class: "compared" },
    h("span", { class: "quiet" }, words.figures.compared(start, end)),
    " ",
    change(percent(compared.change_percent), compared.change_percent),
  );
}
