import assert from "node:assert/strict";
import { test } from "node:test";
import { percent, period } from "../src/format.ts";
import type { MomentsRow, MomentsTotal } from "../src/openapi.d.ts";
import { marksOf } from "../src/sections/moments/marks.ts";
import { usualSources } from "../src/sections/moments/usual.ts";
import { words } from "../src/sections/moments/words.ts";

const ADA = "0a1b2c3d-0000-1111-2222-333344445555";

function moment(from: string, to: string, part: Partial<MomentsRow> = {}): MomentsRow {
  return {
    artist__uuid: ADA,
    platform__slug: "spotify",
    measure: "value",
    from,
    to,
    usual: 48_300,
    change_percent: 62,
    ...part,
  } as MomentsRow;
}

test("a row is marked on its own unusual days, in order of day, each with the usual value", () => {
  const marks = marksOf([
    moment("2024-09-20", "2024-09-21"),
    moment("2024-09-03", "2024-09-05", { measure: "daily_change", change_percent: -40, usual: 120 }),
    moment("2024-09-08", "2024-09-09", { platform__slug: "youtube" }),
    moment("2024-09-08", "2024-09-09", { artist__uuid: "somebody else" }),
  ]);
  assert.deepEqual(marks({ artist__uuid: ADA, platform__slug: "spotify" }), [
    {
      from: "2024-09-03",
      to: "2024-09-05",
      label: `Unusual, ${period("2024-09-03", "2024-09-05")}: ${percent(-40)} against the usual 120 a day`,
      about: words.shaded,
    },
    {
      from: "2024-09-20",
      to: "2024-09-21",
      label: `Unusual, ${period("2024-09-20", "2024-09-21")}: ${percent(62)} against the usual 48,300`,
      about: words.shaded,
    },
  ]);
});

test("a row of which nothing is unusual has no mark", () => {
  assert.deepEqual(marksOf([])({ artist__uuid: ADA, platform__slug: "spotify" }), []);
});

test("what was looked at in vain is said by days, or by weekly figures of a country", () => {
  assert.equal(words.nothing([31], false), "Nothing unusual in 1 series of 31 days.");
  assert.equal(words.nothing([31, 30, 31], false), "Nothing unusual in 3 series of 30 to 31 days each.");
  assert.equal(words.nothing([4, 4], true), "Nothing unusual in 2 series of 4 weekly figures each.");
});

test("a source of which nothing is unusual is named once, with its artists where not all are as usual", () => {
  const of = (slug: string, artist: string, note: string | null = null): MomentsTotal =>
    ({
      artist__uuid: artist,
      platform__slug: slug,
      platform__name: slug,
      platform__audience_metric_name: "Fans",
      status: "measured",
      note,
    }) as MomentsTotal;
  const all = ["a", "b", "c"].flatMap((artist) => [of("one", artist, `Of ${artist}.`), of("two", artist)]);
  const usual = all.filter((each) => (each.platform__slug as string) === "one" || each.artist__uuid !== "b");
  assert.deepEqual(
    usualSources(usual, all, (each) => each.artist__uuid),
    ["one Fans", "two Fans (a, c)"],
  );
});
