// The texts of engagement.
import { period, whole } from "../../format.ts";
import type { EngagementGains } from "../../openapi.d.ts";
import { count } from "../../words.ts";

export const words = {
  gained: {
    followers_gained: "Followers gained",
    posts_gained: "Posts gained",
    likes_gained: "Likes gained",
    views_gained: "Views gained",
  } satisfies Record<keyof EngagementGains, string>,
  /** How much more or less that is than in the other period, which a note below names. */
  change: (value: number) =>
    value ? `${whole(Math.abs(value))} ${value > 0 ? "more" : "fewer"} than before` : "as many as before",
  before: ({ start, end }: { start: string; end: string }) => `“Before” is ${period(start, end)}.`,
  published: (videos: number) => count(videos, "video", "videos"),
  videos: "Videos",
  rate: "Engagement rate",
  video: "Video",
  platform: "Platform",
  publishedOn: "Published",
  views: "Views",
  likes: "Likes",
  comments: "Comments",
  videosOf: (name: string) => `${name}: videos published in the period`,
  rateIs:
    "Engagement rate: likes and comments over views of the videos published in the period. Their figures are of " +
    "the day Soundcharts looked last, and platforms round large ones.",
  asOf: (first: string, last: string) => `Videos as of ${period(first, last)}.`,
};
