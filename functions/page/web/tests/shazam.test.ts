import assert from "node:assert/strict";
import { test } from "node:test";
import { country, signed } from "../src/format.ts";
import type { ShazamTotal } from "../src/openapi.d.ts";
import { byBestRank } from "../src/sections/shazam/order.ts";
import { words } from "../src/sections/shazam/words.ts";

function total(part: Partial<ShazamTotal> = {}): ShazamTotal {
  return {
    artist__uuid: "0a1b2c3d-0000-1111-2222-333344445555",
    artist__name: "Ada",
    platform__slug: "shazam",
    status: "measured",
    note: null,
    country_code: null,
    gained: 600,
    songs_counted: 2,
    songs_listed: 334,
    best_rank: 3,
    best_rank_place: "Milan, Italy",
    best_rank_track: "Song 1",
    songs_charted: 1,
    countries_charted: 1,
    cities_charted: 2,
    ...part,
  };
}

test("songs stand by their best rank, and those without one by what they gained", () => {
  const rows = [
    { name: "nothing", best_rank: null, gained: null },
    { name: "less", best_rank: null, gained: 5 },
    { name: "second", best_rank: 9, gained: 1 },
    { name: "more", best_rank: null, gained: 50 },
    { name: "first", best_rank: 2, gained: null },
    { name: "second, gained more", best_rank: 9, gained: 8 },
  ];
  assert.deepEqual(
    byBestRank(rows).map(({ name }) => name),
    ["first", "second, gained more", "second", "more", "less", "nothing"],
  );
});

test("what songs gained is said with how many were counted, and ranks with whose chart it was", () => {
  assert.equal(
    words.total(total()),
    `${signed(600)} by 2 of 334 songs; best rank #3, Milan, Italy (Song 1); ` +
      "1 song on charts of 1 country and 2 cities",
  );
  assert.equal(
    words.total(total({ songs_listed: 2, songs_charted: 0, best_rank: null, countries_charted: 0 })),
    `${signed(600)} by 2 songs; on no chart`,
  );
});

test("with a country there are ranks alone, and without ranks counts alone", () => {
  const ranks = total({ gained: null, songs_counted: null, songs_listed: null, cities_charted: 0 });
  assert.equal(words.total(ranks), "best rank #3, Milan, Italy (Song 1); 1 song on charts of 1 country");
  const counts = total({ songs_charted: null, best_rank: null, countries_charted: null });
  assert.equal(words.total(counts), `${signed(600)} by 2 of 334 songs`);
});

test("a song on a worldwide chart alone is on charts of no country", () => {
  const worldwide = total({ gained: null, countries_charted: 0, cities_charted: 0, best_rank: null });
  assert.equal(words.total(worldwide), "1 song on charts");
});

test("a chart is named by its city and its country, and without either it is the world's", () => {
  const place = (code: string | null, city: string | null): string =>
    words.place({ best_rank_country_code: code, best_rank_city: city });
  assert.equal(place("IT", "Milan"), `Milan, ${country("IT")}`);
  assert.equal(place("IT", null), country("IT"));
  assert.equal(place(null, null), "Worldwide");
});
