// The texts of songs.
import { signed, whole } from "../../format.ts";
import { count } from "../../words.ts";

export const words = {
  song: "Song",
  credit: "Artists",
  released: "Released",
  gained: "Gained",
  share: "Share",
  aDay: "A day",
  toDate: "To date",
  /** What an artist's songs gained on a platform, in one line. */
  total: (gained: number | null, metric: string, counted: number | null, listed: number | null) =>
    [gained === null ? "" : `${signed(gained)} ${metric.toLowerCase()}`, words.coverage(counted, listed)]
      .filter(Boolean)
      .join(" by "),
  coverage: (counted: number | null, listed: number | null) => {
    if (counted === null) return "";
    if (listed === null) return count(counted, "song", "songs");
    if (counted < listed) return `${whole(counted)} of ${count(listed, "song", "songs")}`;
    return listed === 1 ? "the only song" : `all ${count(listed, "song", "songs")}`;
  },
};
