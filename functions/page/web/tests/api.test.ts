// A report the page has already is asked for by its tag, and not sent again.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { callsWith, Refused } from "../src/api.ts";

interface Asked {
  path: string;
  headers: Record<string, string>;
}

const fetched = globalThis.fetch;
const asked: Asked[] = [];

afterEach(() => {
  globalThis.fetch = fetched;
  asked.length = 0;
});

function answering(...answers: [number, string, string | null][]): void {
  globalThis.fetch = (path, init) => {
    asked.push({ path: String(path), headers: init?.headers as Record<string, string> });
    const [status, body, etag] = answers.shift() ?? [500, "", null];
    return Promise.resolve(
      new Response(status === 304 ? null : body, { status, headers: etag ? { etag } : {} }),
    );
  };
}

test("a report that has not changed is the one the page has", async () => {
  answering(
    [200, '{"report_id": "x"}', 'W/"1"'],
    [304, "", 'W/"1"'],
    [200, '{"report_id": "x", "revision": 2}', 'W/"2"'],
  );
  const calls = callsWith(() => "a key");
  const first = await calls.report("x");
  assert.equal(await calls.report("x"), first);
  assert.deepEqual(await calls.report("x"), { report_id: "x", revision: 2 });
  assert.deepEqual(
    asked.map(({ headers }) => headers["if-none-match"]),
    [undefined, 'W/"1"', 'W/"1"'],
  );
  assert.deepEqual([...new Set(asked.map(({ headers }) => headers["x-api-key"]))], ["a key"]);
});

test("of another report nothing is known, and only the last one is kept", async () => {
  answering(
    [200, "{}", 'W/"1"'],
    [200, "{}", 'W/"2"'],
    [200, "{}", 'W/"1"'],
    [200, "{}", null],
    [200, "{}", null],
  );
  const calls = callsWith(() => null);
  for (const id of ["x", "y", "x"]) await calls.report(id);
  for (const token of ["t", "t"]) await calls.shared(token);
  assert.deepEqual(
    asked.map(({ headers }) => headers["if-none-match"]),
    [undefined, undefined, undefined, undefined, undefined],
  );
});

test("the token of a shared link is in a header and in no address", async () => {
  answering([200, "{}", 'W/"1"'], [304, "", 'W/"1"'], [200, "{}", 'W/"1"']);
  const calls = callsWith(() => null);
  for (const token of ["one", "one", "two"]) await calls.shared(token);
  assert.deepEqual([...new Set(asked.map(({ path }) => path))], ["./shared"]);
  assert.deepEqual(
    asked.map(({ headers }) => headers["x-shared-token"]),
    ["one", "one", "two"],
  );
  assert.deepEqual(
    asked.map(({ headers }) => headers["if-none-match"]),
    [undefined, 'W/"1"', undefined],
  );
});

test("a refusal is one, whatever was known", async () => {
  answering([200, "{}", 'W/"1"'], [404, '{"detail": "gone"}', null]);
  const calls = callsWith(() => null);
  await calls.report("x");
  await assert.rejects(
    calls.report("x"),
    (error) => error instanceof Refused && error.problem.detail === "gone",
  );
});
