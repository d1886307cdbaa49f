// When the page asks back, and what it says of what reports cost.
import assert from "node:assert/strict";
import { test } from "node:test";
import { MANY_CALLS, needsAgreement } from "../src/agreement.ts";
import { Offline, Refused } from "../src/api.ts";
import { priceWords } from "../src/price-words.ts";
import { priceIn, problemText } from "../src/problems.ts";

const refused = (status: number, name: string, figures: object): Refused =>
  new Refused(
    status,
    {
      type: `urn:problem-type:liner-notes:${name}`,
      title: "",
      status,
      detail: "By the API.",
      instance: "urn:uuid:1",
      ...figures,
    },
    null,
  );

test("a report of many calls is asked back about, and one above what it may take", () => {
  const price = { limit: 3000, left: null };
  assert.equal(needsAgreement({ ...price, calls: MANY_CALLS }), false);
  assert.equal(needsAgreement({ ...price, calls: MANY_CALLS + 1 }), true);
  assert.equal(needsAgreement({ calls: 20, limit: 10, left: null }), true);
});

test("the question names the calls", () => {
  assert.equal(priceWords.ask.title(1240), "This takes up to 1,240 calls to Soundcharts");
});

test("a price is told as a part of what is left, and stands out where it is more", () => {
  assert.equal(priceWords.of(35, 48_210), "35 calls of 48,210 left this month");
  assert.equal(priceWords.of(1, 48_210, true), "At most 1 call of 48,210 left this month");
  assert.equal(priceWords.of(0, 48_210), "No calls needed; 48,210 left this month");
  assert.equal(priceWords.of(35, 12), "35 calls, and only 12 left this month");
  assert.equal(priceWords.cached(1), "1 call already cached");
});

test("what a refusal for the price tells is what is asked back about", () => {
  const error = refused(422, "too-expensive", { upstream_calls: 4000, cached: 100, limit: 3000 });
  assert.deepEqual(priceIn(error), { calls: 3900, limit: 3000, left: null });
  assert.equal(priceIn(refused(422, "invalid", {})), null);
  assert.equal(priceIn(new Offline()), null);
});

test("a spent budget and a reserve are told in words", () => {
  const figures = { price: 12, left: 3, resets_at: "2026-12-01T00:00:00Z" };
  assert.match(problemText(refused(429, "budget-spent", figures)), /up to 12 calls, and 3 of this month's/);
  assert.equal(problemText(refused(503, "quota-reserved", {})), priceWords.reserved);
});
