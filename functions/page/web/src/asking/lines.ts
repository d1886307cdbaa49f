// Lines that name artists, and what becomes of each: rules only, the check shows them.
import type { FormArtist } from "../address.ts";
import { words } from "../words.ts";
import type { FoundArtist, ResolvedLine } from "./types.ts";

/** As many artists as a report has, and as many lines as are looked up at once. */
export const MOST_ARTISTS = 50;

export interface Line {
  written: string;
  status: ResolvedLine["status"];
  /** Who is meant: found, or chosen among the candidates. */
  artist: FormArtist | null;
  candidates: FormArtist[];
  note: string | null;
  /** Whether the reader does not want it. */
  unwanted: boolean;
}

/** What becomes of a line: its artist is added; or was chosen before, named above, too many; or nothing is known yet. */
export type Outcome = "added" | "already" | "repeated" | "over" | "unwanted" | "open";

export function formArtist({ uuid, name, image_url, country_code }: Omit<FoundArtist, "slug">): FormArtist {
  return { uuid, name: name ?? words.form.unnamed, country: country_code, picture: image_url };
}

/** Gives a line nobody has looked up yet; one that can be no name or address is known not to be found. */
export function unasked(written: string): Line {
  const status = canBeLookedUp(written) ? "not_asked" : "unknown";
  return { written, status, artist: null, candidates: [], note: null, unwanted: false };
}

const LONGEST_NAME = 200;
/** What is copied from an app goes on after the artist with what it tells its maker. */
const LONGEST_ADDRESS = 1_000;

export function canBeLookedUp(written: string): boolean {
  const { length } = [...written];
  const most = /^https?:\/\//i.test(written) ? LONGEST_ADDRESS : LONGEST_NAME;
  return length >= 2 && length <= most;
}

export function lineOf({ line, status, artist, candidates, note }: ResolvedLine): Line {
  return {
    written: line,
    status,
    artist: artist && formArtist(artist),
    candidates: candidates.map(formArtist),
    note,
    unwanted: false,
  };
}

/** Tells of every line what becomes of it, where these artists are chosen already. */
export function outcomesOf(lines: readonly Line[], chosen: readonly FormArtist[]): Outcome[] {
  const before = new Set(chosen.map(({ uuid }) => uuid));
  const taken = new Set(before);
  return lines.map(({ artist, unwanted }) => {
    if (unwanted) return "unwanted";
    if (!artist) return "open";
    if (before.has(artist.uuid)) return "already";
    if (taken.has(artist.uuid)) return "repeated";
    if (taken.size >= MOST_ARTISTS) return "over";
    taken.add(artist.uuid);
    return "added";
  });
}

export interface Distinct {
  /** What is looked up. */
  lines: string[];
  /** What is beyond the most that can be. */
  over: string[];
  /** How many lines say what one before has said. */
  repeated: number;
}

/** Takes every line once, and as many as can be looked up. */
export function distinct(lines: readonly string[]): Distinct {
  const seen = new Set<string>();
  const each = lines.filter((line) => seen.size < seen.add(line.toLowerCase()).size);
  return {
    lines: each.slice(0, MOST_ARTISTS),
    over: each.slice(MOST_ARTISTS),
    repeated: lines.length - each.length,
  };
}
