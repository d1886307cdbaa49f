// Places as they are listed: by source, cities within their country, of one artist or of several side by side.
import type { PlacesRow, PlacesSection, PlacesTotal } from "../../openapi.d.ts";

/** A source with what it tells of the artists that have places on it; no rows where the report is too large for them. */
export interface Source {
  slug: string;
  name: string;
  totals: PlacesTotal[];
  rows: PlacesRow[] | null;
}

export interface Grouped {
  /** What has places, in the order of the report. */
  sources: Source[];
  /** Artists on sources that could have had places, with why they have none. */
  without: PlacesTotal[];
  /** Names of the sources that publish none, each once. */
  notPublished: string[];
}

export const sourceOf = (
  of: Pick<PlacesTotal, "platform__name" | "platform__audience_metric_name">,
): string => `${of.platform__name} ${of.platform__audience_metric_name}`.trim();

export function grouped({ totals, rows }: Pick<PlacesSection, "totals" | "rows">): Grouped {
  const published = totals.filter(({ status }) => status !== "not_published");
  const found = published.filter(({ countries }) => countries !== null);
  const bySource = rows && Map.groupBy(rows, ({ platform__slug: slug }) => slug);
  return {
    sources: [...Map.groupBy(found, ({ platform__slug: slug }) => slug)].map(([slug, of]) => ({
      slug,
      name: sourceOf(of[0]!),
      totals: of,
      rows: bySource && (bySource.get(slug) ?? []),
    })),
    without: published.filter(({ countries }) => countries === null),
    notPublished: [...new Set(totals.filter(({ status }) => status === "not_published").map(sourceOf))],
  };
}

/** A country or a city, and what each artist has there. */
export interface Place {
  code: string;
  /** Null for the whole country. */
  city: string | null;
  region: string | null;
  of: Map<string, PlacesRow>;
  /** Of a country, those that are known. */
  cities: Place[];
}

/** Ranks countries, and the cities of each, by the most that any of the artists has there. */
export function countriesOf(rows: readonly PlacesRow[]): Place[] {
  const byCountry = Map.groupBy(rows, ({ country_code: code }) => code);
  const countries = [...byCountry].map(([code, within]) => ({
    code,
    city: null,
    region: null,
    of: byArtist(within.filter(({ city }) => city === null)),
    cities: citiesOf(within.filter(({ city }) => city !== null)),
  }));
  return countries.sort(byMost);
}

function citiesOf(rows: PlacesRow[]): Place[] {
  // There are several of a name, in regions of their own.
  const cities = Map.groupBy(rows, ({ city, region }) => `${city}, ${region ?? ""}`);
  return [...cities.values()]
    .map((of) => {
      const { country_code: code, city, region } = of[0]!;
      return { code, city, region, of: byArtist(of), cities: [] };
    })
    .sort(byMost);
}

function byArtist(rows: PlacesRow[]): Map<string, PlacesRow> {
  return new Map(rows.map((row) => [row.artist__uuid, row]));
}

/** What has no figure of its own, as a country of which cities alone are known, comes last. */
function byMost(one: Place, other: Place): number {
  return most(other) - most(one);
}

function most({ of }: Place): number {
  return Math.max(-1, ...[...of.values()].map(({ latest_value: value }) => value ?? -1));
}

type Figure = "latest_value" | "share";

/** Sums up what an artist has in several places; null where nothing is known of any. */
export function sumOf(places: readonly Place[], artist: string, figure: Figure): number | null {
  const known = places.flatMap(({ of }) => of.get(artist)?.[figure] ?? []);
  return known.length ? known.reduce((sum, value) => sum + value, 0) : null;
}

/** Gives the first and the last day on which a place was measured last; null where none was. */
export function latestDays(rows: readonly PlacesRow[]): [first: string, last: string] | null {
  const days = rows.flatMap(({ latest_date: day }) => day ?? []).sort();
  return days.length ? [days[0]!, days.at(-1)!] : null;
}

/**
 * Says which countries are sums of other cities on their latest day than on their first, where they are sums of cities:
 * what lies between is then in part cities that entered or left the artist's top 50.
 */
export function countriesOfOtherCities(rows: readonly PlacesRow[]): string[] {
  const keyOf = ({ artist__uuid: uuid, country_code: code }: PlacesRow): string => `${uuid} ${code}`;
  const cities = Map.groupBy(
    rows.filter(({ city }) => city !== null),
    keyOf,
  );
  const changed = rows
    .filter(({ city, data_points: points }) => city === null && points > 1)
    .filter((row) =>
      cities
        .get(keyOf(row))
        ?.some((city) => (city.first_date === row.first_date) !== (city.latest_date === row.latest_date)),
    );
  return [...new Set(changed.map(({ country_code: code }) => code))];
}
