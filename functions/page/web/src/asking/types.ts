// What the API answers about artists that were written down, and about a line.
import type { Artists } from "../openapi.d.ts";

export type { ReadLine as AskedInLine, ResolvedLine, ResolvedLines } from "../openapi.d.ts";
export type FoundArtist = Artists["artists"][number];
