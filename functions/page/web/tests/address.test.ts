import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyForm, type Form, readAddress, requestOf, writeAddress } from "../src/address.ts";

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
  tracks: true,
};

test("an address read gives the form it was written from", () => {
  for (const report of [null, "3f6f0b2c-5c39-4c0e-9d7b-7a1f6f1f2a10"]) {
    assert.deepEqual(readAddress(writeAddress({ form: FORM, report }), TODAY), { form: FORM, report });
  }
  const empty = emptyForm(TODAY);
  assert.deepEqual(readAddress(writeAddress({ form: empty, report: null }), TODAY).form, empty);
});

test("what cannot be understood is left out", () => {
  const hostile = "?artist=<script>&artist=zz&platforms=,../x,spotify,spotify&from=2024-02-30&to=2024-03-01&country=italy&compare=all&tracks=yes&report=../../x";
  assert.deepEqual(readAddress(hostile, TODAY), {
    form: { ...emptyForm(TODAY), platforms: ["spotify"] },
    report: null,
  });
  assert.equal(readAddress("?from=2024-09-30&to=2024-09-01", TODAY).form.start, emptyForm(TODAY).start);
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
    sections: ["tracks"],
  });
  assert.deepEqual(Object.keys(requestOf(emptyForm(TODAY))), ["artists", "platforms", "start_date", "end_date"]);
});
