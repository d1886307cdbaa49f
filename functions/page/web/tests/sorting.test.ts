import assert from "node:assert/strict";
import { test } from "node:test";
import { country, day } from "../src/format.ts";
import { Names } from "../src/names.ts";
import type { PlaylistsRow } from "../src/openapi.d.ts";
import { plainTable } from "../src/sections/plain/columns.ts";
import { happenedOn } from "../src/sections/playlists/moves.ts";
import { type Kind, nextOrder, type Order, type Sortable, sorted } from "../src/sorting.ts";

const text = { kind: "text" as Kind };
const number = { kind: "number" as Kind };

/** Sorts values as their column is chosen so many times. */
function chosen<Value extends Sortable>(kind: Kind, values: Value[], times = 1): Value[] {
  const column = { kind };
  let order: Order<typeof column> | null = null;
  for (let time = 0; time < times; time += 1) order = nextOrder(order, column);
  return sorted(values, (value) => value, order!.descending);
}

test("texts are sorted from A and numbers from the largest, and the other way round when chosen again", () => {
  assert.deepEqual(chosen("text", ["b", "C", "a"]), ["a", "b", "C"]);
  assert.deepEqual(chosen("text", ["b", "C", "a"], 2), ["C", "b", "a"]);
  assert.deepEqual(chosen("number", [2, 10, -1]), [10, 2, -1]);
  assert.deepEqual(chosen("number", [2, 10, -1], 2), [-1, 2, 10]);
  assert.deepEqual(chosen("number", [2, 10, -1], 3), [10, 2, -1]);
});

test("of days the latest comes first, and of ranks the best, which is the smallest", () => {
  assert.deepEqual(chosen("day", ["2024-09-02", "2024-10-01"]), ["2024-10-01", "2024-09-02"]);
  assert.deepEqual(chosen("rank", [12, 1, 200]), [1, 12, 200]);
});

test("another column begins with its own order, however the one before was sorted", () => {
  const reversed = nextOrder(nextOrder(null, text), text);
  assert.deepEqual(reversed, { by: text, descending: true });
  assert.deepEqual(nextOrder(reversed, number), { by: number, descending: true });
  assert.deepEqual(nextOrder(nextOrder(reversed, number), text), { by: text, descending: false });
});

test("what has no value is last either way, and is not taken for nought", () => {
  assert.deepEqual(chosen("number", [null, -5, 0, null, 3]), [3, 0, -5, null, null]);
  assert.deepEqual(chosen("number", [null, -5, 0, null, 3], 2), [-5, 0, 3, null, null]);
  assert.deepEqual(chosen("text", [null, "b", "a"], 2), ["b", "a", null]);
});

test("equals keep the order the report has them in, in either direction, which is not changed itself", () => {
  const rows = [
    { name: "one", plays: 1 },
    { name: "two", plays: 2 },
    { name: "also one", plays: 1 },
  ];
  const names = (descending: boolean): string[] =>
    sorted(rows, (row) => row.plays, descending).map(({ name }) => name);
  assert.deepEqual(names(true), ["two", "one", "also one"]);
  assert.deepEqual(names(false), ["one", "also one", "two"]);
  assert.equal(rows[0]!.name, "one");
});

test("names are sorted as people do: by letters, whatever their case and accents, and by the numbers in them", () => {
  assert.deepEqual(chosen("text", ["Zoë", "Élan", "eden", "Track 10", "Track 2"]), [
    "eden",
    "Élan",
    "Track 2",
    "Track 10",
    "Zoë",
  ]);
});

test("a table of anything is sorted by days as they follow each other and by names as they are read", () => {
  const { columns, rows } = plainTable(
    [
      { played_on: "2024-09-30", country_code: "DE", plays: 9 },
      { played_on: "2024-10-01", country_code: "AT", plays: null },
    ],
    new Names(),
  );
  const [played, where, plays] = columns.map((column) => rows.map(column.value));
  assert.deepEqual(played, ["2024-09-30", "2024-10-01"]);
  assert.deepEqual(where, [country("DE"), country("AT")]);
  assert.deepEqual(plays, [9, null]);
  assert.equal(columns[0]!.text(rows[0]!), day("2024-09-30"));
});

test("a placement is sorted by the day of what happened last to it", () => {
  const days = { added_on: "2024-09-03", removed_on: "2024-09-09" };
  const of = (event: string): string | null => happenedOn({ event, ...days } as PlaylistsRow);
  assert.deepEqual(["added", "added_and_removed", "removed"].map(of), [
    "2024-09-03",
    "2024-09-09",
    "2024-09-09",
  ]);
  assert.equal(happenedOn({ event: "held", added_on: "2023-01-01", removed_on: null }), "2023-01-01");
});
