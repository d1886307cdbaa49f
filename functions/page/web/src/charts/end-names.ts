// Names at the ends of lines: none over another, each as near to its line as that allows.

/**
 * Gives places for texts at least `gap` apart, in the order of the lines' ends, with the least distance to them in
 * all (isotonic regression by pooling neighbours). There must be room for all of them.
 */
export function apart(ends: readonly number[], gap: number, low: number, high: number): number[] {
  const order = [...ends.keys()].sort((a, b) => ends[a]! - ends[b]!);
  const pools: { sum: number; count: number }[] = [];
  for (const [place, end] of order.entries()) {
    pools.push({ sum: ends[end]! - place * gap, count: 1 });
    while (pools.length > 1 && mean(pools.at(-2)!) > mean(pools.at(-1)!)) {
      const { sum, count } = pools.pop()!;
      const before = pools.at(-1)!;
      before.sum += sum;
      before.count += count;
    }
  }
  const highest = high - (ends.length - 1) * gap;
  const placed = pools.flatMap((pool) =>
    new Array<number>(pool.count).fill(Math.min(Math.max(mean(pool), low), highest)),
  );
  const texts = new Array<number>(ends.length);
  for (const [place, end] of order.entries()) texts[end] = placed[place]! + place * gap;
  return texts;
}

function mean({ sum, count }: { sum: number; count: number }): number {
  return sum / count;
}

/** Shortens a name to a width, as `measure` measures it. */
export function fitted(name: string, width: number, measure: (text: string) => number): string {
  if (measure(name) <= width) return name;
  const letters = [...name];
  while (letters.length > 1 && measure(`${letters.join("").trimEnd()}…`) > width) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}
