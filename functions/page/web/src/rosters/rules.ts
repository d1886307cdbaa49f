// What can be told of rosters without showing any.
import type { FormArtist } from "../address.ts";
import { formArtist, MOST_ARTISTS } from "../asking/lines.ts";
import { compareTexts } from "../sorting.ts";
import type { Draft, Roster, RosterArtist, RosterBody } from "./types.ts";

/** Puts starred rosters first, and each kind by name. */
export function ordered(rosters: readonly Roster[]): Roster[] {
  return [...rosters].sort(
    (one, other) => Number(other.starred) - Number(one.starred) || compareTexts(one.name, other.name),
  );
}

export function draftOf({ name, starred, artists }: Roster): Draft {
  return { name, starred, artists: artists.map(formArtist) };
}

function rosterArtist({ uuid, name, country, picture }: FormArtist): RosterArtist {
  return { uuid, name: name || null, image_url: picture ?? null, country_code: country ?? null };
}

export function bodyOf({ name, starred, artists }: Draft): RosterBody {
  return { name, starred, artists: artists.map(rosterArtist) };
}

interface Known {
  uuid: string;
}

/** Says whether both are the same artists, in whichever order. */
export function sameArtists(one: readonly Known[], other: readonly Known[]): boolean {
  const { more, less } = difference(one, other);
  return !more.length && !less.length;
}

/** Tells who the one has more than the other, and who less. */
export function difference<One extends Known, Other extends Known>(
  one: readonly One[],
  other: readonly Other[],
): { more: One[]; less: Other[] } {
  const without = <Of extends Known>(all: readonly Of[], those: readonly Known[]): Of[] => {
    const uuids = new Set(those.map(({ uuid }) => uuid));
    return all.filter(({ uuid }) => !uuids.has(uuid));
  };
  return { more: without(one, other), less: without(other, one) };
}

/** Adds artists to those chosen, as far as a report has room for them. */
export function joined(
  chosen: readonly FormArtist[],
  added: readonly FormArtist[],
): { artists: FormArtist[]; added: number; already: number; over: FormArtist[] } {
  const { more } = difference(added, chosen);
  const room = Math.max(0, MOST_ARTISTS - chosen.length);
  const fit = more.slice(0, room);
  return {
    artists: [...chosen, ...fit],
    added: fit.length,
    already: added.length - more.length,
    over: more.slice(room),
  };
}
