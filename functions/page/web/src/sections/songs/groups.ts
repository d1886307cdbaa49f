// Songs as they are listed: by artist and platform.
import type { SongsRow, SongsSection, SongsTotal } from "../../openapi.d.ts";

/** The songs of an artist on a platform; no rows where the report is too large for them. */
export interface SongsOf {
  total: SongsTotal;
  rows: SongsRow[] | null;
}

export interface Grouped {
  /** What has a song with a total, in the order of the report. */
  found: SongsOf[];
  /** Artists on platforms that could have had some, with why there are none. */
  without: SongsTotal[];
  /** Why nothing is published, each reason once. */
  notPublished: string[];
}

type Of = Pick<SongsTotal, "artist__uuid" | "platform__slug">;

const keyOf = ({ artist__uuid, platform__slug }: Of): string => `${artist__uuid} ${platform__slug}`;

export function grouped({ totals, rows }: Pick<SongsSection, "totals" | "rows">): Grouped {
  const byKey = Map.groupBy(rows ?? [], keyOf);
  const published = totals.filter(({ status }) => status !== "not_published");
  const all = published.map((total) => ({ total, rows: rows && (byKey.get(keyOf(total)) ?? []) }));
  const has = ({ total, rows: of }: SongsOf): boolean =>
    total.gained !== null || (of ?? []).some(({ data_points: points }) => points > 0);
  return {
    found: all.filter(has),
    without: all.filter((of) => !has(of)).map(({ total }) => total),
    notPublished: [
      ...new Set(totals.filter(({ status }) => status === "not_published").flatMap(({ note }) => note ?? [])),
    ],
  };
}

/** Says what is to be known of a song alone: what all songs of a platform have in common is said of the total. */
export function noteOf({
  status,
  note,
  change_note: ofChange,
}: Pick<SongsRow, "status" | "note" | "change_note">): string | null {
  return [status === "lower_bound" ? null : note, ofChange].filter(Boolean).join(" ") || null;
}

/** Says whether songs can be held against another period. */
export function areCompared(rows: SongsRow[]): boolean {
  return rows.some(({ change }) => change !== undefined);
}
