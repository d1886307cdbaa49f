// What the address does not have of a form: that it was changed over a report on show, and what is typed and not taken
// yet. It is carried over when the page begins again in another language, and forgotten with any other way of leaving.
import { type Form, readAddress, writeAddress } from "./address.ts";

/** What stands in the fields that take a text to look up. */
export interface Typed {
  artists: string;
  line: string;
}

export interface Draft {
  /** Null where the address leads to the form. */
  form: Form | null;
  typed: Typed;
}

const KEPT_AS = "liner-notes-draft";
let draftNow = (): Draft | null => null;

/** Says who tells what the draft is. */
export function draftIs(now: () => Draft): void {
  draftNow = now;
}

/** Has the draft there is outlive the page, until it begins again. */
export function carryDraft(): void {
  const draft = draftNow();
  if (draft) sessionStorage.setItem(KEPT_AS, writeDraft(draft));
}

/** Takes the draft that was carried over, once. */
export function takeDraft(today: string): Draft | null {
  const carried = sessionStorage.getItem(KEPT_AS);
  sessionStorage.removeItem(KEPT_AS);
  return carried === null ? null : readDraft(carried, today);
}

/** Writes a draft as an address, in which a form is one part. */
export function writeDraft({ form, typed }: Draft): string {
  const query = new URLSearchParams({ ...typed });
  if (form) query.set("form", writeAddress({ form, report: null }));
  return query.toString();
}

export function readDraft(text: string, today: string): Draft {
  const query = new URLSearchParams(text);
  const form = query.get("form");
  return {
    form: form === null ? null : readAddress(form, today).form,
    typed: { artists: query.get("artists") ?? "", line: query.get("line") ?? "" },
  };
}
