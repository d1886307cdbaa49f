// The rosters of the key, as far as this page knows, and every change to them.
import { type Calls, Refused } from "../api.ts";
import { bodyOf, draftOf, ordered } from "./rules.ts";
import type { Draft, Roster } from "./types.ts";

export type RosterCalls = Pick<Calls, "rosters" | "addRoster" | "changeRoster" | "deleteRoster">;

/**
 * Asks whose state is to stay, where somebody else has changed or deleted a roster meanwhile, which was `before`; null
 * if that is left undecided.
 */
export type Decide = (
  mine: Draft,
  theirs: Roster | null,
  before: Roster,
) => Promise<"mine" | "theirs" | null>;

/** Whose state of a roster stays, and what the roster is then; of one that is gone, what it was. */
export interface Outcome {
  stays: "mine" | "theirs" | "deleted";
  roster: Roster;
}

/** Another roster has the name. */
export class NameTaken extends Error {}

/** Tells by a "change" event that there are others, or other states of them. */
export class RosterStore extends EventTarget {
  /** In the order in which they are shown; null as long as they are not known. */
  all: Roster[] | null = null;
  readonly #calls: RosterCalls;
  readonly #decide: Decide;

  constructor(calls: RosterCalls, decide: Decide) {
    super();
    this.#calls = calls;
    this.#decide = decide;
  }

  of(id: string): Roster | null {
    return this.all?.find(({ roster_id: each }) => each === id) ?? null;
  }

  forget(): void {
    this.all = null;
    this.dispatchEvent(new Event("change"));
  }

  async load(): Promise<void> {
    const { rosters } = await this.#calls.rosters();
    this.#become(rosters);
  }

  async create(draft: Draft): Promise<Roster> {
    const made = await this.#calls.addRoster(bodyOf(draft)).catch(asNameTaken);
    this.#become([...(this.all ?? []), made]);
    return made;
  }

  /** Saves what a roster is to become; null if somebody else has changed it and nobody decides whose state stays. */
  async save(roster: Roster, draft: Draft): Promise<Outcome | null> {
    try {
      return { stays: "mine", roster: await this.#write(roster, draft) };
    } catch (error) {
      const theirs = await this.#changedMeanwhile(roster, error);
      const whose = await this.#decide(draft, theirs, roster);
      if (whose === null) return null;
      if (whose === "mine")
        return theirs ? this.save(theirs, draft) : { stays: "mine", roster: await this.create(draft) };
      return theirs ? { stays: "theirs", roster: theirs } : { stays: "deleted", roster };
    }
  }

  /** Stars a roster, or takes the star away, whatever else has become of it meanwhile. */
  async star(roster: Roster, starred: boolean): Promise<void> {
    try {
      await this.#write(roster, { ...draftOf(roster), starred });
    } catch (error) {
      const theirs = await this.#changedMeanwhile(roster, error);
      if (theirs) await this.star(theirs, starred);
    }
  }

  async remove({ roster_id: id }: Roster): Promise<void> {
    try {
      await this.#calls.deleteRoster(id);
    } catch (error) {
      // Somebody else was quicker.
      if (!(error instanceof Refused) || error.status !== 404) throw error;
    }
    this.#become((this.all ?? []).filter((roster) => roster.roster_id !== id));
  }

  async #write({ roster_id: id, version }: Roster, draft: Draft): Promise<Roster> {
    const now = await this.#calls.changeRoster(id, { ...bodyOf(draft), version });
    this.#become((this.all ?? []).map((roster) => (roster.roster_id === id ? now : roster)));
    return now;
  }

  /** Gives the state somebody else has made of a roster, null if it is gone; anything else wrong is thrown. */
  async #changedMeanwhile({ roster_id: id }: Roster, error: unknown): Promise<Roster | null> {
    const changed = error instanceof Refused && (error.status === 404 || error.kind === "roster-changed");
    if (!changed) return asNameTaken(error);
    await this.load();
    return this.of(id);
  }

  #become(rosters: Roster[]): void {
    this.all = ordered(rosters);
    this.dispatchEvent(new Event("change"));
  }
}

function asNameTaken(error: unknown): never {
  throw error instanceof Refused && error.kind === "roster-name-taken" ? new NameTaken() : error;
}
