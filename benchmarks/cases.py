"""The reports that are measured."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from linernotes.model.request import MOST_CALLS
from linernotes.model.windows import WINDOW_DAYS, Window, windows_covering
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES, MetricSource
from local.simulator.artists import ARTISTS

PLATFORMS = (
    "spotify",
    "youtube",
    "instagram",
    "tiktok",
    "deezer",
    "twitter",
    "facebook",
    "soundcloud",
    "bandsintown",
)
"""The first four have places, which makes their answers far longer."""


@dataclass(frozen=True, slots=True)
class Case:
    """A report: so many artists of the simulator from one on, the first so many platforms, a period.

    `overlap_days` is how much later (or earlier) the report begins that shares half its days with it.
    """

    artists: int
    platforms: int
    start: date
    days: int
    first_artist: int = 0
    overlap_days: int = 0
    sections: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Name the report by its size."""
        sections = f" × {len(self.sections)} sections" if self.sections else ""
        return f"{self.artists} × {self.platforms}{sections} × {self.days} d"

    @property
    def end(self) -> date:
        """Give the last day."""
        return self.start + timedelta(days=self.days - 1)

    @property
    def artist_uuids(self) -> list[str]:
        """List the artists."""
        return [artist.uuid for artist in ARTISTS[self.first_artist :][: self.artists]]

    @property
    def sources(self) -> list[MetricSource]:
        """List what is asked for of each artist."""
        return [SOURCES[slug] for slug in PLATFORMS[: self.platforms]]

    @property
    def jobs(self) -> int:
        """Count the fetch jobs."""
        return self.artists * self.platforms

    @property
    def windows(self) -> list[Window]:
        """List the windows that each job needs."""
        long_after = self.end + timedelta(days=WINDOW_DAYS)
        return windows_covering(self.start, self.end, today=long_after)

    @property
    def calls(self) -> int:
        """Count the calls to Soundcharts that a fresh report makes."""
        return self.jobs * len(self.windows)

    def overlapping(self) -> Case:
        """Give the report over as many days of which half are this one's."""
        return replace(self, start=self.start + timedelta(days=self.overlap_days))

    def request(self, *, fresh: bool) -> dict[str, Any]:
        """Give the body to post."""
        return {
            "artists": self.artist_uuids,
            "platforms": list(PLATFORMS[: self.platforms]),
            "start_date": self.start.isoformat(),
            "end_date": self.end.isoformat(),
            "sections": list(self.sections),
            "fresh": fresh,
            "max_upstream_calls": MOST_CALLS,
        }


# No two share an artist, and so a window. The days are long gone, so that every run asks for the same. A year
# beginning on the grid takes five windows; a month at the end of a window takes one, and the month that it
# overlaps with by half one more.
_YEAR = date(2024, 8, 22)
_MONTH = date(2024, 10, 21)

SMALL = Case(artists=1, platforms=5, start=_MONTH, days=30, first_artist=0, overlap_days=15)
MIDDLE = Case(artists=3, platforms=5, start=_YEAR, days=365, first_artist=1, overlap_days=-180)
LARGE = Case(artists=10, platforms=8, start=_YEAR, days=365, first_artist=4, overlap_days=-180)
ONE_WITH_SECTIONS = Case(
    artists=1, platforms=5, start=_MONTH, days=30, first_artist=17, sections=tuple(SECTIONS)
)
TEN_WITH_SECTIONS = Case(
    artists=10, platforms=5, start=_MONTH, days=30, first_artist=18, sections=tuple(SECTIONS)
)
PRICED = Case(artists=3, platforms=9, start=_YEAR, days=365, first_artist=14)
