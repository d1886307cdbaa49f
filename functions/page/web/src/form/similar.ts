// What somebody may have meant who made a slip of the finger.
import { plain } from "../plain.ts";

const FEWEST_LETTERS = 4;
const LETTERS_A_SLIP = 4;
const MOST_GUESSES = 5;

/** Finds who is called nearly as a term, or begins nearly so, the nearest first. */
export function similar<Named extends { name: string }>(term: string, known: readonly Named[]): Named[] {
  const wanted = plain(term);
  if (wanted.length < FEWEST_LETTERS) return [];
  const most = Math.floor(wanted.length / LETTERS_A_SLIP);
  return known
    .map((each) => ({ each, slips: slipsFrom(wanted, plain(each.name)) }))
    .filter(({ slips }) => slips <= most)
    .sort((a, b) => a.slips - b.slips)
    .slice(0, MOST_GUESSES)
    .map(({ each }) => each);
}

function slipsFrom(wanted: string, name: string): number {
  const beginnings = [-1, 0, 1].map((more) => name.slice(0, wanted.length + more));
  return Math.min(...[name, ...beginnings].map((text) => slips(wanted, text)));
}

/** Counts letters left out, put in, taken for others and swapped with the next. */
export function slips(one: string, other: string): number {
  let [beforeLast, last]: number[][] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row[j] = Math.min(
        last![j]! + 1,
        row[j - 1]! + 1,
        last![j - 1]! + Number(!same),
        swapped ? beforeLast![j - 2]! + 1 : Number.POSITIVE_INFINITY,
      );
    }
    [beforeLast, last] = [last, row];
  }
  return last![other.length]!;
}
