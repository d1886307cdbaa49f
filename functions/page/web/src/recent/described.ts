// A report in a list in words: whose, of what, when and where.
import { artistsOf } from "../address.ts";
import { country } from "../format.ts";
import { periodName } from "../moments.ts";
import type { Names } from "../names.ts";
import type { ListedReport, ReportRequest } from "../openapi.d.ts";
import { words } from "../words.ts";
import { recentWords } from "./words.ts";

const MOST_NAMES = 3;
const MOST_PLATFORMS = 4;

/** Names a report as somebody called it, or by its artists. */
export function nameOf({ title, request }: ListedReport, names: Names): string {
  return title ?? artistsIn(request, names);
}

/** Names the artists of a request as far as their names are known, and counts the others. */
export function artistsIn(request: Pick<ReportRequest, "artists">, names: Names): string {
  const uuids = artistsOf(request);
  const known = uuids.filter((uuid) => names.knows(uuid)).map((uuid) => names.artist(uuid));
  if (!known.length) return recentWords.artists(uuids.length);
  const shown = known.slice(0, MOST_NAMES);
  return listed(shown, uuids.length - shown.length);
}

/** Says what a report is about besides its artists, who are named here if its name is another. */
export function aboutOf({ title, request }: ListedReport, names: Names): string {
  const platforms = [...new Set(request.platforms.map((slug) => names.platformAlone(slug)))];
  const shown = platforms.slice(0, MOST_PLATFORMS);
  return [
    title && artistsIn(request, names),
    periodName(request.start_date, request.end_date),
    request.country ? country(request.country) : words.report.worldwide,
    listed(shown, platforms.length - shown.length),
    (request.sections ?? []).map((name) => names.section(name)).join(", "),
  ]
    .filter(Boolean)
    .join(" · ");
}

function listed(names: string[], others: number): string {
  return others ? recentWords.andMore(names.join(", "), others) : names.join(", ");
}
