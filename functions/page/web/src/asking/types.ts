// What the API answers about artists that were written down, and about a line.
import type { Comparison } from "../address.ts";
import type { Artists } from "../openapi.d.ts";

export type FoundArtist = Artists["artists"][number];

export interface ResolvedLine {
  line: string;
  status: "found" | "ambiguous" | "unknown" | "not_asked";
  artist: FoundArtist | null;
  /** Who else may be meant. */
  candidates: FoundArtist[];
  note: string | null;
}

export interface ResolvedLines {
  lines: ResolvedLine[];
}

/** A request as it was written in a line. */
export interface AskedInLine {
  artists: ({ uuid: string } | { name: string })[];
  platforms: string[];
  start_date: string;
  end_date: string;
  country: string | null;
  compare: Comparison | null;
  sections: string[];
  songs_limit: number | null;
  /** The same request, written in full. */
  line: string;
}
