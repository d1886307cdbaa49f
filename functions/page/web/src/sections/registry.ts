// The sections the page has a view of its own for; any other is shown as plain tables.
import type { Names } from "../names.ts";
import type { Row } from "../openapi.d.ts";
import { engagement } from "./engagement/view.ts";
import { moments } from "./moments/view.ts";
import { places } from "./places/view.ts";
import { plain } from "./plain/view.ts";
import { playlists } from "./playlists/view.ts";
import { radio } from "./radio/view.ts";
import { shazam } from "./shazam/view.ts";
import { songs } from "./songs/view.ts";
import { tracks } from "./tracks/view.ts";
import type { Mark, SectionAnswer, SectionSettings, SectionView } from "./view.ts";

const VIEWS = new Map<string, SectionView>([
  ["tracks", tracks],
  ["places", places],
  ["songs", songs],
  ["radio", radio],
  ["playlists", playlists],
  ["shazam", shazam],
  ["engagement", engagement],
  ["moments", moments],
]);

/** Names what a job fetches for an artist: of a section, on a platform, or of a section on one. */
export function cellOf(names: Names, section: string | undefined, slug: string | null): string {
  if (!section) return slug ? names.platform(slug) : "";
  const platform = slug && (VIEWS.get(section)?.ofMetrics ? names.platform(slug) : names.platformAlone(slug));
  return [names.section(section), platform].filter(Boolean).join(", ");
}

/** Gives what shows the sections below an opened row. */
export function sectionDetails(settings: SectionSettings): (row: Row) => Node[] {
  const details = [...VIEWS.values()].flatMap((view) => view.details?.(settings) ?? []);
  return (row) => details.map((of) => of(row)).filter((element) => element !== null);
}

/** Gives what sections mark on the chart of a row. */
export function sectionMarks(settings: SectionSettings): (row: Row) => Mark[] {
  const marks = [...VIEWS.values()].flatMap((view) => view.marks?.(settings) ?? []);
  return (row) => marks.flatMap((of) => of(row));
}

/** Gives the part of each section that the report has, in the order of its answer. */
export function sectionPanels(settings: SectionSettings): HTMLElement[] {
  const answers: Record<string, SectionAnswer> = { ...settings.report.result?.sections };
  return Object.entries(answers).map(([name, answer]) => {
    const panel = (VIEWS.get(name) ?? plain).panel(name, answer, settings);
    panel.setAttribute("data-section", name);
    return panel;
  });
}

/** Gives what offers the sections that the report was made without. */
export function sectionOffers(settings: SectionSettings): HTMLElement[] {
  const asked: readonly string[] = settings.report.request.sections ?? [];
  return [...VIEWS].flatMap(([name, view]) =>
    asked.includes(name) ? [] : (view.offer?.(name, settings) ?? []),
  );
}
