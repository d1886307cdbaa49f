// Places as they are listed: by artist and source, cities below their country.
import type { PlacesRow, PlacesSection, PlacesTotal } from "../../openapi.d.ts";

/** The places of an artist on a source; no rows where the report is too large for them. */
export interface PlacesOf {
  total: PlacesTotal;
  rows: PlacesRow[] | null;
}

export interface Grouped {
  /** What has places, in the order of the report. */
  found: PlacesOf[];
  /** Artists on sources that could have had places, with why they have none. */
  without: PlacesTotal[];
  /** Names of the sources that publish none, each once. */
  notPublished: string[];
}

type Of = Pick<PlacesTotal, "artist__uuid" | "platform__slug">;

const keyOf = ({ artist__uuid, platform__slug }: Of): string => `${artist__uuid} ${platform__slug}`;

export const sourceOf = (total: PlacesTotal): string =>
  `${total.platform__name} ${total.platform__audience_metric_name}`.trim();

export function grouped({ totals, rows }: Pick<PlacesSection, "totals" | "rows">): Grouped {
  const byKey = Map.groupBy(rows ?? [], keyOf);
  const published = totals.filter(({ status }) => status !== "not_published");
  return {
    found: published
      .filter(({ countries }) => countries !== null)
      .map((total) => ({ total, rows: rows && (byKey.get(keyOf(total)) ?? []) })),
    without: published.filter(({ countries }) => countries === null),
    notPublished: [...new Set(totals.filter(({ status }) => status === "not_published").map(sourceOf))],
  };
}

/**
 * Puts cities below their country, countries and the cities of each as the rows came: by latest value. A city whose
 * country has no row stands where it is the first of its country.
 */
export function citiesBelowCountries(rows: PlacesRow[]): PlacesRow[] {
  const byCountry = [...Map.groupBy(rows, ({ country_code: code }) => code).values()];
  return byCountry.flatMap((places) => [
    ...places.filter(({ city }) => city === null),
    ...places.filter(({ city }) => city !== null),
  ]);
}

/** Says which countries have a row of their own. */
export function countriesIn(rows: PlacesRow[]): Set<string> {
  return new Set(rows.filter(({ city }) => city === null).map(({ country_code: code }) => code));
}

/** Gives the first and the last day on which a place was measured last; null where none was. */
export function latestDays(rows: PlacesRow[]): [first: string, last: string] | null {
  const days = rows.flatMap(({ latest_date: day }) => day ?? []).sort();
  return days.length ? [days[0]!, days.at(-1)!] : null;
}

/**
 * Says which countries are sums of other cities on their latest day than on their first, where they are sums of cities:
 * what lies between is then in part cities that entered or left the artist's top 50.
 */
export function countriesOfOtherCities(rows: PlacesRow[]): string[] {
  const cities = Map.groupBy(
    rows.filter(({ city }) => city !== null),
    ({ country_code: code }) => code,
  );
  return rows
    .filter(({ city, data_points: points }) => city === null && points > 1)
    .filter(({ country_code: code, first_date: first, latest_date: latest }) =>
      cities.get(code)?.some((city) => (city.first_date === first) !== (city.latest_date === latest)),
    )
    .map(({ country_code: code }) => code);
}
