// What artists, platforms and sections are called, which the API says in several places.
import type { FormArtist } from "./address.ts";
import { readable } from "./format.ts";
import type { Note, Noted } from "./notes.ts";
import type { ListedReport, Platform, Platforms, Result } from "./openapi.d.ts";
import { words as sections } from "./sections/words.ts";
import { words } from "./words.ts";

const UUIDS = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;
const KEPT_AS = "liner-notes-names";

/** Where names are kept from one load of the page to the next: a report names its artists only once it has ended. */
export type Keeper = Pick<Storage, "getItem" | "setItem">;

/** Tells by an "offered" event that it has learnt what platforms there are. */
export class Names extends EventTarget {
  readonly #artists = new Map<string, string>();
  readonly #platforms = new Map<string, Pick<Platform, "name" | "metric" | "color">>();
  readonly #withCharts = new Map<string, boolean>();
  readonly #cadences = new Map<string, Pick<Platform, "cadence" | "country_cadence">>();
  readonly #withPlaces = new Map<string, boolean>();
  readonly #sections = new Map<string, string>();
  readonly #unnamed = new Map<string, number>();
  readonly #keeper: Keeper | null;

  constructor(keeper: Keeper | null = null) {
    super();
    this.#keeper = keeper;
    this.#learnKept(keeper?.getItem(KEPT_AS) ?? null);
  }

  learnForm(artists: FormArtist[]): void {
    this.#learn(artists);
  }

  learnListed(reports: ListedReport[]): void {
    this.#learn(reports.flatMap(({ artists }) => artists));
  }

  learnOffered({ platforms, sections }: Platforms): void {
    for (const { name, title } of sections) this.#sections.set(name, title);
    for (const platform of platforms) {
      const { slug, name, metric, color, cadence, country_cadence } = platform;
      this.#platforms.set(slug, { name, metric, color });
      this.#withCharts.set(slug, platform.has_charts);
      this.#withPlaces.set(slug, platform.by_country);
      this.#cadences.set(slug, { cadence, country_cadence });
    }
    this.dispatchEvent(new Event("offered"));
  }

  learnResult(result: Result): void {
    this.#learn(result.metadata.artists);
    // Who has no name is numbered as in the request, wherever that artist is named.
    result.metadata.artists.forEach(({ uuid }, index) => {
      this.#unnamed.set(uuid, index + 1);
    });
    for (const {
      platform__slug: slug,
      platform__name: name,
      platform__audience_metric_name: metric,
      platform__color: color,
    } of result.platform_summaries) {
      this.#platforms.set(slug, { name, metric, color });
    }
  }

  /** Names an artist; one whose name nobody has told yet is known by a number. */
  artist(uuid: string): string {
    const known = this.#artists.get(uuid);
    if (known) return known;
    if (!this.#unnamed.has(uuid)) this.#unnamed.set(uuid, this.#unnamed.size + 1);
    return words.report.unnamedArtist(this.#unnamed.get(uuid)!);
  }

  /** Lists the artists whose names are known. */
  known(): FormArtist[] {
    return [...this.#artists].map(([uuid, name]) => ({ uuid, name }));
  }

  knows(uuid: string): boolean {
    return this.#artists.has(uuid);
  }

  /** Gives a result with the names it lacks: Soundcharts tells a name with the data, so what failed has none. */
  completed(result: Result): Result {
    return {
      ...result,
      platform_summaries: result.platform_summaries.map((summary) => this.noted(summary)),
      detailed_breakdown: result.detailed_breakdown.map((row) => ({
        ...this.noted(row),
        artist__name: row.artist__name ?? this.artist(row.artist__uuid),
      })),
    };
  }

  /** Gives anything noted with the names its notes lack. */
  noted<Of extends Noted>(of: Of): Of {
    const named: Noted = { ...of };
    if (of.note) named.note = this.inText(of.note);
    if (of.notes) named.notes = of.notes.map((note) => this.#inNote(note));
    return named as Of;
  }

  #inNote(note: Note): Note {
    // Whatever part of a note is an artist or lists some, under whatever name.
    const named = Object.entries(note).map(([part, value]) => [
      part,
      Array.isArray(value) ? value.map((each) => this.#inPart(each)) : this.#inPart(value),
    ]);
    return Object.fromEntries(named) as Note;
  }

  #inPart(part: unknown): unknown {
    if (typeof part !== "object" || part === null || !("uuid" in part) || !("name" in part)) return part;
    return { ...part, name: part.name ?? this.artist(String(part.uuid)) };
  }

  /** Puts names in the place of the ids in a text of the API. */
  inText(text: string): string {
    return text.replace(UUIDS, (uuid) => this.artist(uuid));
  }

  /** Gives a platform with its metric, as some platforms are there with two. */
  platform(slug: string): string {
    const known = this.#platforms.get(slug);
    return known ? `${known.name} ${known.metric}`.trim() : slug;
  }

  color(slug: string): string | null {
    return this.#platforms.get(slug)?.color ?? null;
  }

  /** Says whether a platform has charts; undefined as long as nobody has told. */
  hasCharts(slug: string): boolean | undefined {
    return this.#withCharts.get(slug);
  }

  /** Says how often there are figures of a platform, or of a country on it; null as long as nobody has told. */
  cadence(slug: string, country: string | null): string | null {
    const known = this.#cadences.get(slug);
    return (country === null ? known?.cadence : known?.country_cadence) ?? null;
  }

  /** Says whether a platform has figures by country; undefined as long as nobody has told. */
  hasPlaces(slug: string): boolean | undefined {
    return this.#withPlaces.get(slug);
  }

  /** Gives a section's title; what the API calls it has to do where nobody has told. */
  section(name: string): string {
    return sections.offered[name]?.title ?? this.#sections.get(name) ?? readable(name);
  }

  /** Gives a platform without any metric; what the API calls it has to do where nobody has told. */
  platformAlone(slug: string): string {
    return this.#platforms.get(slug)?.name ?? slug.split("-").map(readable).join(" ");
  }

  #learn(artists: { uuid: string; name: string | null }[]): void {
    let learned = false;
    for (const { uuid, name } of artists) {
      if (!name || this.#artists.get(uuid) === name) continue;
      this.#artists.set(uuid, name);
      learned = true;
    }
    if (learned) this.#keeper?.setItem(KEPT_AS, JSON.stringify([...this.#artists]));
  }

  #learnKept(kept: string | null): void {
    if (kept === null) return;
    try {
      for (const [uuid, name] of JSON.parse(kept) as [string, string][]) this.#artists.set(uuid, name);
    } catch {
      // Somebody else's; what is learned from now on takes its place.
    }
  }
}
