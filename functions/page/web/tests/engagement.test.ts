import assert from "node:assert/strict";
import { test } from "node:test";
import { period, whole } from "../src/format.ts";
import type { EngagementTotal, EngagementVideo } from "../src/openapi.d.ts";
import { addressOf, byArtist, byViews, gainsOf, hasFigures } from "../src/sections/engagement/groups.ts";
import { words } from "../src/sections/engagement/words.ts";

const ADA = "0a1b2c3d-0000-1111-2222-333344445555";
const BOB = "0a1b2c3d-0000-1111-2222-333344446666";

function total(part: Partial<EngagementTotal> = {}): EngagementTotal {
  return {
    artist__uuid: ADA,
    artist__name: "Ada",
    platform__slug: "instagram",
    platform__name: "Instagram",
    status: "measured",
    note: null,
    followers_gained: null,
    posts_gained: null,
    likes_gained: null,
    views_gained: null,
    first_date: null,
    latest_date: null,
    videos: null,
    videos_status: null,
    engagement_rate: null,
    compared: null,
    change: null,
    change_note: null,
    ...part,
  };
}

function video(identifier: string, views: number | null, artist = ADA): EngagementVideo {
  return { identifier, views, artist__uuid: artist } as EngagementVideo;
}

const shown = (videos: EngagementVideo[]): string => videos.map(({ identifier }) => identifier).join(" ");

test("videos of all platforms stand together by views, those of unknown views last", () => {
  assert.equal(shown(byViews([video("a", 5), video("b", null), video("c", 0), video("d", 9)])), "d a c b");
});

test("each artist has the own platforms and videos, in the order of the report", () => {
  const totals = [
    total({ artist__uuid: BOB }),
    total(),
    total({ artist__uuid: BOB, platform__slug: "tiktok" }),
  ];
  const [bob, ada] = byArtist({ totals, rows: [video("a", 1), video("b", 2, BOB)] });
  assert.deepEqual([bob!.uuid, bob!.totals.length, shown(bob!.videos!)], [BOB, 2, "b"]);
  assert.deepEqual([ada!.uuid, ada!.totals.length, shown(ada!.videos!)], [ADA, 1, "a"]);
});

test("a report too large for its videos has none, which is not an empty list", () => {
  assert.equal(byArtist({ totals: [total()], rows: null })[0]!.videos, null);
  assert.deepEqual(byArtist({ totals: [total()], rows: [] })[0]!.videos, []);
});

test("what was not gained is shown as nothing, and a gain of 0 as 0", () => {
  const change = { followers_gained: -2, posts_gained: null, likes_gained: null, views_gained: null };
  assert.deepEqual(gainsOf(total({ followers_gained: 0, likes_gained: 7, change })), [
    { measure: "followers_gained", gained: 0, change: -2 },
    { measure: "likes_gained", gained: 7, change: null },
  ]);
  assert.equal(hasFigures(total()), false);
  assert.equal(hasFigures(total({ videos: 0 })), true);
});

test("only addresses of the web are opened", () => {
  assert.equal(addressOf({ url: "https://www.youtube.com/shorts/x" }), "https://www.youtube.com/shorts/x");
  for (const url of ["javascript:alert(1)", "data:text/html,x", "//evil.example", null])
    assert.equal(addressOf({ url }), null);
});

test("a gain is held against that of the other period in words, which a note names", () => {
  assert.equal(words.change(-1234), `${whole(1234)} fewer than before`);
  assert.equal(words.change(2), "2 more than before");
  assert.equal(words.change(0), "as many as before");
  const other = { start: "2024-08-02", end: "2024-08-31" };
  assert.equal(words.before(other), `“Before” is ${period(other.start, other.end)}.`);
});
