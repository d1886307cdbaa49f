// What is drawn of a report's lines: whose, in colour or in grey, under which names, and how the choice is kept.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Chosen } from "../src/charts/chosen.ts";
import { Display } from "../src/charts/display.ts";
import { apart, fitted } from "../src/charts/end-names.ts";
import { LARGEST, linesShown, TOGETHER } from "../src/charts/lines-shown.ts";
import { pathOf } from "../src/charts/svg.ts";

const GAP = 14;

function numbers(seed: number, count: number): number[] {
  const found: number[] = [];
  let state = seed;
  for (let index = 0; index < count; index += 1) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    found.push((state / 2 ** 31) * 160);
  }
  return found;
}

test("names at the ends of lines never lie over each other, nor out of the plot, and keep the lines' order", () => {
  for (let seed = 1; seed < 200; seed += 1) {
    const ends = numbers(seed, 1 + (seed % 9));
    const places = apart(ends, GAP, 0, 160);
    assert.ok(
      places.every((place) => place >= -1e-9 && place <= 160 + 1e-9),
      places.join(" "),
    );
    const order = [...ends.keys()].sort((a, b) => ends[a]! - ends[b]!);
    for (const [index, line] of order.slice(1).entries())
      assert.ok(
        places[line]! - places[order[index]!]! >= GAP - 1e-9,
        `${ends.join(" ")}: ${places.join(" ")}`,
      );
  }
});

test("names with room for each stand exactly at their lines, and those that share a place around it", () => {
  assert.deepEqual(apart([100, 20, 60], GAP, 0, 160), [100, 20, 60]);
  assert.deepEqual(apart([80, 80], GAP, 0, 160), [73, 87]);
  assert.deepEqual(apart([160, 160, 10], GAP, 0, 160), [146, 160, 10]);
  assert.deepEqual(apart([], GAP, 0, 160), []);
});

test("a name too long for its place is cut at a letter and says so", () => {
  const measure = (text: string): number => [...text].length * 7;
  assert.equal(fitted("Annalisa", 70, measure), "Annalisa");
  assert.equal(fitted("Pinguini Tattici Nucleari", 70, measure), "Pinguini…");
  assert.equal(fitted("宇多田ヒカル", 28, measure), "宇多田…");
  assert.equal(fitted("Ab", 1, measure), "A…");
});

const artists = (count: number): string[] => Array.from({ length: count }, (_, index) => `artist ${index}`);
const sizes = (count: number): (number | null)[][] => artists(count).map((_, index) => [index * 10, null]);

test("few lines all have their colour, and of many the largest", () => {
  assert.deepEqual(linesShown(artists(TOGETHER), sizes(TOGETHER), new Chosen()).faint, new Set());
  const { drawn, faint } = linesShown(artists(30), sizes(30), new Chosen());
  assert.equal(drawn.length, 30);
  const inColour = drawn.filter((line) => !faint.has(line));
  assert.deepEqual(inColour, [25, 26, 27, 28, 29]);
  assert.equal(inColour.length, LARGEST);
});

test("who is chosen is shown alone, and where none of those has a line all are grey", () => {
  const chosen = new Chosen();
  chosen.isolate("artist 3");
  chosen.toggle("artist 1");
  assert.deepEqual(linesShown(artists(30), sizes(30), chosen), {
    drawn: [1, 3],
    faint: new Set(),
    noneChosen: false,
  });
  const elsewhere = linesShown(["somebody else"], [[1]], chosen);
  assert.deepEqual(elsewhere, { drawn: [0], faint: new Set([0]), noneChosen: true });
});

test("choosing one again shows all, and adding the only one away as well", () => {
  const chosen = new Chosen();
  let changes = 0;
  chosen.addEventListener("change", () => {
    changes += 1;
  });
  chosen.isolate("a");
  chosen.isolate("b");
  assert.ok(chosen.has("b") && !chosen.has("a"));
  chosen.toggle("a");
  chosen.isolate("a");
  assert.ok(chosen.has("a") && !chosen.has("b"));
  chosen.isolate("a");
  assert.ok(chosen.none);
  chosen.toggle("c");
  chosen.toggle("c");
  assert.ok(chosen.none);
  assert.equal(changes, 7);
});

test("how charts are drawn is kept, and what is kept by somebody else is not believed", () => {
  const kept = new Map<string, string>();
  const keeper = {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => void kept.set(name, value),
  };
  const display = new Display(keeper);
  assert.deepEqual(display.now, { scale: "values", layout: "together", range: "same" });
  display.choose({ scale: "log" });
  display.choose({ layout: "apart" });
  assert.deepEqual(new Display(keeper).now, { scale: "log", layout: "apart", range: "same" });
  const [name] = kept.keys();
  for (const foreign of ["{", "null", "7", '{"scale":"cubic","layout":"apart"}']) {
    kept.set(name!, foreign);
    assert.equal(new Display(keeper).now.scale, "values");
  }
  assert.equal(new Display(keeper).now.layout, "apart");
});

test("a small line is joined where values are as far apart as usual, and open where they are not", () => {
  const at = (index: number): number => index;
  const weekly = Array.from({ length: 36 }, (_, day) => (day % 7 === 0 && day !== 21 ? day : null));
  assert.equal(pathOf(weekly, at, at), "M0 0h0L7 7L14 14M28 28h0L35 35");
  assert.equal(pathOf([null, 4, null], at, at), "M1 4h0");
});
