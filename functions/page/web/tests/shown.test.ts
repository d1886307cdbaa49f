import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyForm } from "../src/address.ts";
import { drawable, lastUpTo, nearest, relative, usualStep } from "../src/charts/series.ts";
import { contrastOf, readable } from "../src/colors.ts";
import {
  average,
  compact,
  direction,
  figure,
  initials,
  NONE,
  part,
  percent,
  share,
  signed,
  whole,
} from "../src/format.ts";
import { Names } from "../src/names.ts";
import type { Platforms, Result } from "../src/openapi.d.ts";
import { wrongBy, wrongIn } from "../src/validate.ts";
import { figuresThere } from "../src/without-figures.ts";
import { words } from "../src/words.ts";

test("changes carry their sign, and nothing is shown as nothing", () => {
  assert.match(signed(4927), /^\+4\D927$/);
  assert.match(signed(-12), /^[-−]12$/);
  assert.equal(signed(0), "0");
  assert.match(percent(1.85), /^\+1\D9\s?%$/);
  assert.match(percent(-0.0415), /^-0\D04\s?%$/);
  assert.deepEqual([whole(null), percent(null), signed(null), average(null)], [NONE, NONE, NONE, NONE]);
  assert.deepEqual(
    [direction(3), direction(-3), direction(0), direction(null)],
    ["up", "down", "level", "level"],
  );
});

test("a number of any size is written as far as it is read", () => {
  assert.match(figure(1234567.891), /^1\D234\D567\D89$/);
  assert.match(figure(0.012345), /^0\D0123$/);
  assert.equal(figure(0), "0");
});

test("from a million on a headline is short, and below that it is the number", () => {
  assert.match(compact(10_157_318), /^10\D16\D/);
  assert.equal(compact(999_999), whole(999_999));
  assert.equal(compact(null), NONE);
});

test("initials are of the first and last word, whatever the script", () => {
  assert.deepEqual(["Billie Eilish", "måneskin", "Tones and I", "宇多田 ヒカル", "!!!"].map(initials), [
    "BE",
    "M",
    "TI",
    "宇ヒ",
    "",
  ]);
});

test("every platform colour can be seen on both grounds, and is left alone where it can", () => {
  for (const ground of ["#ffffff", "#1c1c21"]) {
    for (const color of ["#1DB954", "#000000", "#FFFC00", "#FF0000", "#ffffff"]) {
      assert.ok(contrastOf(readable(color, ground)!, ground) >= 3, `${color} on ${ground}`);
    }
  }
  assert.equal(readable("#FF0000", "#ffffff"), "#ff0000");
  assert.equal(readable("red; background: url(x)", "#ffffff"), null);
});

test("a day without a value is none, and nothing is put in its place", () => {
  const { days, values, measured } = drawable(
    [
      [
        ["2024-09-01", 5],
        ["2024-09-03", 7],
      ],
      [],
    ],
    { start: "2024-09-01", end: "2024-09-04" },
  );
  assert.equal(days.length, 4);
  assert.deepEqual(values, [
    [5, null, 7, null],
    [null, null, null, null],
  ]);
  assert.deepEqual(measured, [0, 2]);
});

test("what lies further apart than usual is a gap, be the series daily or weekly", () => {
  const weekly = Array.from({ length: 30 }, (_, day) => (day % 7 === 1 ? day : null));
  assert.equal(usualStep(weekly), 7);
  assert.equal(usualStep([1, 2, null, 4, 5]), 1);
  assert.equal(usualStep([null, 3, null]), 1);
});

test("changes are measured from the first value there is", () => {
  assert.deepEqual(relative([null, 200, null, 210]), [null, 0, null, 5]);
  assert.deepEqual(relative([0, 5]), [null, null]);
});

test("one value alone is no change", () => {
  assert.deepEqual(relative([null, 200, null]), [null, null, null]);
});

test("between its own days a series is read on the last of them", () => {
  assert.deepEqual(
    [0, 1, 2, 3, 9].map((day) => lastUpTo([null, 7, null, 8], day)),
    [null, 1, 1, 3, 3],
  );
});

test("a part is never rounded to all, nor to none", () => {
  const digits = (value: number): string => share(value).replace(/\D/g, "");
  assert.deepEqual([0.9999, 0.995, 0.5, 1, 0].map(digits), ["99", "99", "50", "100", "0"]);
  assert.match(share(0.0005), /^< 1/);
  assert.match(part(0.1234), /^12\D3\s?%$/);
  assert.match(part(0.00002), /^< 0\D1/);
  assert.equal(part(null), NONE);
});

test("the pointer reads the nearest measured day", () => {
  assert.deepEqual(
    [0, 4, 5, 29].map((day) => nearest([1, 8, 15], day)),
    [0, 0, 1, 2],
  );
});

test("a form says field by field what is wrong with it", () => {
  const form = { ...emptyForm("2024-10-15"), start: "2024-10-10", end: "2024-10-16" };
  assert.deepEqual([...wrongIn(form, "2024-10-15").keys()], ["artists", "platforms", "period"]);
  assert.equal(wrongIn(form, "2024-10-15").get("period"), words.invalid.future);
  assert.equal(
    wrongIn({ ...form, start: "2015-01-01", end: "2024-01-01" }, "2024-10-15").get("period"),
    words.invalid.tooLong,
  );
  assert.equal(wrongIn({ ...form, end: "" }, "2024-10-15").get("period"), words.invalid.noLastDay);
});

test("a number of songs is checked where it is asked for", () => {
  const wrong = (songsLimit: number | null, sections: string[]) =>
    wrongIn({ ...emptyForm("2024-10-15"), sections, songsLimit }, "2024-10-15").get("songsLimit");
  for (const limit of [0, 101, 2.5]) assert.equal(wrong(limit, ["songs"]), words.invalid.songsLimit);
  for (const limit of [null, 1, 100]) assert.equal(wrong(limit, ["shazam"]), undefined);
  assert.equal(wrong(101, ["tracks"]), undefined);
});

test("errors of the API land beside their fields, and what belongs to none beside the button", () => {
  const problem = {
    type: "about:blank",
    title: "No",
    status: 422,
    detail: "See errors",
    instance: "",
    errors: [
      { field: "artists.0.name", message: "one" },
      { field: "end_date", message: "two" },
      { field: "songs_limit", message: "four" },
      { field: "body", message: "three" },
    ],
  };
  assert.deepEqual(
    [...wrongBy(problem)],
    [
      ["artists", "one"],
      ["period", "two"],
      ["songsLimit", "four"],
      ["form", "three"],
    ],
  );
  assert.deepEqual([...wrongBy({ ...problem, errors: [] })], [["form", "See errors"]]);
});

test("how often there are figures is known once the platforms are, for the world and for a country", () => {
  const names = new Names();
  let told = 0;
  names.addEventListener("offered", () => {
    told += 1;
  });
  assert.equal(names.cadence("spotify", null), null);
  const platform = { slug: "spotify", cadence: "daily", country_cadence: "once a week (Mondays)" };
  const unpublished = { slug: "deezer", cadence: "daily", country_cadence: null };
  names.learnOffered({ platforms: [platform, unpublished], sections: [] } as unknown as Platforms);
  assert.equal(told, 1);
  assert.equal(names.cadence("spotify", null), "daily");
  assert.equal(names.cadence("spotify", "IT"), "once a week (Mondays)");
  assert.equal(names.cadence("deezer", "IT"), null);
});

test("the figures there are counted among those asked for", () => {
  const rows = [{ data_points: 30 }, { data_points: 0 }, { data_points: 1 }];
  assert.deepEqual(figuresThere({ detailed_breakdown: rows } as unknown as Result), { there: 2, all: 3 });
});
