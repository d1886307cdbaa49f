// A report that is incomplete though nothing failed has all there is: nothing is said of it that did not happen.
import assert from "node:assert/strict";
import { test } from "node:test";
import { mayBeMended } from "../src/actions.ts";
import { Refused } from "../src/api.ts";
import { somethingFailed } from "../src/fetched.ts";
import type { Report } from "../src/openapi.d.ts";
import { problemText } from "../src/problems.ts";
import { words } from "../src/words.ts";

const report = (fields: object): Report =>
  ({
    status: "partial",
    failures: [],
    progress: { total: 4, done: 4, failed: 0 },
    ...fields,
  }) as unknown as Report;
const failure = (retryable: boolean): object => ({ failures: [{ reason: "Down.", retryable }] });

test("a report of which some songs are counted from a later day did not fail, and offers no repair", () => {
  const counted = report({
    result: {
      detailed_breakdown: [{ status: "measured" }, { status: "no_data" }],
      sections: { songs: { status: "lower_bound", totals: [{}], rows: [{ status: "partial" }] } },
    },
  });
  assert.equal(somethingFailed(counted), false);
  assert.equal(mayBeMended(counted), false);
});

test("what failed may be mended, unless it is known that fetching again brings nothing", () => {
  const mended: [object, boolean][] = [
    [failure(true), true],
    [failure(false), false],
    [{ failure: "It broke." }, true],
    [{ missing_files: [{ format: "xlsx", reason: "It broke." }] }, true],
    [{ status: "failed" }, true],
    [{ result: { detailed_breakdown: [{ status: "failed" }] } }, true],
    [{ result: { detailed_breakdown: [{ status: "partial" }] } }, true],
    [{ result: { detailed_breakdown: [], sections: { radio: { rows: [{ status: "failed" }] } } } }, true],
    [{ result: { detailed_breakdown: [], sections: { radio: { status: "failed", rows: null } } } }, true],
  ];
  for (const [fields, may] of mended) {
    assert.equal(somethingFailed(report(fields)), true, JSON.stringify(fields));
    assert.equal(mayBeMended(report(fields)), may, JSON.stringify(fields));
  }
});

test("what is refused is told in the page's words, by the kind of problem the API names", () => {
  const refused = (type: string, status = 409) =>
    new Refused(
      status,
      {
        type: `urn:problem-type:liner-notes:${type}`,
        title: "",
        status,
        detail: "every job ended done",
        instance: "",
      },
      null,
    );
  assert.equal(problemText(refused("nothing-to-repair")), words.problem.nothingToRepair);
  assert.equal(problemText(refused("not-finished")), words.problem.notEnded);
  assert.equal(problemText(refused("no-valid-key", 403)), words.problem.key);
  assert.equal(problemText(refused("busy", 503)), words.problem.throttled(null));
  assert.equal(problemText(refused("upstream-unavailable", 503)), words.problem.upstream);
});
