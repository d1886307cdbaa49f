// The texts of engagement in Italian.
import { period, whole } from "../../format.ts";
import { counted } from "../../grammar.it.ts";
import type { words as english } from "./words.ts";

export const words: typeof english = {
  gained: {
    followers_gained: "Nuovi follower",
    posts_gained: "Nuovi post",
    likes_gained: "Nuovi like",
    views_gained: "Nuove visualizzazioni",
  },
  change: (value) =>
    value ? `${whole(Math.abs(value))} in ${value > 0 ? "più" : "meno"} rispetto a prima` : "come prima",
  before: ({ start, end }) => `“Prima” è il periodo ${period(start, end)}.`,
  published: (videos) => counted(videos, "video", "video"),
  videos: "Video",
  rate: "Tasso di engagement",
  video: "Video",
  platform: "Piattaforma",
  publishedOn: "Pubblicato",
  views: "Visualizzazioni",
  likes: "Like",
  comments: "Commenti",
  videosOf: (name) => `${name}: video pubblicati nel periodo`,
  rateIs:
    "Tasso di engagement: like e commenti sulle visualizzazioni dei video pubblicati nel periodo. I dati sono del " +
    "giorno in cui Soundcharts li ha letti per l'ultima volta, e le piattaforme arrotondano quelli grandi.",
  asOf: (first, last) => `Dati dei video: ${period(first, last)}.`,
};
