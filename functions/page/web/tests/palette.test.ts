// Lines can be told apart, by everybody and on both grounds.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { contrastOf } from "../src/colors.ts";
import { COLORS, lineStyles } from "../src/lines.ts";
import { ciede2000, distance, SIGHTS } from "./vision.ts";

/**
 * The least distance of any two of the colours. Two shades are told apart side by side from about 2; at ten they look
 * different at a glance (Sharma's pairs at 10 are pairs no one confuses). Lines are thin and far apart, hence half as
 * much again. The sequence was found by a search over all 28 pairs and four kinds of sight, and has 15.8 and 17.6.
 */
const LEAST_DISTANCE = 15;
const LEAST_DISTANCE_FULL_SIGHT = 25;
const LEAST_CONTRAST = 3; // WCAG 1.4.11

const css = readFileSync(join(import.meta.dirname, "../styles/base.css"), "utf-8");
const [light, dark] = css.split("prefers-color-scheme: dark") as [string, string];
const THEMES = { light, dark };

function named(theme: string, name: string): string {
  const found = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(theme);
  assert.ok(found, name);
  return found[1]!;
}

function lines(theme: string): string[] {
  return Array.from({ length: COLORS }, (_, index) => named(theme, `line-${index + 1}`));
}

function* pairs<Item>(items: readonly Item[]): Generator<[Item, Item]> {
  for (const [index, one] of items.entries()) for (const other of items.slice(index + 1)) yield [one, other];
}

for (const [name, theme] of Object.entries(THEMES)) {
  for (const sight of SIGHTS) {
    test(`any two lines differ to the eye: ${name}, ${sight}`, () => {
      const least = sight === "full" ? LEAST_DISTANCE_FULL_SIGHT : LEAST_DISTANCE;
      for (const [one, other] of pairs(lines(theme))) {
        const apart = distance(one, other, sight);
        assert.ok(apart >= least, `${one} and ${other}: ${apart.toFixed(1)}`);
      }
    });
  }

  test(`every line can be seen on the card: ${name}`, () => {
    for (const color of lines(theme))
      assert.ok(contrastOf(color, named(theme, "panel")) >= LEAST_CONTRAST, color);
  });

  test(`a line brought out stands out from those that are not: ${name}`, () => {
    const [faint, panel] = [named(theme, "line-faint"), named(theme, "panel")];
    for (const color of lines(theme)) {
      assert.ok(contrastOf(color, panel) > contrastOf(faint, panel) * 1.2, color);
      for (const sight of SIGHTS)
        assert.ok(
          distance(color, faint, sight) >= 10,
          `${color}, ${sight}: ${distance(color, faint, sight).toFixed(1)}`,
        );
    }
  });
}

test("no two artists of the largest report share both colour and dash", () => {
  const artists = Array.from({ length: 50 }, (_, index) => `artist ${index}`);
  const styles = [...lineStyles(artists).values()].map(({ color, dash }) => `${color} ${dash.join("-")}`);
  assert.equal(new Set(styles).size, artists.length);
});

test("the first eight artists differ by colour alone, and have no gaps in their lines", () => {
  const styles = [...lineStyles(Array.from({ length: COLORS }, (_, index) => `artist ${index}`)).values()];
  assert.deepEqual(
    styles.map(({ color, dash }) => [color, dash.length]),
    Array.from({ length: COLORS }, (_, index) => [index + 1, 0]),
  );
});

test("distances are those of the paper that defines them", () => {
  const pairsOfThePaper: [[number, number, number], [number, number, number], number][] = [
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, -1, 2], [50, 0, 0], 2.3669],
    [[50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195],
    [[50, 2.5, 0], [50, 0, -2.5], 4.3065],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[50, 2.5, 0], [61, -5, 29], 22.8977],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ];
  for (const [one, other, expected] of pairsOfThePaper)
    assert.equal(ciede2000(one, other).toFixed(4), expected.toFixed(4));
});
