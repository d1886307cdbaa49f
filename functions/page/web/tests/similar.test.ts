// Who may be meant by a name that is not found.
import assert from "node:assert/strict";
import { test } from "node:test";
import { similar, slips } from "../src/form/similar.ts";

const KNOWN = ["Annalisa", "Mahmood", "Måneskin", "Billie Eilish", "Blanco", "AC/DC"].map((name) => ({
  name,
}));
const guessed = (term: string): string[] => similar(term, KNOWN).map(({ name }) => name);

test("a slip of the finger finds who was meant, accents and case aside", () => {
  assert.deepEqual(guessed("Analisa"), ["Annalisa"]);
  assert.deepEqual(guessed("mahmodo"), ["Mahmood"]);
  assert.deepEqual(guessed("maneksin"), ["Måneskin"]);
});

test("a name that is not typed to its end is guessed by its beginning", () => {
  assert.deepEqual(guessed("bilie eil"), ["Billie Eilish"]);
});

test("what is like nobody, or too short to tell, is no guess", () => {
  assert.deepEqual(guessed("Coldplay"), []);
  assert.deepEqual(guessed("bla"), []);
});

test("the nearest comes first, and no more than can be read", () => {
  const many = ["Anna Lisa", "Annalisa", ...Array.from({ length: 9 }, (_, index) => `Annalis ${index}`)];
  const found = similar(
    "annalisa",
    many.map((name) => ({ name })),
  );
  assert.equal(found[0]?.name, "Annalisa");
  assert.equal(found.length, 5);
});

test("a letter left out, put in, mistaken or swapped with the next is one slip", () => {
  assert.deepEqual(
    [
      slips("ana", "anna"),
      slips("annna", "anna"),
      slips("amna", "anna"),
      slips("nana", "anna"),
      slips("", "abc"),
    ],
    [1, 1, 1, 1, 3],
  );
});
