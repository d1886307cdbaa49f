// One card per platform: its artists and their daily values, and its figures over all of them.
import { chart } from "./chart.ts";
import { Chosen, legend } from "./chosen.ts";
import { h, swatch } from "./dom.ts";
import {
  change,
  definitions,
  difference,
  differencePercent,
  type Figures,
  hasChange,
  measuredOf,
  noteOf,
  statusBadge,
} from "./figures.ts";
import { average, day, percent, share, whole } from "./format.ts";
import { COLORS, type LineStyle, lineStyles } from "./lines.ts";
import { whyNotCompared } from "./notes.ts";
import type { Compared, Period, PlatformSummary, Result, Row } from "./openapi.d.ts";
import { ranking } from "./ranking.ts";
import type { Mark } from "./sections/view.ts";
import { words } from "./words.ts";

/** What all cards of a report have in common. */
interface Shared {
  days: Period;
  /** Of each artist; null where there is but one, whose lines have the platforms' colours. */
  styles: Map<string, LineStyle> | null;
  chosen: Chosen;
  signal: AbortSignal;
  /** Gives the days that are marked on the chart of a row. */
  marks(row: Row): Mark[];
}

const nameOf = (row: Row): string => row.artist__name ?? "";

/** Gives the artists' lines, the same in the whole report; null for a report of one artist. */
export function stylesOf(result: Result): Map<string, LineStyle> | null {
  const artists = result.metadata.artists.map(({ uuid }) => uuid);
  if (artists.length < 2) return null;
  return lineStyles(artists.length > COLORS ? byBestPlace(result, artists) : artists);
}

/** Puts first who is among the largest of a platform: those lines are brought out, and so have a colour each. */
function byBestPlace(
  { platform_summaries: platforms, detailed_breakdown: rows }: Result,
  artists: string[],
): string[] {
  const best = new Map<string, number>();
  for (const { platform__slug: slug } of platforms) {
    const ordered = rows
      .filter((row) => row.platform__slug === slug && row.latest_value !== null)
      .sort((a, b) => b.latest_value! - a.latest_value!);
    for (const [place, { artist__uuid: uuid }] of ordered.entries())
      best.set(uuid, Math.min(place, best.get(uuid) ?? Infinity));
  }
  return [...artists].sort((a, b) => (best.get(a) ?? artists.length) - (best.get(b) ?? artists.length));
}

/**
 * Makes the cards, and a legend where there are more artists than colours. `signal` ends with the view; `marks` gives
 * the days that are marked on the chart of a row.
 */
export function cards(result: Result, signal: AbortSignal, marks: (row: Row) => Mark[]): HTMLElement {
  const shared: Shared = {
    days: result.summary.date_range,
    styles: stylesOf(result),
    chosen: new Chosen(),
    signal,
    marks,
  };
  const made = result.platform_summaries.map((summary) => {
    const rows = result.detailed_breakdown.filter((row) => row.platform__slug === summary.platform__slug);
    return card(summary, rows, shared);
  });
  return h(
    "div",
    { class: "cards-and-legend" },
    manyArtists(result, shared),
    h("div", { class: "cards" }, ...made),
  );
}

function manyArtists(result: Result, { styles, chosen }: Shared): HTMLElement | null {
  const names = new Map(result.detailed_breakdown.map((row) => [row.artist__uuid, nameOf(row)]));
  const drawn = result.detailed_breakdown.some((row) => row.series !== null && hasChange(row));
  if (!styles || styles.size <= COLORS || !drawn) return null;
  return legend(
    [...styles.keys()].map((uuid) => ({ uuid, name: names.get(uuid) ?? "" })),
    styles,
    chosen,
  );
}

function card(summary: PlatformSummary, rows: Row[], shared: Shared): HTMLElement {
  const measured = rows.filter((row) => row.data_points > 0);
  const note = noteOf(withoutNotes(summary, ["single_point", "single_points", "sum_of_artists"]));
  return h(
    "article",
    { class: measured.length ? "card panel" : "card panel without" },
    h(
      "header",
      {},
      swatch(summary.platform__color),
      h("h3", {}, summary.platform__name),
      h("span", { class: "quiet" }, summary.platform__audience_metric_name),
      summary.status === "measured" ? null : statusBadge(summary.status),
    ),
    ...(measured.length > 1
      ? severalArtists(summary, measured, shared)
      : measured.flatMap((row) => oneArtist(summary, row, rows.length > 1, shared))),
    summary.compared ? comparison(summary.compared) : null,
    note ? h("p", { class: "note" }, note) : null,
  );
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
  const written = day(row.latest_date);
  const headline = h(
    "p",
    { class: "headline" },
    h("span", { class: "of-day quiet" }, named ? `${nameOf(row)}, ${written}` : written),
    h(
      "span",
      { class: "latest" },
      h("span", { class: "visually-hidden" }, `${words.figures.latest}: `),
      whole(row.latest_value),
    ),
    ...(hasChange(row) ? changes(row) : []),
  );
  const alone = `${words.plot.oneValue(written, whole(row.latest_value))}. ${words.plot.noChange}`;
  const coverage = h("span", { class: "quiet" }, words.figures.coverage(share(row.coverage)));
  const measured: [string, HTMLElement] = [
    words.figures.points,
    h("span", {}, measuredOf(row, shared.days.days), " ", coverage),
  ];
  if (!hasChange(row)) return [headline, h("p", {}, alone), definitions([measured])];
  return [headline, definitions([...figuresOf(row), measured]), drawn(summary, [row], shared)];
}

function severalArtists(summary: PlatformSummary, rows: Row[], shared: Shared): HTMLElement[] {
  const latest =
    rows
      .map((row) => row.latest_date ?? "")
      .sort()
      .at(-1) ?? null;
  const someChange = rows.some(hasChange);
  // A view or a play is of one artist only; of what there are people behind, they are in the sum once for each.
  const once = ["gauge", "rolling"].includes(summary.metric_kind) ? ` ${words.plot.countedOnce}` : "";
  const label = h("p", { class: "quiet" }, `${words.plot.sumOf(rows.length, day(latest))}.${once}`);
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
    h("div", { class: "sum-figures" }, label, sum, figures),
  ];
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
  const { days, styles, chosen, signal, marks } = shared;
  if (rows.some((row) => row.series === null)) return atTheEnd(rows, { styles }, words.report.withoutSeries);
  const lines = rows.map((row) => ({
    artist: row.artist__uuid,
    name: nameOf(row),
    points: row.series ?? [],
    style: styles?.get(row.artist__uuid) ?? null,
    marks: marks(row),
  }));
  const label = words.chart.of(summary.platform__audience_metric_name, summary.platform__name);
  return chart({ label, lines, period: days, platformColor: summary.platform__color, chosen, signal });
}

/** Lists what each artist had last, where there is nothing to draw, and says why there is not. */
function atTheEnd(rows: Row[], { styles }: Pick<Shared, "styles">, why: string): HTMLElement {
  const list = ranking({ dated: true });
  const ranked = rows.map((row) => ({
    name: nameOf(row),
    style: styles?.get(row.artist__uuid) ?? null,
    faint: false,
    value: row.latest_value,
    text: whole(row.latest_value),
    day: day(row.latest_date),
  }));
  list.show(ranked.sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity)));
  return h(
    "div",
    { class: "readout" },
    rows.length > 1 ? list.element : null,
    h("p", { class: "note" }, why),
  );
}

/** Says how the average compares with that of the other period, or why it does not. */
export function comparison(compared: Compared): HTMLElement {
  const { start, end } = compared.period;
  if (compared.change === null) return h("p", { class: "compared quiet" }, whyNotCompared(compared));
  return h(
    "p",
    { class: "compared" },
    h("span", { class: "quiet" }, words.figures.compared(start, end)),
    " ",
    change(percent(compared.change_percent), compared.change_percent),
  );
}
