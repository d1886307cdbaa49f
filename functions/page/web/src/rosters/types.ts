// Rosters as the API gives them, and as a reader wants one to be.
import type { FormArtist } from "../address.ts";
import type { RosterArtist } from "../openapi.d.ts";

export type { Roster, RosterArtist, Rosters } from "../openapi.d.ts";

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
