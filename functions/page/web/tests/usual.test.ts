// The platforms of the last report, kept where the browser keeps anything.
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { keepUsual, usualPlatforms } from "../src/form/usual.ts";

function withStorage(storage: object): void {
  Object.defineProperty(globalThis, "localStorage", { configurable: true, value: storage });
}

afterEach(() => Reflect.deleteProperty(globalThis, "localStorage"));

test("the platforms of the last report are the usual ones", () => {
  const kept = new Map<string, string>();
  withStorage({
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
  });
  assert.deepEqual(usualPlatforms(), []);
  keepUsual(["spotify"]);
  keepUsual(["spotify", "deezer"]);
  assert.deepEqual(usualPlatforms(), ["spotify", "deezer"]);
});

test("what something else left there is no platform, and breaks nothing", () => {
  for (const text of ["{", "7", '{"a":1}', '[1,"spotify"]']) {
    withStorage({ getItem: () => text });
    assert.deepEqual(usualPlatforms(), text.includes("spotify") ? ["spotify"] : [], text);
  }
});

test("where nothing may be kept nothing is usual, and nothing breaks", () => {
  const refuse = (): never => {
    throw new DOMException("", "QuotaExceededError");
  };
  withStorage({ getItem: refuse, setItem: refuse });
  keepUsual(["spotify"]);
  assert.deepEqual(usualPlatforms(), []);
});
