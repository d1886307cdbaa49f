// How many songs of each artist the sections that count songs look at; shown while one of them is asked for.
import type { Form } from "./address.ts";
import { h } from "./dom.ts";
import { type Field, field } from "./field.ts";
import { DEFAULT_SONGS, MOST_SONGS, songsAreCounted } from "./sections/counting-songs.ts";
import { words } from "./words.ts";

export interface SongsField extends Field {
  /** Shows the field if any of these sections counts songs. */
  forSections(sections: Form["sections"]): void;
}

export function songsField(chosen: number | null, changed: (limit: number | null) => void): SongsField {
  const input = h("input", {
    type: "number",
    min: "1",
    max: String(MOST_SONGS),
    step: "1",
    inputmode: "numeric",
    placeholder: String(DEFAULT_SONGS),
  });
  input.value = chosen === null ? "" : String(chosen);
  input.addEventListener("input", () => {
    // What is no number at all has an empty value: 0 is as wrong, and not mistaken for none given.
    const none = input.value === "" && !input.validity.badInput;
    changed(none ? null : Number(input.value));
  });
  const made = field(words.form.songsLimit, input, input);
  return {
    ...made,
    forSections(sections) {
      made.element.hidden = !songsAreCounted({ sections });
    },
  };
}
