// The artists of a report: found by typing, shown as chips.
import type { FormArtist } from "./address.ts";
import { type Calls, Offline } from "./api.ts";
import { combobox } from "./combobox.ts";
import { fill, h } from "./dom.ts";
import { type Field, field } from "./field.ts";
import { country } from "./format.ts";
import { portrait } from "./portrait.ts";
import { words } from "./words.ts";

const MOST_ARTISTS = 50;

export function artistsField(
  calls: Calls,
  chosen: FormArtist[],
  changed: (artists: FormArtist[]) => void,
): Field {
  let artists = chosen;
  const chips = h("ul", { class: "chips", "aria-label": words.form.artists });
  const { input, element } = combobox<FormArtist>({
    label: words.form.artists,
    attributes: { placeholder: words.form.artistsHint },
    fewest: 2,
    pauseMs: 200,
    async search(term, signal) {
      const { artists: found } = await calls.artists(term, signal);
      return found
        .map(({ uuid, name, image_url, country_code }) => ({
          uuid,
          name: name ?? words.form.unnamed,
          country: country_code,
          picture: image_url,
        }))
        .filter(({ uuid }) => !artists.some((artist) => artist.uuid === uuid));
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
    found: words.form.found,
    searching: words.form.searching,
    failed: (error) => (error instanceof Offline ? words.problem.offline : words.form.searchFailed),
    emptied: () => change(artists.slice(0, -1)),
  });
  const made = field(words.form.artists, input, h("div", { class: "chosen" }, chips, element));

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
  return made;
}
