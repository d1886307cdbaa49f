import assert from "node:assert/strict";
import { test } from "node:test";
import {
  asksTheSame,
  emptyForm,
  type Form,
  formOf,
  readAddress,
  requestOf,
  writeAddress,
} from "../src/address.ts";
import { wrongIn } from "../src/validate.ts";
import { words } from "../src/words.ts";

const TODAY = "2024-10-15";
const BILLIE = "11e81bcc-9c1c-ce38-b96b-a0369fe50396";
const FORM: Form = {
  artists: [
    { uuid: BILLIE, name: "Billie Eilish" },
    { uuid: "0a1b2c3d-0000-1111-2222-333344445555", name: "AC/DC & +44 =1" },
  ],
  platforms: ["spotify", "youtube-subscribers"],
  start: "2024-09-01",
  end: "2024-09-30",
  country: "IT",
  compare: "previous_year",
  sections: ["tracks", "places"],
  songsLimit: null,
};
/** Asks for another number of songs than usual. */
const SONGS: Form = { ...FORM, sections: ["songs"], songsLimit: 60 };

test("an address read gives the form it was written from", () => {
  for (const form of [FORM, SONGS, emptyForm(TODAY)]) {
    assert.deepEqual(readAddress(writeAddress({ form, report: null }), TODAY), { form, report: null });
  }
});

test("the address of a report is the report alone, whatever the form says", () => {
  const report = "3f6f0b2c-5c39-4c0e-9d7b-7a1f6f1f2a10";
  assert.equal(writeAddress({ form: FORM, report }), `?report=${report}`);
  assert.deepEqual(readAddress(`?report=${report}`, TODAY), { form: emptyForm(TODAY), report });
});

test("a form is read back from the request it was sent as", () => {
  const named = (uuid: string) => FORM.artists.find((artist) => artist.uuid === uuid)!;
  assert.deepEqual(formOf(requestOf(FORM), named), FORM);
  assert.deepEqual(formOf(requestOf(SONGS), named), SONGS);
  const least = { ...emptyForm(TODAY), artists: FORM.artists };
  assert.deepEqual(formOf(requestOf(least), named), least);
});

test("forms ask for the same in whatever order boxes were ticked and whatever artists are called", () => {
  const otherwise = {
    ...FORM,
    platforms: [...FORM.platforms].reverse(),
    sections: [...FORM.sections].reverse(),
    artists: FORM.artists.map(({ uuid }) => ({ uuid, name: "" })),
  };
  assert.ok(asksTheSame(FORM, otherwise));
  for (const change of [
    { end: "2024-09-29" },
    { country: null },
    { compare: null },
    { sections: ["places"] },
    { platforms: ["spotify"] },
    { artists: FORM.artists.slice(1) },
  ]) {
    assert.ok(!asksTheSame(FORM, { ...FORM, ...change }), JSON.stringify(change));
  }
});

test("what cannot be understood is left out", () => {
  const hostile =
    "?artist=<script>&artist=zz&platforms=,../x,spotify,spotify&country=italy&compare=all&tracks=yes&sections=../x,,radio,radio&songs_limit=101&report=../../x";
  assert.deepEqual(readAddress(hostile, TODAY), {
    form: { ...emptyForm(TODAY), platforms: ["spotify"], sections: ["radio"] },
    report: null,
  });
});

test("days in an address stay as they are given, and are blank where they are none", () => {
  const days: Record<string, [string, string]> = {
    "from=2024-09-30&to=2024-09-01": ["2024-09-30", "2024-09-01"],
    "from=1999-01-01&to=2030-01-01": ["1999-01-01", "2030-01-01"],
    "from=2024-09-01": ["2024-09-01", ""],
    "from=2024-09-01&to=2024-09-31": ["2024-09-01", ""],
    "from=1999&to=2024-09-30": ["", "2024-09-30"],
    "from=0000-01-01&to=": ["", ""],
  };
  for (const [query, [start, end]] of Object.entries(days)) {
    const address = readAddress(`?${query}`, TODAY);
    assert.deepEqual([address.form.start, address.form.end], [start, end], query);
    // What the page writes of it leads to the same form.
    assert.deepEqual(readAddress(writeAddress(address), TODAY), address);
  }
  assert.equal(readAddress("?platforms=spotify", TODAY).form.start, "2024-09-01");
});

test("a form says what is wrong with its days", () => {
  const wrong = (start: string, end: string) => wrongIn({ ...FORM, start, end }, TODAY).get("period");
  assert.equal(wrong("2024-09-30", "2024-09-01"), words.invalid.order);
  assert.equal(wrong("", "2024-09-01"), words.invalid.noFirstDay);
  assert.equal(wrong("2024-09-01", ""), words.invalid.noLastDay);
  assert.equal(wrong("", ""), words.invalid.noDays);
  assert.equal(wrong("1999-12-31", "2024-09-01"), words.invalid.tooEarly);
  assert.equal(wrong("2024-09-01", "2024-10-16"), words.invalid.future);
  assert.equal(wrong("2024-09-01", "2024-09-30"), undefined);
});

test("an artist given twice counts once, and one without a name is kept", () => {
  const { artists } = readAddress(`?artist=${BILLIE}&artist=${BILLIE.toUpperCase()}`, TODAY).form;
  assert.deepEqual(artists, [{ uuid: BILLIE, name: "" }]);
});

test("a request has what the form says, and nothing that was not asked for", () => {
  assert.deepEqual(requestOf(FORM), {
    artists: FORM.artists.map(({ uuid }) => uuid),
    platforms: FORM.platforms,
    start_date: "2024-09-01",
    end_date: "2024-09-30",
    country: "IT",
    compare: "previous_year",
    sections: ["tracks", "places"],
  });
  assert.deepEqual(Object.keys(requestOf(emptyForm(TODAY))), [
    "artists",
    "platforms",
    "start_date",
    "end_date",
  ]);
});

test("addresses made when there was but one section still ask for it", () => {
  assert.deepEqual(readAddress("?tracks=1", TODAY).form.sections, ["tracks"]);
  assert.deepEqual(readAddress("?tracks=1&sections=places", TODAY).form.sections, ["places"]);
  assert.match(writeAddress({ form: FORM, report: null }), /&sections=tracks%2Cplaces$/);
});

test("how many songs are looked at is asked for where songs are counted, and only if it is not as usual", () => {
  assert.equal(requestOf(SONGS).songs_limit, 60);
  assert.equal(requestOf({ ...SONGS, sections: ["tracks", "shazam"] }).songs_limit, 60);
  const usual = requestOf({ ...SONGS, songsLimit: null });
  assert.deepEqual(requestOf({ ...SONGS, songsLimit: 25 }), usual);
  assert.ok(!("songs_limit" in usual));
  assert.ok(!("songs_limit" in requestOf({ ...SONGS, sections: ["tracks"] })));
  assert.ok(!asksTheSame(SONGS, { ...SONGS, songsLimit: 61 }));
});

test("the form of a report that says how many songs it looked at asks for as many again", () => {
  const named = (uuid: string) => ({ uuid, name: "" });
  const limitOf = (songs_limit: number) => formOf({ ...requestOf(SONGS), songs_limit }, named).songsLimit;
  assert.deepEqual([limitOf(100), limitOf(1), limitOf(25)], [100, 1, null]);
});

test("a number of songs in an address that the API would refuse is left out", () => {
  for (const songs of ["0", "101", "2.5", "-3", "many", ""])
    assert.equal(readAddress(`?sections=songs&songs_limit=${songs}`, TODAY).form.songsLimit, null, songs);
});
