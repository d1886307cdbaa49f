// How words become those of another language, for everybody who has them already.

type Texts = Record<string, unknown>;

/**
 * Puts a translation in the place of words, text by text: whoever holds these words, or a part of them, then has those
 * of the other language. The compiler sees to it that none is missing.
 */
export function translate<Words extends object>(words: Words, translation: NoInfer<Words>): void {
  const into = words as Texts;
  for (const [name, text] of Object.entries(translation)) {
    if (isGroup(text) && isGroup(into[name])) translate(into[name], text);
    else into[name] = text;
  }
}

/** Says whether this is texts under names of their own, rather than a text, several in order, or what makes one. */
export function isGroup(value: unknown): value is Texts {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
