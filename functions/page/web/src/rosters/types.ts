// Rosters as the API gives them, and as a reader wants one to be.
import type { FormArtist } from "../address.ts";
import type { FoundArtist } from "../asking/types.ts";

export type RosterArtist = Omit<FoundArtist, "slug">;

export interface Roster {
  roster_id: string;
  name: string;
  starred: boolean;
  artists: RosterArtist[];
  /** Which state this is: a change names the one it was made to. */
  version: number;
  updated_at: string;
}

export interface Rosters {
  rosters: Roster[];
}

/** What is written of a roster. */
export interface RosterBody {
  name: string;
  artists: RosterArtist[];
  starred: boolean;
}

export interface Draft {
  name: string;
  starred: boolean;
  artists: FormArtist[];
}
