// A key in a link is kept where there is none, and never takes another's place by itself.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { fileKind } from "../src/downloads.ts";
import {
  forget,
  isOnDevice,
  keep,
  keepOnDevice,
  keptKey,
  readFragment,
  takeKeyFromAddress,
} from "../src/key/kept.ts";

const kept = new Map<string, string>();
const keptOnDevice = new Map<string, string>();
let shown = "";

beforeEach(() => {
  kept.clear();
  keptOnDevice.clear();
  const storage = (values: Map<string, string>) => ({
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => values.set(name, value),
    removeItem: (name: string) => values.delete(name),
  });
  Object.defineProperty(globalThis, "localStorage", { configurable: true, value: storage(keptOnDevice) });
  Object.assign(globalThis, {
    sessionStorage: storage(kept),
    history: {
      state: null,
      replaceState: (_state: unknown, _title: string, address: string) => {
        shown = address;
      },
    },
  });
});

afterEach(() => {
  for (const name of ["sessionStorage", "localStorage", "history", "location"])
    Reflect.deleteProperty(globalThis, name);
});

function opened(hash: string): string | null {
  shown = `/v1/?report=x${hash}`;
  Object.assign(globalThis, { location: { hash, pathname: "/v1/", search: "?report=x" } });
  return takeKeyFromAddress();
}

test("the first key is kept, and leaves the address", () => {
  assert.equal(opened("#key=mine"), null);
  assert.equal(keptKey(), "mine");
  assert.equal(shown, "/v1/?report=x");
});

test("another key is asked about, and until then the first is kept", () => {
  opened("#key=mine");
  assert.equal(opened("#key=theirs"), "theirs");
  assert.equal(keptKey(), "mine");
  assert.equal(shown, "/v1/?report=x");
});

test("the same key again is not asked about, nor is an address without one", () => {
  opened("#key=mine");
  assert.equal(opened("#key=mine"), null);
  assert.equal(opened(""), null);
  assert.equal(keptKey(), "mine");
});

test("a key kept on the device is there in the next tab, where another of that tab goes before it", () => {
  keep("mine");
  keepOnDevice("mine");
  kept.clear();
  assert.equal(keptKey(), "mine");
  keep("theirs");
  assert.equal(keptKey(), "theirs");
});

test("a key that is forgotten is kept nowhere", () => {
  keep("mine");
  keepOnDevice("mine");
  assert.equal(isOnDevice(), true);
  forget();
  assert.deepEqual([keptKey(), isOnDevice()], [null, false]);
});

test("where the browser keeps nothing for pages a key is kept in the tab", () => {
  const forbidden = () => {
    throw new DOMException("", "SecurityError");
  };
  Object.defineProperty(globalThis, "localStorage", { configurable: true, get: forbidden });
  keep("mine");
  keepOnDevice("mine");
  assert.deepEqual([keptKey(), isOnDevice()], ["mine", false]);
});

test("a link may ask for a file of a shared report", () => {
  assert.deepEqual(readFragment("#shared=t&download=xlsx"), { key: null, shared: "t", download: "xlsx" });
  assert.deepEqual(fileKind("xlsx"), { format: "xlsx" });
  assert.equal(fileKind("csv")?.format, "csv");
  for (const other of [null, "", "exe"]) assert.equal(fileKind(other), null);
});
