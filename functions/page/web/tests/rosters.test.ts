// Rosters: what is chosen with them, and what happens when two people change the same one.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Refused } from "../src/api.ts";
import { difference, joined, ordered, sameArtists } from "../src/rosters/rules.ts";
import { NameTaken, type RosterCalls, RosterStore } from "../src/rosters/store.ts";
import type { Draft, Roster, RosterBody } from "../src/rosters/types.ts";

const artist = (uuid: string): { uuid: string; name: string } => ({ uuid, name: uuid });
const roster = (id: string, more: Partial<Roster> = {}): Roster => ({
  roster_id: id,
  name: id,
  starred: false,
  artists: [],
  version: 1,
  updated_at: "2026-11-01T00:00:00Z",
  ...more,
});
const refused = (status: number, type = ""): Refused =>
  new Refused(
    status,
    { type: `urn:problem-type:liner-notes:${type}`, title: "", status, detail: "", instance: "" },
    null,
  );

/** Keeps rosters as the API does. */
class Kept implements RosterCalls {
  all: Roster[];
  constructor(...all: Roster[]) {
    this.all = all;
  }
  rosters = async (): Promise<{ rosters: Roster[] }> => ({ rosters: structuredClone(this.all) });
  addRoster = async (body: RosterBody): Promise<Roster> => {
    this.#unique(body.name, "");
    const made = this.#of("new", body, 1);
    this.all.push(made);
    return made;
  };
  changeRoster = async (
    id: string,
    { version, ...body }: RosterBody & { version: number },
  ): Promise<Roster> => {
    const at = this.all.findIndex((each) => each.roster_id === id);
    if (at < 0) throw refused(404);
    this.#unique(body.name, id);
    if (this.all[at]!.version !== version) throw refused(409, "roster-changed");
    this.all[at] = this.#of(id, body, version + 1);
    return this.all[at]!;
  };
  deleteRoster = async (id: string): Promise<void> => {
    if (!this.all.some((each) => each.roster_id === id)) throw refused(404);
    this.all = this.all.filter((each) => each.roster_id !== id);
  };
  #of(id: string, { name, artists, starred }: RosterBody, version: number): Roster {
    return roster(id, { name, starred, artists, version });
  }
  #unique(name: string, id: string): void {
    if (this.all.some((each) => each.name === name && each.roster_id !== id))
      throw refused(409, "roster-name-taken");
  }
}

const never = (): never => assert.fail("nobody is asked");
const draft = (name: string, ...uuids: string[]): Draft => ({
  name,
  starred: false,
  artists: uuids.map(artist),
});

test("starred rosters come first, each kind by name", () => {
  const rosters = [roster("c"), roster("b", { starred: true }), roster("a"), roster("á", { starred: true })];
  assert.deepEqual(
    ordered(rosters).map(({ name }) => name),
    ["á", "b", "a", "c"],
  );
});

test("the same artists in another order are the same", () => {
  assert.ok(sameArtists([artist("a"), artist("b")], [artist("b"), artist("a")]));
  assert.ok(!sameArtists([artist("a")], [artist("a"), artist("b")]));
  assert.deepEqual(difference([artist("a"), artist("b")], [artist("b"), artist("c")]), {
    more: [artist("a")],
    less: [artist("c")],
  });
});

test("a roster is added as far as there is room, and who is left out is known", () => {
  const chosen = Array.from({ length: 48 }, (_, at) => artist(String(at)));
  const { artists, added, already, over } = joined(chosen, ["0", "x", "y", "z"].map(artist));
  assert.equal(artists.length, 50);
  assert.deepEqual([added, already, over], [2, 1, [artist("z")]]);
});

test("a change is saved to the state it was made to", async () => {
  const kept = new Kept(roster("one"));
  const store = new RosterStore(kept, never);
  await store.load();
  const now = await store.save(store.all![0]!, draft("renamed", "a"));
  assert.equal(now?.roster.version, 2);
  assert.deepEqual([kept.all[0]!.name, store.all![0]!.name], ["renamed", "renamed"]);
});

for (const whose of ["mine", "theirs"] as const)
  test(`of two changes to the same roster ${whose} stays, as was decided`, async () => {
    const kept = new Kept(roster("one"));
    const asked: [string, string | undefined][] = [];
    const store = new RosterStore(kept, async (mine, theirs) => {
      asked.push([mine.name, theirs?.name]);
      return whose;
    });
    await store.load();
    const before = store.all![0]!;
    await kept.changeRoster("one", {
      name: "theirs",
      artists: [{ ...artist("b"), image_url: null, country_code: null }],
      starred: false,
      version: 1,
    });
    const now = await store.save(before, draft("mine", "a"));
    assert.deepEqual(asked, [["mine", "theirs"]]);
    assert.deepEqual([now?.stays, now?.roster.name], [whose, whose]);
    assert.deepEqual([kept.all[0]!.name, store.all![0]!.name], [whose, whose]);
  });

test("a roster deleted meanwhile stays so, or is saved as a new one", async () => {
  for (const whose of ["theirs", "mine"] as const) {
    const kept = new Kept(roster("one"));
    const store = new RosterStore(kept, async (_, theirs, stored) => {
      assert.equal(theirs, null);
      assert.equal(stored.roster_id, "one");
      return whose;
    });
    await store.load();
    const before = store.all![0]!;
    await kept.deleteRoster("one");
    const now = await store.save(before, draft("mine", "a"));
    const expected = whose === "mine" ? ["mine", "new"] : ["deleted", "one"];
    assert.deepEqual([now?.stays, now?.roster.roster_id], expected);
    assert.equal(store.all!.length, whose === "mine" ? 1 : 0);
  }
});

test("a change nobody decides about is not saved, and can still be", async () => {
  const kept = new Kept(roster("one"));
  const decided: ("mine" | null)[] = [null, "mine"];
  const store = new RosterStore(kept, async () => decided.shift()!);
  await store.load();
  const before = store.all![0]!;
  await kept.changeRoster("one", { ...draft("theirs"), artists: [], version: 1 });
  assert.equal(await store.save(before, draft("mine", "a")), null);
  assert.equal(kept.all[0]!.name, "theirs");
  assert.equal((await store.save(before, draft("mine", "a")))?.stays, "mine");
  assert.equal(kept.all[0]!.name, "mine");
});

test("a name in use is told as such, and nobody is asked whose roster stays", async () => {
  const kept = new Kept(roster("one"), roster("two"));
  const store = new RosterStore(kept, never);
  await store.load();
  await assert.rejects(store.save(store.of("one")!, draft("two")), NameTaken);
  await assert.rejects(store.create(draft("two")), NameTaken);
  assert.deepEqual(
    kept.all.map(({ name }) => name),
    ["one", "two"],
  );
});

test("a star keeps what somebody else has changed meanwhile", async () => {
  const kept = new Kept(roster("one"));
  const store = new RosterStore(kept, never);
  await store.load();
  const before = store.all![0]!;
  await kept.changeRoster("one", {
    name: "theirs",
    artists: [{ ...artist("b"), image_url: null, country_code: null }],
    starred: false,
    version: 1,
  });
  await store.star(before, true);
  assert.deepEqual([kept.all[0]!.name, kept.all[0]!.starred, kept.all[0]!.version], ["theirs", true, 3]);
});

test("deleting what somebody else has deleted is no failure, anything else is", async () => {
  const kept = new Kept(roster("one"));
  const store = new RosterStore(kept, never);
  await store.load();
  const one = store.all![0]!;
  await kept.deleteRoster("one");
  await store.remove(one);
  assert.deepEqual(store.all, []);
  kept.addRoster = async () => {
    throw refused(409, "too-many-rosters");
  };
  await assert.rejects(store.create(draft("more")), Refused);
  kept.deleteRoster = async () => {
    throw refused(503);
  };
  await assert.rejects(store.remove(one), Refused);
});
