// The texts of playlists.
import { day, period, whole } from "../../format.ts";
import type { PlaylistsRow, PlaylistsTotal } from "../../openapi.d.ts";
import { count } from "../../words.ts";
import type { Moves } from "./moves.ts";

const TYPES: Record<string, string | undefined> = {
  editorial: "Editorial",
  algotorial: "Algotorial",
  algorithmic: "Algorithmic",
  major: "Major label",
  charts: "Charts",
  curators_listeners: "Curators and listeners",
  radios: "Radios",
  this_is: "This Is",
};

const dayOr = (text: string | null): string => (text ? day(text) : "a day not known");

const EVENTS: Record<string, ((row: PlaylistsRow) => string) | undefined> = {
  added: (row) => `Added ${dayOr(row.added_on)}`,
  removed: (row) => `Removed ${dayOr(row.removed_on)}`,
  added_and_removed: (row) => `Added ${dayOr(row.added_on)}, removed ${dayOr(row.removed_on)}`,
  held: (row) => (row.added_on ? `On since ${day(row.added_on)}` : "On it"),
};

export const words = {
  playlist: "Playlist",
  song: "Song",
  type: "Type",
  what: "What happened",
  position: "Position",
  followers: "Followers today",
  lists: "Playlists at the end",
  reach: "Reach at the end",
  added: "Added",
  removed: "Removed",
  notKnown: "not known",
  unnamedList: "A list without a name",
  placements: (title: string) => `${title}: placements`,
  typeOf: (type: string | null) => (type ? (TYPES[type] ?? type) : ""),
  event: (row: PlaylistsRow) => EVENTS[row.event]?.(row) ?? row.event,
  positionOf: ({ position, peak_position: peak }: Pick<PlaylistsRow, "position" | "peak_position">) =>
    peak !== null && peak !== position ? `${whole(position)} (best ${whole(peak)})` : whole(position),
  /** What there is of an artist on a platform, in one line. */
  total: ({ added, removed, playlists_latest: lists }: PlaylistsTotal) =>
    [
      added === null ? "additions not known" : `${whole(added)} added`,
      removed === null ? "removals not known" : `${whole(removed)} removed`,
      lists === null ? "" : `on ${count(lists, "list", "lists")}`,
    ]
      .filter(Boolean)
      .join(", "),
  /** How much more or less it is than in the period compared with. */
  compared: (difference: number, { start, end }: { start: string; end: string }) => {
    const how = difference > 0 ? "more than" : difference < 0 ? "fewer than" : "as many as";
    return `${difference ? `${whole(Math.abs(difference))} ` : ""}${how} in ${period(start, end)}`;
  },
  /** What the bars are, above them. */
  barsAre: (moves: Moves[], removals: boolean) => {
    const each = moves.every(({ first, last }) => first === last) ? "day" : "month";
    return removals ? `Added above the line and removed below it, by ${each}` : `Added, by ${each}`;
  },
  bar: ({ first, last, added, removed }: Moves) => {
    const when = first === last ? day(first) : period(first, last);
    return `${when}: ${whole(added)} added, ${whole(removed)} removed`;
  },
  bars: (moves: Moves[]) => {
    const sum = (of: "added" | "removed"): number => moves.reduce((total, move) => total + move[of], 0);
    return `Over time: ${whole(sum("added"))} added above the line, ${whole(sum("removed"))} removed below it`;
  },
};
