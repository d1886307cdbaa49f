import assert from "node:assert/strict";
import { test } from "node:test";
import type { Compared, Row } from "../src/openapi.d.ts";
import { copiesOf, shownColumns } from "../src/table-columns.ts";
import { type Copied, type CopiedColumn, copied } from "../src/tables/copying.ts";
import { matcher } from "../src/tables/matching.ts";
import { words } from "../src/tables/words.ts";

interface Song {
  name: string | null;
  streams: number | null;
}

const COLUMNS: CopiedColumn<Song>[] = [
  { label: "Song", copy: ({ name }) => name },
  { label: "Streams", copy: ({ streams }) => streams },
];
const copy = (...songs: Song[]): Copied => copied(COLUMNS, songs);

test("a copied table has a value a cell, numbers without signs for thousands, and nothing where nothing is known", () => {
  const { text, rows } = copy({ name: "One", streams: 1234567.25 }, { name: null, streams: null });
  assert.equal(text, "Song\tStreams\r\nOne\t1234567.25\r\n\t");
  assert.equal(rows, 2);
});

test("a small number is copied with all it has", () => {
  assert.match(copy({ name: "", streams: 0.0415 }).text, /\t0\.0415$/);
  assert.match(copy({ name: "", streams: -1e9 }).text, /\t-1000000000$/);
});

test("a name stays within its cell, whatever is in it", () => {
  const { text } = copy({ name: " Two\tlines\r\nof  it ", streams: 1 });
  assert.equal(text.split("\r\n")[1], "Two lines of it\t1");
});

test("no name is taken for a formula, in whichever width its sign is and whatever stands before it", () => {
  for (const name of ["=1+1", "+39", "-", "@all", "＝1", '"=1', "\u200b=1"]) {
    const [, line] = copy({ name, streams: 1 }).text.split("\r\n");
    assert.ok(line!.startsWith("'"), name);
  }
  assert.match(copy({ name: "a=b", streams: 1 }).text, /a=b/);
});

test("a copied table tells Excel and LibreOffice its numbers whichever language they are in", () => {
  const { html } = copy({ name: "R&B <3>", streams: 0.5 });
  assert.equal(
    html,
    '<table><tr><td>Song</td><td>Streams</td></tr><tr><td>R&amp;B &lt;3&gt;</td><td x:num="0.5" sdval="0.5">0.5</td></tr></table>',
  );
});

test("rows are found by all words typed, in whichever order, case and accents not counting", () => {
  const rows = ["Måneskin Spotify", "Mahmood Spotify", "Mahmood X"];
  const fitting = matcher((row: string) => row);
  const found = (typed: string): readonly string[] => fitting(rows, typed);
  assert.deepEqual(found("maneskin"), ["Måneskin Spotify"]);
  assert.deepEqual(found("SPOT mah"), ["Mahmood Spotify"]);
  assert.deepEqual(found("  "), rows);
  assert.deepEqual(found("deezer"), []);
});

test("how many rows are found is told beside how many there are", () => {
  assert.equal(words.found(12, 80), "12 of 80 rows");
  assert.equal(words.found(0, 80), "None of 80 rows");
  assert.equal(words.first(10, 80), "The first 10 of 80 rows");
  assert.equal(words.firstFound(10, 12, 80), "The first 10 of 12 found in 80 rows");
});

function row(part: Partial<Row>): Row {
  return {
    artist__name: "Ada",
    platform__name: "Spotify",
    platform__audience_metric_name: "Monthly Listeners",
    status: "measured",
    data_points: 30,
    difference_percent: 50,
    period_average: 125.5,
    peak_value: 150,
    first_value: 100,
    latest_value: 150,
    first_date: "2024-09-01",
    latest_date: "2024-09-30",
    peak_date: null,
    difference: 50,
    ...part,
  } as Row;
}

const SEPTEMBER = { start: "2023-09-01", end: "2023-09-30", days: 30 };

test("a report that compares has the other period's value and the change beside its own", () => {
  const compared = { period: SEPTEMBER, period_average: 80, change: 20, change_percent: 25 } as Compared;
  const columns = shownColumns([row({}), row({ compared })]);
  const of = Object.fromEntries(columns.map(({ label, value }) => [label, value?.(row({ compared }))]));
  assert.equal(of["Average September 2023"], 80);
  assert.equal(of[words.difference], 20);
  assert.equal(of[words.differencePercent], 25);
  assert.ok(!shownColumns([row({})]).some(({ label }) => label === words.difference));
});

test("one value alone is sorted and copied as no change", () => {
  const columns = shownColumns([row({})]);
  const change = columns.find(({ label }) => label === "Change")!;
  assert.equal(change.value?.(row({ data_points: 1, difference: 0 })), null);
  assert.equal(change.value?.(row({})), 50);
});

test("platform and metric are copied to cells of their own, and the status with them", () => {
  const { text } = copied(copiesOf([row({})]), [row({ status: "lower_bound", latest_date: "2024-09-30" })]);
  const [head, line] = text.split("\r\n").map((each) => each.split("\t"));
  const of = Object.fromEntries(head!.map((label, place) => [label, line![place]]));
  assert.equal(of.Platform, "Spotify");
  assert.equal(of.Metric, "Monthly Listeners");
  assert.equal(of.Status, "Lower bound");
  assert.equal(of.End, "150");
  assert.equal(of["End, day"], "2024-09-30");
});
