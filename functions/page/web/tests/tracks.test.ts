import assert from "node:assert/strict";
import { test } from "node:test";
import { Names } from "../src/names.ts";
import type { SectionNoTracks, SectionTracks, TracksTotal } from "../src/openapi.d.ts";
import { grouped } from "../src/sections/tracks/groups.ts";

const ADA = "0a1b2c3d-0000-1111-2222-333344445555";

function total(slug: string, tracks: number, part: Partial<TracksTotal> = {}): TracksTotal {
  return {
    artist__uuid: ADA,
    artist__name: "Ada",
    platform__slug: slug as TracksTotal["platform__slug"],
    total_tracks: tracks,
    total_streams: tracks ? 1000 * tracks : null,
    avg_streams_per_track: tracks ? 1000 : null,
    status: tracks ? "lower_bound" : "no_data",
    note: "As the API says it.",
    ...part,
  };
}

const of = (slug: string, name: string) => ({
  artist__uuid: ADA,
  platform__slug: slug,
  platform: { slug, name },
});

const charted = (slug: string, name: string): SectionTracks =>
  ({ ...of(slug, name), success: true, notes: [{ code: "weekly_charts" }] }) as unknown as SectionTracks;

function uncharted(slug: string, name: string): SectionNoTracks {
  const note = { code: "no_entries", artist: { uuid: ADA, name: "Ada" }, platform: name, country: null };
  const days = { from: "2024-09-01", to: "2024-09-30", stored: 0, expected: 30, frequency: "daily" };
  return { ...of(slug, name), success: false, notes: [{ ...note, ...days }] } as unknown as SectionNoTracks;
}

test("tracks are listed by the platform of the charts, whichever of its metrics the report is of", () => {
  const names = new Names();
  names.learnResult({
    metadata: { artists: [] },
    platform_summaries: [{ platform__slug: "youtube-subscribers", platform__name: "YouTube" }],
  } as never);
  const row = charted("youtube", "YouTube");
  const { found, without } = grouped({ totals: [total("youtube", 5)], rows: [row] }, names);
  assert.deepEqual(
    found.map((each) => [each.platform__name, each.row]),
    [["YouTube", row]],
  );
  assert.deepEqual(without, []);
});

test("where there are no tracks it is said why in the reader's words, and of what has no charts by itself", () => {
  const none = "Instagram is not known to have charts.";
  const totals = [
    total("spotify", 0),
    total("deezer", 2),
    total("instagram", 0, { status: "not_published", note: none }),
  ];
  const rows = [
    uncharted("spotify", "Spotify"),
    charted("deezer", "Deezer"),
    uncharted("instagram", "Instagram"),
  ];
  const { found, without, notPublished } = grouped({ totals, rows }, new Names());
  assert.deepEqual(
    found.map(({ platform__slug: slug }) => slug),
    ["deezer"],
  );
  assert.deepEqual(
    without.map(({ platform__name: name, note }) => [name, note]),
    [["Spotify", "Not known: no chart days of this period are stored."]],
  );
  assert.deepEqual(notPublished, [none]);
});

test("of a report too large for its rows it is told how many tracks there are, and why there are none", () => {
  const totals = [total("spotify", 5), total("deezer", 0)];
  const { found, without } = grouped({ totals, rows: null }, new Names());
  assert.deepEqual(
    [...found, ...without].map(({ platform__name: name, total_tracks: tracks, note, row }) => [
      name,
      tracks,
      note,
      row,
    ]),
    [
      ["Spotify", 5, "As the API says it.", undefined],
      ["Deezer", 0, "As the API says it.", undefined],
    ],
  );
});
