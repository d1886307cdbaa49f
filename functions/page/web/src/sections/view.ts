// What the page can show of a section: below all rows, and more below an opened one.
import type { Form } from "../address.ts";
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

/** What a report leads to: the same with a part of it changed. */
export interface Again {
  /** Makes it, once what it takes is told; says whether there will be a report. */
  make(part: Partial<Form>): Promise<boolean>;
  /** Puts it into the form, to be looked at and made. */
  fill(part: Partial<Form>): void;
  /** Has it sent regularly from here on. */
  subscribe(): Promise<void>;
}

export interface SectionSettings {
  report: Report;
  names: Names;
  /** Absent where the report was shared: then only what it holds is shown. */
  calls: Calls | null;
  /** Asks for another report like this one; absent where the report was shared. */
  again: Again | null;
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
  /** Gives what more there is of the section below an opened row, and nothing for a row it has nothing to say of. */
  details?(settings: SectionSettings): ((row: Row) => HTMLElement | null) | undefined;
  /** Gives what marks days on the chart of a row. */
  marks?(settings: SectionSettings): (row: Row) => Mark[];
  /** Gives what stands below the rows, where the report has the section: all it has is seen without opening any row. */
  panel(name: string, answer: SectionAnswer, settings: SectionSettings): HTMLElement;
  /** Gives what offers the section, where the report was made without it; nothing where it is of no use. */
  offer?(name: string, settings: SectionSettings): HTMLElement | null;
}
