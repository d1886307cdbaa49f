// Asks whose subscription is to stay, where two people have changed the same one.
import { h, newId } from "../dom.ts";
import { opened } from "../modal.ts";
import { targetName } from "./described.ts";
import { differing } from "./rules.ts";
import type { Draft } from "./types.ts";
import { inWords } from "./when.ts";
import { subscriptionWords } from "./words.ts";

/** Shows where both differ; one who closes the question goes back to what is not saved yet. */
export async function askWhose(mine: Draft, theirs: Draft): Promise<"mine" | "theirs" | null> {
  const texts = subscriptionWords.conflict;
  const titleId = newId("title");
  const keepTheirs = h("button", { type: "button", autofocus: true }, texts.keepTheirs);
  const keepMine = h("button", { type: "button" }, texts.keepMine);
  const parts = differing(mine, theirs);
  const dialog = h(
    "dialog",
    { class: "panel roster-dialog", "aria-labelledby": titleId },
    h("h2", { id: titleId }, texts.title(theirs.title)),
    h("p", {}, texts.text),
    h(
      "dl",
      { class: "states" },
      h("dt", {}, texts.theirs),
      ...saidOf(theirs, parts, mine).map((text) => h("dd", {}, text)),
      h("dt", {}, texts.mine),
      ...saidOf(mine, parts, theirs).map((text) => h("dd", {}, text)),
    ),
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

/** Says of these parts what a draft has; what the other has as well is not said again. */
function saidOf(draft: Draft, parts: (keyof Draft)[], other: Draft): string[] {
  const { dialog, conflict, onlyUnusual, periods } = subscriptionWords;
  const has = (...names: (keyof Draft)[]): boolean => names.some((name) => parts.includes(name));
  const { period, ...asked } = draft.request;
  const { period: _, ...otherAsked } = other.request;
  const targets = draft.deliver.map(targetName).join(", ");
  const rules = `${dialog.skip}: ${dialog.skips[draft.skip]}`;
  return [
    has("title") && `${dialog.title}: ${draft.title}`,
    period !== other.request.period && `${dialog.period}: ${periods[period]}`,
    JSON.stringify(asked) !== JSON.stringify(otherAsked) && conflict.another,
    has("every", "on", "at", "time_zone") && inWords(draft),
    has("deliver") && `${dialog.deliver}: ${targets || conflict.none}`,
    has("skip") && rules,
    has("only_when") && (draft.only_when ? onlyUnusual : conflict.notOnlyUnusual),
  ].filter((text) => text !== false);
}
