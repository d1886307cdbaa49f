// Puts the page's words in the place of what an answer of the API says in English: metrics, sections and notes.
import { apiWords } from "./api-words.ts";
import { language } from "./language.ts";
import { words as sections } from "./sections/words.ts";

type Part = Record<string, unknown>;

const METRICS = ["metric", "platform__audience_metric_name"];
const PROSE = ["note", "change_note"];
const CADENCES = ["cadence", "country_cadence"];
/** What there is a lot of, with no word in it. */
const FIGURES = ["series"];

/** Sentences of the API there are no words for: they stay English on a page in another language. */
const leftInEnglish = new Set<string>();

/** Words an answer, in place. One in English comes as it is to be read. */
export function inWords<Answer>(answer: Answer): Answer {
  if (language() !== "en") word(answer);
  return answer;
}

/** Gives what says that a text, or a part of it, is English on a page that is not; nothing where it is not so. */
export function langOf(...texts: (string | null | undefined | false | 0)[]): "en" | null {
  const left = [...leftInEnglish];
  return texts.some((text) => text && left.some((english) => text.includes(english))) ? "en" : null;
}

/** Says a text in an element, of which it may be English. */
export function say(element: HTMLElement, text: string | null): void {
  element.textContent = text;
  const lang = langOf(text);
  if (lang) element.lang = lang;
  else element.removeAttribute("lang");
}

function word(value: unknown): void {
  if (Array.isArray(value)) value.forEach(word);
  else if (typeof value === "object" && value !== null) wordParts(value as Part);
}

function wordParts(part: Part): void {
  for (const [name, value] of Object.entries(part)) {
    if (typeof value === "object") {
      if (name === "metrics" && Array.isArray(value)) part[name] = value.map(String).map(metric);
      else if (!FIGURES.includes(name)) word(value);
    } else if (typeof value !== "string") continue;
    else if (METRICS.includes(name)) part[name] = metric(value);
    // Of a platform that is offered; a note has a code there.
    else if (CADENCES.includes(name) && "slug" in part) part[name] = apiWords.cadences[value] ?? value;
    // Beside codes nobody reads the prose.
    else if (PROSE.includes(name) && !("notes" in part)) part[name] = sentences(value);
  }
  const offered = "about" in part && sections.offered[String(part.name)];
  if (offered) Object.assign(part, offered);
}

/** Words a metric, with a capital letter where the API has one. */
function metric(name: string): string {
  const worded = apiWords.metrics[name.toLowerCase()];
  if (worded === undefined) return name;
  return name === name.toLowerCase() ? worded : worded.charAt(0).toUpperCase() + worded.slice(1);
}

/** Words a text of the API, or says that it stays as it is. */
export function sentences(text: string): string {
  const worded = apiWords.sentences(text);
  if (worded === null) leftInEnglish.add(text);
  return worded ?? text;
}
