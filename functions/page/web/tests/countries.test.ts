import assert from "node:assert/strict";
import { test } from "node:test";
import { COUNTRY_CODES, countries, matching, meant } from "../src/countries.ts";

const all = countries();
const found = (term: string): (string | null)[] => matching(all, term).map(({ code }) => code);
const first = (term: string): string | null | undefined => found(term)[0];

test("countries are found by the start of a word, without accents, and by code", () => {
  assert.deepEqual([first("ital"), first("kingdom"), first("cote"), first("de")], ["IT", "GB", "CI", "DE"]);
  assert.deepEqual(found("atlantis"), []);
  assert.equal(found("").length, all.length);
});

test("what a country is also called finds it before what only begins like it", () => {
  const called: Record<string, string> = {
    UK: "GB",
    "u.k.": "GB",
    "Great Britain": "GB",
    England: "GB",
    USA: "US",
    "U.S.": "US",
    America: "US",
    UAE: "AE",
    Holland: "NL",
    Korea: "KR",
    "Ivory Coast": "CI",
    Czechia: "CZ",
    "Czech Republic": "CZ",
    Turkey: "TR",
    Türkiye: "TR",
    Burma: "MM",
    Swaziland: "SZ",
    Macedonia: "MK",
    "Cape Verde": "CV",
    Vatican: "VA",
    Russia: "RU",
    "East Timor": "TL",
    DRC: "CD",
    Bosnia: "BA",
  };
  for (const [name, code] of Object.entries(called)) assert.equal(first(name), code, name);
  assert.deepEqual(found("uk"), ["GB", "UA"]);
});

test("a code finds its country before any name that begins like it", () => {
  for (const code of COUNTRY_CODES) assert.equal(first(code.toLowerCase()), code);
});

test("every country is found by its whole name first, in English too", () => {
  const english = new Intl.DisplayNames("en", { type: "region" });
  for (const { code, name } of all) {
    assert.equal(first(name), code, name);
    if (code) assert.equal(first(english.of(code)!), code, code);
  }
});

test("signs and small words make no difference", () => {
  assert.deepEqual(
    [
      first("Cote d'Ivoire"),
      first("trinidad and tobago"),
      first("St. Lucia"),
      first("the Netherlands"),
      first("Guinea Bissau"),
    ],
    ["CI", "TT", "LC", "NL", "GW"],
  );
});

test("a term left as it was typed means the one country of that code or name, or the only one it finds", () => {
  const means = (term: string) => meant(all, term)?.code;
  assert.deepEqual(["it", " ITALY ", "UK", "Czech", "Ital", "de", "Korea", "cote d'ivoire"].map(means), [
    "IT",
    "IT",
    "GB",
    "CZ",
    "IT",
    "DE",
    "KR",
    "CI",
  ]);
  assert.equal(means("worldwide"), null);
  for (const term of ["Atlantis", "", " ", "united", "congo", "i"])
    assert.equal(means(term), undefined, term);
});

test("the whole world is the first that is offered, and is found by what people call it", () => {
  assert.equal(all[0]?.code, null);
  for (const name of ["world", "Worldwide", "global", "everywhere"]) assert.equal(first(name), null, name);
});
