// What the API says in English, in Italian.
import type { apiWords as english } from "./api-words.ts";

let inItalian: ((text: string) => string | null) | null = null;
let loading: Promise<void> | null = null;

/** Loads what nobody reads before the first answer; without it English stays in its place. */
async function load(): Promise<void> {
  try {
    const { sentencesInItalian, speakOfReports } = await import("./reports-in-italian.ts");
    speakOfReports();
    inItalian = sentencesInItalian;
  } catch {
    loading = null;
  }
}

export const apiWords: typeof english = {
  metrics: {
    comments: "commenti",
    fans: "fan",
    favorites: "preferiti",
    followers: "follower",
    likes: "like",
    listeners: "ascoltatori",
    "monthly listeners": "ascoltatori mensili",
    plays: "riproduzioni",
    posts: "post",
    reels: "reel",
    shazams: "Shazam",
    streams: "stream",
    subscribers: "iscritti",
    videos: "video",
    views: "visualizzazioni",
  },
  cadences: {
    daily: "ogni giorno",
    "once a week (Mondays)": "una volta a settimana, il lunedì",
    "about once a week, for artists on YouTube's charts":
      "circa una volta a settimana, per gli artisti nelle classifiche di YouTube",
    "for artists on YouTube's charts, about once a week":
      "circa una volta a settimana, per gli artisti nelle classifiche di YouTube",
    "once a month": "una volta al mese",
    "every 2 to 15 days, by the number of followers": "ogni 2–15 giorni, secondo il numero di follower",
  },
  ready() {
    loading ??= load();
    return loading;
  },
  sentences: (text) => inItalian?.(text) ?? null,
};
