// What artists and platforms are called, which the API says in several places.
import type { FormArtist } from "./address.ts";
import type { Platform, Result } from "./types.ts";

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

  /** Gives a platform with its metric, as some platforms are there with two. */
  platform(slug: string): string {
    const known = this.#platforms.get(slug);
    return known ? `${known.name} ${known.metric ?? ""}`.trim() : slug;
  }

  color(slug: string): string | null {
    return this.#platforms.get(slug)?.color ?? null;
  }
}
