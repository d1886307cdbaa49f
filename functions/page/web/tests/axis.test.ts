// What stands beside the axes, over a grid of ranges and languages: exact, no two alike, none out of the period.
import assert from "node:assert/strict";
import { test } from "node:test";
import { dayTexts, dayTicks, logTicks, percentTexts, valueTexts, valueTicks } from "../src/charts/axis.ts";
import { addDays, countDays } from "../src/dates.ts";

const LOCALES = ["en", "it", "de", "fr", "ja"];
const MOST = [2, 5];

/** What the short forms of the languages stand for, written down here and not taken from where they are made. */
const UNITS: Record<string, Record<string, number>> = {
  en: { K: 1e3, M: 1e6, B: 1e9, T: 1e12 },
  it: { K: 1e3, Mln: 1e6, Mrd: 1e9, Mld: 1e9, Bln: 1e12 },
  de: { "Mio.": 1e6, "Mrd.": 1e9, "Bio.": 1e12 },
  fr: { k: 1e3, M: 1e6, Md: 1e9, Bn: 1e12 },
  ja: { 万: 1e4, 億: 1e8, 兆: 1e12 },
};
const DECIMAL: Record<string, string> = { en: ".", it: ",", de: ",", fr: ",", ja: "." };

/** Reads a text of an axis as a reader of that language does. */
function readBack(text: string, locale: string): number {
  const found = /^([+-]?)([\d.,\s]*\d)\s*(\D*?)\s*(%?)$/u.exec(text.replace("−", "-"));
  assert.ok(found, `${text} is no number (${locale})`);
  const [, sign, digits, unit] = found as unknown as [string, string, string, string];
  const factor = unit === "" ? 1 : UNITS[locale]![unit];
  assert.ok(factor, `${unit} is not known (${locale}, ${text})`);
  const [whole, decimals = ""] = digits.split(DECIMAL[locale]!) as [string, string?];
  const power = Math.round(Math.log10(factor));
  return Number(`${sign}${whole.replace(/\D/g, "")}.${decimals}e${power}`);
}

function assertTrue(ticks: number[], texts: string[], locale: string): void {
  assert.equal(new Set(texts).size, ticks.length, `${texts.join(" ")} (${locale})`);
  assert.deepEqual(
    texts.map((text) => readBack(text, locale)),
    ticks,
    texts.join(" "),
  );
}

function assertEven(ticks: number[], low: number, high: number, most: number): void {
  assert.ok(ticks.length <= most, `${ticks.length} of at most ${most}`);
  assert.ok(
    ticks.every((tick) => tick >= low && tick <= high),
    `${ticks.join(" ")} within ${low}–${high}`,
  );
  const steps = ticks.slice(1).map((tick, index) => tick - ticks[index]!);
  for (const step of steps)
    assert.ok(Math.abs(step / steps[0]! - 1) < 1e-6, `even steps: ${ticks.join(" ")}`);
}

/** Ranges from one value to a million millions, as wide as all of it or as a sliver, from 0 or high above. */
function* ranges(): Generator<[number, number]> {
  for (let size = 1; size <= 1e12; size *= 10) {
    for (const start of [0, 0.9, 1, 1.295, 2.0001, 4.999, 8.2345]) {
      for (const wide of [0.00003, 0.001, 0.013, 0.047, 0.2, 0.9, 3])
        yield [start * size, (start + wide) * size];
    }
  }
}

test("texts of values read back as exactly the values, and no two are alike, in every language", () => {
  for (const [low, high] of ranges()) {
    for (const most of MOST) {
      const ticks = valueTicks(low, high, most, false);
      if (high - low >= 1) assertEven(ticks, low, high, most);
      for (const locale of LOCALES)
        assertTrue(
          ticks.filter(Number.isInteger),
          valueTexts(ticks.filter(Number.isInteger), locale),
          locale,
        );
    }
  }
});

test("values are counts, so there is no line between two of them", () => {
  for (const [low, high] of ranges()) {
    if (high - low >= 1) assert.ok(valueTicks(low, high, 5, false).every(Number.isInteger), `${low}–${high}`);
  }
});

test("two and a quarter million is not rounded", () => {
  assert.deepEqual(valueTicks(2_000_000, 2_900_000, 4, false), [2_000_000, 2_250_000, 2_500_000, 2_750_000]);
  assert.deepEqual(valueTexts([2_250_000, 2_750_000], "en"), ["2.25M", "2.75M"]);
  assert.deepEqual(valueTexts([1_295_000, 1_300_000, 1_305_000], "en"), ["1.295M", "1.3M", "1.305M"]);
});

test("texts of changes read back as exactly the changes, falls and tiny ones included", () => {
  for (let size = 1e-4; size <= 1e12; size *= 10) {
    for (const [low, high] of [
      [-1, 1],
      [-0.013, 0.02],
      [-9.3, -3.1],
      [0, 1.13],
      [-0.5, 8.88],
      [99, 100.7],
    ] as const) {
      for (const most of MOST) {
        const ticks = valueTicks(low * size, high * size, most, true);
        assertEven(ticks, low * size, high * size, most);
        for (const locale of LOCALES) assertTrue(ticks, percentTexts(ticks, locale), locale);
      }
    }
  }
});

test("texts of a logarithmic axis read back as exactly its numbers, and no two are alike, in every language", () => {
  for (const [low, high] of ranges()) {
    if (low < 1) continue;
    for (const most of MOST) {
      const ticks = logTicks(low, high, most);
      const what = `${ticks.join(" ")} within ${low}–${high}`;
      assert.ok(ticks.length <= most && ticks.every((tick) => tick >= low && tick <= high), what);
      for (const locale of LOCALES)
        assertTrue(
          ticks.filter(Number.isInteger),
          valueTexts(ticks.filter(Number.isInteger), locale),
          locale,
        );
    }
  }
});

test("a logarithmic axis over powers of ten has one, two and five times each, or fewer of all alike", () => {
  assert.deepEqual(logTicks(9_000, 600_000, 8), [10_000, 20_000, 50_000, 100_000, 200_000, 500_000]);
  assert.deepEqual(logTicks(9_000, 600_000, 5), [10_000, 50_000, 100_000, 500_000]);
  assert.deepEqual(logTicks(9, 11_000_000, 7), [10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000]);
  assert.deepEqual(logTicks(9, 11_000_000, 4), [100, 10_000, 1_000_000]);
  for (const [low, high] of [
    [1, 1e12],
    [3, 4e9],
    [70, 9_000],
  ] as const)
    for (const most of [2, 3, 5, 8]) {
      const steps = logTicks(low, high, most);
      assert.ok(steps.length >= 2, `${low}–${high} in ${most}: ${steps.join(" ")}`);
      for (const tick of steps) assert.match(String(tick / 10 ** Math.floor(Math.log10(tick))), /^[125]$/);
    }
});

test("within one power of ten a logarithmic axis has round numbers as others have", () => {
  assert.deepEqual(logTicks(9_010_000, 9_390_000, 5), valueTicks(9_010_000, 9_390_000, 5, false));
});

test("a change says which way it goes, and none goes neither", () => {
  assert.deepEqual(percentTexts([-2.5, 0, 2.5], "en"), ["-2.5%", "0%", "+2.5%"]);
});

test("a range without width has one line at most", () => {
  assert.deepEqual(valueTicks(7, 7, 5, false), [7]);
  assert.deepEqual(valueTexts(valueTicks(7, 7, 5, false), "en"), ["7"]);
});

function* periods(): Generator<{ start: string; end: string }> {
  for (const start of ["2024-09-01", "2023-12-28", "2024-02-29", "2019-11-28"]) {
    for (const days of [1, 2, 3, 7, 13, 28, 30, 31, 45, 57, 75, 92, 120, 200, 366, 731, 1830])
      yield { start, end: addDays(start, days - 1) };
  }
}

test("days of an axis lie within the period, in order, and no two are written alike", () => {
  for (const period of periods()) {
    for (const most of MOST) {
      const ticks = dayTicks(period, most);
      const what = `${period.start}–${period.end}: ${ticks.days.join(" ")}`;
      assert.ok(ticks.days.length >= 1 && ticks.days.length <= most, what);
      assert.ok(
        ticks.days.every((day) => day >= period.start && day <= period.end),
        what,
      );
      assert.deepEqual([...ticks.days].sort(), ticks.days, what);
      for (const locale of LOCALES)
        assert.equal(new Set(dayTexts(ticks, locale)).size, ticks.days.length, what);
    }
  }
});

test("a year is named only if the period has a day of it", () => {
  for (const period of periods()) {
    for (const text of dayTexts(dayTicks(period, 5), "en")) {
      const named = /\b\d{4}\b/.exec(text)?.[0];
      if (named)
        assert.ok(
          named >= period.start.slice(0, 4) && named <= period.end.slice(0, 4),
          `${text} in ${period.start}–${period.end}`,
        );
    }
  }
});

test("a day of an axis is written as the day it is", () => {
  for (const period of periods()) {
    const ticks = dayTicks(period, 5);
    const texts = dayTexts(ticks, "en");
    for (const [index, day] of ticks.days.entries()) {
      const [year, month, date] = day.split("-").map(Number) as [number, number, number];
      const name = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][
        month - 1
      ]!;
      const full = { day: `${name} ${date}`, month: `${name} ${year}`, year: `${year}` }[ticks.unit];
      assert.equal(texts[index], full);
      if (ticks.unit !== "day") assert.equal(date, 1);
      if (ticks.unit === "year") assert.equal(month, 1);
    }
  }
});

test("every period of two days or more has two days on its axis where there is room for four", () => {
  for (const period of periods()) {
    if (countDays(period) > 1)
      assert.ok(dayTicks(period, 4).days.length > 1, `${period.start}–${period.end}`);
  }
});
