// Engagement as it is shown: an artist's platforms side by side, and below them the videos of all by views.
import type {
  EngagementGains,
  EngagementSection,
  EngagementTotal,
  EngagementVideo,
} from "../../openapi.d.ts";

/** What an artist has; no videos where the report is too large for them. */
export interface OfArtist {
  uuid: string;
  totals: EngagementTotal[];
  videos: EngagementVideo[] | null;
}

export function byArtist({ totals, rows }: Pick<EngagementSection, "totals" | "rows">): OfArtist[] {
  const videos = Map.groupBy(rows ?? [], ({ artist__uuid: uuid }) => uuid);
  return [...Map.groupBy(totals, ({ artist__uuid: uuid }) => uuid)].map(([uuid, ofArtist]) => ({
    uuid,
    totals: ofArtist,
    videos: rows && byViews(videos.get(uuid) ?? []),
  }));
}

/** Puts those with most views first, whatever platform they are on, and those of unknown views last. */
export function byViews(videos: EngagementVideo[]): EngagementVideo[] {
  return videos.toSorted((one, other) => (other.views ?? -1) - (one.views ?? -1));
}

export const MEASURES = ["followers_gained", "posts_gained", "likes_gained", "views_gained"] as const;

export interface Gain {
  measure: keyof EngagementGains;
  gained: number;
  /** How much more than in the period compared with; null where that cannot be said. */
  change: number | null;
}

/** Lists what was gained, as far as it is known. */
export function gainsOf(total: EngagementTotal): Gain[] {
  return MEASURES.flatMap((measure) => {
    const gained = total[measure];
    return gained === null ? [] : [{ measure, gained, change: total.change?.[measure] ?? null }];
  });
}

/** Says whether a total has anything to show. */
export function hasFigures(total: EngagementTotal): boolean {
  return gainsOf(total).length > 0 || total.videos !== null;
}

/** Gives an address to be opened: only those of the web are. */
export function addressOf({ url }: Pick<EngagementVideo, "url">): string | null {
  return url?.startsWith("https://") ? url : null;
}
