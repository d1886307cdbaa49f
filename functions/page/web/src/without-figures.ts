// Platforms that have no figures: named together by what they lack them for, after those that have some.
import { h } from "./dom.ts";
import { notesOf, statusBadge } from "./figures.ts";
import type { PlatformSummary, Result } from "./openapi.d.ts";
import { langOf } from "./worded.ts";
import { words } from "./words.ts";

/** Says for each reason in one line which platforms there is nothing of. */
export function withoutFigures(summaries: PlatformSummary[], country: string | null): HTMLElement[] {
  if (!summaries.length) return [];
  const groups = Map.groupBy(summaries, ({ status }) => status);
  return [
    h(
      "ul",
      { class: "panel without-figures" },
      ...[...groups].map(([status, of]) => h("li", {}, ...lineOf(status, of, country))),
    ),
  ];
}

function lineOf(
  status: PlatformSummary["status"],
  summaries: PlatformSummary[],
  country: string | null,
): (HTMLElement | string)[] {
  const names = summaries.map(named).join(", ");
  if (status === "not_published" && country !== null)
    return [h("strong", {}, words.figures.notByCountry), ` ${names}`];
  const notes = new Set(summaries.flatMap(notesOf));
  return [
    statusBadge(status),
    ` ${names}`,
    ...[...notes].map((note) => h("p", { class: "note", lang: langOf(note) }, note)),
  ];
}

const named = (summary: PlatformSummary): string =>
  `${summary.platform__name} ${summary.platform__audience_metric_name}`.trim();

/** Says how many of the figures asked for there are. */
export function figuresThere({ detailed_breakdown: rows }: Result): { there: number; all: number } {
  return { there: rows.filter((row) => row.data_points > 0).length, all: rows.length };
}
