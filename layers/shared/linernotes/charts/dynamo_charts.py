"""Charts in DynamoDB: the marks of their rankings, artists' entries, and months made from these."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any

from linernotes.aws.dynamo_batches import pages, read_items, write_items
from linernotes.aws.items import Item, key_item, number, seconds, text
from linernotes.charts.chart_codec import (
    decode_tally,
    encode_tally,
    encode_uuids,
)
from linernotes.charts.chart_items import (
    Key,
    entries_of,
    entry_item,
    entry_key,
    entry_range,
    mark_item,
    mark_key,
    mark_of,
    month_key,
    month_of,
    month_of_entry,
    parse_month_key,
)
from linernotes.charts.charts import Month, RankedSong, Ranking, RankingKey, SongArtist, expires_on
from linernotes.charts.dynamo_chart_days import DynamoChartDays
from linernotes.charts.ports import ArtistCharts, RankingMark, RankingState
from linernotes.charts.tallies import ChartEntry, Tally
from linernotes.model.errors import StoreBusy
from linernotes.model.periods import Period

_WRITERS = 4
_TRIES = 10
_FIRST_PAUSE_S = 0.05
_LONGEST_PAUSE_S = 1.0
_NAMES_LOOKED_AT = 3


class DynamoChartStore(DynamoChartDays):
    """Keeps rankings and months in a table laid out as `chart_items` says."""

    def __init__(
        self,
        client: Any,
        table: str,
        *,
        retention_days: int,
        clock: Callable[[], datetime],
        sleep: Callable[[float], None] = time.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        """`retention_days` is how long marks and entries are kept after their month ends; months stay."""
        super().__init__(client, table, sleep=sleep)
        self._retention_days = retention_days
        self._clock = clock
        self._jitter = jitter

    def marks(self, chart_slug: str, period: Period) -> dict[date, RankingMark]:
        """See `ChartStore.marks`."""
        items = self._query(
            f"chart#{chart_slug}",
            period.start.isoformat(),
            period.end.isoformat(),
            where="expires_at > :now",
            values={":now": self._now()},
        )
        return {date.fromisoformat(item["sk"]["S"]): mark_of(item) for item in items}

    def begin(self, key: RankingKey, artists: Collection[str], *, over: int | None = None) -> RankingMark:
        """See `ChartStore.begin`. Raises StoreBusy."""
        item_key = key_item(*mark_key(key))
        what = f"the mark of {key.chart.slug} of {key.day}"

        def attempt() -> RankingMark | None:
            # An expired mark that is still there counts: its version must not be given twice.
            found = self._client.get_item(TableName=self._table, Key=item_key, ConsistentRead=True)
            known = mark_of(found["Item"]) if "Item" in found else None
            if over is not None and over != (known.version if known else 0):
                raise StoreBusy(f"Somebody else changed {what}")
            mark = RankingMark(
                RankingState.BEGUN,
                key.moment,
                version=known.version + 1 if known else 1,
                artists=frozenset(artists) | (known.artists if known else frozenset()),
            )
            item = mark_item(key, mark, self._expiry(key.day))
            return mark if self._put_over(item, known.version if known else None) else None

        return self._persist(attempt, what)

    def write_entries(
        self, ranking: Ranking, songs: Mapping[SongArtist, Sequence[RankedSong]], gone: Collection[str]
    ) -> None:
        """See `ChartStore.write_entries`."""
        # Songs kept at different times may know an artist by two names, and there is one item an artist.
        merged: dict[str, tuple[str | None, list[RankedSong]]] = {}
        for artist, ranked in songs.items():
            name, before = merged.get(artist.uuid, (None, []))
            merged[artist.uuid] = artist.name or name, [*before, *ranked]
        expires_at = self._expiry(ranking.key.day)
        requests: list[Item] = [
            {"PutRequest": {"Item": entry_item(ranking, (uuid, name), ranked, expires_at)}}
            for uuid, (name, ranked) in merged.items()
        ]
        requests += [
            {"DeleteRequest": {"Key": key_item(*entry_key(ranking.key, uuid))}}
            for uuid in set(gone) - merged.keys()
        ]
        write_items(self._client, self._table, requests, sleep=self._sleep, at_once=_WRITERS)

    def finish(
        self,
        key: RankingKey,
        mark: RankingMark,
        artists: Collection[str],
        *,
        songs: int,
        unreadable_rows: int = 0,
    ) -> bool:
        """See `ChartStore.finish`."""
        # Before the mark: a ranking once stored is not looked at again.
        self.note_days(key, songs=songs, unreadable_rows=unreadable_rows)
        self.note_change(key.chart.platform)
        return self._change_mark(
            key,
            "SET #state = :state, moment = :moment, songs = :songs, artists = :artists, "
            "unreadable_rows = :unreadable_rows REMOVE reason",
            "version = :version",
            {
                ":state": text(RankingState.STORED),
                ":moment": text(key.moment),
                ":songs": number(songs),
                ":artists": {"B": encode_uuids(artists)},
                ":unreadable_rows": number(unreadable_rows),
                ":version": number(mark.version),
            },
        )

    def keeps_entries_of(self, day: date) -> bool:
        """See `ChartStore.keeps_entries_of`."""
        return self._expires(day) > self._clock()

    def fail(self, key: RankingKey, reason: str) -> None:
        """See `ChartStore.fail`. The artists stay, for the next begin has to know who may have entries."""
        self.note_change(key.chart.platform)
        self._change_mark(
            key,
            "SET #state = :state, moment = :moment, reason = :reason, expires_at = :expires_at, "
            "version = if_not_exists(version, :zero), songs = if_not_exists(songs, :zero), "
            "artists = if_not_exists(artists, :nobody)",
            "attribute_not_exists(pk) OR #state <> :stored OR moment <> :moment",
            {
                ":state": text(RankingState.FAILED),
                ":stored": text(RankingState.STORED),
                ":moment": text(key.moment),
                ":reason": text(reason),
                ":expires_at": self._expiry(key.day),
                ":zero": number(0),
                ":nobody": {"B": encode_uuids(())},
            },
        )

    def entries(self, charts: ArtistCharts, period: Period, country: str | None = None) -> list[ChartEntry]:
        """See `ChartStore.entries`."""
        where, values = "expires_at > :now", {":now": self._now()}
        if country is not None:
            where += " AND country = :country"
            values[":country"] = text(country)
        items = self._query(*entry_range(charts, period), where=where, values=values)
        return [entry for item in items for entry in entries_of(item)]

    def update_months(
        self,
        charts: ArtistCharts,
        month: Month,
        countries: Collection[str | None],
        make: Callable[[Sequence[ChartEntry], str | None], Tally],
    ) -> None:
        """See `ChartStore.update_months`. Raises StoreBusy.

        A month whose entries have expired stays as it is: its figures are kept, not made, from then on.
        """
        if self._expires(month.first) <= self._clock():
            return
        keys = {country: month_key(charts, country, month) for country in countries}

        def attempt() -> bool | None:
            # First the versions, then the entries: who writes a month in between may know of more entries.
            stored = read_items(self._client, self._table, keys.values(), sleep=self._sleep)
            entries = self.entries(charts, Period(month.first, month.last))
            for country, key in list(keys.items()):
                if self._put_month(key, make(entries, country), stored.get(key)):
                    del keys[country]
            return None if keys else True

        self._persist(attempt, f"the month {month} of {charts.artist_uuid} on {charts.platform}")

    def months(
        self, charts: ArtistCharts, country: str | None, first: Month, last: Month
    ) -> dict[Month, Tally]:
        """See `ChartStore.months`."""
        pk, from_first = month_key(charts, country, first)
        _, to_last = month_key(charts, country, last)
        items = self._query(pk, from_first, to_last)
        tallies = {month_of(item): decode_tally(item["tally"]["B"]) for item in items}
        return {month: tally for month, tally in tallies.items() if tally.tracks}

    def artist_name(self, artist_uuid: str, platform: str) -> str | None:
        """See `ChartStore.artist_name`. It is looked for in the newest of a frequency's months."""
        answer = self._client.query(
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND begins_with(sk, :month)",
            ExpressionAttributeValues={":pk": text(f"{artist_uuid}#{platform}"), ":month": text("month#")},
            ScanIndexForward=False,
            Limit=_NAMES_LOOKED_AT,
        )
        names = (decode_tally(item["tally"]["B"]).artist_name for item in answer["Items"])
        return next((name for name in names if name), None)

    def artists_months(self) -> Iterator[tuple[ArtistCharts, Month, set[str | None]]]:
        """See `ChartStore.artists_months`. Reads the whole table."""
        items = pages(
            self._client.scan,
            TableName=self._table,
            ProjectionExpression="pk, sk",
            FilterExpression="begins_with(sk, :entry) AND expires_at > :now OR begins_with(sk, :month)",
            ExpressionAttributeValues={
                ":entry": text("entry#"),
                ":month": text("month#"),
                ":now": self._now(),
            },
            ConsistentRead=True,
        )
        keys = ((item["pk"]["S"], item["sk"]["S"]) for item in items)
        places = (
            parse_month_key(pk, sk) if sk.startswith("month#") else month_of_entry(pk, sk) for pk, sk in keys
        )
        for (charts, month), group in groupby(places, lambda place: place[:2]):
            yield charts, month, {country for _, _, country in group} | {None}

    def _put_month(self, key: Key, tally: Tally, stored: Item | None) -> bool:
        """Write a month over what was read of it; False if it was written since.

        Also if it is the same, for somebody may be about to write what they made of entries that we saw
        changed, and also one without entries, for a deleted item's version would be given twice.
        """
        version = int(stored["version"]["N"]) if stored else None
        item = {**key_item(*key), "tally": {"B": encode_tally(tally)}, "version": number((version or 0) + 1)}
        return self._put_over(item, version)

    def _put_over(self, item: Item, version: int | None) -> bool:
        """Write an item if the stored one has this version, or if there is none where that is None."""
        condition: dict[str, Any] = {"ConditionExpression": "attribute_not_exists(pk)"}
        if version is not None:
            condition = {
                "ConditionExpression": "version = :version",
                "ExpressionAttributeValues": {":version": number(version)},
            }
        try:
            self._client.put_item(TableName=self._table, Item=item, **condition)
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _change_mark(self, key: RankingKey, change: str, condition: str, values: Item) -> bool:
        """Change a ranking's mark if the condition holds; False if it does not."""
        try:
            self._client.update_item(
                TableName=self._table,
                Key=key_item(*mark_key(key)),
                UpdateExpression=change,
                ConditionExpression=condition,
                ExpressionAttributeNames={"#state": "state"},
                ExpressionAttributeValues=values,
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _persist[T](self, attempt: Callable[[], T | None], what: str) -> T:
        """Attempt a change until nobody got in between. Raises StoreBusy."""
        for number_of_try in range(_TRIES):
            if number_of_try:
                longest_s = min(_FIRST_PAUSE_S * 2**number_of_try, _LONGEST_PAUSE_S)
                self._sleep(longest_s * self._jitter())
            done = attempt()
            if done is not None:
                return done
        raise StoreBusy(f"Others kept changing {what}")

    def _expires(self, day: date) -> datetime:
        return datetime.combine(expires_on(day, self._retention_days), datetime.min.time(), UTC)

    def _expiry(self, day: date) -> Item:
        return seconds(self._expires(day))

    def _now(self) -> Item:
        return seconds(self._clock())
