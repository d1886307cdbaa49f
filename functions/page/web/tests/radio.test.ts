import assert from "node:assert/strict";
import { test } from "node:test";
import { country, day, period } from "../src/format.ts";
import type { RadioTotal } from "../src/openapi.d.ts";
import { barsOf, highestOf } from "../src/sections/radio/bars.ts";
import { words } from "../src/sections/radio/words.ts";

const total = (part: Partial<RadioTotal>): RadioTotal =>
  ({
    spins: 1234,
    stations: 56,
    countries: 3,
    spins_per_day: 41.13,
    country_code: null,
    ...part,
  }) as RadioTotal;

test("every day of the period has its bar, those without spins an empty one", () => {
  assert.deepEqual(barsOf([["2024-02-29", 7]], "2024-02-28", "2024-03-01"), [
    { first: "2024-02-28", last: "2024-02-28", spins: 0 },
    { first: "2024-02-29", last: "2024-02-29", spins: 7 },
    { first: "2024-03-01", last: "2024-03-01", spins: 0 },
  ]);
  assert.equal(barsOf([], "2024-01-01", "2024-04-01").length, 92);
});

test("the days of a long period are put together by month", () => {
  const days: [string, number][] = [
    ["2024-01-15", 1],
    ["2024-01-31", 2],
    ["2024-04-20", 4],
  ];
  assert.deepEqual(barsOf(days, "2024-01-15", "2024-04-20"), [
    { first: "2024-01-15", last: "2024-01-31", spins: 3 },
    { first: "2024-02-01", last: "2024-02-29", spins: 0 },
    { first: "2024-03-01", last: "2024-03-31", spins: 0 },
    { first: "2024-04-01", last: "2024-04-20", spins: 4 },
  ]);
});

test("the highest of the bars is the first of those with most spins, and none where there are none", () => {
  const days: [string, number][] = [
    ["2024-09-02", 3],
    ["2024-09-03", 3],
  ];
  assert.equal(highestOf(barsOf(days, "2024-09-01", "2024-09-03"))?.first, "2024-09-02");
  assert.equal(highestOf(barsOf([], "2024-09-01", "2024-09-03")), null);
});

test("a total says that the stations are the monitored ones, and of several countries how many", () => {
  assert.equal(words.total(total({})), "1,234 spins, 56 monitored stations, 3 countries, 41.13 a day");
  assert.equal(
    words.total(total({ spins: 1, stations: 1, country_code: "IT", spins_per_day: null })),
    "1 spin, 1 monitored station",
  );
});

test("a station says where it is as far as that is known", () => {
  assert.equal(words.place("Milan", "IT"), `Milan, ${country("IT")}`);
  assert.equal(words.place(null, "IT"), country("IT"));
  assert.equal(words.place(null, null), "");
});

test("a bar says its days and its spins", () => {
  assert.equal(
    words.bar({ first: "2024-09-01", last: "2024-09-01", spins: 2 }),
    `${day("2024-09-01")}: 2 spins`,
  );
  assert.equal(
    words.bar({ first: "2024-09-01", last: "2024-09-30", spins: 1 }),
    `${period("2024-09-01", "2024-09-30")}: 1 spin`,
  );
});
