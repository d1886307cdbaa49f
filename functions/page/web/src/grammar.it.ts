// What Italian asks of words beside numbers and days.
import { count } from "./plurals.ts";

/** Counts things: 1 artista, 2 artisti, and beside whole millions 1.000.000 di artisti. */
export const counted = (number: number, one: string, many: string): string =>
  count(number, one, many, `di ${many}`);

const ELIDED: Record<string, string> = { il: "l'", al: "all'", dal: "dall'", del: "dell'", sul: "sull'" };
const BEFORE_A_VOWEL =
  /\b(il|al|dal|del|sul) (?=(?:8|11)(?:–\d+)? (?:gen|feb|mar|apr|mag|giu|lug|ago|set|ott|nov|dic))/gi;

/** Puts an article in front of days as it is said: dal 7 ott, and dall'8 ott and dall'11 ott. */
export function elided(text: string): string {
  return text.replace(BEFORE_A_VOWEL, (_, article: string) => {
    const short = ELIDED[article.toLowerCase()] ?? `${article} `;
    return article === article.toLowerCase() ? short : short.charAt(0).toUpperCase() + short.slice(1);
  });
}
