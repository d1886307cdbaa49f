// The ways to say which artists without clicking on each, put together for the form: a line, rosters, and lists.
import type { Form, FormArtist } from "../address.ts";
import type { Calls } from "../api.ts";
import type { ArtistsField } from "../artists-field.ts";
import { fill, h } from "../dom.ts";
import { rosterPicker } from "../rosters/picker.ts";
import { checkDialog } from "./check-dialog.ts";
import { type LineField, lineField } from "./line-field.ts";
import { isList } from "./paste.ts";
import { askingWords } from "./words.ts";

type Changed = (artists: FormArtist[]) => void;

export interface Asking {
  line: LineField;
  rosters: HTMLElement;
  /** Adds lists and rosters to the field of the artists of a form, which is made with what is told of a change. */
  artists<Of extends ArtistsField>(
    chosen: FormArtist[],
    make: (changed: Changed) => Of,
    changed: Changed,
  ): Of;
  /** Begins once there is a key. */
  begin(): void;
}

/** `filled` takes what a line says of a form, and gives what undoes it. */
export function asking(calls: Calls, filled: (part: Partial<Form>) => () => void): Asking {
  const dialog = checkDialog(calls);
  const line = lineField({ calls, dialog, filled });
  let artists: FormArtist[] = [];
  let choose: Changed = () => {};
  const rosters = rosterPicker(calls, (next) => choose(next));

  function artistsOf<Of extends ArtistsField>(
    chosen: FormArtist[],
    make: (changed: Changed) => Of,
    changed: Changed,
  ): Of {
    const become = (next: FormArtist[]): void => {
      artists = next;
      rosters.forArtists(next);
    };
    const typed = make((next) => {
      fill(note);
      become(next);
      changed(next);
    });
    choose = (next) => {
      typed.set(next);
      become(next);
      changed(next);
    };
    const note = h("div", { class: "paste-note", role: "status" });
    const paste = h("button", { type: "button", class: "plain paste" }, askingWords.paste.open);
    const element = h("div", { class: "artists-asked" }, paste, typed.element, note);
    // What a line has filled in is another form's.
    line.changed();
    become(chosen);

    async function take(text: string): Promise<void> {
      const checked = await dialog.list(text, artists);
      if (!checked) return;
      choose([...artists, ...checked.artists]);
      const { leftOut } = checked;
      const look = h("button", { type: "button", class: "plain" }, askingWords.lookAgain);
      look.addEventListener("click", () => void take(leftOut.join("\n")));
      const told = leftOut.length ? [` ${askingWords.leftOut(leftOut)} `, look] : [];
      fill(note, askingWords.added(checked.artists.length), ...told);
    }

    paste.addEventListener("click", () => void take(""));
    element.addEventListener("paste", (event) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!isList(text)) return;
      event.preventDefault();
      void take(text);
    });
    return { ...typed, element };
  }

  return {
    line,
    rosters: rosters.element,
    artists: artistsOf,
    begin: rosters.begin,
  };
}
