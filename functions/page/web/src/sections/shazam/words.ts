// The texts of Shazam.
import { country, signed, whole } from "../../format.ts";
import type { ShazamRow, ShazamTotal } from "../../openapi.d.ts";
import { count } from "../../words.ts";

type Placed = Pick<ShazamRow, "best_rank_country_code" | "best_rank_city">;

export const words = {
  song: "Song",
  best: "Best rank",
  on: "On",
  gained: "Gained",
  toDate: "To date",
  countries: "Countries",
  cities: "Cities",
  worldwide: "Worldwide",
  noRank: "Rank not told",
  songsOf: (artist: string) => `${artist}: songs on Shazam`,
  /** What there is of an artist, in one line. */
  total: (total: ShazamTotal) =>
    [gained(total), charted(total)].filter(Boolean).join("; ") || "Nothing is known",
  place: ({ best_rank_country_code: code, best_rank_city: city }: Placed) =>
    [city, code && country(code)].filter(Boolean).join(", ") || words.worldwide,
  rank: (rank: number) => `#${whole(rank)}`,
};

/** Says of how many songs it is known what they gained, beside how many there are. */
function gained({ gained: value, songs_counted: known, songs_listed: listed }: ShazamTotal): string {
  if (value === null || known === null) return "";
  const songs = listed !== null && listed !== known ? `${whole(known)} of ${whole(listed)} songs` : "";
  return `${signed(value)} by ${songs || count(known, "song", "songs")}`;
}

function charted(total: ShazamTotal): string {
  const {
    songs_charted: songs,
    best_rank: rank,
    countries_charted: countries,
    cities_charted: cities,
  } = total;
  if (songs === null) return "";
  if (!songs) return "on no chart";
  const where = [
    countries ? count(countries, "country", "countries") : "",
    cities ? count(cities, "city", "cities") : "",
  ].filter(Boolean);
  return [
    rank === null ? "" : `best rank ${words.rank(rank)}, ${total.best_rank_place} (${total.best_rank_track})`,
    `${count(songs, "song", "songs")} on charts${where.length ? ` of ${where.join(" and ")}` : ""}`,
  ]
    .filter(Boolean)
    .join("; ");
}
