// What artists and platforms are called, which the API says in several places.
import type { FormArtist } from "./address.ts";
import type { Platform, Result } from "./types.ts";

const UUIDS = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

export class Names {
  readonly #artists = new Map<string, string>();
  readonly #platforms = new Map<string, { name: string; metric: string | null; color: string | null }>();

  learnForm(artists: FormArtist[]): void {
    for (const { uuid, name } of artists) if (name) this.#artists.set(uuid, name);
  }

  learnPlatforms(platforms: Platform[]): void {
    for (const { slug, name, metric, color } of platforms) this.#platforms.set(slug, { name, metric, color });
  }

  learnResult(result: Result): void {
    for (const { uuid, name } of result.metadata.artists) if (name) this.#artists.set(uuid, name);
    for (const { platform__slug: slug, platform__name: name, platform__audience_metric_name: metric, platform__color: color } of result.platform_summaries) {
      this.#platforms.set(slug, { name, metric, color });
    }
  }

  artist(uuid: string): string {
    return this.#artists.get(uuid) ?? uuid;
  }

  /** Gives a result with the names it lacks: Soundcharts tells a name with the data, so failures have none. */
  completed(result: Result): Result {
    const named = (note: string | null): string | null => note && note.replace(UUIDS, (uuid) => this.artist(uuid));
    return {
      ...result,
      platform_summaries: result.platform_summaries.map((summary) => ({ ...summary, note: named(summary.note) })),
      detailed_breakdown: result.detailed_breakdown.map((row) => ({
        ...row,
        artist__name: row.artist__name ?? this.artist(row.artist__uuid),
        note: named(row.note),
      })),
    };
  }

  /** Gives a platform with its metric, as some platforms are there with two. */
  platform(slug: string): string {
    const known = this.#platforms.get(slug);
    return known ? `${known.name} ${known.metric ?? ""}`.trim() : slug;
  }

  color(slug: string): string | null {
    return this.#platforms.get(slug)?.color ?? null;
  }
}
