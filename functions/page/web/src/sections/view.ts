// What the page can show of a section: below an opened row, below all rows, or both.
import type { Calls } from "../api.ts";
import type { Names } from "../names.ts";
import type { Report, Row, RowStatus } from "../openapi.d.ts";

/** What every section's answer has (contract 10); totals and rows are a section's own. */
export interface SectionAnswer {
  status: RowStatus;
  note: string | null;
  totals: object[];
  /** Null in a report too large for one answer. */
  rows: object[] | null;
}

export interface SectionSettings {
  report: Report;
  names: Names;
  /** Absent where the report was shared: then only what it holds is shown. */
  calls: Calls | null;
  /** Makes what gets the workbook; null where it is not there. */
  workbook(): HTMLElement | null;
}

/** Days of a series that a section has something to say of. */
export interface Mark {
  from: string;
  to: string;
  label: string;
  /** What all marks of its kind are, for below the chart. */
  about: string;
}

export interface SectionView {
  /** Says that it is about what is measured on a platform; others are about the platform, whatever is measured. */
  ofMetrics?: boolean;
  /** Gives what shows the section below an opened row, and nothing for a row it has nothing to say of. */
  details?(settings: SectionSettings): (row: Row) => HTMLElement | null;
  /** Gives what marks days on the chart of a row. */
  marks?(settings: SectionSettings): (row: Row) => Mark[];
  /** Gives what stands below the rows, where the report has the section. */
  panel?(name: string, answer: SectionAnswer, settings: SectionSettings): HTMLElement;
}
