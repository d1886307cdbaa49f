// Asks whose roster is to stay, where two people have changed the same one.
import { named } from "../asking/words.ts";
import { h, newId } from "../dom.ts";
import { opened } from "../modal.ts";
import { difference, draftOf } from "./rules.ts";
import type { Draft, Roster } from "./types.ts";
import { rosterWords } from "./words.ts";

/** Shows both states; one who closes the question goes back to what is not saved yet. */
export async function askWhose(
  mine: Draft,
  theirs: Roster | null,
  before: Roster,
): Promise<"mine" | "theirs" | null> {
  const texts = rosterWords.conflict;
  const titleId = newId("title");
  const other = theirs && draftOf(theirs);
  const keepTheirs = h(
    "button",
    { type: "button", autofocus: true },
    other ? texts.keepTheirs : texts.leaveDeleted,
  );
  const keepMine = h("button", { type: "button" }, other ? texts.keepMine : texts.saveNew);
  const dialog = h(
    "dialog",
    { class: "panel roster-dialog", "aria-labelledby": titleId },
    h("h2", { id: titleId }, other ? texts.changed(other.name) : texts.deleted(before.name)),
    h("p", {}, other ? texts.changedText : texts.deletedText),
    other &&
      h("dl", { class: "states" }, ...state(texts.theirs, other, mine), ...state(texts.mine, mine, other)),
    h("div", { class: "answers" }, keepTheirs, keepMine),
  );
  let answer: "mine" | "theirs" | null = null;
  const decide = (whose: "mine" | "theirs"): void => {
    answer = whose;
    dialog.close();
  };
  keepTheirs.addEventListener("click", () => decide("theirs"));
  keepMine.addEventListener("click", () => decide("mine"));
  await opened(dialog);
  return answer;
}

function state(title: string, one: Draft, other: Draft): HTMLElement[] {
  const { more } = difference(one.artists, other.artists);
  const names = named(more.map(({ name }) => name));
  const texts = [
    `${one.starred ? "★ " : ""}${one.name}, ${rosterWords.artists(one.artists.length)}`,
    more.length ? rosterWords.conflict.only(names) : null,
  ];
  return [h("dt", {}, title), h("dd", {}, texts.filter(Boolean).join("; "))];
}
