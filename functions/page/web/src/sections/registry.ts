// The sections the page has a view of its own for; any other is shown as plain tables.
import type { Row } from "../openapi.d.ts";
import { places } from "./places/view.ts";
import { plain } from "./plain/view.ts";
import { tracks } from "./tracks/view.ts";
import type { SectionAnswer, SectionSettings, SectionView } from "./view.ts";

const VIEWS = new Map<string, SectionView>([
  ["tracks", tracks],
  ["places", places],
]);

/** Gives what shows the sections below an opened row. */
export function sectionDetails(settings: SectionSettings): (row: Row) => Node[] {
  const details = [...VIEWS.values()].flatMap((view) => view.details?.(settings) ?? []);
  return (row) => details.map((of) => of(row)).filter((element) => element !== null);
}

/** Gives the part of each section that the report has, in the order of its answer. */
export function sectionPanels(settings: SectionSettings): HTMLElement[] {
  const answers: Record<string, SectionAnswer> = { ...settings.report.result?.sections };
  return Object.entries(answers).flatMap(
    ([name, answer]) => (VIEWS.get(name) ?? plain).panel?.(name, answer, settings) ?? [],
  );
}
