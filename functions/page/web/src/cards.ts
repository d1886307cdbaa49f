// The cards of a report, one per platform, and what holds for all of them: switches, the legend, artists' lines.
import { card, drawnIn, hasFigures, type Shared } from "./card.ts";
import { Chosen } from "./charts/chosen.ts";
import { Display } from "./charts/display.ts";
import { legend } from "./charts/legend.ts";
import { printedScale, switches } from "./charts/switches.ts";
import { Turns } from "./charts/turns.ts";
import { h } from "./dom.ts";
import { COLORS, type LineStyle, lineStyles } from "./lines.ts";
import type { Names } from "./names.ts";
import type { PlatformSummary, Result, Row } from "./openapi.d.ts";
import type { Mark } from "./sections/view.ts";
import { withoutFigures } from "./without-figures.ts";

export { comparison } from "./comparison.ts";

export interface CardsSettings {
  names: Names;
  /** Ends with the view. */
  signal: AbortSignal;
  /** Gives the days that are marked on the chart of a row. */
  marks(row: Row): Mark[];
}

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

/** Makes the cards of platforms that have figures; those that have none are named after them. */
export function cards(result: Result, { names, signal, marks }: CardsSettings): HTMLElement {
  const rowsOf = Map.groupBy(result.detailed_breakdown, ({ platform__slug: slug }) => slug);
  const of = (summary: PlatformSummary): Row[] => rowsOf.get(summary.platform__slug) ?? [];
  const [there, blank] = [true, false].map((wanted) =>
    result.platform_summaries.filter((summary) => hasFigures(of(summary)) === wanted),
  ) as [PlatformSummary[], PlatformSummary[]];
  const shared: Shared = {
    days: result.summary.date_range,
    country: result.summary.country ?? null,
    styles: stylesOf(result),
    names,
    chosen: new Chosen(),
    display: new Display(sessionStorage),
    turns: new Turns(signal),
    signal,
    marks,
  };
  const drawn = there.map((summary) => drawnIn(of(summary))).filter((rows) => rows.length);
  // Those with less to show stand together after the rest, and leave no holes between charts.
  const ordered = [true, false].flatMap((wanted) =>
    there.filter((summary) => drawnIn(of(summary)).length > 0 === wanted),
  );
  return h(
    "div",
    { class: "cards-and-legend" },
    ...(drawn.length ? [controls(drawn, shared), printedScale(shared.display)] : []),
    there.length
      ? h(
          "div",
          { class: there.length === 1 ? "cards alone" : "cards" },
          ...ordered.map((summary) => card(summary, of(summary), shared)),
        )
      : null,
    ...withoutFigures(blank, result.summary.country ?? null),
  );
}

/** What all charts have in common is chosen above them. */
function controls(drawn: Row[][], { styles, chosen, display }: Shared): HTMLElement {
  const names = new Map(drawn.flat().map((row) => [row.artist__uuid, row.artist__name ?? ""]));
  const artists = [...(styles?.keys() ?? [])].filter((uuid) => names.has(uuid));
  return h(
    "div",
    { class: "chart-controls" },
    switches(
      display,
      drawn.some((rows) => rows.length > 1),
    ),
    styles && artists.length > 1
      ? legend(
          artists.map((uuid) => ({ uuid, name: names.get(uuid)! })),
          styles,
          { chosen, display },
        )
      : null,
  );
}
