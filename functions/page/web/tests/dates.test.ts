import assert from "node:assert/strict";
import { test } from "node:test";
import { countDays, isDay, PRESETS, presetDays, presetOf } from "../src/dates.ts";

test("presets are whole periods before today, or as far as this one has come", () => {
  assert.deepEqual(presetDays("last7", "2024-03-01"), { start: "2024-02-23", end: "2024-02-29" });
  assert.deepEqual(presetDays("last30", "2024-03-01"), { start: "2024-01-31", end: "2024-02-29" });
  assert.deepEqual(presetDays("thisMonth", "2024-03-31"), { start: "2024-03-01", end: "2024-03-31" });
  assert.deepEqual(presetDays("lastMonth", "2024-03-31"), { start: "2024-02-01", end: "2024-02-29" });
  assert.deepEqual(presetDays("lastMonth", "2024-01-01"), { start: "2023-12-01", end: "2023-12-31" });
  assert.deepEqual(presetDays("lastQuarter", "2024-02-10"), { start: "2023-10-01", end: "2023-12-31" });
  assert.deepEqual(presetDays("lastQuarter", "2024-06-30"), { start: "2024-01-01", end: "2024-03-31" });
  assert.deepEqual(presetDays("lastYear", "2024-06-30"), { start: "2023-01-01", end: "2023-12-31" });
  assert.deepEqual(presetDays("last12Months", "2024-06-30"), { start: "2023-06-01", end: "2024-05-31" });
  assert.deepEqual(presetDays("yearToDate", "2024-06-30"), { start: "2024-01-01", end: "2024-06-30" });
});

test("on the first of January the year has one day", () => {
  assert.deepEqual(presetDays("yearToDate", "2024-01-01"), { start: "2024-01-01", end: "2024-01-01" });
});

test("a preset is known by its days", () => {
  assert.equal(new Set(PRESETS).size, 8);
  for (const preset of PRESETS)
    assert.equal(presetOf(presetDays(preset, "2024-06-15"), "2024-06-15"), preset);
  assert.equal(presetOf({ start: "2024-01-05", end: "2024-01-06" }, "2024-06-15"), undefined);
});

test("days are counted with both ends, over a change of the clocks too", () => {
  assert.equal(countDays({ start: "2024-03-01", end: "2024-03-31" }), 31);
  assert.equal(countDays({ start: "2024-03-01", end: "2024-03-01" }), 1);
});

test("only days there are count as days", () => {
  assert.deepEqual(["2024-02-29", "2023-02-29", "2024-1-1", "", "2024-13-01"].map(isDay), [
    true,
    false,
    false,
    false,
    false,
  ]);
});
