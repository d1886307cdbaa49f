// The artists of a report: found by typing, shown as chips.
import type { FormArtist } from "./address.ts";
import { type Calls, Offline, Refused } from "./api.ts";
import { askingWords, asSentence } from "./asking/words.ts";
import { combobox } from "./combobox.ts";
import { fill, h } from "./dom.ts";
import { type Field, field } from "./field.ts";
import { similar } from "./form/similar.ts";
import { formWords } from "./form/words.ts";
import { country } from "./format.ts";
import { plain } from "./plain.ts";
import { portrait } from "./portrait.ts";
import { sentences } from "./worded.ts";
import { words } from "./words.ts";

const MOST_ARTISTS = 50;

export interface ArtistsField extends Field {
  /** What was typed and not chosen from the list. */
  typed(): string;
  /** Has a text stand there as if it had been typed. */
  type(text: string): void;
  /** Shows other artists, chosen elsewhere. */
  set(artists: FormArtist[]): void;
}

/** Makes the field; `known` lists artists that may be meant where a name is not found as it was typed. */
export function artistsField(
  calls: Calls,
  chosen: FormArtist[],
  changed: (artists: FormArtist[]) => void,
  known: () => FormArtist[] = () => [],
): ArtistsField {
  let artists = chosen;
  /** Why the list is not simply what was found: what was found is chosen already, or these are guesses. */
  let instead: { already: string } | "guesses" | null = null;
  const chips = h("ul", { class: "chips", "aria-label": words.form.artists });
  const { input, element } = combobox<FormArtist>({
    label: words.form.artists,
    attributes: { placeholder: askingWords.artistsHint },
    fewest: 2,
    pauseMs: 200,
    async search(term, signal) {
      const { artists: answer } = await calls.artists(term, signal);
      const found = answer.map(({ uuid, name, image_url, country_code }) => ({
        uuid,
        name: name ?? words.form.unnamed,
        country: country_code,
        picture: image_url,
      }));
      const left = found.filter(isNew);
      instead = found.length && !left.length ? { already: found[0]!.name } : null;
      if (found.length) return left;
      const guesses = similar(term, known().filter(isNew));
      instead = guesses.length ? "guesses" : null;
      return guesses;
    },
    sure(found, term) {
      if (instead === "guesses") return undefined;
      const exact = found.filter(({ name }) => plain(name) === plain(term));
      return exact.length === 1 ? exact[0] : found.length === 1 ? found[0] : undefined;
    },
    show: (artist) => [
      portrait(artist.name, artist.picture),
      h("span", { class: "option-name" }, artist.name),
      artist.country ? h("span", { class: "quiet" }, country(artist.country)) : null,
    ],
    choose(artist) {
      if (artists.length < MOST_ARTISTS) change([...artists, artist]);
      else made.fail(words.form.enough);
      input.focus();
    },
    found(number) {
      if (instead === "guesses") return formWords.artists.didYouMean;
      return instead ? formWords.artists.already(instead.already) : words.form.found(number);
    },
    searching: words.form.searching,
    failed: (error) => {
      // The address of something else than an artist: the API says of what.
      if (error instanceof Refused && error.status === 422 && error.problem.errors?.[0])
        return asSentence(sentences(error.problem.errors[0].message));
      return error instanceof Offline ? words.problem.offline : words.form.searchFailed;
    },
    emptied: () => change(artists.slice(0, -1)),
  });
  const made = field(words.form.artists, input, h("div", { class: "chosen" }, chips, element));
  input.addEventListener("input", () => made.fail(null));

  function isNew({ uuid }: FormArtist): boolean {
    return !artists.some((artist) => artist.uuid === uuid);
  }

  function change(next: FormArtist[]): void {
    if (next.length === artists.length && !next.length) return;
    artists = next;
    show();
    changed(artists);
  }

  function show(): void {
    chips.hidden = !artists.length;
    fill(chips, ...artists.map(chip));
  }

  function chip(artist: FormArtist, index: number): HTMLElement {
    const name = artist.name || words.report.unnamedArtist(index + 1);
    const remove = h(
      "button",
      { type: "button", class: "remove", "aria-label": words.form.remove(name) },
      "×",
    );
    remove.addEventListener("click", () => {
      change(artists.filter((other) => other !== artist));
      input.focus();
    });
    return h(
      "li",
      { class: "chip" },
      portrait(name, artist.picture),
      h("span", { class: "chip-name" }, name),
      remove,
    );
  }

  show();
  return {
    ...made,
    typed: () => input.value.trim(),
    type(text) {
      input.value = text;
    },
    set(next) {
      artists = next;
      show();
    },
  };
}
