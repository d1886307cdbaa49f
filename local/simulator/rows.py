"""The rows of a series, encoded once and kept: an answer is a slice of them joined together."""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from linernotes.model.countries import COUNTRY_NAMES
from local.simulator.artists import Artist
from local.simulator.breakdowns import Breakdown, splitter_for
from local.simulator.chance import between
from local.simulator.figures import CHUNK_DAYS, crawl_for, curve_for
from local.simulator.places import CITIES, COUNTRY_WEIGHTS
from local.simulator.platforms import HISTORY_FROM, PLATFORMS, Endpoint

# A chunk of Spotify rows with places is about 14 kB, any other a tenth of it.
_CHUNKS_KEPT = 12_288
_SERIES_KEPT = 2048

_AUDIENCE_FIELDS = ("likeCount", "followerCount", "followingCount", "postCount", "viewCount")


@dataclass(frozen=True, slots=True)
class Series:
    """One time series; `flat_zero` is how an artist without a profile may look."""

    artist: Artist
    endpoint: Endpoint
    platform: str
    flat_zero: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The encoded rows of one page, and how many rows the whole range has."""

    rows: list[bytes]
    total: int


@dataclass(frozen=True, slots=True)
class _Chunk:
    """The rows of `CHUNK_DAYS` days; `days` holds the ordinal of each, in order."""

    days: list[int]
    rows: list[bytes]


Encoder = Callable[[int, int], bytes]
"""Takes a day (ordinal) and its figure, gives the encoded row."""


class RowBook:
    """Gives the rows of any series, always the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._chunk_maker = lru_cache(maxsize=_SERIES_KEPT)(self._make_chunk_maker)
        self._chunk = lru_cache(maxsize=_CHUNKS_KEPT)(self._make_chunk)

    def page(
        self, series: Series, first: date, last: date, *, offset: int, limit: int, descending: bool
    ) -> Page:
        """Give the rows from `first` to `last`, both inclusive, after `offset` and at most `limit`."""
        low, high = max(first, HISTORY_FROM).toordinal(), last.toordinal()
        if high < low:
            return Page([], 0)
        spans: list[tuple[_Chunk, int, int]] = []
        total = 0
        for index in range(low // CHUNK_DAYS, high // CHUNK_DAYS + 1):
            chunk = self._chunk(series, index)
            start, stop = bisect_left(chunk.days, low), bisect_right(chunk.days, high)
            spans.append((chunk, start, stop))
            total += max(0, stop - start)
        begin, end = min(offset, total), min(offset + limit, total)
        if descending:
            begin, end = total - end, total - begin
        rows: list[bytes] = []
        passed = 0
        for chunk, start, stop in spans:
            size = stop - start
            rows += chunk.rows[start + max(0, begin - passed) : start + max(0, min(size, end - passed))]
            passed += size
        if descending:
            rows.reverse()
        return Page(rows, total)

    def _make_chunk(self, series: Series, index: int) -> _Chunk:
        return self._chunk_maker(series)(index)

    def _make_chunk_maker(self, series: Series) -> Callable[[int], _Chunk]:
        curve = curve_for(self._seed, series.artist, series.endpoint, series.platform)
        crawl = crawl_for(self._seed, series.artist, series.endpoint, series.platform, curve)
        encode = _encoder_for(self._seed, series)

        def make(index: int) -> _Chunk:
            days = crawl.days(index)
            values = curve.values(index)
            first = index * CHUNK_DAYS
            rows = []
            for day, again in days:
                value = 0 if series.flat_zero else values[day - first]
                # The second row of a day has another figure, a little above the first.
                rows.append(encode(day, value + value // 500 + 1 if again else value))
            return _Chunk([day for day, _ in days], rows)

        return make


def _encoder_for(seed: int, series: Series) -> Encoder:
    if series.endpoint is Endpoint.AUDIENCE:
        return _audience_encoder(seed, series)
    if series.endpoint is Endpoint.LISTENING:
        return lambda day, value: f'{{"date":"{_stamp(day)}","value":{value}}}'.encode()
    return _places_encoder(seed, series)


def _places_encoder(seed: int, series: Series) -> Encoder:
    split = splitter_for(seed, series.artist, series.endpoint, series.platform)

    def encode(day: int, value: int) -> bytes:
        stamp = _stamp(day)
        breakdown = split(day, value) if value else None
        cities, countries = _encode_places(stamp, breakdown) if breakdown else ("", "")
        row = f'{{"date":"{stamp}","value":{value},"cityPlots":[{cities}],"countryPlots":[{countries}]}}'
        return row.encode()

    return encode


def _encode_places(stamp: str, breakdown: Breakdown) -> tuple[str, str]:
    cities, countries = breakdown
    head = f'{{"date":"{stamp}","value":'
    city_plots = ",".join([f"{head}{value}{_CITY_TAIL[city.name]}" for city, value in cities])
    country_plots = ",".join([f"{head}{value}{_COUNTRY_TAIL[code]}" for code, value in countries])
    return city_plots, country_plots


def _audience_encoder(seed: int, series: Series) -> Encoder:
    """Encode all five fields, of which the platform fills some and leaves the rest null."""
    extras = PLATFORMS[series.platform].extras
    name = f"{series.artist.uuid}|{series.platform}"
    following = int(between(10, 900, seed, name, "following"))
    days_per_post = between(1.5, 6, seed, name, "posts")
    per_follower = {
        "likeCount": between(6, 20, seed, name, "likes"),
        "viewCount": between(40, 400, seed, name, "views"),
    }
    first_day = PLATFORMS[series.platform].first_day.toordinal()

    def encode(day: int, value: int) -> bytes:
        fields = dict.fromkeys(_AUDIENCE_FIELDS, "null")
        fields["followerCount"] = str(value)
        for extra in extras:
            if extra in per_follower:
                fields[extra] = str(int(value * per_follower[extra]))
            else:
                posts = int((day - first_day) / days_per_post)
                fields[extra] = str(following if extra == "followingCount" else posts)
        encoded = ",".join([f'"{field}":{figure}' for field, figure in fields.items()])
        return f'{{"date":"{_stamp(day)}",{encoded}}}'.encode()

    return encode


@lru_cache(maxsize=8192)
def _stamp(day: int) -> str:
    return f"{date.fromordinal(day).isoformat()}T00:00:00+00:00"


def _tail(**names: str) -> str:
    """Encode what follows the figure in every plot of a place."""
    return "," + json.dumps(names, ensure_ascii=False, separators=(",", ":"))[1:]


_COUNTRY_TAIL = {code: _tail(countryName=COUNTRY_NAMES[code], countryCode=code) for code in COUNTRY_WEIGHTS}
_CITY_TAIL = {
    city.name: _tail(
        countryName=COUNTRY_NAMES[city.country_code],
        countryCode=city.country_code,
        region=city.region,
        cityName=city.name,
    )
    for city in CITIES
}
