// Which sections look at a number of songs of each artist, as many as a request says.
const COUNT_SONGS = ["songs", "shazam"];

/** How many they look at unless a request says how many, and at most. */
export const DEFAULT_SONGS = 25;
export const MOST_SONGS = 100;

/** Says whether any of the sections asked for counts songs. */
export function songsAreCounted({ sections }: { sections: readonly string[] }): boolean {
  return sections.some((name) => COUNT_SONGS.includes(name));
}
