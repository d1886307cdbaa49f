import assert from "node:assert/strict";
import { test } from "node:test";
import { country, day, part, readable, whole } from "../src/format.ts";
import { Names } from "../src/names.ts";
import type { PlacesRow, PlacesTotal } from "../src/openapi.d.ts";
import { alike, saidOnce } from "../src/sections/alike.ts";
import {
  countriesOf,
  countriesOfOtherCities,
  grouped,
  latestDays,
  type Place,
  sumOf,
} from "../src/sections/places/groups.ts";
import { words as placesWords } from "../src/sections/places/words.ts";
import { plainTable } from "../src/sections/plain/columns.ts";

const ADA = "0a1b2c3d-0000-1111-2222-333344445555";

function total(slug: string, part: Partial<PlacesTotal> = {}): PlacesTotal {
  return {
    artist__uuid: ADA,
    artist__name: "Ada",
    platform__slug: slug as PlacesTotal["platform__slug"],
    platform__name: slug,
    platform__audience_metric_name: "Fans",
    status: "measured",
    note: null,
    countries: 2,
    cities: 1,
    top_country: "IT",
    ...part,
  };
}

function place(code: string, city: string | null, value: number, slug = "spotify"): PlacesRow {
  return {
    artist__uuid: ADA,
    platform__slug: slug,
    country_code: code,
    city,
    region: null,
    latest_value: value,
    latest_date: `2024-09-${value}`,
  } as PlacesRow;
}

const BEA = "bea";
const named = (places: Place[]): string =>
  places
    .map(
      ({ code, cities }) => `${code}${cities.length ? `(${cities.map(({ city }) => city).join(" ")})` : ""}`,
    )
    .join(" ");

test("countries are ranked by what they have, and within each its cities", () => {
  const rows = [
    place("US", null, 29),
    place("IT", "Rome", 26),
    place("US", "Boston", 25),
    place("IT", null, 30),
    place("US", "Chicago", 28),
    place("IT", "Milan", 27),
  ];
  assert.equal(named(countriesOf(rows)), "IT(Milan Rome) US(Chicago Boston)");
});

test("a country of which cities alone are known is last, and has no figure of its own", () => {
  const countries = countriesOf([place("FR", "Paris", 29), place("DE", null, 28), place("FR", "Lyon", 27)]);
  assert.equal(named(countries), "DE FR(Paris Lyon)");
  assert.equal(countries[1]!.of.size, 0);
});

test("cities of one name in different regions stay apart", () => {
  const springfield = (region: string, value: number): PlacesRow => ({
    ...place("US", "Springfield", value),
    region,
  });
  const [country] = countriesOf([springfield("Illinois", 3), springfield("Ohio", 2)]);
  assert.deepEqual(
    country!.cities.map(({ region }) => region),
    ["Illinois", "Ohio"],
  );
});

test("several artists stand side by side, ranked by the most that any has in a country", () => {
  const rows = [
    place("IT", null, 9),
    place("US", null, 5),
    { ...place("US", null, 20), artist__uuid: BEA },
    { ...place("DE", null, 1), artist__uuid: BEA },
  ];
  const countries = countriesOf(rows);
  assert.deepEqual(
    countries.map(({ code, of }) => [
      code,
      of.get(ADA)?.latest_value ?? null,
      of.get(BEA)?.latest_value ?? null,
    ]),
    [
      ["US", 5, 20],
      ["IT", 9, null],
      ["DE", null, 1],
    ],
  );
});

test("countries that are not listed are summed up for each artist, and nothing known stays nothing", () => {
  const countries = countriesOf([
    { ...place("IT", null, 9), share: 0.25 },
    { ...place("US", null, 5), share: null },
    { ...place("US", null, 20), artist__uuid: BEA },
  ]);
  assert.equal(sumOf(countries, ADA, "latest_value"), 14);
  assert.equal(sumOf(countries, BEA, "latest_value"), 20);
  assert.equal(sumOf(countries, ADA, "share"), 0.25);
  assert.equal(sumOf(countries, "nobody", "latest_value"), null);
});

test("places are told apart by source, and a source without any is named once", () => {
  const totals = [
    total("spotify"),
    total("spotify", { artist__uuid: BEA }),
    total("tiktok", { status: "no_data", countries: null, cities: null, top_country: null }),
    total("deezer", { status: "not_published", countries: null }),
    total("deezer", { status: "not_published", countries: null, artist__uuid: BEA }),
    total("instagram"),
  ];
  const rows = [place("IT", null, 9), place("FR", null, 8, "instagram"), place("DE", null, 7)];
  const { sources, without, notPublished } = grouped({ totals, rows });
  assert.deepEqual(
    sources.map((source) => [source.slug, source.totals.length, named(countriesOf(source.rows!))]),
    [
      ["spotify", 2, "IT DE"],
      ["instagram", 1, "FR"],
    ],
  );
  assert.deepEqual(
    without.map(({ platform__slug: slug }) => slug),
    ["tiktok"],
  );
  assert.deepEqual(notPublished, ["deezer Fans"]);
});

test("of a report too large for its rows the totals are left", () => {
  const { sources } = grouped({ totals: [total("spotify")], rows: null });
  assert.deepEqual(sources, [
    { slug: "spotify", name: "spotify Fans", totals: [total("spotify")], rows: null },
  ]);
});

test("places are counted in one line, which names the first of several countries", () => {
  const of = (countries: number, cities: number): string =>
    placesWords.total({ countries, cities, top_country: "IT" });
  assert.equal(of(24, 50), `24 countries, 50 cities, most in ${country("IT")}`);
  assert.equal(of(1, 0), "1 country");
});

test("the days of the latest values are told from the first to the last", () => {
  assert.deepEqual(latestDays([place("IT", null, 28), place("FR", null, 30), place("DE", null, 29)]), [
    "2024-09-28",
    "2024-09-30",
  ]);
  assert.equal(latestDays([]), null);
});

test("names of the API are read as words", () => {
  assert.deepEqual(["best_rank", "radio", "spins-per-day"].map(readable), [
    "Best rank",
    "Radio",
    "Spins per day",
  ]);
});

test("a table of anything has its plain values under readable headings, status and note last", () => {
  const { columns, rows } = plainTable(
    [
      {
        status: "measured",
        note: null,
        artist__uuid: ADA,
        artist__name: "Ada",
        platform__slug: "spotify",
        platform__name: "Spotify",
        station__slug: "radio-x",
        track_name: "One",
        spins: 1234,
        country_code: "IT",
        share: 0.1234,
        first_spin_at: null,
        played_on: "2024-09-03",
        live: true,
        days: [["2024-09-01", 3]],
      },
      { status: "new_status", note: "See below.", artist__uuid: ADA, spins: null, first_spin_at: null },
    ],
    new Names(),
  );
  assert.deepEqual(
    columns.map(({ label }) => label),
    ["Artist", "Platform", "Track", "Spins", "Country", "Share", "Played on", "Live", "Status", "Note"],
  );
  assert.deepEqual(
    columns.filter(({ kind }) => kind !== "text").map(({ key, kind }) => `${key}: ${kind}`),
    ["spins: number", "share: number", "played_on: day"],
  );
  const texts = rows.map((row) => columns.map((column) => column.text(row)));
  assert.deepEqual(texts[0]!.slice(1), [
    "Spotify",
    "One",
    whole(1234),
    country("IT"),
    part(0.1234),
    day("2024-09-03"),
    "Yes",
    "Measured",
    "–",
  ]);
  assert.deepEqual(texts[1]!.slice(1, 5), ["–", "–", "–", "–"]);
  assert.deepEqual(texts[1]!.slice(-2), ["New status", "See below."]);
});

test("who has no name in an answer has the one the page knows, and a platform its name", () => {
  const names = new Names();
  names.learnForm([{ uuid: ADA, name: "Ada" }]);
  const { columns, rows } = plainTable(
    [{ artist__uuid: ADA, artist__name: null, platform__slug: "tiktok", plays: 3 }],
    names,
  );
  assert.deepEqual(
    columns.map(({ label }) => label),
    ["Artist", "Platform", "Plays"],
  );
  assert.deepEqual(
    columns.map((column) => column.text(rows[0]!)),
    ["Ada", "tiktok", "3"],
  );
});

test("a country of other cities at its end is named, one of the same cities is not", () => {
  const measured = (code: string, city: string | null, first: number, last: number): PlacesRow => ({
    ...place(code, city, 1),
    first_date: `2024-09-0${first}`,
    latest_date: `2024-09-0${last}`,
    data_points: 2,
  });
  const rows = [
    measured("GB", null, 2, 9),
    measured("GB", "London", 2, 9),
    measured("GB", "Birmingham", 4, 9),
    measured("IT", null, 2, 9),
    measured("IT", "Milan", 2, 9),
    // There on neither day: both sums are without it.
    measured("IT", "Rome", 3, 4),
    measured("FR", null, 2, 9),
    measured("FR", "Paris", 2, 4),
    measured("FR", "Lyon", 4, 9),
  ];
  assert.deepEqual(countriesOfOtherCities(rows), ["GB", "FR"]);
  assert.equal(
    placesWords.otherCities(["GB", "FR"]),
    `Part of the change is cities that entered or left the artist's top 50: ${country("GB")}, ${country("FR")}.`,
  );
  assert.match(placesWords.otherCities(Array(10).fill("GB")), /and 2 more\.$/);
});

test("totals of which the same is to be said are put together, by platform, status and note", () => {
  const none = { status: "no_data", note: "Nothing." } as const;
  const groups = alike([
    total("spotify", none),
    total("youtube", none),
    total("spotify", { ...none, artist__uuid: "another" }),
    total("spotify", { ...none, note: "Nothing else." }),
    total("spotify", { status: "failed", note: "Nothing." }),
  ]);
  assert.deepEqual(
    groups.map((group) => group.length),
    [2, 1, 1, 1],
  );
  assert.deepEqual(
    groups[0]!.map(({ artist__uuid: uuid }) => uuid),
    [ADA, "another"],
  );
});

test("what notes say alike of several is said once, with the names of all, and anything else as it is", () => {
  const notes = [
    { of: "Deezer Fans", note: "Deezer Fans come too rarely." },
    { of: "X Followers", note: "X Followers come too rarely." },
    { of: "X Followers", note: "X Followers come too rarely." },
    { of: "Plays", note: "Plays are not published." },
    { of: "Fans", note: "Nothing is known." },
    { of: "Fans", note: null },
  ];
  assert.deepEqual(
    saidOnce(notes, ({ of }) => of),
    ["Deezer Fans and X Followers come too rarely.", "Plays are not published.", "Nothing is known."],
  );
});
