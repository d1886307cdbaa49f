// How many there are of something: which form of a word a number takes is a rule of the language.
import { whole } from "./format.ts";
import { byLocale } from "./language.ts";

const RULES = byLocale((locale) => new Intl.PluralRules(locale));

/** Gives the form a number takes; some languages have another one beside whole millions. */
export function plural(number: number, one: string, other: string, many = other): string {
  const forms: Partial<Record<Intl.LDMLPluralRule, string>> = { one, many };
  return forms[RULES().select(number)] ?? other;
}

/** Writes a number with the word for what is counted: "1 artist", "2 artists". */
export function count(number: number, one: string, other: string, many = other): string {
  return `${whole(number)} ${plural(number, one, other, many)}`;
}
