import assert from "node:assert/strict";
import { test } from "node:test";
import { signed } from "../src/format.ts";
import type { SongsRow, SongsTotal } from "../src/openapi.d.ts";
import { areCompared, grouped, noteOf } from "../src/sections/songs/groups.ts";
import { words } from "../src/sections/songs/words.ts";

const ADA = "0a1b2c3d-0000-1111-2222-333344445555";

function total(slug: string, part: Partial<SongsTotal> = {}): SongsTotal {
  return {
    artist__uuid: ADA,
    artist__name: "Ada",
    platform__slug: slug as SongsTotal["platform__slug"],
    platform__name: slug,
    metric: "Streams",
    status: "measured",
    note: null,
    songs_counted: 1,
    songs_listed: 1,
    gained: 30,
    top_track: null,
    ...part,
  };
}

function song(name: string, slug: string, part: Partial<SongsRow> = {}): SongsRow {
  return { artist__uuid: ADA, platform__slug: slug, track_name: name, data_points: 3, ...part } as SongsRow;
}

test("songs are told apart by artist and platform, and a reason for all is given once", () => {
  const totals = [
    total("spotify"),
    total("youtube", { status: "no_data", gained: null }),
    total("facebook", { status: "not_published", gained: null, note: "No totals." }),
    total("facebook", { status: "not_published", gained: null, note: "No totals.", artist__uuid: "other" }),
    total("tiktok"),
  ];
  const rows = [
    song("One", "spotify"),
    song("One", "tiktok"),
    song("One", "youtube", { data_points: 0 }),
    song("Two", "spotify"),
  ];
  const { found, without, notPublished } = grouped({ totals, rows });
  assert.deepEqual(
    found.map((of) => [of.total.platform__slug, of.rows!.map(({ track_name: name }) => name).join()]),
    [
      ["spotify", "One,Two"],
      ["tiktok", "One"],
    ],
  );
  assert.deepEqual(
    without.map(({ platform__slug: slug }) => slug),
    ["youtube"],
  );
  assert.deepEqual(notPublished, ["No totals."]);
});

test("songs that were all corrected are listed though they gained nothing together", () => {
  const totals = [total("spotify", { status: "restated", gained: null })];
  const { found } = grouped({ totals, rows: [song("One", "spotify", { status: "restated" })] });
  assert.equal(found.length, 1);
});

test("of a report too large for its rows the totals are left", () => {
  const { found } = grouped({ totals: [total("spotify")], rows: null });
  assert.deepEqual(found, [{ total: total("spotify"), rows: null }]);
});

test("a line says what was gained and of how many songs that is", () => {
  assert.equal(words.total(30, "Streams", 25, 334), `${signed(30)} streams by 25 of 334 songs`);
  assert.equal(words.total(30, "Views", 2, 2), `${signed(30)} views by all 2 songs`);
  assert.equal(words.total(30, "Views", 1, 1), `${signed(30)} views by the only song`);
  assert.equal(words.total(null, "Views", 0, null), "0 songs");
});

test("what is so for all songs of a platform is not repeated with each", () => {
  assert.equal(noteOf({ status: "lower_bound", note: "Linked sounds only." }), null);
  assert.equal(noteOf({ status: "restated", note: "Corrected." }), "Corrected.");
});

test("what is to be known of a song's change is said with the song", () => {
  const change_note = "Counted over 1 day here and over 2 days in the other period.";
  assert.equal(noteOf({ status: "lower_bound", note: "Linked sounds only.", change_note }), change_note);
  assert.equal(
    noteOf({ status: "partial", note: "Counted to 29 September.", change_note }),
    `Counted to 29 September. ${change_note}`,
  );
});

test("a change is shown where another period was asked for, known or not", () => {
  assert.equal(areCompared([song("One", "spotify")]), false);
  assert.equal(areCompared([song("One", "spotify", { change: null })]), true);
});
