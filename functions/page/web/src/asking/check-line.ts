// One line of a list that is checked: who was found, who may be meant, or what to look for instead.
import type { FormArtist } from "../address.ts";
import { h, newId } from "../dom.ts";
import { country } from "../format.ts";
import { portrait } from "../portrait.ts";
import { reasonIn } from "../reasons.ts";
import { words } from "../words.ts";
import { canBeLookedUp, type Line, type Outcome } from "./lines.ts";
import { isAddressLike } from "./paste.ts";
import { askingWords, asSentence } from "./words.ts";

export interface LineView {
  element: HTMLElement;
  readonly line: Line;
  /** Shows what is known of the line now. */
  become(line: Line): void;
  /** Says what will become of it. */
  tell(outcome: Outcome): void;
}

export interface LineSettings {
  /** The reader has chosen, or does not want the line. */
  changed(): void;
  /** Looks for what the line, or the reader, says. */
  look(view: LineView, written: string): Promise<void>;
}

export function lineView(first: Line, { changed, look }: LineSettings): LineView {
  const element = h("li", { class: "checked-line" });
  const told = h("span", { class: "quiet outcome", hidden: true });
  const view: LineView = {
    element,
    line: first,
    become(line) {
      const focused = element.contains(document.activeElement);
      Object.assign(view, { line });
      element.replaceChildren(content(line));
      if (focused) element.querySelector<HTMLElement>("input, button")?.focus();
    },
    tell(outcome) {
      const known = askingWords.check.outcome as Partial<Record<Outcome, string>>;
      told.hidden = !(outcome in known);
      told.textContent = known[outcome] ?? "";
      element.classList.toggle("unwanted", outcome === "unwanted");
    },
  };

  function content(line: Line): HTMLElement {
    return line.status === "found" && line.artist ? found(line, line.artist) : open(line);
  }

  function found(line: Line, artist: FormArtist): HTMLElement {
    const box = h("input", { type: "checkbox" });
    box.checked = !line.unwanted;
    box.addEventListener("change", () => {
      line.unwanted = !box.checked;
      changed();
    });
    const otherwise = line.written.toLowerCase() !== artist.name.toLowerCase();
    const written =
      otherwise && h("span", { class: "quiet written" }, askingWords.check.written(line.written));
    return h("label", { class: "candidate" }, box, ...shown(artist), written, told);
  }

  /** Offers who may be meant, and to look for something else. */
  function open(line: Line): HTMLElement {
    const note = noteOf(line);
    return h(
      "fieldset",
      {},
      h("legend", {}, titleOf(line), " ", told),
      note && h("p", { class: "quiet" }, note),
      ...(line.candidates.length ? candidates(line) : []),
      line.status === "ambiguous" ? null : mending(line),
    );
  }

  function candidates(line: Line): HTMLElement[] {
    const name = newId("which");
    const option = (artist: FormArtist | null): HTMLElement => {
      const radio = h("input", { type: "radio", name });
      radio.checked = artist ? line.artist?.uuid === artist.uuid : line.unwanted;
      radio.addEventListener("change", () => {
        line.artist = artist;
        line.unwanted = artist === null;
        changed();
      });
      const texts = artist ? shown(artist) : [h("span", {}, askingWords.check.leaveOut)];
      return h("label", { class: "candidate" }, radio, ...texts);
    };
    return [...line.candidates.map(option), option(null)];
  }

  function mending(line: Line): HTMLElement {
    const { check } = askingWords;
    const input = h("input", { type: "text", autocomplete: "off", spellcheck: "false", value: line.written });
    const button = h("button", { type: "button" }, check.look);
    const again = async (): Promise<void> => {
      if (button.getAttribute("aria-disabled") === "true" || !canBeLookedUp(input.value.trim())) return;
      button.setAttribute("aria-disabled", "true");
      button.textContent = check.lookingOne;
      await look(view, input.value.trim());
      button.setAttribute("aria-disabled", "false");
      button.textContent = check.look;
    };
    button.addEventListener("click", () => void again());
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing) return;
      event.preventDefault();
      void again();
    });
    const label = h("label", {}, h("span", { class: "visually-hidden" }, check.mend), input);
    return h("div", { class: "mend-row" }, label, button);
  }

  view.become(first);
  return view;
}

function shown(artist: FormArtist): Node[] {
  const name = h("span", { class: "option-name" }, artist.name);
  const where = artist.country ? [h("span", { class: "quiet" }, country(artist.country))] : [];
  return [portrait(artist.name, artist.picture), name, ...where];
}

function titleOf({ status, written, candidates }: Line): string {
  const { check } = askingWords;
  if (status === "ambiguous") return check.which(written);
  if (status === "not_asked") return check.notLookedUp(written);
  return candidates.length ? check.similar(written) : check.notFound(written);
}

/** Says why nothing is known of a line, where that is more than that nobody is called so. */
function noteOf({ status, written, note }: Line): string | null {
  if (!canBeLookedUp(written)) return askingWords.check.length;
  if (!note) return null;
  // What is allowed instead, which follows, is said where the list was pasted.
  if (status === "unknown") return isAddressLike(written) ? asSentence(note.split(": ")[0]!) : null;
  const reason = status === "not_asked" ? reasonIn(note) : "other";
  return reason === "other" ? null : words.reasons[reason];
}
