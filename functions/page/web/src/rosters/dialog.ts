// Where a roster gets its name, its star and other artists, or is deleted.
import type { FormArtist } from "../address.ts";
import { named } from "../asking/words.ts";
import { attempting } from "../attempt.ts";
import { h, newId } from "../dom.ts";
import { field } from "../field.ts";
import { opened } from "../modal.ts";
import { difference, draftOf, sameArtists } from "./rules.ts";
import { NameTaken, type Outcome, type RosterStore } from "./store.ts";
import type { Draft, Roster } from "./types.ts";
import { rosterWords } from "./words.ts";

/** Has the artists chosen saved as a new roster; gives it, or null if that is given up. */
export async function newRoster(store: RosterStore, artists: FormArtist[]): Promise<Roster | null> {
  let made: Roster | null = null;
  const first = { name: "", starred: false, artists };
  const { dialog } = draftDialog(rosterWords.dialog.newTitle(artists.length), first, null, async (draft) => {
    made = await store.create(draft);
    return true;
  });
  await opened(dialog);
  return made;
}

export type Edited = Outcome | { deleted: string } | null;

/** Has a roster changed or deleted; `chosen` are the artists of the form, which it may have instead of its own. */
export async function editRoster(store: RosterStore, roster: Roster, chosen: FormArtist[]): Promise<Edited> {
  let edited: Edited = null;
  const title = rosterWords.dialog.editTitle(roster.name);
  const { dialog, answers } = draftDialog(title, draftOf(roster), chosen, async (draft) => {
    edited = await store.save(roster, draft);
    return edited !== null;
  });
  const remove = h("button", { type: "button", class: "plain danger" }, rosterWords.dialog.remove);
  remove.addEventListener("click", async () => {
    if (!(await deleted(store, roster))) return;
    edited = { deleted: roster.name };
    dialog.close();
  });
  answers.append(remove);
  await opened(dialog);
  return edited;
}

/** Makes the dialog; `save` says whether it is done with, or is to be gone on with. */
function draftDialog(
  title: string,
  first: Draft,
  chosen: FormArtist[] | null,
  save: (draft: Draft) => Promise<boolean>,
): { dialog: HTMLDialogElement; answers: HTMLElement } {
  const texts = rosterWords.dialog;
  const titleId = newId("title");
  const input = h("input", { type: "text", autocomplete: "off", maxlength: "80", value: first.name });
  const name = field(texts.name, input, input);
  const star = h("input", { type: "checkbox" });
  star.checked = first.starred;
  const names = h(
    "p",
    { class: "quiet roster-names" },
    first.artists.map((artist) => artist.name).join(", "),
  );
  const replace = h("input", { type: "checkbox" });
  const submit = h("button", { type: "submit", class: "primary" }, texts.save);
  const cancel = h("button", { type: "button" }, texts.cancel);
  const error = h("p", { class: "error", role: "alert", hidden: true });
  const attempt = attempting(error, { 409: texts.tooMany });
  const answers = h("div", { class: "answers" }, submit, cancel);
  const form = h(
    "form",
    { novalidate: true },
    h("h2", { id: titleId }, title),
    name.element,
    h("label", { class: "check" }, star, texts.starred),
    names,
    chosen?.length && !sameArtists(chosen, first.artists) ? replacing(first, chosen, replace) : null,
    error,
    answers,
  );
  const dialog = h("dialog", { class: "panel roster-dialog", "aria-labelledby": titleId }, form);

  function fail(message: string): void {
    name.fail(message);
    input.focus();
  }

  async function trySaving(): Promise<void> {
    const artists = replace.checked && chosen ? chosen : first.artists;
    try {
      const done = await save({ name: input.value.trim(), starred: star.checked, artists });
      if (done) dialog.close();
      else input.focus();
    } catch (problem) {
      if (!(problem instanceof NameTaken)) throw problem;
      fail(texts.nameTaken);
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    name.fail(null);
    if (!input.value.trim()) return fail(texts.nameMissing);
    void attempt(submit, texts.saving, trySaving);
  });
  cancel.addEventListener("click", () => dialog.close());
  return { dialog, answers };
}

/** Offers the artists of the form in place of the roster's, and tells what that would change. */
function replacing(first: Draft, chosen: FormArtist[], box: HTMLInputElement): HTMLElement {
  const { more, less } = difference(chosen, first.artists);
  const names = (artists: FormArtist[]): string => named(artists.map(({ name }) => name));
  const id = newId("difference");
  box.setAttribute("aria-describedby", id);
  const { replace, difference: told } = rosterWords.dialog;
  return h(
    "div",
    { class: "replacing" },
    h("label", { class: "check" }, box, replace(first.artists.length, chosen.length)),
    h("p", { class: "quiet", id }, told(names(more), names(less))),
  );
}

/** Asks before a roster is deleted, and deletes it; says whether it is. */
async function deleted(store: RosterStore, roster: Roster): Promise<boolean> {
  const texts = rosterWords.remove;
  const titleId = newId("title");
  const yes = h("button", { type: "button" }, texts.yes);
  const no = h("button", { type: "button", autofocus: true }, texts.no);
  const error = h("p", { class: "error", role: "alert", hidden: true });
  const attempt = attempting(error, {});
  const dialog = h(
    "dialog",
    { class: "panel roster-dialog", "aria-labelledby": titleId },
    h("h2", { id: titleId }, texts.title(roster.name)),
    h("p", { class: "quiet" }, texts.text),
    error,
    h("div", { class: "answers" }, no, yes),
  );
  let gone = false;
  yes.addEventListener("click", () =>
    attempt(yes, texts.deleting, async () => {
      await store.remove(roster);
      gone = true;
      dialog.close();
    }),
  );
  no.addEventListener("click", () => dialog.close());
  await opened(dialog);
  return gone;
}
