"""What an artist's songs did on charts within some days; tallies of different days add up (contract 5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from functools import reduce

from linernotes.charts.charts import RankedSong
from linernotes.model.points import Number


@dataclass(frozen=True, slots=True)
class ChartEntry:
    """A song of an artist on a ranking: `metric` says what its figure is, `country` None is worldwide."""

    day: date
    chart: str
    country: str | None
    song: RankedSong
    metric: str | None = None
    artist_name: str | None = None


@dataclass(frozen=True, slots=True)
class TrackTally:
    """What one track did within some days; tallies of different days add up.

    `data_points` are days with a figure, or weeks on weekly charts. `reported_weeks` is the longest stay a
    ranking reported; `iso_weeks` are the weeks it was charted in, as year × 100 + week.
    """

    uuid: str
    name: str
    credit: str | None
    total: Number | None
    peak: Number | None
    data_points: int
    best_position: int | None
    reported_weeks: int | None
    iso_weeks: frozenset[int]

    def and_later(self, later: TrackTally) -> TrackTally:
        """Add the tally of later days, which also has the newer name."""
        return TrackTally(
            uuid=self.uuid,
            name=later.name,
            credit=later.credit,
            total=_sum(self.total, later.total),
            peak=_largest(self.peak, later.peak),
            data_points=self.data_points + later.data_points,
            best_position=_smallest(self.best_position, later.best_position),
            reported_weeks=_longest(self.reported_weeks, later.reported_weeks),
            iso_weeks=self.iso_weeks | later.iso_weeks,
        )


@dataclass(frozen=True, slots=True)
class Tally:
    """What an artist's tracks did within some days: what a month keeps, and what months add up to.

    `days` are those (or weeks) on which any track has a figure and `peak` is the largest total of all
    tracks on one of them. `summed` says that some figure is a sum over countries; `metrics` are the kinds of
    figures that went in.
    """

    tracks: Mapping[str, TrackTally]
    days: int
    peak: Number | None
    summed: bool
    metrics: frozenset[str]
    artist_name: str | None = None

    @property
    def total(self) -> Number | None:
        """Add up the tracks; None if none has a figure."""
        return reduce(_sum, (track.total for track in self.tracks.values()), None)

    @property
    def best_position(self) -> int | None:
        """Give the best position of any track."""
        return reduce(_smallest, (track.best_position for track in self.tracks.values()), None)

    def and_later(self, later: Tally) -> Tally:
        """Add the tally of later days."""
        tracks = dict(self.tracks)
        for uuid, track in later.tracks.items():
            tracks[uuid] = tracks[uuid].and_later(track) if uuid in tracks else track
        return Tally(
            tracks=tracks,
            days=self.days + later.days,
            peak=_largest(self.peak, later.peak),
            summed=self.summed or later.summed,
            metrics=self.metrics | later.metrics,
            artist_name=later.artist_name or self.artist_name,
        )


NOTHING = Tally(tracks={}, days=0, peak=None, summed=False, metrics=frozenset())
"""The tally of days without entries."""


def tally(entries: Iterable[ChartEntry], country: str | None) -> Tally:
    """Work out what an artist's tracks did, from entries of charts of one frequency (contract 5.1 to 5.3).

    With a country only that country's entries count. Without one a track's figure of a day is the worldwide
    chart's, else the sum over the countries' charts.
    """
    counted = sorted(
        (entry for entry in entries if country is None or entry.country == country),
        key=lambda entry: (entry.day, entry.chart),
    )
    by_track: defaultdict[str, list[ChartEntry]] = defaultdict(list)
    for entry in counted:
        by_track[entry.song.uuid].append(entry)
    tracks: dict[str, TrackTally] = {}
    day_totals: dict[date, Number] = {}
    summed = False
    for uuid, of_track in by_track.items():
        figures, is_sum = _figures_by_day(of_track)
        summed = summed or (is_sum and country is None)
        tracks[uuid] = _tally_track(of_track, list(figures.values()))
        for day, figure in figures.items():
            day_totals[day] = _added(day_totals.get(day, 0), figure)
    return Tally(
        tracks=tracks,
        days=len(day_totals),
        peak=max(day_totals.values(), default=None),
        summed=summed,
        metrics=frozenset(
            entry.metric for entry in counted if entry.metric and entry.song.metric is not None
        ),
        artist_name=next((entry.artist_name for entry in reversed(counted) if entry.artist_name), None),
    )


def _figures_by_day(entries: Iterable[ChartEntry]) -> tuple[dict[date, Number], bool]:
    """Give a track's figure of each day that has one, and whether any is a sum over countries."""
    largest: defaultdict[date, dict[str | None, Number]] = defaultdict(dict)
    for entry in entries:
        if entry.song.metric is not None:
            by_country = largest[entry.day]
            known = by_country.get(entry.country)
            by_country[entry.country] = entry.song.metric if known is None else max(known, entry.song.metric)
    figures = {
        day: by_country[None] if None in by_country else reduce(_added, by_country.values())
        for day, by_country in largest.items()
    }
    return figures, any(None not in by_country for by_country in largest.values())


def _tally_track(entries: Sequence[ChartEntry], figures: Sequence[Number]) -> TrackTally:
    newest = entries[-1].song
    return TrackTally(
        uuid=newest.uuid,
        name=newest.name,
        credit=newest.credit,
        total=reduce(_added, figures) if figures else None,
        peak=max(figures, default=None),
        data_points=len(figures),
        best_position=min((entry.song.position for entry in entries if entry.song.position), default=None),
        reported_weeks=max((entry.song.weeks for entry in entries if entry.song.weeks), default=None),
        iso_weeks=frozenset(_iso_week(entry.day) for entry in entries if entry.song.position != 0),
    )


def _iso_week(day: date) -> int:
    year, week, _ = day.isocalendar()
    return year * 100 + week


def _added(one: Number, other: Number) -> Number:
    if isinstance(one, int) and isinstance(other, int):
        return one + other
    with localcontext(prec=100):
        return Decimal(one) + Decimal(other)


def _sum(one: Number | None, other: Number | None) -> Number | None:
    return one if other is None else other if one is None else _added(one, other)


def _largest(one: Number | None, other: Number | None) -> Number | None:
    return one if other is None else other if one is None else max(one, other)


def _longest(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else max(one, other)


def _smallest(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else min(one, other)
