// The page's address: a form as its query, so that a link opens it filled in, or a report and nothing else.
import { type Days, isDay, presetDays } from "./dates.ts";
import type { CountryCode, PlatformSlug, ReportRequest, SectionName } from "./openapi.d.ts";
import { sectionsIn } from "./sections/address.ts";
import { DEFAULT_SONGS, MOST_SONGS, songsAreCounted } from "./sections/counting-songs.ts";

export type Comparison = NonNullable<ReportRequest["compare"]>;

export interface FormArtist {
  uuid: string;
  name: string;
  country?: string | null;
  picture?: string | null;
}

export interface Form {
  artists: FormArtist[];
  platforms: string[];
  start: string;
  end: string;
  country: string | null;
  compare: Comparison | null;
  sections: string[];
  /** How many songs of each artist are looked at by sections that count songs; null for as many as usual. */
  songsLimit: number | null;
}

export interface Address {
  form: Form;
  report: string | null;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SLUG = /^[a-z0-9-]{1,40}$/;
const MOST_ARTISTS = 50;
export function emptyForm(today: string): Form {
  return {
    artists: [],
    platforms: [],
    ...presetDays("lastMonth", today),
    country: null,
    compare: null,
    sections: [],
    songsLimit: null,
  };
}

/** Reads an address. What cannot be understood is left out, as if it had not been given; days are left blank. */
export function readAddress(search: string, today: string): Address {
  const query = new URLSearchParams(search);
  const form = emptyForm(today);
  const artists = query
    .getAll("artist")
    .map(readArtist)
    .filter((artist) => artist !== null);
  form.artists = [...new Map(artists.map((artist) => [artist.uuid, artist])).values()].slice(0, MOST_ARTISTS);
  form.platforms = slugsIn(query.get("platforms"));
  Object.assign(form, daysIn(query));
  const country = (query.get("country") ?? "").toUpperCase();
  form.country = /^[A-Z]{2}$/.test(country) ? country : null;
  const compare = query.get("compare");
  form.compare = compare === "previous_period" || compare === "previous_year" ? compare : null;
  form.sections = slugsIn(sectionsIn(query));
  form.songsLimit = songsIn(query.get("songs_limit"));
  const report = query.get("report") ?? "";
  return { form, report: /^[A-Za-z0-9-]{1,64}$/.test(report) ? report : null };
}

/**
 * Writes an address; of a form what is as it is by default is left out. A report's has nothing of a form: it would be
 * another report's as soon as somebody changes the form.
 */
export function writeAddress({ form, report }: Address): string {
  if (report) return `?${new URLSearchParams({ report })}`;
  const query = new URLSearchParams();
  for (const { uuid, name } of form.artists) query.append("artist", `${uuid} ${name}`.trim());
  if (form.platforms.length) query.set("platforms", form.platforms.join(","));
  query.set("from", form.start);
  query.set("to", form.end);
  if (form.country) query.set("country", form.country);
  if (form.compare) query.set("compare", form.compare);
  if (form.sections.length) query.set("sections", form.sections.join(","));
  const limit = songsLimitOf(form);
  if (limit !== null) query.set("songs_limit", String(limit));
  return `?${query}`;
}

/** Gives the form as the API takes it. */
export function requestOf(form: Form): ReportRequest {
  const limit = songsLimitOf(form);
  return {
    artists: form.artists.map((artist) => artist.uuid),
    // An address may name other platforms and sections, which the API refuses by name.
    platforms: form.platforms as PlatformSlug[],
    start_date: form.start,
    end_date: form.end,
    ...(form.country ? { country: form.country as CountryCode } : {}),
    ...(form.compare ? { compare: form.compare } : {}),
    ...(form.sections.length ? { sections: form.sections as SectionName[] } : {}),
    ...(limit === null ? {} : { songs_limit: limit }),
  };
}

/** Lists the artists of a report's request, which has each by its uuid. */
export function artistsOf(request: Pick<ReportRequest, "artists">): string[] {
  return request.artists.filter((artist) => typeof artist === "string");
}

/** Gives the form a request was made with; `artist` tells of each what is known. */
export function formOf(request: ReportRequest, artist: (uuid: string) => FormArtist): Form {
  return {
    artists: artistsOf(request).map(artist),
    platforms: request.platforms,
    start: request.start_date,
    end: request.end_date,
    country: request.country ?? null,
    compare: request.compare ?? null,
    sections: request.sections ?? [],
    songsLimit: unusual(request.songs_limit ?? DEFAULT_SONGS),
  };
}

/** Says whether two forms ask for the same; in which order platforms and sections were ticked makes no difference. */
export function asksTheSame(one: Form, other: Form): boolean {
  const asked = (form: Form): string =>
    JSON.stringify(
      requestOf({ ...form, platforms: [...form.platforms].sort(), sections: [...form.sections].sort() }),
    );
  return asked(one) === asked(other);
}

/** Gives how many songs a form asks for; null for as many as usual, or where nothing asked for counts songs. */
function songsLimitOf(form: Form): number | null {
  return form.songsLimit !== null && songsAreCounted(form) ? unusual(form.songsLimit) : null;
}

function unusual(limit: number): number | null {
  return limit === DEFAULT_SONGS ? null : limit;
}

function songsIn(text: string | null): number | null {
  const limit = /^\d{1,3}$/.test(text ?? "") ? Number(text) : 0;
  return isSongsLimit(limit) ? unusual(limit) : null;
}

/** Says whether the API takes so many songs. */
export function isSongsLimit(limit: number): boolean {
  return Number.isInteger(limit) && limit >= 1 && limit <= MOST_SONGS;
}

function slugsIn(list: string | null): string[] {
  return [...new Set((list ?? "").split(",").filter((slug) => SLUG.test(slug)))];
}

/** Reads days as a form shows them, wrong or blank ones too, so that it can say what is wrong; none where none are given. */
function daysIn(query: URLSearchParams): Days | null {
  const given = [query.get("from"), query.get("to")];
  if (given.every((day) => day === null)) return null;
  const [start = "", end = ""] = given.map((day) => (day !== null && isDay(day) ? day : ""));
  return { start, end };
}

function readArtist(text: string): FormArtist | null {
  const uuid = text.slice(0, 36).toLowerCase();
  return UUID.test(uuid) ? { uuid, name: text.slice(37).trim() } : null;
}
