"""The figures: what a metric of an artist was on a day.

A figure depends on the seed, the artist, the platform, the metric and the day, never on what was asked
before. Figures are worked out for `CHUNK_DAYS` days at a time, which is what makes answers cheap.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import pi, sin

from local.simulator.artists import Artist
from local.simulator.chance import between, dice, fraction
from local.simulator.platforms import PLATFORMS, RUNNING_TOTALS, Endpoint

CHUNK_DAYS = 10

_GROWN_BY = date(2026, 7, 1).toordinal()
"""The day on which a figure reaches its full size; it goes on growing after it."""

# Monday to Sunday, as a fraction of the metric's weekly swing.
_WEEKDAYS = (-0.6, -0.2, 0.0, 0.3, 0.9, 0.6, -0.4)

_LATE_DAYS = 60
"""Soundcharts found an artist on a platform at most so many days after the platform's first day."""


def days_of(chunk: int) -> range:
    """List the days (as ordinals) of a chunk, which is simply every so many days since year 1."""
    return range(chunk * CHUNK_DAYS, (chunk + 1) * CHUNK_DAYS)


@dataclass(frozen=True, slots=True)
class Curve:
    """How one metric of one artist moves over the years."""

    seed: int
    name: str
    first_day: int
    full: float
    start_share: float
    power: float
    wave: float
    wave_days: float
    weekly: float
    noise: float

    def values(self, chunk: int) -> list[int]:
        """Give the figure of every day of a chunk; 0 before the first day."""
        rolls = dice(self.seed, self.name, "noise", chunk, size=CHUNK_DAYS)
        return [self._value(day, roll) for day, roll in zip(days_of(chunk), rolls, strict=True)]

    def _value(self, day: int, roll: int) -> int:
        if day < self.first_day:
            return 0
        age = day - self.first_day
        grown = self.start_share + (1 - self.start_share) * (age / (_GROWN_BY - self.first_day)) ** self.power
        texture = (
            1
            + self.wave * sin(2 * pi * age / self.wave_days)
            + self.weekly * _WEEKDAYS[(day - 1) % 7]
            + self.noise * (roll - 127.5) / 127.5
        )
        return int(self.full * grown * texture)


def curve_for(seed: int, artist: Artist, endpoint: Endpoint, platform_code: str) -> Curve:
    """Draw the curve of a metric; endpoints that measure the same share it.

    The platform must be one that the endpoint takes.
    """
    platform = PLATFORMS[platform_code]
    metric = endpoint.metric
    scale = platform.listening if metric == "listening" else platform.followers
    if scale is None:
        raise ValueError(f"{platform_code} has no {metric}")
    name = f"{artist.uuid}|{platform_code}|{metric}"
    swings = metric == "listening" and platform_code not in RUNNING_TOTALS
    spread = (0.9, 1.1) if platform_code == "spotify" else (0.6, 1.5)
    return Curve(
        seed=seed,
        name=name,
        first_day=platform.first_day.toordinal() + int(between(0, _LATE_DAYS, seed, name, "first")),
        full=artist.size * 1e6 * scale * between(*spread, seed, name, "full"),
        start_share=between(0.04, 0.35, seed, name, "start"),
        power=between(0.8, 1.7, seed, name, "power"),
        wave=between(0.02, 0.07, seed, name, "wave") if swings else 0.0,
        wave_days=between(150, 400, seed, name, "wave days"),
        # Followers and totals hardly ever fall: their weekly swing stays below a day's growth.
        weekly=0.004 if swings else 0.00003,
        noise=0.002 if swings else 0.0,
    )


@dataclass(frozen=True, slots=True)
class Crawl:
    """On which days a series has a row: some days were not crawled, some twice."""

    seed: int
    name: str
    first_day: int
    every_days: int
    phase: int
    sure_day_of_month: int | None = None

    def days(self, chunk: int) -> list[tuple[int, bool]]:
        """List the days with a row, in order, as (ordinal, whether it is a day's second row)."""
        rows = []
        rolls = dice(self.seed, self.name, "crawl", chunk, size=CHUNK_DAYS)
        for day, roll in zip(days_of(chunk), rolls, strict=True):
            if day < self.first_day or (day + self.phase) % self.every_days:
                continue
            if roll < 5 and not self._sure(day):
                continue
            rows.append((day, False))
            if roll >= 254:
                rows.append((day, True))
        return rows

    def _sure(self, day: int) -> bool:
        """Keep the month's only day with places; losing it would lose the whole month's."""
        return self.sure_day_of_month is not None and date.fromordinal(day).day == self.sure_day_of_month


def crawl_for(seed: int, artist: Artist, endpoint: Endpoint, platform_code: str, curve: Curve) -> Crawl:
    """Say when Soundcharts looked: daily, except for fan figures, by how many there are."""
    name = f"{artist.uuid}|{platform_code}|{endpoint}"
    every_days = 1
    if endpoint is Endpoint.AUDIENCE and platform_code != "spotify":
        every_days = _crawl_interval(curve.full)
    monthly = place_day_of_month(seed, artist, platform_code) if endpoint is Endpoint.SOCIAL else None
    return Crawl(
        seed=seed,
        name=name,
        first_day=curve.first_day,
        every_days=every_days,
        phase=int(fraction(seed, name, "phase") * every_days),
        sure_day_of_month=monthly,
    )


def place_day_of_month(seed: int, artist: Artist, platform_code: str) -> int:
    """Give the day of the month on which followers are located."""
    return 1 + int(fraction(seed, artist.uuid, platform_code, "place day") * 28)


def _crawl_interval(followers: float) -> int:
    for below, days in ((10, 15), (150, 7), (500, 5), (5_000, 3)):
        if followers < below:
            return days
    return 2
