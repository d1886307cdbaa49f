// What must be known of figures, in the reader's words: the API sends codes with their parts, this words them.
import type { AudienceNote, Compared, TrackNote } from "./openapi.d.ts";
import { words } from "./words.ts";

export type Note = AudienceNote | TrackNote;

/** A note of one code. */
export type NoteOf<Code extends Note["code"], Each = Note> = Each extends { code: infer Codes }
  ? Code extends Codes
    ? Each
    : never
  : never;

/** What a note stands beside: a row, a summary, the figures compared with, or tracks. */
export interface Noted {
  note?: string | null;
  notes?: Note[];
  platform__name?: string;
  platform__audience_metric_name?: string;
  /** How many values there can be at most; reports made before that was counted do not say. */
  expected_points?: number;
}

/** What else is known of the figures a note is of. */
export interface Beside {
  /** A country without a figure: of it nothing is a lower bound. */
  blank?: boolean;
  /** No day of the period is one that a figure could be of. */
  noneDue?: boolean;
}

type Wording = (note: Note, about: string, beside: Beside) => string;

/**
 * Words the notes of something, a sentence each. Where there are no codes, as in reports made before there were any,
 * or one is not known, the API's own English stands in their place.
 */
export function sentencesOf(noted: Noted): string[] {
  const prose = noted.note ? [noted.note] : [];
  if (!noted.notes) return prose;
  const about = [noted.platform__name, noted.platform__audience_metric_name].filter(Boolean).join(" ");
  const wordings = words.notes as unknown as Record<string, Wording | undefined>;
  if (noted.notes.some(({ code }) => !wordings[code])) return prose;
  const blank = noted.notes.some(({ code }) => code === "nothing_published");
  const beside = { blank, noneDue: noted.expected_points === 0 };
  return noted.notes.map((note) => wordings[note.code]!(note, about, beside)).filter(Boolean);
}

/** Says why a period is not compared with the other. */
export function whyNotCompared(compared: Compared): string {
  const { start, end } = compared.period;
  if (!compared.notes) return words.figures.notComparable(start, end);
  // What the country's figures are is said of this period already.
  const notes = compared.notes.filter(({ code }) => code !== "country_figures");
  return `${words.figures.against(start, end)} ${sentencesOf({ ...compared, notes }).join(" ")}`;
}
