// Two languages: every text in both, and formats and plurals by the one that is spoken.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { apiWords } from "../src/api-words.ts";
import { countries, matching } from "../src/countries.ts";
import { average, country, day, listed, percent, period, share, whole } from "../src/format.ts";
import { language, languageFor, locale, speak } from "../src/language.ts";
import { periodName } from "../src/moments.ts";
import { Names } from "../src/names.ts";
import { sentencesOf } from "../src/notes.ts";
import { count } from "../src/plurals.ts";
import { priceWords } from "../src/price-words.ts";
import { sorted } from "../src/sorting.ts";
import { isGroup } from "../src/translation.ts";
import { inWords, langOf } from "../src/worded.ts";
import { words } from "../src/words.ts";

type Texts = Record<string, unknown>;

const SOURCE = join(import.meta.dirname, "../src");
const MODULES = globSync("**/*words.ts", { cwd: SOURCE }).sort();
/** Words of English that are none of Italian, but for names of things that have no other. */
const ENGLISH =
  /\b(the|of|and|with|without|not|is|are|was|were|has|have|this|that|these|for|by|from|to|at|which|there|your|you|it|its|they|yes|report's|click|choose|loading|search|try|again|save|cancel|delete|show|hide|songs?|tracks?|days?|weeks?|months?|years?|country|countries|values?|figures?|calls?|views|streams)\b/i;

/** What is so in every language: a name, and a line as the API reads it. */
const NAMES = ["This Is", "Annalisa on spotify in IT for last month"];

/** Gives every text below a value, as the names that lead to it and what is there. */
function* textsIn(value: unknown, path = ""): Generator<[string, unknown]> {
  if (isGroup(value)) {
    for (const [name, part] of Object.entries(value)) yield* textsIn(part, path ? `${path}.${name}` : name);
  } else yield [path, value];
}

/** Gives what a module says: what it exports that is made of texts. */
async function wordsOf(module: string): Promise<[string, Texts][]> {
  const exported = (await import(join(SOURCE, module))) as Texts;
  return Object.entries(exported).filter((entry): entry is [string, Texts] => isGroup(entry[1]));
}

const english = new Map<string, Map<string, unknown>>();
for (const module of MODULES) {
  for (const [name, texts] of await wordsOf(module))
    english.set(`${module} ${name}`, new Map(textsIn(texts)));
}
const ENGLISH_FORMATS = [whole(1_234_567), day("2026-11-01"), country("DE"), percent(2.5)];

await speak(languageFor("it", ["it-IT", "en-US"]));
await apiWords.ready();

test("every module of words has an Italian one beside it, which has all its texts and is spoken", async () => {
  assert.ok(MODULES.length > 10);
  for (const module of MODULES) {
    const italian = new Map(await wordsOf(module.replace(/\.ts$/, ".it.ts")));
    for (const [name, spoken] of await wordsOf(module)) {
      const before = english.get(`${module} ${name}`)!;
      const translated = italian.get(name);
      assert.ok(translated, `${module}: ${name} has no Italian`);
      const texts = new Map(textsIn(translated));
      for (const [path, text] of before) {
        const other = texts.get(path);
        assert.equal(typeof other, typeof text, `${module}: ${name}.${path}`);
        assert.equal(
          Boolean(other),
          Boolean(text),
          `${module}: ${name}.${path} is said in one language only`,
        );
      }
      for (const [path, text] of textsIn(spoken)) {
        assert.equal(
          text,
          texts.get(path),
          `${module}: ${name}.${path} is not spoken: name it in italian.ts`,
        );
      }
    }
  }
});

test("nothing in Italian is English", () => {
  // What they quote of the API is English; what they make of it has tests of its own.
  const quoting = /(sentences|sentence-parts|refusals|api-words)\.it\.ts$/;
  const files = globSync("**/*.it.ts", { cwd: SOURCE }).filter((file) => !quoting.test(file));
  assert.ok(files.length > 10);
  for (const file of files) {
    const code = readFileSync(join(SOURCE, file), "utf-8").replace(/^\s*(\/\/|import|\/?\*).*$/gm, "");
    for (const [, text] of code.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)) assertItalian(text!, file);
    for (const [, template] of code.matchAll(/`((?:[^`\\]|\\.)*)`/g)) {
      assertItalian(template!.replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, " "), file);
    }
  }
});

function assertItalian(text: string, where: string): void {
  if (text.includes(" ") && !NAMES.includes(text)) assert.doesNotMatch(text, ENGLISH, where);
}

test("numbers, days, countries and percentages are written as the language has them", async () => {
  assert.deepEqual(ENGLISH_FORMATS, ["1,234,567", "Nov 1, 2026", "Germany", "+2.5%"]);
  assert.deepEqual(
    [whole(1_234_567), day("2026-11-01"), country("DE"), percent(2.5)],
    ["1.234.567", "1 nov 2026", "Germania", "+2,5%"],
  );
  assert.deepEqual([whole(5_855), average(998.61), share(0.42)], ["5.855", "998,61", "42%"]);
  assert.match(period("2026-10-05", "2026-11-10"), /^5 ott\s–\s10 nov 2026$/);
  assert.equal(period("2026-10-05", "2026-10-09"), "5–9 ott 2026");
  assert.equal(periodName("2026-10-01", "2026-10-31"), "ottobre 2026");
  assert.equal(listed(["a", "b", "c"]), "a, b e c");
  assert.deepEqual(
    sorted(["Zurigo", "Éze", "Eboli"], (name) => name, false),
    ["Eboli", "Éze", "Zurigo"],
  );
  await speak(languageFor("it", ["it-CH"]));
  assert.match(whole(1_234_567), /^1['’]234['’]567$/);
  await speak(languageFor("en", ["it-IT", "en-GB"]));
  assert.deepEqual([language(), locale(), day("2026-11-01")], ["en", "en-GB", "1 Nov 2026"]);
  assert.equal(count(1_000_000, "artist", "artists"), "1,000,000 artists");
  assert.deepEqual(
    [0, 1, 2].map((n) => count(n, "artist", "artists")),
    ["0 artists", "1 artist", "2 artists"],
  );
  await speak(languageFor("it", ["it-IT"]));
});

test("the reader's choice decides, then the browser's languages in their order, then English", () => {
  assert.deepEqual(languageFor("it", ["en-GB"]), { language: "it", locale: "it-IT" });
  assert.deepEqual(languageFor("en", ["it-IT", "en-GB", "en-US"]), { language: "en", locale: "en-GB" });
  assert.deepEqual(languageFor(null, ["de-DE", "it-CH", "en-US"]), { language: "it", locale: "it-CH" });
  assert.deepEqual(languageFor(null, ["de-DE", "fr"]), { language: "en", locale: "en-US" });
  assert.deepEqual(languageFor("xx", ["it"]), { language: "it", locale: "it-IT" });
  assert.deepEqual(languageFor("toString", []), { language: "en", locale: "en-US" });
});

test("what is counted has the form its number takes", () => {
  const { manyArtists } = words.report;
  assert.deepEqual([0, 1, 2, 1_000_000, 1_000_001].map(manyArtists), [
    "0 artisti",
    "1 artista",
    "2 artisti",
    "1.000.000 di artisti",
    "1.000.001 artisti",
  ]);
  assert.equal(priceWords.cached(1), "1 chiamata già in cache");
});

test("a country is found by its Italian and by its English name", () => {
  const names = (term: string): string[] => matching(countries(), term).map(({ name }) => name);
  assert.deepEqual(
    [names("germania"), names("Germany"), names("mondo")],
    [["Germania"], ["Germania"], ["Tutto il mondo"]],
  );
});

test("what the API names in English has the page's words, wherever it stands in an answer", () => {
  const answer = inWords({
    platforms: [{ slug: "spotify", name: "Spotify", metric: "Monthly Listeners", cadence: "daily" }],
    sections: [{ name: "radio", title: "Radio", about: "how often each artist was played" }],
    result: {
      detailed_breakdown: [{ platform__audience_metric_name: "Followers", series: [["2026-11-01", 7]] }],
    },
    total: { metric: "streams", note: "No value in the period.", change_note: null },
  });
  assert.equal(answer.platforms[0]?.metric, "Ascoltatori mensili");
  assert.equal(answer.platforms[0]?.cadence, "ogni giorno");
  // A report may be read before anybody has told what there is.
  assert.equal(new Names().section("moments"), "Momenti");
  assert.equal(answer.sections[0]?.about, "quante volte ogni artista è passato sulle radio monitorate");
  assert.equal(answer.result.detailed_breakdown[0]?.platform__audience_metric_name, "Follower");
  assert.deepEqual(answer.total, { metric: "stream", note: "Nessun valore nel periodo.", change_note: null });
});

test("sentences of the API are told in Italian with what is in them", () => {
  const told = (text: string): string | null => apiWords.sentences(text);
  assert.equal(
    told(
      "Counted: 28 of the artist's 1,331 songs. Left out: 1 song whose counter was corrected in the period.",
    ),
    "Contati: 28 su 1.331 brani dell'artista. Esclusi perché il contatore è stato corretto nel periodo: 1 brano.",
  );
  assert.equal(
    told(
      "The spins of 1 to 3 November 2026 and October 2025 could not be fetched: Soundcharts did not answer in time.",
    ),
    "Passaggi non recuperati: 1–3 nov 2026 e ottobre 2025. Soundcharts non ha risposto in tempo.",
  );
  assert.equal(
    told("Last.fm Listeners are not published by country."),
    "Last.fm ascoltatori: dati non pubblicati per paese.",
  );
  assert.equal(
    told("Came out on 8 October 2026, after the period."),
    "Uscito l'8 ott 2026, dopo il periodo.",
  );
  assert.equal(
    told(
      "Spins on the stations in the United States that Soundcharts monitors; other stations are not known.",
    ),
    "Passaggi sulle emittenti monitorate da Soundcharts (Stati Uniti); le altre non sono note.",
  );
  assert.equal(
    told("Gained from 30 September to 8 October 2026. Soundcharts has no likes and views for TikTok."),
    "Incremento dal 30 set all'8 ott 2026. Soundcharts non ha like e visualizzazioni per TikTok.",
  );
  assert.equal(
    told("From 1 weekly chart here and from 30 daily charts in the period compared with."),
    "Da 1 classifica settimanale qui e da 30 classifiche giornaliere nel periodo di confronto.",
  );
  assert.equal(
    told("Not compared: a total and half of the chart days are needed in both."),
    "Nessun confronto: servono un totale e metà dei giorni di classifica in entrambi i periodi.",
  );
});

test("a text there are no words for stays as it is, and is marked as English", () => {
  const { note } = inWords({ note: "Something that was never said before." });
  assert.equal(note, "Something that was never said before.");
  assert.equal(langOf("Nessun valore nel periodo."), null);
  assert.equal(langOf(`Nessun valore nel periodo. ${note}`), "en");
});

test("notes by code are worded in Italian", () => {
  const about = { platform__name: "Spotify", platform__audience_metric_name: "Ascoltatori mensili" };
  const said = (note: object): string[] => sentencesOf({ ...about, notes: [note as never] });
  assert.deepEqual(said({ code: "not_published" }), [
    "Spotify Ascoltatori mensili: dati non pubblicati per paese.",
  ]);
  assert.deepEqual(said({ code: "few_points", data_points: 1, expected_points: 31 }), [
    "Rilevato 1 volta su 31 possibili.",
  ]);
  assert.deepEqual(said({ code: "unreadable_rows", rows: 2 }), [
    "2 valori di Soundcharts non erano leggibili e sono esclusi.",
  ]);
});
