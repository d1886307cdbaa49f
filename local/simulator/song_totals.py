"""Running totals of songs: what a platform counts of a song, as it was crawled on a day.

They rise, and are seen unevenly: some days are missing, some repeat the day before, after which the total
catches up, and those of some songs are doubled for a while until that is put right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import exp

from local.simulator.chance import dice, fraction
from local.simulator.chart_songs import ChartSong

DAILY_PER_STREAM = {
    "spotify": 1.0,
    "youtube": 0.6,
    "youtube-shorts": 0.001,
    "tiktok": 0.0008,
    "instagram": 0.0005,
    "shazam": 0.006,
    "soundcloud": 0.05,
    "audiomack": 0.02,
    "jiosaavn": 0.03,
    "anghami": 0.02,
    "lastfm": 0.04,
    "genius": 0.003,
    "awa": 0.002,
    "line-music": 0.004,
    "gaana": 0.0005,
    "melon": 0.0003,
}
"""The platforms that count songs, and how much a day for each stream on Spotify."""

SOUNDS = frozenset({"tiktok", "instagram"})
"""Where identifiers are different sounds, each with its own videos."""

_NEVER_ABSENT = frozenset({"spotify", "youtube", "shazam"})

# Monday to Sunday: what the week so far is ahead or behind, as a fraction of a day; a whole week is even.
_WEEK_AHEAD = (-0.05, -0.07, -0.06, 0.0, 0.07, 0.08, 0.0)

_FIRST_DAYS = {"tiktok": date(2023, 1, 2), "instagram": date(2023, 1, 2)}
_HISTORY_FROM = date(2016, 1, 1)

_DECAY_DAYS = 25
_CORRECTED_SHARE = 0.1
_CYCLE_DAYS, _DOUBLED_DAYS = 90, 20
_SETTLED_DAYS = 60


@dataclass(frozen=True, slots=True)
class SongCounter:
    """What one platform counts of one song."""

    seed: int
    song: ChartSong
    platform: str

    @property
    def name(self) -> str:
        """Name it for chance."""
        return f"{self.song.uuid}|{self.platform}"

    def there(self) -> bool:
        """Say whether the platform has the song at all."""
        return self.platform in _NEVER_ABSENT or fraction(self.seed, self.name, "there") >= 0.15

    def identifiers(self) -> tuple[str, ...]:
        """List the song's identifiers on the platform."""
        roll = fraction(self.seed, self.name, "identifiers")
        count = 1 + int(roll * 12) if self.platform in SOUNDS else 1 + (roll < 0.3) + (roll < 0.08)
        return tuple(dice(self.seed, self.name, "identifier", nth, size=11).hex() for nth in range(count))

    def total(self, day: date) -> int:
        """Give what had been counted by the end of a day, seen without fault; 0 before the release."""
        age = (day - self.song.released).days + 1
        if age <= 0:
            return 0
        daily = max(self.song.streams * DAILY_PER_STREAM[self.platform], 0.2)
        at_first = 1.5 * _DECAY_DAYS * (1 - exp(-age / _DECAY_DAYS))
        ahead = _WEEK_AHEAD[day.weekday()] - _WEEK_AHEAD[self.song.released.weekday() - 1]
        return max(0, int(daily * (age + at_first + ahead)))

    def first_day(self) -> date:
        """Give the first day there can be a value of."""
        return max(self.song.released, _FIRST_DAYS.get(self.platform, _HISTORY_FROM))

    def crawled(self, day: date) -> bool:
        """Say whether there is a value of a day."""
        return day >= self.first_day() and self._roll(day, "gap") >= 0.025

    def plots(self, day: date) -> list[tuple[str, int]]:
        """List what was seen on a day, by identifier."""
        identifiers = self.identifiers()
        total = self._seen(day)
        if self.platform in SOUNDS:
            return _by_sound(identifiers, total)
        # Other listings of the recording show the same counter, as it was some days ago.
        earlier = [
            self._seen(max(self.first_day(), day - timedelta(days=nth))) for nth in range(len(identifiers))
        ]
        return list(zip(identifiers, earlier, strict=True))

    def _seen(self, day: date) -> int:
        total = self.total(self._fresh(day))
        return 2 * total if self._doubled(day) else total

    def _fresh(self, day: date) -> date:
        """Give the day whose total is shown: on some days still that of the day before."""
        while day > self.first_day() and self._roll(day, "flat") < 0.04:
            day -= timedelta(days=1)
        return day

    def _doubled(self, day: date) -> bool:
        if (day - self.song.released).days < _SETTLED_DAYS or self.platform in SOUNDS:
            return False
        if fraction(self.seed, self.name, "corrected") >= _CORRECTED_SHARE:
            return False
        phase = int(fraction(self.seed, self.name, "corrected on") * _CYCLE_DAYS)
        return (day.toordinal() + phase) % _CYCLE_DAYS < _DOUBLED_DAYS

    def _roll(self, day: date, what: str) -> float:
        ten_days, place = divmod(day.toordinal(), 10)
        return _rolls(self.seed, self.name, what, ten_days)[place] / 256


@lru_cache(maxsize=65536)
def _rolls(seed: int, name: str, what: str, ten_days: int) -> bytes:
    return dice(seed, name, what, ten_days, size=10)


def _by_sound(identifiers: tuple[str, ...], total: int) -> list[tuple[str, int]]:
    """Share a total out: the original sound has nearly all, the others a few videos."""
    others = [total // (200 * nth) for nth in range(1, len(identifiers))]
    return list(zip(identifiers, [total - sum(others), *others], strict=True))
