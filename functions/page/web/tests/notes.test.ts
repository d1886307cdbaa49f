import assert from "node:assert/strict";
import { test } from "node:test";
import { notesOf } from "../src/figures.ts";
import { Names } from "../src/names.ts";
import { type Note, type Noted, sentencesOf } from "../src/notes.ts";
import type { ArtistWithStatus, Platform, Result } from "../src/openapi.d.ts";
import { cellOf } from "../src/sections/registry.ts";
import { words } from "../src/words.ts";

const BILLIE = "11e81bcc-9c1c-ce38-b96b-a0369fe50396";
const TEDUA = "0a1b2c3d-0000-1111-2222-333344445555";
const about = { platform__name: "TikTok", platform__audience_metric_name: "Followers" };
const span = { from: "2024-09-01", to: "2024-09-30" };
const tedua: ArtistWithStatus = { uuid: TEDUA, name: "Tedua", status: "not_in_plan" };

/** A note of every code there is. */
const NOTES: Record<Note["code"], Note> = {
  not_fetched: {
    code: "not_fetched",
    windows: [["2024-09-01", "2024-09-30"]],
    reason: "Soundcharts has a fault of its own (503): Down.",
  },
  not_found: { code: "not_found" },
  not_in_plan: { code: "not_in_plan" },
  not_published: { code: "not_published" },
  nothing_published: { code: "nothing_published", country: "IT", ...span },
  no_value: { code: "no_value", ...span },
  country_figures: { code: "country_figures", granularity: "top_markets", cadence: "monthly" },
  few_points: { code: "few_points", cadence: "weekly", data_points: 2, expected_points: 5 },
  answered: { code: "answered", outcome: "not_found", ...span },
  announced: { code: "announced", announced: 30, returned: 29, ...span },
  unreadable_rows: { code: "unreadable_rows", rows: 2 },
  single_point: { code: "single_point", date: "2024-09-04" },
  single_points: { code: "single_points", ...span },
  cities_changed: {
    code: "cities_changed",
    cities_from: 2,
    cities_to: 3,
    cities_on_both: 1,
    value_from: 10,
    value_to: 12,
    ...span,
  },
  artists_cities_changed: { code: "artists_cities_changed", artists: [tedua] },
  artists_few_points: {
    code: "artists_few_points",
    cadence: "weekly",
    artists: [{ uuid: TEDUA, name: "Tedua", data_points: 2, expected_points: 5 }],
  },
  sum_of_artists: { code: "sum_of_artists", artists: 3 },
  left_out: { code: "left_out", artists: [tedua] },
  no_points: { code: "no_points", artists: [tedua] },
  windows_failed: { code: "windows_failed", artists: [tedua] },
  not_compared: {
    code: "not_compared",
    periods: [
      { which: "this", data_points: 1, expected_points: 5 },
      { which: "other", data_points: 0, expected_points: 0 },
    ],
  },
  not_same_artists: { code: "not_same_artists", this: [{ uuid: BILLIE, name: "Billie Eilish" }], other: [] },
  chart_days: { code: "chart_days", stored: 2, expected: 31, frequency: "daily" },
  summed_countries: { code: "summed_countries" },
  weekly_charts: { code: "weekly_charts" },
  positions_only: { code: "positions_only", tracks: 1 },
  metrics: { code: "metrics", metrics: ["spins"] },
  months_positions_only: { code: "months_positions_only", months: 1 },
  no_entries: {
    code: "no_entries",
    artist: { uuid: TEDUA, name: "Tedua" },
    platform: "Spotify",
    country: "IT",
    ...span,
    frequency: "daily",
    has_charts: true,
    stored: 2,
    expected: 30,
  },
};

const said = (code: Note["code"], of: Noted = about): string =>
  sentencesOf({ ...of, notes: [NOTES[code]] })
    .join(" ")
    .replace(/\s/g, " ");

test("every code has words, and they are whole sentences for people", () => {
  assert.deepEqual(Object.keys(words.notes).sort(), Object.keys(NOTES).sort());
  for (const code of Object.keys(NOTES) as Note["code"][]) {
    for (const text of [said(code), said(code, {})]) {
      assert.match(text, /^[A-Z0-9].*\.$/, code);
      // No codes, no days as machines write them, no ids, nothing that was not there.
      assert.doesNotMatch(text, /_|\d{4}-\d{2}-\d{2}|[0-9a-f]{8}-|undefined|null|NaN|\.\./, code);
    }
  }
});

test("a country without a figure is called no lower bound", () => {
  const figures: Note = { code: "country_figures", granularity: "top_cities", cadence: "weekly" };
  assert.match(sentencesOf({ notes: [figures] }).join(" "), /^A lower bound: the sum/);
  const blank = sentencesOf({ notes: [NOTES.nothing_published, figures] }).join(" ");
  assert.match(blank, /By country it is the sum/);
  assert.doesNotMatch(blank, /lower bound/i);
  assert.equal(said("few_points"), "Measured 2 times of the 5 there can be.");
});

test("a period without a day that a country's figures are of is not said to have had none published", () => {
  assert.equal(
    said("nothing_published", { ...about, expected_points: 0 }),
    "Sep 1 – 30, 2024 has no Monday, the day these figures are of.",
  );
  assert.match(said("nothing_published", { ...about, expected_points: 1 }), /^Nothing was published/);
});

test("of charts of which no day is stored nothing is known, so no track is said to be absent", () => {
  const unknown = { ...NOTES.no_entries, stored: 0 } as Note;
  assert.deepEqual(sentencesOf({ notes: [unknown] }), [
    "Not known: no chart days of this period are stored.",
  ]);
  assert.deepEqual(sentencesOf({ notes: [{ ...unknown, frequency: "weekly" } as Note] }), [
    "Not known: no chart weeks of this period are stored.",
  ]);
});

test("notes say what they are about", () => {
  assert.equal(said("not_published"), "TikTok Followers are not published by country.");
  assert.equal(said("nothing_published"), "Nothing was published for Italy in Sep 1 – 30, 2024.");
  assert.equal(said("single_point"), "One value, on Sep 4, 2024: there is no change to give.");
  assert.equal(said("artists_few_points"), "Measured rarely: Tedua (2 times of the 5 there can be).");
  assert.equal(said("sum_of_artists"), "Sum of 3 artists: a person is counted once for each.");
  assert.equal(said("left_out"), "Left out: Tedua (not in plan).");
  assert.equal(said("not_fetched"), "Not fetched: Sep 1 – 30, 2024. Soundcharts has a fault of its own.");
  assert.equal(said("country_figures"), "Published for the largest markets only, once a month.");
  assert.equal(
    said("not_compared"),
    "Not compared: this period has 1 of the 5 values it can have, and half are needed, and no value falls in the period compared with.",
  );
  assert.equal(
    said("not_same_artists"),
    "Not compared: the sums are not of the same artists. Only in this period: Billie Eilish.",
  );
  assert.equal(said("chart_days"), "From 2 of 31 chart days: the true figures are at least these.");
});

test("where there are no tracks it says of whom, where, when, and of how much that is known", () => {
  assert.equal(
    said("no_entries"),
    "No track of Tedua on the Spotify charts in Italy for September 2024: 2 of 30 chart days are stored.",
  );
});

test("all chart days there, nothing need be said of them", () => {
  assert.deepEqual(
    sentencesOf({ notes: [{ code: "chart_days", stored: 31, expected: 31, frequency: "daily" }] }),
    [],
  );
});

test("a report made before there were codes is told in the API's words, and so is a code nobody knows", () => {
  assert.deepEqual(sentencesOf({ note: "Some prose." }), ["Some prose."]);
  const unknown = [{ code: "of_the_future" }, NOTES.not_found] as Note[];
  assert.deepEqual(sentencesOf({ note: "Some prose.", notes: unknown }), ["Some prose."]);
});

test("a figure without notes is told by its status", () => {
  assert.deepEqual(notesOf({ status: "not_found", notes: [], note: null }), [words.statusWhy.not_found]);
  assert.deepEqual(notesOf({ status: "measured", notes: [], note: null }), []);
});

test("artists are called by name wherever one is known, and by a number where none is", () => {
  const names = new Names();
  names.learnForm([{ uuid: BILLIE, name: "Billie Eilish" }]);
  const artists = [
    { uuid: BILLIE, name: null, status: "failed" },
    { uuid: TEDUA, name: null, status: "not_found" },
  ];
  const summary = { ...about, notes: [{ code: "left_out", artists }], note: `Left out: ${BILLIE} (failed).` };
  const row = { ...about, artist__uuid: TEDUA, artist__name: null, note: null, notes: [] };
  const result = names.completed({
    platform_summaries: [summary],
    detailed_breakdown: [row],
  } as unknown as Result);
  assert.deepEqual(sentencesOf(result.platform_summaries[0]!), [
    "Left out: Billie Eilish (failed), Artist 1 (not found).",
  ]);
  assert.equal(result.platform_summaries[0]!.note, "Left out: Billie Eilish (failed).");
  assert.equal(result.detailed_breakdown[0]!.artist__name, "Artist 1");
});

test("names are still known after the page was loaded again", () => {
  const kept = new Map<string, string>();
  const keeper = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  new Names(keeper).learnForm([{ uuid: BILLIE, name: "Billie Eilish" }]);
  assert.equal(new Names(keeper).artist(BILLIE), "Billie Eilish");
  for (const key of kept.keys()) kept.set(key, "{not json");
  assert.equal(new Names(keeper).artist(BILLIE), "Artist 1");
});

test("what a section fetches is named by its platform, and by the metric where that is what it is about", () => {
  const names = new Names();
  names.learnOffered({
    sections: [
      { name: "playlists", title: "Playlists", about: "" },
      { name: "places", title: "Places", about: "" },
    ],
    platforms: [{ slug: "spotify", name: "Spotify", metric: "Monthly Listeners" } as Platform],
  });
  assert.equal(cellOf(names, "playlists", "spotify"), "Playlists, Spotify");
  assert.equal(cellOf(names, "playlists", "apple-music"), "Playlists, Apple Music");
  assert.equal(cellOf(names, "places", "spotify"), "Places, Spotify Monthly Listeners");
  assert.equal(cellOf(names, undefined, "spotify"), "Spotify Monthly Listeners");
  assert.equal(cellOf(names, "radio", null), "Radio");
});
