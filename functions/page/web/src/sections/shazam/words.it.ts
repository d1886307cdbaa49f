// The texts of Shazam in Italian.

import { countryIn } from "../../countries.it.ts";
import { country, listed, signed, whole } from "../../format.ts";
import { counted } from "../../grammar.it.ts";
import type { ShazamTotal } from "../../openapi.d.ts";
import type { words as english } from "./words.ts";

export const words: typeof english = {
  song: "Brano",
  best: "Posizione migliore",
  on: "Dove",
  gained: "Nuovi Shazam",
  toDate: "Totale",
  countries: "Paesi",
  cities: "Città",
  worldwide: "Tutto il mondo",
  noRank: "Posizione non indicata",
  songsOf: (artist) => `${artist}: brani su Shazam`,
  total: (total) => [gained(total), charted(total)].filter(Boolean).join("; ") || "Nulla di noto",
  place: ({ best_rank_country_code: code, best_rank_city: city }) =>
    [city, code && country(code)].filter(Boolean).join(", ") || words.worldwide,
  rank: (rank) => `n. ${whole(rank)}`,
};

function gained({ gained: value, songs_counted: known, songs_listed: songs }: ShazamTotal): string {
  if (value === null || known === null) return "";
  const some = songs !== null && songs !== known ? `${whole(known)} brani su ${whole(songs)}` : "";
  return `${signed(value)} con ${some || counted(known, "brano", "brani")}`;
}

/** Reads a place the API writes in English: a country, a city and its country, or the world. */
function placeIn(place: string): string {
  const [name, ...city] = place.split(", ").reverse();
  const [country, ...rest] = [countryIn(name ?? "") ?? name, ...city];
  return [...rest.reverse(), country].join(", ");
}

function charted(total: ShazamTotal): string {
  const {
    songs_charted: songs,
    best_rank: rank,
    countries_charted: countries,
    cities_charted: cities,
  } = total;
  if (songs === null) return "";
  if (!songs) return "in nessuna classifica";
  const where = [
    countries ? counted(countries, "paese", "paesi") : "",
    cities ? counted(cities, "città", "città") : "",
  ].filter(Boolean);
  return [
    rank === null
      ? ""
      : `posizione migliore ${words.rank(rank)}, ${placeIn(total.best_rank_place ?? "")} (${total.best_rank_track})`,
    `${counted(songs, "brano", "brani")} in classifica${where.length ? ` in ${listed(where)}` : ""}`,
  ]
    .filter(Boolean)
    .join("; ");
}
