// Countries in the API's English sentences, by their Italian names.
import { type Country, countries, matching } from "./countries.ts";
import { country } from "./format.ts";

let all: Country[] | null = null;

/** Names a country that is named in English; null where none is called so. */
export function countryIn(text: string): string | null {
  if (text === "Worldwide") return "Tutto il mondo";
  all ??= countries();
  const code = matching(all, text.replace(/^the /, ""))[0]?.code;
  return code ? country(code) : null;
}
