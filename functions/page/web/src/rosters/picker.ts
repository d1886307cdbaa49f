// The rosters in the form: a whole one is chosen with one click, and what was chosen becomes one.
import type { FormArtist } from "../address.ts";
import { formArtist, MOST_ARTISTS } from "../asking/lines.ts";
import { attempting } from "../attempt.ts";
import { fill, h, newId } from "../dom.ts";
import { problemText } from "../problems.ts";
import { askWhose } from "./conflict.ts";
import { editRoster, newRoster } from "./dialog.ts";
import { type RosterRow, rosterRow } from "./row.ts";
import { draftOf, joined, sameArtists } from "./rules.ts";
import { type Outcome, type RosterCalls, RosterStore } from "./store.ts";
import type { Roster } from "./types.ts";
import { rosterWords } from "./words.ts";

export interface RosterPicker {
  element: HTMLElement;
  /** Loads the rosters, once there is a key. */
  begin(): void;
  /** Says which artists the form has now. */
  forArtists(artists: FormArtist[]): void;
}

/** Makes the picker; `choose` puts artists in the place of those the form has. */
export function rosterPicker(calls: RosterCalls, choose: (artists: FormArtist[]) => void): RosterPicker {
  const store = new RosterStore(calls, askWhose);
  const titleId = newId("title");
  const title = h("h3", { class: "label", id: titleId, tabindex: "-1" }, rosterWords.title);
  const save = h("button", { type: "button", class: "plain" }, rosterWords.save);
  const said = h("div", { class: "roster-said", role: "status" });
  const changed = h("div", { class: "roster-said" });
  const error = h("p", { class: "error", role: "alert", hidden: true });
  const attempt = attempting(error, {});
  const body = h("div", { class: "roster-body" });
  const hint = h("p", { class: "quiet roster-hint", hidden: true }, rosterWords.hint);
  const element = h(
    "section",
    { class: "rosters", "aria-labelledby": titleId },
    h("div", { class: "roster-head" }, title, save),
    body,
    hint,
    said,
    changed,
    error,
  );
  let artists: FormArtist[] = [];
  let rows: RosterRow[] = [];
  /** The roster used last, which may be brought up to the form. */
  let active: string | null = null;

  store.addEventListener("change", show);
  save.addEventListener("click", () => void saveNew());

  function show(): void {
    const all = store.all ?? [];
    const focused = rows.findIndex((row) => row.element.contains(document.activeElement));
    const focusedId = rows[focused]?.roster.roster_id;
    rows = all.map((roster) => rosterRow(roster, { star, use, add, edit: (each) => void edit(each) }));
    if (store.all === null) fill(body, h("p", { class: "quiet" }, rosterWords.loading));
    else if (rows.length) fill(body, h("ul", { class: "roster-list" }, ...rows.map((row) => row.element)));
    else fill(body, h("p", { class: "quiet" }, rosterWords.none));
    if (focusedId !== undefined) focus(focusedId);
    tell();
  }

  function focus(id: string): void {
    (rows.find(({ roster }) => roster.roster_id === id) ?? rows[0] ?? title).focus();
  }

  function tell(): void {
    for (const row of rows)
      row.tell({ used: sameArtists(row.roster.artists, artists), addable: artists.length > 0 });
    const isOne = rows.some(({ roster }) => sameArtists(roster.artists, artists));
    save.hidden = !artists.length || isOne || store.all === null;
    hint.hidden = !rows.length || !artists.length || isOne;
    sayWhetherChanged();
  }

  function say(text: string, ...more: Node[]): void {
    error.hidden = true;
    fill(said, h("span", {}, text), ...more);
  }

  function replaceBy(next: FormArtist[], text: string): void {
    const before = artists;
    const undo = h("button", { type: "button", class: "plain" }, rosterWords.undo);
    const { id, focused } = { id: active, focused: document.activeElement };
    undo.addEventListener("click", () => {
      active = id;
      choose(before);
      if (focused instanceof HTMLElement) focused.focus();
      fill(said);
    });
    choose(next);
    say(text, ...(before.length && !sameArtists(before, next) ? [undo] : []));
  }

  function use(roster: Roster): void {
    const next = roster.artists.map(formArtist);
    const before = sameArtists(next, artists) ? 0 : artists.length;
    const text = rosterWords.used(roster.name, next.length, before);
    replaceBy(next, text);
    active = roster.roster_id;
    tell();
  }

  function add(roster: Roster): void {
    const { artists: next, added, already, over } = joined(artists, roster.artists.map(formArtist));
    const names = over.map(({ name }) => name);
    const text = rosterWords.added(roster.name, added, already);
    active = null;
    replaceBy(next, over.length ? `${text} ${rosterWords.over(names, MOST_ARTISTS)}` : text);
    focus(roster.roster_id);
  }

  function star(roster: Roster): void {
    error.hidden = true;
    store.star(roster, !roster.starred).then(() => {
      const row = rows.find((each) => each.roster.roster_id === roster.roster_id);
      row?.element.querySelector<HTMLElement>(".star")?.focus();
    }, fail);
  }

  async function saveNew(): Promise<void> {
    const made = await newRoster(store, artists);
    if (!made) return;
    active = made.roster_id;
    say(rosterWords.saved(made.name));
    focus(made.roster_id);
    tell();
  }

  async function edit(roster: Roster): Promise<void> {
    const edited = await editRoster(store, roster, artists);
    if (!edited) return;
    if ("deleted" in edited) say(rosterWords.deleted(edited.deleted));
    else say(outcomeText(edited, rosterWords.saved(edited.roster.name)));
    focus(roster.roster_id);
    tell();
  }

  /** Offers to bring the roster used last up to what has become of its artists in the form. */
  function sayWhetherChanged(): void {
    const roster = active === null ? null : store.of(active);
    if (!roster || !artists.length || sameArtists(roster.artists, artists)) {
      fill(changed);
      return;
    }
    const update = h("button", { type: "button", class: "plain" }, rosterWords.update);
    const save = async (): Promise<void> => {
      const outcome = await store.save(roster, { ...draftOf(roster), artists });
      if (!outcome) return;
      const { name, artists: now } = outcome.roster;
      say(outcomeText(outcome, rosterWords.updated(name, now.length)));
      focus(roster.roster_id);
    };
    update.addEventListener("click", () => void attempt(update, rosterWords.updating, save));
    const text = rosterWords.changed(roster.name, roster.artists.length, artists.length);
    fill(changed, h("span", {}, text), update);
  }

  function fail(problem: unknown): void {
    error.hidden = false;
    error.textContent = problemText(problem);
  }

  async function load(): Promise<void> {
    try {
      await store.load();
    } catch {
      if (store.all) return;
      const retry = h("button", { type: "button", class: "plain" }, rosterWords.retry);
      retry.addEventListener("click", () => void load());
      fill(body, h("p", { class: "quiet" }, rosterWords.unread, " ", retry));
    }
  }

  show();
  return {
    element,
    begin() {
      // Those of another key are none of this one's.
      store.forget();
      void load();
    },
    forArtists(now) {
      if (!sameArtists(now, artists)) fill(said);
      artists = now;
      tell();
    },
  };
}

/** Says whose state of a roster stays; `saved` is what is said where that is the reader's own. */
function outcomeText({ stays, roster }: Outcome, saved: string): string {
  if (stays === "mine") return saved;
  return stays === "theirs" ? rosterWords.theirsStays(roster.name) : rosterWords.staysDeleted(roster.name);
}
