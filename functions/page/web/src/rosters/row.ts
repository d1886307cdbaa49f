// One roster in the form: its star, itself to be used at once, and what else can be done with it.
import { h } from "../dom.ts";
import type { Roster } from "./types.ts";
import { rosterWords } from "./words.ts";

export interface RosterRow {
  element: HTMLElement;
  roster: Roster;
  focus(): void;
  /** Shows whether its artists are those of the form, and whether there are any to add its own to. */
  tell(state: { used: boolean; addable: boolean }): void;
}

export interface RosterActions {
  star(roster: Roster): void;
  use(roster: Roster): void;
  add(roster: Roster): void;
  edit(roster: Roster): void;
}

export function rosterRow(roster: Roster, actions: RosterActions): RosterRow {
  const { name, starred, artists } = roster;
  const star = h(
    "button",
    { type: "button", class: "star", "aria-pressed": String(starred), "aria-label": rosterWords.star(name) },
    starred ? "★" : "☆",
  );
  const use = h(
    "button",
    { type: "button", class: "use" },
    h("span", { class: "visually-hidden" }, rosterWords.use),
    h("span", { class: "use-name", title: name }, name),
    " ",
    h("span", { class: "quiet" }, rosterWords.artists(artists.length)),
  );
  const add = h(
    "button",
    { type: "button", class: "plain", "aria-label": rosterWords.addOf(name) },
    rosterWords.add,
  );
  const edit = h(
    "button",
    { type: "button", class: "plain", "aria-label": rosterWords.editOf(name) },
    rosterWords.edit,
  );
  star.addEventListener("click", () => actions.star(roster));
  use.addEventListener("click", () => actions.use(roster));
  add.addEventListener("click", () => actions.add(roster));
  edit.addEventListener("click", () => actions.edit(roster));
  return {
    element: h("li", { class: "roster" }, star, use, add, edit),
    roster,
    focus: () => use.focus(),
    tell({ used, addable }) {
      if (used) use.setAttribute("aria-current", "true");
      else use.removeAttribute("aria-current");
      add.hidden = !addable || used;
    },
  };
}
