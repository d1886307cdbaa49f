// The card of a platform: its artists and their daily values, and its figures over all of them.
import { type ChartsShared, chart } from "./charts/chart.ts";
import type { Line } from "./charts/data.ts";
import { ranking } from "./charts/ranking.ts";
import { words as charts } from "./charts/words.ts";
import { comparisonBars } from "./comparison.ts";
import { h, swatch } from "./dom.ts";
import {
  definitions,
  difference,
  differencePercent,
  type Figures,
  hasChange,
  measuredOf,
  noteOf,
  statusBadge,
} from "./figures.ts";
import { average, compact, day, share, whole } from "./format.ts";
import type { LineStyle } from "./lines.ts";
import type { Names } from "./names.ts";
import type { Period, PlatformSummary, Row } from "./openapi.d.ts";
import type { Mark } from "./sections/view.ts";
import { langOf } from "./worded.ts";
import { words } from "./words.ts";

/** What all cards of a report have in common. */
export interface Shared extends ChartsShared {
  days: Period;
  country: string | null;
  /** Of each artist; null where there is but one, whose lines have the platforms' colours. */
  styles: Map<string, LineStyle> | null;
  names: Names;
  marks(row: Row): Mark[];
}

const nameOf = (row: Row): string => row.artist__name ?? "";
const measuredIn = (rows: Row[]): Row[] => rows.filter((row) => row.data_points > 0);

export const hasFigures = (rows: Row[]): boolean => measuredIn(rows).length > 0;

/** Gives the rows of a platform that are drawn, all of those measured or none. */
export function drawnIn(rows: Row[]): Row[] {
  const measured = measuredIn(rows);
  return measured.some(hasChange) && measured.every((row) => row.series !== null) ? measured : [];
}

export function card(summary: PlatformSummary, rows: Row[], shared: Shared): HTMLElement {
  const measured = measuredIn(rows);
  const plotted = drawnIn(rows).length > 0;
  const note = noteOf(withoutNotes(summary, ["single_point", "single_points", "sum_of_artists"]));
  return h(
    "article",
    { class: plotted ? "card panel" : "card panel unplotted" },
    h(
      "header",
      {},
      swatch(summary.platform__color),
      h("h4", {}, summary.platform__name),
      h("span", { class: "quiet" }, summary.platform__audience_metric_name),
      summary.status === "measured" ? null : statusBadge(summary.status),
      freshness(summary, measured, shared),
    ),
    ...(measured.length > 1
      ? severalArtists(summary, measured, shared)
      : measured.flatMap((row) => oneArtist(summary, row, rows.length > 1, shared))),
    summary.compared ? comparisonBars(summary.compared, summary, shared.days) : null,
    note ? h("p", { class: "note", lang: langOf(note) }, note) : null,
  );
}

/** Says of which day the latest value is, and how often there is another, once the platforms are known. */
function freshness({ platform__slug: slug }: PlatformSummary, rows: Row[], shared: Shared): HTMLElement {
  const { names, country, signal } = shared;
  const element = h("p", { class: "quiet freshness" });
  const say = (): void => {
    element.textContent = words.figures.asOf(day(latestDay(rows)), names.cadence(slug, country));
  };
  say();
  names.addEventListener("offered", say, { signal });
  return element;
}

function latestDay(rows: Row[]): string | null {
  const days = rows.map((row) => row.latest_date ?? "").sort();
  return days.at(-1) || null;
}

/** Leaves out the notes of which a card says more than their words. */
function withoutNotes<Noted extends { note: string | null; notes?: { code: string }[] }>(
  figures: Noted,
  codes: string[],
): Noted {
  if (!figures.notes) return figures;
  const notes = figures.notes.filter(({ code }) => !codes.includes(code));
  return { ...figures, notes, note: notes.length ? figures.note : null };
}

function oneArtist(summary: PlatformSummary, row: Row, named: boolean, shared: Shared): HTMLElement[] {
  const [inFull, inShort] = [whole(row.latest_value), compact(row.latest_value)];
  const latest = h("span", { class: "visually-hidden" }, `${words.figures.latest}: `);
  const headline = h(
    "p",
    { class: "headline" },
    named ? h("span", { class: "of-day quiet" }, nameOf(row)) : null,
    ...(inShort === inFull
      ? [h("span", { class: "latest" }, latest, inFull)]
      : [
          h("span", { class: "latest", title: inFull, "aria-hidden": "true" }, inShort),
          h("span", { class: "in-full" }, latest, inFull),
        ]),
    ...(hasChange(row) ? changes(row) : []),
  );
  const coverage = h("span", { class: "quiet" }, words.figures.coverage(share(row.coverage)));
  const measured: [string, HTMLElement] = [
    words.figures.points,
    h("span", {}, measuredOf(row, shared.days.days), " ", coverage),
  ];
  if (!hasChange(row)) {
    const alone = `${words.plot.oneValue(day(row.latest_date), whole(row.latest_value))}. ${words.plot.noChange}`;
    return [headline, h("p", {}, alone), definitions([measured])];
  }
  return [headline, definitions([...figuresOf(row), measured]), drawn(summary, [row], shared)];
}

function severalArtists(summary: PlatformSummary, rows: Row[], shared: Shared): HTMLElement[] {
  const someChange = rows.some(hasChange);
  const sum = h(
    "p",
    { class: "sum" },
    h("strong", {}, whole(summary.latest_value)),
    ...(someChange ? changes(summary) : []),
  );
  const ofArtists: [string, HTMLElement] = [
    words.figures.points,
    h(
      "span",
      {},
      measuredOf(summary, shared.days.days, rows.length),
      " ",
      h("span", { class: "quiet" }, words.report.manyArtists(rows.length)),
    ),
  ];
  const figures = definitions([...(someChange ? figuresOf(summary) : []), ofArtists]);
  return [
    someChange ? drawn(summary, rows, shared) : atTheEnd(rows, shared, words.plot.onePerArtist),
    h("div", { class: "sum-figures" }, sumLabel(summary, rows, shared), sum, figures),
  ];
}

/** Says whose sum the figures are, which it stays while only some of the artists are drawn above it. */
function sumLabel(summary: PlatformSummary, rows: Row[], { chosen, signal }: Shared): HTMLElement {
  const label = h("p", { class: "quiet" });
  const latest = day(latestDay(rows));
  // A view or a play is of one artist only; of what there are people behind, they are in the sum once for each.
  const once = ["gauge", "rolling"].includes(summary.metric_kind) ? ` ${words.plot.countedOnce}` : "";
  const say = (): void => {
    const { sumOf, sumOfAll } = words.plot;
    label.textContent = `${(chosen.none ? sumOf : sumOfAll)(rows.length, latest)}.${once}`;
  };
  chosen.addEventListener("change", say, { signal });
  say();
  return label;
}

function changes(figures: Figures): HTMLElement[] {
  return [
    h("span", { class: "visually-hidden" }, `${words.figures.change}: `),
    difference(figures),
    differencePercent(figures),
  ];
}

function figuresOf(figures: Figures): [string, string | HTMLElement][] {
  return [
    [words.figures.first, whole(figures.first_value)],
    [words.figures.average, average(figures.period_average)],
    [
      words.figures.peak,
      h("span", {}, whole(figures.peak_value), " ", h("span", { class: "quiet" }, day(figures.peak_date))),
    ],
  ];
}

function drawn(summary: PlatformSummary, rows: Row[], shared: Shared): HTMLElement {
  if (rows.some((row) => row.series === null)) return atTheEnd(rows, shared, words.report.withoutSeries);
  const label = charts.of(summary.platform__audience_metric_name, summary.platform__name);
  return chart({
    label,
    lines: rows.map((row) => lineOf(row, shared)),
    period: shared.days,
    platformColor: summary.platform__color,
    ...shared,
  });
}

function lineOf(row: Row, { styles, marks }: Shared): Line {
  const { compared } = row;
  // What does not compare is no level to see a line against either.
  const before = compared && compared.change !== null ? compared.period_average : null;
  return {
    artist: row.artist__uuid,
    name: nameOf(row),
    points: row.series ?? [],
    style: styles?.get(row.artist__uuid) ?? null,
    marks: marks(row),
    peakDay: hasChange(row) ? row.peak_date : null,
    level:
      compared && before !== null
        ? { value: before, text: charts.level(compared.period.start, compared.period.end) }
        : null,
  };
}

/** Lists what each artist had last, where there is nothing to draw, and says why there is not. */
function atTheEnd(rows: Row[], { styles }: Shared, why: string): HTMLElement {
  const list = ranking({ dated: true });
  const ranked = rows.map((row, line) => ({
    line,
    name: nameOf(row),
    style: styles?.get(row.artist__uuid) ?? null,
    faint: false,
    value: row.latest_value,
    text: whole(row.latest_value),
    aside: day(row.latest_date),
  }));
  list.show(ranked.sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity)));
  return h(
    "div",
    { class: "readout" },
    rows.length > 1 ? list.element : null,
    h("p", { class: "note", lang: langOf(why) }, why),
  );
}
