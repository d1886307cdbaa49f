"""How charts lie in their table: the keys and the items of what is kept there.

| pk | sk | holds |
|---|---|---|
| `chart#{slug}` | `{day}` | the mark of the chart's ranking of a day |
| `{artist}#{platform}` | `entry#{frequency}#{day}#{country}#{slug}` | the artist's songs on a ranking |
| `{artist}#{platform}` | `month#{frequency}#{country}#{month}` | the tally of a month, for good |
| `platform#{code}` | `charts#{frequency}#{country}` | which charts there are, for good |
| `platform#{code}` | `days#{frequency}#{country}#{month}` | which days of a month are stored, for good |
| `platform#{code}` | `changes` | how often its charts changed, for good |
| `song#{uuid}` | `song` | the song's artists and when they were learnt; until when somebody asks for them |

A worldwide chart's country is empty in a key; in a month's of an artist it is where no country is asked for.
The days of a month are attributes, so that each is noted by itself: `{day}#{slug}` holds how many rows of the
ranking could not be read. Of all countries together (`*`) they are `{day}#{country}`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from linernotes.aws.items import Item, int_of, key_item, number, text, text_of
from linernotes.charts.chart_codec import decode_songs, decode_uuids, encode_songs, encode_uuids
from linernotes.charts.charts import Frequency, Month, RankedSong, Ranking, RankingKey
from linernotes.charts.ports import ArtistCharts, ChartGroup, RankingMark, RankingState
from linernotes.charts.tallies import ChartEntry
from linernotes.model.periods import Period

Key = tuple[str, str]
"""An item's `pk` and `sk`."""


def mark_key(key: RankingKey) -> Key:
    """Say where a ranking's mark is."""
    return f"chart#{key.chart.slug}", key.day.isoformat()


def entry_key(key: RankingKey, artist_uuid: str) -> Key:
    """Say where an artist's songs on a ranking are."""
    chart = key.chart
    return (
        f"{artist_uuid}#{chart.platform}",
        f"entry#{chart.frequency}#{key.day}#{chart.country or ''}#{chart.slug}",
    )


def entry_range(charts: ArtistCharts, period: Period) -> tuple[str, str, str]:
    """Say in which partition, from which and to which sort key an artist's entries of a period are."""
    # "~" comes after the "#" that follows the day.
    return (
        f"{charts.artist_uuid}#{charts.platform}",
        f"entry#{charts.frequency}#{period.start}",
        f"entry#{charts.frequency}#{period.end}~",
    )


def parse_entry_key(pk: str, sk: str) -> tuple[ArtistCharts, date, str | None, str]:
    """Read an entry's key: whose it is, its day, its chart's country and slug."""
    artist_uuid, _, platform = pk.partition("#")
    _, frequency, day, country, chart_slug = sk.split("#", 4)
    charts = ArtistCharts(artist_uuid, platform, Frequency(frequency))
    return charts, date.fromisoformat(day), country or None, chart_slug


def month_key(charts: ArtistCharts, country: str | None, month: Month) -> Key:
    """Say where an artist's tally of a month is."""
    return f"{charts.artist_uuid}#{charts.platform}", f"month#{charts.frequency}#{country or ''}#{month}"


def parse_month_key(pk: str, sk: str) -> tuple[ArtistCharts, Month, str | None]:
    """Read a month's key: whose it is, which, and of which country's charts."""
    artist_uuid, _, platform = pk.partition("#")
    _, frequency, country, month = sk.split("#", 3)
    return ArtistCharts(artist_uuid, platform, Frequency(frequency)), Month.parse(month), country or None


def month_of_entry(pk: str, sk: str) -> tuple[ArtistCharts, Month, str | None]:
    """Read from an entry's key which month it goes into, and the country of its chart."""
    charts, day, country, _ = parse_entry_key(pk, sk)
    return charts, Month.of(day), country


def month_of(item: Item) -> Month:
    """Read the month of a tally from its key."""
    return Month.parse(item["sk"]["S"].rpartition("#")[2])


def listed_key(group: ChartGroup) -> Key:
    """Say where it is noted which charts there are."""
    return f"platform#{group.platform}", f"charts#{group.frequency}#{group.country or ''}"


def days_key(platform: str, frequency: Frequency, country: str | None, month: Month) -> Key:
    """Say where it is noted which days of a month are stored."""
    return f"platform#{platform}", f"days#{frequency}#{country or ''}#{month}"


def changes_key(platform: str) -> Key:
    """Say where it is counted how often a platform's charts changed."""
    return f"platform#{platform}", "changes"


def days_of(item: Item) -> Iterator[tuple[date, str, int]]:
    """Read the stored days of a month: the day, the chart (or the country) and how many rows were unread."""
    month = month_of(item)
    for name, value in item.items():
        if name not in ("pk", "sk"):
            day, _, slug = name.partition("#")
            yield date(month.year, month.number, int(day)), slug, int(value["N"])


def song_key(uuid: str) -> Key:
    """Say where a song is."""
    return f"song#{uuid}", "song"


def mark_item(key: RankingKey, mark: RankingMark, expires_at: Item) -> Item:
    """Make the item of a mark that has no reason to give."""
    return {
        **key_item(*mark_key(key)),
        "state": text(mark.state),
        "moment": text(mark.moment),
        "version": number(mark.version),
        "songs": number(mark.songs),
        "artists": {"B": encode_uuids(mark.artists)},
        "expires_at": expires_at,
    }


def mark_of(item: Item) -> RankingMark:
    """Read a mark."""
    return RankingMark(
        state=RankingState(item["state"]["S"]),
        moment=item["moment"]["S"],
        version=int(item["version"]["N"]),
        songs=int(item["songs"]["N"]),
        artists=decode_uuids(item["artists"]["B"]),
        reason=text_of(item, "reason"),
        unreadable_rows=int_of(item, "unreadable_rows"),
    )


def entry_item(
    ranking: Ranking, artist: tuple[str, str | None], songs: Sequence[RankedSong], expires_at: Item
) -> Item:
    """Make the item of an artist's songs on a ranking; of the artist uuid and name."""
    artist_uuid, artist_name = artist
    known = {"country": ranking.key.chart.country, "metric": ranking.metric, "artist_name": artist_name}
    return {
        **key_item(*entry_key(ranking.key, artist_uuid)),
        "songs": {"B": encode_songs(songs)},
        "expires_at": expires_at,
        **{name: text(value) for name, value in known.items() if value is not None},
    }


def entries_of(item: Item) -> Iterator[ChartEntry]:
    """Read an artist's songs on a ranking."""
    _, day, country, chart_slug = parse_entry_key(item["pk"]["S"], item["sk"]["S"])
    for song in decode_songs(item["songs"]["B"]):
        yield ChartEntry(
            day=day,
            chart=chart_slug,
            country=country,
            song=song,
            metric=text_of(item, "metric"),
            artist_name=text_of(item, "artist_name"),
        )
