// Tracks as they are listed: by artist and platform, whatever else is measured there.
import type { Names } from "../../names.ts";
import { sentencesOf } from "../../notes.ts";
import type { SectionNoTracks, SectionTracks, TracksSection, TracksTotal } from "../../openapi.d.ts";

/** A total with the name of its platform, and its tracks; none where the report is too large for them. */
export interface TracksOf extends TracksTotal {
  platform__name: string;
  row?: SectionTracks | SectionNoTracks | undefined;
}

type Of = Pick<TracksTotal, "artist__uuid" | "platform__slug">;

const keyOf = ({ artist__uuid, platform__slug }: Of): string => `${artist__uuid} ${platform__slug}`;

export interface Grouped {
  /** What has a track, in the order of the report. */
  found: TracksOf[];
  /** Artists on platforms with charts that have none, with why. */
  without: TracksOf[];
  /** Which platforms have no charts, as far as is known. */
  notPublished: string[];
}

export function grouped({ totals, rows }: Pick<TracksSection, "totals" | "rows">, names: Names): Grouped {
  const byKey = new Map(rows?.map((row) => [keyOf(row), row]));
  const all = totals.map((total): TracksOf => {
    const row = byKey.get(keyOf(total));
    return {
      ...total,
      // A row has codes, which are put in the reader's words.
      note: row ? sentencesOf(names.noted(row)).join(" ") : total.note,
      platform__name: row?.platform.name ?? names.platformAlone(total.platform__slug),
      row,
    };
  });
  return {
    found: all.filter(({ total_tracks: count }) => count),
    without: all.filter(({ total_tracks: count, status }) => !count && status !== "not_published"),
    notPublished: totals.flatMap(({ status, note }) => (status === "not_published" ? note : [])),
  };
}
