// The line a form is folded to.
import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyForm, type Form } from "../src/address.ts";
import { lineOf } from "../src/form/fold.ts";
import { Names } from "../src/names.ts";

const names = new Names();
names.learnOffered({
  platforms: [
    { slug: "spotify", name: "Spotify", metric: "Monthly Listeners", color: "#000", has_charts: true },
  ],
  sections: [{ name: "radio", title: "Radio airplay" }],
} as never);
const artists = (...called: string[]): Form["artists"] =>
  called.map((name, index) => ({ uuid: `00000000-0000-4000-8000-00000000000${index}`, name }));
const form: Form = { ...emptyForm("2024-10-15"), platforms: ["spotify"], artists: artists("Annalisa") };

test("the line names what there is little of", () => {
  assert.equal(lineOf(form, names), "Annalisa · Spotify Monthly Listeners · September 2024 · Worldwide");
});

test("the line counts what there is much of, and says all that was asked for besides", () => {
  const asked: Form = {
    ...form,
    artists: artists("Annalisa", "Mahmood", "Blanco"),
    platforms: ["spotify", "deezer"],
    country: "IT",
    compare: "previous_year",
    sections: ["radio"],
  };
  assert.equal(
    lineOf(asked, names),
    "3 artists · 2 platforms · September 2024 · Italy · against the year before · with Radio airplay",
  );
});

test("days that are lacking or the wrong way round are no reason to say nothing", () => {
  const days = (start: string, end: string) => lineOf({ ...form, start, end }, names).split(" · ")[2];
  assert.equal(days("", "2024-09-30"), "… – Sep 30, 2024");
  assert.equal(days("2024-09-01", ""), "Sep 1, 2024 – …");
  assert.equal(days("", ""), "… – …");
  assert.equal(days("2024-09-30", "2024-09-01"), "Sep 30, 2024 – Sep 1, 2024");
});

test("a form without artists is no line", () => {
  assert.equal(lineOf(emptyForm("2024-10-15"), names), "");
});
