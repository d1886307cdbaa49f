// The texts of playlists in Italian.
import { day, period, whole } from "../../format.ts";
import { counted, elided } from "../../grammar.it.ts";
import type { PlaylistsRow } from "../../openapi.d.ts";
import type { words as english } from "./words.ts";

const TYPES: Record<string, string | undefined> = {
  editorial: "Editoriale",
  algotorial: "Algotoriale",
  algorithmic: "Algoritmica",
  major: "Major",
  charts: "Classifiche",
  curators_listeners: "Curatori e ascoltatori",
  radios: "Radio",
  this_is: "This Is",
};

const on = (text: string | null): string => (text ? `il ${day(text)}` : "in un giorno non noto");

const EVENTS: Record<string, ((row: PlaylistsRow) => string) | undefined> = {
  added: (row) => `Aggiunto ${on(row.added_on)}`,
  removed: (row) => `Rimosso ${on(row.removed_on)}`,
  added_and_removed: (row) => `Aggiunto ${on(row.added_on)}, rimosso ${on(row.removed_on)}`,
  held: (row) => (row.added_on ? `Presente dal ${day(row.added_on)}` : "Presente"),
};

export const words: typeof english = {
  playlist: "Playlist",
  song: "Brano",
  type: "Tipo",
  what: "Che cosa è successo",
  position: "Posizione",
  followers: "Follower oggi",
  lists: "Playlist alla fine",
  reach: "Reach alla fine",
  added: "Aggiunte",
  removed: "Rimozioni",
  notKnown: "non noto",
  unnamedList: "Playlist senza nome",
  placements: (title) => `${title}: inserimenti`,
  typeOf: (type) => (type ? (TYPES[type] ?? type) : ""),
  event: (row) => elided(EVENTS[row.event]?.(row) ?? row.event),
  positionOf: ({ position, peak_position: peak }) =>
    peak !== null && peak !== position ? `${whole(position)} (migliore ${whole(peak)})` : whole(position),
  total: ({ added, removed, playlists_latest: lists }) =>
    [
      added === null ? "aggiunte non note" : counted(added, "aggiunta", "aggiunte"),
      removed === null ? "rimozioni non note" : counted(removed, "rimozione", "rimozioni"),
      lists === null ? "" : `su ${counted(lists, "playlist", "playlist")}`,
    ]
      .filter(Boolean)
      .join(", "),
  compared: (difference, { start, end }) => {
    const how =
      difference > 0 ? "in più rispetto a" : difference < 0 ? "in meno rispetto a" : "come nel periodo";
    return `${difference ? `${whole(Math.abs(difference))} ` : ""}${how} ${period(start, end)}`;
  },
  barsAre: (moves, removals) => {
    const each = moves.every(({ first, last }) => first === last) ? "giorno" : "mese";
    return removals ? `Aggiunte sopra la linea e rimozioni sotto, per ${each}` : `Aggiunte, per ${each}`;
  },
  bar: ({ first, last, added, removed }) => {
    const when = first === last ? day(first) : period(first, last);
    return `${when}: ${counted(added, "aggiunta", "aggiunte")}, ${counted(removed, "rimozione", "rimozioni")}`;
  },
  bars: (moves) => {
    const sum = (of: "added" | "removed"): number => moves.reduce((total, move) => total + move[of], 0);
    return `Nel tempo: ${counted(sum("added"), "aggiunta", "aggiunte")} sopra la linea, ${counted(sum("removed"), "rimozione", "rimozioni")} sotto`;
  },
};
