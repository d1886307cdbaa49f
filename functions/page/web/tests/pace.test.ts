import assert from "node:assert/strict";
import { test } from "node:test";
import { type Advance, LONGEST_WAIT_S, Pace, SHORTEST_WAIT_S } from "../src/pace.ts";

const running = (done: number, total = 100): Advance => ({
  status: "running",
  progress: { total, done, failed: 0 },
});

test("a report near its end is looked at every second, and no report more often", () => {
  const pace = new Pace();
  assert.equal(pace.waitS(0), SHORTEST_WAIT_S);
  pace.saw(running(0), 0);
  assert.equal(pace.waitS(0), SHORTEST_WAIT_S);
  pace.saw(running(90), 90);
  assert.equal(pace.waitS(90), 2.5);
  pace.saw(running(97), 97);
  assert.equal(pace.waitS(97), SHORTEST_WAIT_S);
  pace.saw({ ...running(100), status: "finalizing" }, 100);
  assert.equal(pace.waitS(160), SHORTEST_WAIT_S);
});

test("a report far from its end is looked at seldom", () => {
  const pace = new Pace();
  pace.saw(running(0, 2_100), 0);
  pace.saw(running(75, 2_100), 1);
  assert.equal(pace.waitS(1), 6.75);
  pace.saw(running(80, 2_100), 10);
  assert.equal(pace.waitS(10), LONGEST_WAIT_S);
});

test("of a report that shows no sign of its end the wait grows with its time, to where it ends", () => {
  const pace = new Pace();
  pace.saw(running(0), 0);
  const waits = [1, 8, 20, 60].map((now) => {
    pace.saw(running(0), now);
    return pace.waitS(now);
  });
  assert.deepEqual(waits, [SHORTEST_WAIT_S, 2, 5, LONGEST_WAIT_S]);
});

test("a report that was opened half done is paced by what came since", () => {
  const pace = new Pace();
  pace.saw(running(50), 0);
  pace.saw(running(60), 10);
  assert.equal(pace.waitS(10), LONGEST_WAIT_S);
  pace.saw(running(96), 46);
  assert.equal(pace.waitS(46), SHORTEST_WAIT_S);
});
