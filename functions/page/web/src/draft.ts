// The form as it was changed over a report on show, which the address does not have: carried over when the page begins
// again in another language, and forgotten with any other way of leaving.
import { type Form, readAddress, writeAddress } from "./address.ts";

const KEPT_AS = "liner-notes-draft";
let draft: Form | null = null;

/** Says what the draft is now; null for none. */
export function setDraft(form: Form | null): void {
  draft = form;
}

/** Has the draft there is outlive the page, until it begins again. */
export function carryDraft(): void {
  if (draft) sessionStorage.setItem(KEPT_AS, writeAddress({ form: draft, report: null }));
}

/** Takes the draft that was carried over, once. */
export function takeDraft(today: string): Form | null {
  const carried = sessionStorage.getItem(KEPT_AS);
  sessionStorage.removeItem(KEPT_AS);
  return carried === null ? null : readAddress(carried, today).form;
}
