// No module reads a text, or makes a format, as it is loaded: the language is chosen only then.
import assert from "node:assert/strict";
import { globSync } from "node:fs";
import { registerHooks } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { isGroup } from "../src/translation.ts";

const SOURCE = join(import.meta.dirname, "../src");
const WORDS = /words\.ts$/;
/** Where the page begins: it looks for a window, and draws once it has chosen. */
const BEGINS = "main.ts";

const read: string[] = [];
const guarded = new Map<unknown, unknown>();

/** Gives texts of which each that is read is remembered; whoever asks for a group has not read a text yet. */
function guard(value: unknown, path: string): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (!guarded.has(value)) {
    guarded.set(
      value,
      new Proxy(value, {
        get(texts, name, receiver) {
          const found: unknown = Reflect.get(texts, name, receiver);
          if (typeof name === "string" && (typeof found !== "object" || found === null))
            read.push(`${path}.${name}`);
          return guard(found, `${path}.${String(name)}`);
        },
      }),
    );
  }
  return guarded.get(value);
}
(globalThis as Record<string, unknown>).guardWords = guard;

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.startsWith("file:") || !WORDS.test(url) || url.includes("node_modules")) return loaded;
    // What is exported as made of texts is watched by whoever imports it.
    const source = String(loaded.source).replace(
      /^export const (\w+)(: [^=]+)? = \{$([\s\S]*?)^\}(?: as const| satisfies [^;]+)?;$/gm,
      (_, name: string, _type: string | undefined, texts: string) =>
        `export const ${name} = globalThis.guardWords({${texts}}, ${JSON.stringify(`${fileURLToPath(url)} ${name}`)});`,
    );
    return { ...loaded, source };
  },
});

test("no module reads a text or makes a format before a language is chosen", async () => {
  const made: string[] = [];
  for (const name of [
    "NumberFormat",
    "DateTimeFormat",
    "DisplayNames",
    "PluralRules",
    "ListFormat",
    "Collator",
  ]) {
    const Format = (Intl as unknown as Record<string, new (...given: unknown[]) => object>)[name]!;
    class Watched extends Format {
      constructor(...given: unknown[]) {
        super(...given);
        // Libraries may make their own.
        if (!new Error().stack?.includes("node_modules")) made.push(name);
      }
    }
    Object.defineProperty(Intl, name, { value: Watched, configurable: true, writable: true });
  }
  const modules = globSync("**/*.ts", { cwd: SOURCE }).filter(
    (file) => file !== BEGINS && !file.endsWith(".d.ts"),
  );
  for (const module of modules) {
    await import(join(SOURCE, module));
    assert.deepEqual(read, [], `${module}, or what it imports, reads texts as it is loaded`);
    assert.deepEqual(made, [], `${module}, or what it imports, makes formats as it is loaded`);
  }
  assert.ok(modules.length > 50);
  const watched = new Set(guarded.values());
  for (const module of modules.filter((file) => WORDS.test(file))) {
    const texts = Object.values((await import(join(SOURCE, module))) as object).filter(isGroup);
    assert.ok(texts.length && texts.every((each) => watched.has(each)), `${module} is not watched`);
  }
  // Had they been read, it would have been seen.
  const { words } = (await import(join(SOURCE, "words.ts"))) as { words: { form: { submit: string } } };
  assert.equal(words.form.submit, "Create report");
  assert.equal(read.length, 1);
  assert.ok(new Intl.NumberFormat("it") && made.length === 1);
});
