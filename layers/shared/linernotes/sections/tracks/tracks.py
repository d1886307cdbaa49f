"""What an artist's tracks did on charts, exactly (contract 5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import Literal

from linernotes.charts.chart_days import LookedAt
from linernotes.charts.charts import Frequency, Month
from linernotes.charts.tallies import Tally, TrackTally, _sum
from linernotes.model.figures import rounded
from linernotes.model.periods import Period
from linernotes.model.platforms import CHART_PLATFORMS, platform_name
from linernotes.model.points import Number
from linernotes.model.request import Artist
from linernotes.model.row_status import RowStatus
from linernotes.sections.sources import chart_platform

type ChartStatus = Literal[
    RowStatus.MEASURED, RowStatus.LOWER_BOUND, RowStatus.NO_DATA, RowStatus.NOT_PUBLISHED
]
"""Of what worth figures from charts can be, or why there are none."""


@dataclass(frozen=True, slots=True)
class TrackQuestion:
    """Whose tracks on which platform, when, and in which country if in one."""

    artist: Artist
    platform: str
    period: Period
    country: str | None = None


def has_charts(platform: str, looked_at: LookedAt) -> bool:
    """Say whether a platform, or that of a metric source, has charts: it is known to, or some are stored."""
    return chart_platform(platform) in CHART_PLATFORMS or looked_at.chart_days.stored > 0


def without_charts(platform: str) -> str:
    """Say that a platform is not known to have charts."""
    return f"{platform_name(chart_platform(platform))} is not known to have charts."


@dataclass(frozen=True, slots=True)
class TrackRow:
    """A track's figures of contract 5.3; without any figure the streams are None."""

    uuid: str
    name: str
    credit: str | None
    total_streams: Number | None
    avg_daily_streams: Decimal | None
    peak_streams: Number | None
    best_position: int | None
    weeks_on_chart: int
    data_points: int


@dataclass(frozen=True, slots=True)
class TrackBreakdown:
    """The answer to a `TrackQuestion`: its tracks, most streams first; none where no entries are stored."""

    question: TrackQuestion
    looked_at: LookedAt
    rows: tuple[TrackRow, ...]
    summed: bool
    metrics: frozenset[str]

    @property
    def frequency(self) -> Frequency:
        """Say which charts counted."""
        return self.looked_at.frequency

    @property
    def status(self) -> ChartStatus:
        """Say of what worth the tracks are, or why there are none."""
        if not self.rows:
            return RowStatus.NO_DATA if self.has_charts else RowStatus.NOT_PUBLISHED
        return RowStatus.LOWER_BOUND if self.is_lower_bound else RowStatus.MEASURED

    @property
    def has_charts(self) -> bool:
        """Say whether the platform is known to have charts."""
        return has_charts(self.question.platform, self.looked_at)

    @property
    def is_lower_bound(self) -> bool:
        """Say whether the totals may be too small (contract 5.1 and 5.4)."""
        return self.summed or not self.looked_at.chart_days.are_whole

    @property
    def total_streams(self) -> Number | None:
        """Add up the tracks; None if none has a figure."""
        return reduce(_sum, (row.total_streams for row in self.rows), None)

    @property
    def avg_streams_per_track(self) -> Decimal | None:
        """Give the average over the tracks that have a figure: a missing one is not 0."""
        counted = [row for row in self.rows if row.total_streams is not None]
        total = self.total_streams
        return None if total is None else rounded(Fraction(total) / len(counted), 2)

    @property
    def top(self) -> TrackRow | None:
        """Give the track with the most streams; None if none has a figure."""
        return self.rows[0] if self.rows and self.rows[0].total_streams is not None else None


def break_down(question: TrackQuestion, looked_at: LookedAt, tallied: Tally) -> TrackBreakdown:
    """Make the answer from the tally of the days asked for."""
    rows = [_row(track, looked_at.frequency) for track in tallied.tracks.values()]
    artist = question.artist
    return TrackBreakdown(
        question=replace(question, artist=replace(artist, name=artist.name or tallied.artist_name)),
        looked_at=looked_at,
        rows=tuple(sorted(rows, key=_by_total_then_name)),
        summed=tallied.summed,
        metrics=tallied.metrics,
    )


def _row(track: TrackTally, frequency: Frequency) -> TrackRow:
    return TrackRow(
        uuid=track.uuid,
        name=track.name,
        credit=track.credit,
        total_streams=track.total,
        avg_daily_streams=daily_average(track.total, track.data_points, frequency),
        peak_streams=track.peak,
        best_position=track.best_position,
        weeks_on_chart=track.reported_weeks or len(track.iso_weeks),
        data_points=track.data_points,
    )


def _by_total_then_name(row: TrackRow) -> tuple[bool, Fraction, str, str]:
    # As a fraction: a decimal loses what it has beyond 28 digits when its sign is changed.
    return row.total_streams is None, -Fraction(row.total_streams or 0), row.name, row.uuid


def daily_average(total: Number | None, points: int, frequency: Frequency) -> Decimal | None:
    """Spread a total over the days its points stand for, to two decimals."""
    return None if total is None else rounded(Fraction(total) / (points * frequency.days), 2)


def whole_months(period: Period) -> tuple[list[Month], list[Period]]:
    """Split a period into the calendar months it holds whole, and the days before and after them."""
    months: list[Month] = []
    month = Month.of(period.start)
    while month.first <= period.end:
        if period.start <= month.first and month.last <= period.end:
            months.append(month)
        month = month.next
    if not months:
        return [], [period]
    day = timedelta(days=1)
    edges = (Period(period.start, months[0].first - day), Period(months[-1].last + day, period.end))
    return months, [edge for edge in edges if edge.start <= edge.end]
