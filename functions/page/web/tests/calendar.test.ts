// Which month, quarter or year some days are, and which period comes before and after.
import assert from "node:assert/strict";
import { test } from "node:test";
import { beside, daysOf, partOf, partWith, type Unit, wholePart } from "../src/calendar.ts";
import { type Days, PRESETS, presetDays } from "../src/dates.ts";

const TODAY = "2024-11-15";
const days = (start: string, end: string): Days => ({ start, end });

test("a month stepped back is the whole month before, over the end of a year and a leap day", () => {
  assert.deepEqual(beside(days("2024-03-01", "2024-03-31"), -1, TODAY), days("2024-02-01", "2024-02-29"));
  assert.deepEqual(beside(days("2024-01-01", "2024-01-31"), -1, TODAY), days("2023-12-01", "2023-12-31"));
  assert.deepEqual(beside(days("2023-12-01", "2023-12-31"), 1, TODAY), days("2024-01-01", "2024-01-31"));
});

test("quarters and years are stepped as what they are", () => {
  assert.deepEqual(beside(days("2024-01-01", "2024-03-31"), -1, TODAY), days("2023-10-01", "2023-12-31"));
  assert.deepEqual(beside(days("2023-01-01", "2023-12-31"), -1, TODAY), days("2022-01-01", "2022-12-31"));
});

test("the current month, quarter and year end today, and nothing comes after them", () => {
  for (const [before, current] of [
    [days("2024-10-01", "2024-10-31"), days("2024-11-01", TODAY)],
    [days("2024-07-01", "2024-09-30"), days("2024-10-01", TODAY)],
    [days("2023-01-01", "2023-12-31"), days("2024-01-01", TODAY)],
  ] as const) {
    assert.deepEqual(beside(before, 1, TODAY), current);
    assert.equal(beside(current, 1, TODAY), null);
    assert.deepEqual(beside(current, -1, TODAY), before);
  }
});

test("what ended yesterday as it was still going on is the current month all the same", () => {
  assert.deepEqual(beside(days("2024-11-01", "2024-11-14"), -1, TODAY), days("2024-10-01", "2024-10-31"));
  assert.equal(partOf(days("2024-11-01", "2024-11-13"), TODAY), null);
});

test("a month that was still going on when its report was made is stepped as a month ever after", () => {
  const then = days("2024-08-01", "2024-08-20");
  assert.deepEqual(beside(then, 1, TODAY, { asOf: "2024-08-20" }), days("2024-09-01", "2024-09-30"));
  assert.deepEqual(beside(then, 1, TODAY), days("2024-08-21", "2024-09-09"));
});

test("whole months that are no quarter are stepped by as many months", () => {
  assert.deepEqual(beside(days("2024-02-01", "2024-03-31"), -1, TODAY), days("2023-12-01", "2024-01-31"));
  const year = presetDays("last12Months", TODAY);
  assert.deepEqual(beside(year, -1, TODAY), days("2022-11-01", "2023-10-31"));
  assert.equal(beside(year, 1, TODAY), null);
});

test("any other days are stepped by as many days, never beyond today nor before the earliest", () => {
  assert.deepEqual(beside(days("2024-11-01", "2024-11-07"), 1, TODAY), days("2024-11-08", "2024-11-14"));
  assert.equal(beside(days("2024-11-08", "2024-11-14"), 1, TODAY), null);
  assert.equal(beside(days("2000-01-03", "2000-01-09"), -1, TODAY), null);
  assert.equal(beside(days("2000-01-01", "2000-01-31"), -1, TODAY), null);
});

test("at the beginning of a year the same days are its month, quarter or year, as was meant last", () => {
  const january = days("2024-01-01", "2024-01-20");
  const before = (rather: Unit) => beside(january, -1, "2024-01-20", { rather });
  assert.deepEqual(before("month"), days("2023-12-01", "2023-12-31"));
  assert.deepEqual(before("quarter"), days("2023-10-01", "2023-12-31"));
  assert.deepEqual(before("year"), days("2023-01-01", "2023-12-31"));
});

test("no step from any preset leads beyond today, and a step back is undone by one forward", () => {
  for (const today of ["2024-01-01", "2024-02-29", "2024-03-31", "2024-11-15", "2024-12-31"]) {
    for (const preset of PRESETS) {
      const from = presetDays(preset, today);
      const after = beside(from, 1, today);
      assert.ok(after === null || after.end <= today, `${preset} on ${today}`);
      const before = beside(from, -1, today);
      assert.ok(before && before.end < from.start, `${preset} on ${today}`);
    }
  }
});

test("a part of the calendar is chosen as far as it has come, and not at all before it has begun", () => {
  assert.deepEqual(daysOf({ unit: "month", year: 2024, month: 2 }, TODAY), days("2024-02-01", "2024-02-29"));
  assert.deepEqual(daysOf(partWith(TODAY, "quarter"), TODAY), days("2024-10-01", TODAY));
  assert.equal(daysOf({ unit: "month", year: 2024, month: 12 }, TODAY), null);
  assert.equal(daysOf({ unit: "year", year: 1999, month: 1 }, TODAY), null);
});

test("only what is whole has a name", () => {
  assert.deepEqual(wholePart(days("2024-07-01", "2024-09-30")), { unit: "quarter", year: 2024, month: 7 });
  assert.equal(wholePart(days("2024-11-01", TODAY)), null);
  assert.equal(wholePart(days("2024-08-01", "2024-10-31")), null);
});
