// The API's sentences in Italian: what it says beside the figures of sections, and of what it refuses.
import { sentences as asking } from "./asking/sentences.it.ts";
import { elided } from "./grammar.it.ts";
import { sentences as refusals } from "./refusals.it.ts";
import { sentences as sections } from "./sections/sentences.it.ts";
import { PARTS } from "./sentence-parts.it.ts";
import { sentences as subscriptions } from "./subscriptions/sentences.it.ts";

/** What is in braces is a part of its kind, see sentence-parts.it.ts; a digit tells two of one kind apart. */
export type Sentence = [english: string, italian: string];

interface Known {
  pattern: RegExp;
  parts: string[];
  italian: string;
}

/** Every sentence that is known; of two that fit the first counts. */
export const KNOWN_SENTENCES: Sentence[] = [...refusals, ...asking, ...subscriptions, ...sections];

const IN_BRACES = /\{(\w+)\}/g;
let known: Known[] | null = null;
const worded = new Map<string, string | null>();

/** Puts a text in Italian, sentence by sentence; null where one of them is not known. */
export function sentencesInItalian(text: string): string | null {
  if (!worded.has(text)) worded.set(text, inItalian(text));
  return worded.get(text) ?? null;
}

function inItalian(text: string): string | null {
  known ??= KNOWN_SENTENCES.map(knownOf);
  const told: string[] = [];
  let rest = text.trim();
  while (rest) {
    const next = firstOf(rest, known);
    if (next === null) return null;
    told.push(next.italian);
    rest = rest.slice(next.length).trimStart();
  }
  return told.join(" ");
}

/** Words the sentence a text begins with. */
function firstOf(text: string, known: Known[]): { italian: string; length: number } | null {
  for (const { pattern, parts, italian } of known) {
    const found = pattern.exec(text);
    if (!found) continue;
    const written = parts.map((name, index) => PARTS[kindOf(name)]!.italian(found[index + 1]!));
    if (written.some((part) => part === null)) continue;
    return {
      italian: elided(italian.replace(IN_BRACES, (_, name: string) => written[parts.indexOf(name)] ?? "")),
      length: found[0].length,
    };
  }
  return null;
}

function knownOf([english, italian]: Sentence): Known {
  const parts = [...english.matchAll(IN_BRACES)].map(([, name]) => name!);
  const source = english
    .replace(/[.*+?()[\]|^$\\]/g, "\\$&")
    .replace(IN_BRACES, (_, name: string) => `(${PARTS[kindOf(name)]!.english})`);
  return { pattern: new RegExp(`^${source}(?=\\s|$)`), parts, italian };
}

const kindOf = (name: string): string => name.replace(/\d$/, "");
