import assert from "node:assert/strict";
import { test } from "node:test";
import type { PlaylistsRow, PlaylistsTotal } from "../src/openapi.d.ts";
import { largestOf, movesOf } from "../src/sections/playlists/moves.ts";
import { words } from "../src/sections/playlists/words.ts";

function row(event: string, added: string | null, removed: string | null = null): PlaylistsRow {
  return { event, added_on: added, removed_on: removed, position: 5, peak_position: 2 } as PlaylistsRow;
}

test("each day of a period has what was added and removed on it, its first and last day too", () => {
  const moves = movesOf(
    [
      row("added", "2024-09-01", "2024-11-02"),
      row("removed", "2024-03-01", "2024-09-03"),
      row("added_and_removed", "2024-09-03", "2024-09-01"),
      row("held", "2024-02-01"),
      row("removed", null, "2024-09-03"),
    ],
    "2024-09-01",
    "2024-09-03",
  );
  assert.deepEqual(
    moves.map(({ first, added, removed }) => [first, added, removed]),
    [
      ["2024-09-01", 1, 1],
      ["2024-09-02", 0, 0],
      ["2024-09-03", 1, 2],
    ],
  );
  assert.equal(largestOf(moves), 2);
});

test("a long period is shown by month, its first and last as far as they belong to it", () => {
  const moves = movesOf([row("added", "2024-02-29"), row("added", "2024-02-01")], "2024-01-15", "2024-05-03");
  assert.deepEqual(
    moves.map(({ first, last }) => `${first} ${last}`),
    [
      "2024-01-15 2024-01-31",
      "2024-02-01 2024-02-29",
      "2024-03-01 2024-03-31",
      "2024-04-01 2024-04-30",
      "2024-05-01 2024-05-03",
    ],
  );
  assert.equal(moves[1]?.added, 2);
});

test("where nothing moved there is nothing to draw", () => {
  assert.equal(largestOf(movesOf([row("held", "2024-02-01")], "2024-09-01", "2024-09-30")), 0);
});

test("what is not known is not called none", () => {
  const total = { added: 3, removed: null, playlists_latest: null } as PlaylistsTotal;
  assert.equal(words.total(total), "3 added, removals not known");
  assert.equal(words.total({ ...total, removed: 0, playlists_latest: 1 }), "3 added, 0 removed, on 1 list");
});

test("an event is said with its day, and one whose day is not known says so", () => {
  assert.equal(words.event(row("added", null)), "Added a day not known");
  assert.match(
    words.event(row("added_and_removed", "2024-09-03", "2024-09-01")),
    /^Added .*2024, removed .*2024$/,
  );
  assert.equal(words.event(row("held", null)), "On it");
});

test("a position that is not the best names the best", () => {
  assert.equal(words.positionOf({ position: 5, peak_position: 2 }), "5 (best 2)");
  assert.equal(words.positionOf({ position: 2, peak_position: 2 }), "2");
  assert.equal(words.positionOf({ position: null, peak_position: null }), "–");
});

test("a number says how much more or less it is than in the other period", () => {
  const other = { start: "2024-08-01", end: "2024-08-31" };
  assert.match(words.compared(7, other), /^7 more than in /);
  assert.match(words.compared(-1, other), /^1 fewer than in /);
  assert.match(words.compared(0, other), /^as many as in /);
});
