"""Chart days in DynamoDB: which charts there are, and of which days rankings are stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from linernotes.aws.dynamo_batches import pages, read_items, write_items
from linernotes.aws.items import Item, key_item, number, text
from linernotes.charts.chart_codec import decode_listed, encode_listed
from linernotes.charts.chart_days import ListedChart, listed_again
from linernotes.charts.chart_items import Key, changes_key, days_key, days_of, listed_key
from linernotes.charts.charts import Frequency, Month, RankingKey
from linernotes.charts.ports import ChartGroup
from linernotes.model.periods import Period

_ANY_COUNTRY = "*"
_WRITERS = 4


class DynamoChartDays:
    """The part of `ChartStore` that knows charts and days, in a table laid out as `chart_items` says."""

    def __init__(self, client: Any, table: str, *, sleep: Callable[[float], None]) -> None:
        self._client = client
        self._table = table
        self._sleep = sleep

    def note_days(self, key: RankingKey, *, songs: int, unreadable_rows: int = 0) -> None:
        """See `ChartStore.note_days`. Of all countries together a day stays noted."""
        chart, day = key.chart, key.day
        month = Month.of(day)
        own = days_key(chart.platform, chart.frequency, chart.country, month)
        if songs == 0:
            self._forget_day(own, f"{day:%d}#{chart.slug}")
            return
        together = days_key(chart.platform, chart.frequency, _ANY_COUNTRY, month)
        self._note_day(own, f"{day:%d}#{chart.slug}", unreadable_rows)
        self._note_day(together, f"{day:%d}#{chart.country or ''}", 0)

    def note_charts(self, charts: Mapping[ChartGroup, Sequence[ListedChart]]) -> None:
        """See `ChartStore.note_charts`. What has not changed is not written."""
        keys = {group: listed_key(group) for group in charts}
        stored = read_items(self._client, self._table, keys.values(), sleep=self._sleep)
        requests: list[Item] = []
        for group, key in keys.items():
            known = decode_listed(stored[key]["charts"]["B"]) if key in stored else ()
            listed = listed_again(known, charts[group])
            if listed != known:
                item = {**key_item(*key), "charts": {"B": encode_listed(listed)}}
                requests.append({"PutRequest": {"Item": item}})
        if not requests:
            return
        platforms = {group.platform for group in charts}
        # Once more before, as nobody comes back to this after a death.
        for platform in platforms:
            self.note_change(platform)
        write_items(self._client, self._table, requests, sleep=self._sleep, at_once=_WRITERS)
        for platform in platforms:
            self.note_change(platform)

    def note_change(self, platform: str) -> None:
        """See `ChartStore.note_change`."""
        self._client.update_item(
            TableName=self._table,
            Key=key_item(*changes_key(platform)),
            UpdateExpression="ADD version :one",
            ExpressionAttributeValues={":one": number(1)},
        )

    def listed_charts(self, group: ChartGroup) -> tuple[ListedChart, ...]:
        """See `ChartStore.listed_charts`."""
        for item in read_items(self._client, self._table, [listed_key(group)], sleep=self._sleep).values():
            return decode_listed(item["charts"]["B"])
        return ()

    def stored_days(self, group: ChartGroup, period: Period) -> dict[date, dict[str, int]]:
        """See `ChartStore.stored_days`."""
        days: dict[date, dict[str, int]] = {}
        for day, slug, unreadable in self._days(group.platform, group.frequency, group.country, period):
            days.setdefault(day, {})[slug] = unreadable
        return days

    def days_anywhere(self, platform: str, frequency: Frequency, period: Period) -> set[date]:
        """See `ChartStore.days_anywhere`."""
        return {day for day, _, _ in self._days(platform, frequency, _ANY_COUNTRY, period)}

    def _note_day(self, key: Key, name: str, unreadable_rows: int) -> None:
        self._client.update_item(
            TableName=self._table,
            Key=key_item(*key),
            UpdateExpression="SET #day = :unreadable",
            ExpressionAttributeNames={"#day": name},
            ExpressionAttributeValues={":unreadable": number(unreadable_rows)},
        )

    def _forget_day(self, key: Key, name: str) -> None:
        try:
            self._client.update_item(
                TableName=self._table,
                Key=key_item(*key),
                UpdateExpression="REMOVE #day",
                ConditionExpression="attribute_exists(#day)",
                ExpressionAttributeNames={"#day": name},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return

    def _days(
        self, platform: str, frequency: Frequency, country: str | None, period: Period
    ) -> Iterator[tuple[date, str, int]]:
        """Give the days of a period noted for a country's charts, with the charts."""
        pk, from_first = days_key(platform, frequency, country, Month.of(period.start))
        _, to_last = days_key(platform, frequency, country, Month.of(period.end))
        found = (noted for item in self._query(pk, from_first, to_last) for noted in days_of(item))
        return (noted for noted in found if period.holds(noted[0]))

    def _query(
        self, pk: str, first: str, last: str, *, where: str | None = None, values: Item | None = None
    ) -> Iterator[Item]:
        """Give a partition's items from one sort key to another, as of the last write."""
        keys = {":pk": text(pk), ":first": text(first), ":last": text(last)}
        return pages(
            self._client.query,
            TableName=self._table,
            KeyConditionExpression="pk = :pk AND sk BETWEEN :first AND :last",
            ExpressionAttributeValues=keys | (values or {}),
            ConsistentRead=True,
            **({"FilterExpression": where} if where else {}),
        )
