// Scales: what a value becomes on each, how far the axis goes, and when it is said to be cut.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  haveLogarithms,
  isCut,
  placeOn,
  rangeOf,
  SCALES,
  scaled,
  scaledLevel,
  textsOf,
  ticksOn,
  written,
} from "../src/charts/scales.ts";

const ROWS = [
  [9_000_000, null, 9_450_000, 9_270_000],
  [100, 150, null, 75],
];

test("an index begins at a hundred, a change at nothing, and values and logarithms are what was measured", () => {
  assert.deepEqual(scaled(ROWS[1]!, "index"), [100, 150, null, 75]);
  assert.deepEqual(scaled(ROWS[0]!, "index"), [100, null, 105, 103]);
  assert.deepEqual(scaled(ROWS[0]!, "change"), [0, null, 5, 3]);
  for (const scale of ["values", "log"] as const) assert.deepEqual(scaled(ROWS[0]!, scale), ROWS[0]);
});

test("a level stands to a series on every scale as it does in values", () => {
  const values = [null, 200, 240];
  assert.equal(scaledLevel(180, values, "values"), 180);
  assert.equal(scaledLevel(180, values, "log"), 180);
  assert.equal(scaledLevel(0, values, "log"), null);
  assert.equal(scaledLevel(180, values, "change"), -10);
  assert.equal(scaledLevel(180, values, "index"), 90);
  assert.equal(scaledLevel(180, [0, 5], "change"), null);
});

test("there are logarithms of values above zero only", () => {
  assert.ok(haveLogarithms(ROWS));
  assert.ok(!haveLogarithms([...ROWS, [null, 0]]));
  assert.ok(!haveLogarithms([[-1, 5]]));
});

test("everything lies on its axis, of whichever scale", () => {
  for (const scale of SCALES) {
    const rows = ROWS.map((row) => scaled(row, scale));
    const range = rangeOf(rows, scale);
    for (const value of rows.flat()) {
      if (value === null) continue;
      const place = placeOn(range, scale, value);
      assert.ok(place >= 0 && place <= 1, `${value} on ${range.join("–")} (${scale})`);
    }
    for (const tick of ticksOn(range, scale, 5)) {
      const place = placeOn(range, scale, tick);
      assert.ok(place >= -1e-9 && place <= 1 + 1e-9, `${tick} on ${range.join("–")} (${scale})`);
    }
  }
});

test("an axis that nearly begins at zero does, and one that does not is cut", () => {
  assert.deepEqual(rangeOf([[20, 100]], "values")[0], 0);
  assert.ok(!isCut(rangeOf([[20, 100]], "values"), "values"));
  assert.ok(!isCut(rangeOf([[0, 100]], "values"), "values"));
  const narrow = rangeOf([[9_000_000, 9_063_000]], "values");
  assert.ok(narrow[0] > 8_900_000 && narrow[0] < 9_000_000);
  assert.ok(isCut(narrow, "values"));
  assert.ok(isCut(rangeOf([[100, 101]], "index"), "index"));
  // A change is always seen against none, and of a logarithm there is no zero.
  assert.ok(!isCut(rangeOf([[0, 1]], "change"), "change"));
  assert.ok(!isCut(rangeOf([[9, 10]], "log"), "log"));
});

test("one value, or none, has an axis too", () => {
  for (const scale of SCALES) {
    for (const rows of [[[7, 7]], [[]], [[null]]]) {
      const [low, high] = rangeOf(rows, scale);
      assert.ok(low < high && Number.isFinite(low) && Number.isFinite(high), `${low}–${high} (${scale})`);
    }
  }
});

test("on every scale the texts of an axis are told apart", () => {
  for (const scale of SCALES) {
    const range = rangeOf(
      ROWS.map((row) => scaled(row, scale)),
      scale,
    );
    const texts = textsOf(ticksOn(range, scale, 5), scale);
    assert.ok(texts.length >= 2, scale);
    assert.equal(new Set(texts).size, texts.length, `${texts.join(" ")} (${scale})`);
  }
});

test("what is read off says by its form which scale it is on", () => {
  assert.match(written(9_450_000, "values"), /^9\D450\D000$/);
  assert.match(written(5, "change"), /^\+5\s?%$/);
  assert.match(written(104.26, "index"), /^104\D3$/);
});
