// The form folded to one line, where a report is on show: what it asks for, and the button that unfolds it.
import type { Form } from "../address.ts";
import { h, newId } from "../dom.ts";
import { country } from "../format.ts";
import { periodName } from "../moments.ts";
import type { Names } from "../names.ts";
import { words } from "../words.ts";
import { formWords } from "./words.ts";

export interface Fold {
  /** The line, to stand before the form. */
  element: HTMLElement;
  /** Says what the form asks for. */
  say(form: Form): void;
  /** Folds the form, or shows it with what folds it again. */
  fold(folded: boolean): void;
  /** Shows the form alone: there is no report to make room for. */
  alone(): void;
}

const MOST_NAMES = 2;

/** Makes the line of a form; `unfolded` is called whenever the form is to be seen again. */
export function foldOf(form: HTMLElement, names: Names, unfolded: () => void): Fold {
  form.id ||= newId("form");
  const line = h("p", {});
  const button = h("button", { type: "button", "aria-controls": form.id });
  const element = h("div", { class: "fold", hidden: true }, line, button);

  function show(folded: boolean): void {
    const wasHidden = form.hidden;
    form.hidden = folded;
    line.hidden = !folded;
    element.classList.toggle("panel", folded);
    button.setAttribute("aria-expanded", String(!folded));
    button.textContent = folded ? formWords.folded.change : formWords.folded.fold;
    // Beside columns of that name it must be told what changes.
    button.ariaLabel = folded ? formWords.folded.changeWhat : null;
    if (wasHidden && !folded) unfolded();
  }

  button.addEventListener("click", () => {
    show(!form.hidden);
    if (form.hidden) return;
    // Where a keyboard would cover half of the form, nobody has asked for it yet.
    const typing = !matchMedia("(pointer: coarse)").matches;
    form.querySelector<HTMLElement>(typing ? '[role="combobox"]' : "h2")?.focus();
  });
  return {
    element,
    say(of) {
      line.textContent = lineOf(of, names);
    },
    fold(folded) {
      element.hidden = false;
      show(folded);
    },
    alone() {
      element.hidden = true;
      show(false);
    },
  };
}

/** Says in a line what a form asks for. */
export function lineOf(form: Form, names: Names): string {
  const { artists, platforms, sections, compare } = form;
  if (!artists.length) return "";
  const named = artists.map(({ uuid, name }) => name || names.artist(uuid));
  const parts = [
    named.length <= MOST_NAMES ? named.join(", ") : words.report.manyArtists(named.length),
    platforms.length === 1 ? names.platform(platforms[0]!) : formWords.folded.platforms(platforms.length),
    periodName(form.start, form.end),
    form.country ? country(form.country) : words.form.worldwide,
    compare && formWords.folded.against(words.comparisons[compare].toLowerCase()),
    sections.length ? formWords.folded.with(sections.map((name) => names.section(name)).join(", ")) : null,
  ];
  return parts.filter((part) => part !== null).join(" · ");
}
