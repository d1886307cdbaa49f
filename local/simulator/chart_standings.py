"""The standings: which songs were on a chart on a day, in order, with their figures and how they came there.

A song's figure on a chart is its streams in the world, of which the country has a share and the platform its
own scale, times waves of weeks and a little noise. A chart is the largest of them in order, so the charts of
a platform agree with each other. How long a song has been on a chart is counted from one ranking to the
next; hence a run of days is worked out in order, once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from heapq import nlargest
from math import exp, pi, sin

from local.simulator.artists import BILLIE_EILISH
from local.simulator.chance import between, dice
from local.simulator.chart_list import Issue, SimulatedChart, days_ranked, moment_of
from local.simulator.chart_songs import SONGS, ChartSong
from local.simulator.places import COUNTRY_WEIGHTS

_PER_STREAM = {"youtube": 1.6, "airplay": 0.004, "tiktok": 0.007}
"""What a platform counts for one stream on Spotify."""

# Monday to Sunday.
_WEEKDAYS = (0.97, 0.98, 0.99, 1.01, 1.06, 1.03, 0.96)

_NEW_DAYS = 30
"""In about so many days a new song loses most of what it has above others."""

_KNOWN_IN_ITALY = 1.8
"""Billie Eilish, of whom the examples ask, is better known there than most."""

_REVISED_BY = 0.97
_WORLD = sum(COUNTRY_WEIGHTS.values())


@dataclass(frozen=True, slots=True)
class Place:
    """A song on a ranking.

    `before` is its position on the ranking before, if it was on it; `times` is on how many rankings it has
    been, this one included, since the moment `since`.
    """

    song: ChartSong
    figure: int
    before: int | None
    times: int
    since: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A song that may be on a chart; `size` is its ordinary figure there."""

    song: ChartSong
    size: float
    wave: float
    wave_days: float
    phase: float
    released: int

    def figure(self, day: int, noise: int) -> float:
        """Work out the figure of a day (ordinal); 0 before the song was out."""
        age = day - self.released
        if age < 0:
            return 0.0
        wave = 1 + self.wave * sin(2 * pi * day / self.wave_days + self.phase)
        return self.size * wave * (0.6 + exp(-age / _NEW_DAYS)) * (1 + (noise - 127.5) / 12_000)


class Standings:
    """Gives the places of any ranking, always the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._run = lru_cache(maxsize=None)(self._make_run)

    def places(self, chart: SimulatedChart, issue: Issue) -> list[Place]:
        """List who is where, first place first."""
        return self._run(chart, issue.run_from).places(issue.day)

    def revised(self, chart: SimulatedChart, issue: Issue) -> list[Place]:
        """List who is where after a correction: neighbours changed places, and the last song is another."""
        run = self._run(chart, issue.run_from)
        places = run.places(issue.day)
        songs = [*places[:-1], run.next_in_line(issue.day)]
        for nth in range(0, len(songs) - 1, 2):
            songs[nth : nth + 2] = songs[nth + 1], songs[nth]
        return [
            replace(song, figure=int(place.figure * _REVISED_BY))
            for song, place in zip(songs, places, strict=True)
        ]

    def _make_run(self, chart: SimulatedChart, first: date) -> _Run:
        return _Run(self._seed, chart, first)


class _Run:
    """The rankings of a chart on days without a break, worked out as far as they were asked for."""

    def __init__(self, seed: int, chart: SimulatedChart, first: date) -> None:
        self._seed = seed
        self._chart = chart
        self._candidates = _candidates(seed, chart)
        self._next_day = first
        self._places: dict[date, list[Place]] = {}
        self._next_in_line: dict[date, Place] = {}
        self._times: dict[ChartSong, tuple[int, str]] = {}
        self._before: dict[ChartSong, int] = {}
        # The ranking before the first is not published, but what came before the first is told by it.
        *_, before = days_ranked(seed, chart, first - timedelta(days=31), first - timedelta(days=1))
        self._begin(before)

    def places(self, day: date) -> list[Place]:
        """List who is where on a day on which the chart was ranked."""
        for each in days_ranked(self._seed, self._chart, self._next_day, day):
            self._rank(each)
            self._next_day = each + timedelta(days=1)
        return self._places[day]

    def next_in_line(self, day: date) -> Place:
        """Give the song that just missed the ranking, as if it were on it. It needs the day's places."""
        return self._next_in_line[day]

    def _begin(self, day: date) -> None:
        for position, (song, _) in enumerate(self._ordered(day)[:-1], 1):
            charted_from = song.released + timedelta(
                days=between(0, 300, self._seed, song.uuid, self._chart.slug, "charted")
            )
            times = max(1, (day - charted_from).days // self._chart.days)
            since = day - timedelta(days=(times - 1) * self._chart.days)
            self._times[song] = times, moment_of(self._seed, self._chart, since)
            self._before[song] = position

    def _rank(self, day: date) -> None:
        *ordered, next_in_line = self._ordered(day)
        moment = moment_of(self._seed, self._chart, day)
        places = [self._place(song, figure, moment) for song, figure in ordered]
        self._places[day] = places
        self._next_in_line[day] = self._place(*next_in_line, moment)
        self._times |= {place.song: (place.times, place.since) for place in places}
        self._before = {place.song: position for position, place in enumerate(places, 1)}

    def _place(self, song: ChartSong, figure: int, moment: str) -> Place:
        times, since = self._times.get(song, (0, moment))
        return Place(song, figure, self._before.get(song), times + 1, since)

    def _ordered(self, day: date) -> list[tuple[ChartSong, int]]:
        """List the songs on the chart with their figures, and at the end the one that just missed it."""
        noise = dice(self._seed, self._chart.slug, "noise", day, size=len(self._candidates))
        ordinal = day.toordinal()
        figures = [
            candidate.figure(ordinal, roll) for candidate, roll in zip(self._candidates, noise, strict=True)
        ]
        best = sorted(range(len(figures)), key=figures.__getitem__, reverse=True)[: self._chart.size + 1]
        scale = self._chart.days * (_WEEKDAYS[day.weekday()] if self._chart.days == 1 else 1.0)
        return [(self._candidates[nth].song, int(figures[nth] * scale)) for nth in best]


def _candidates(seed: int, chart: SimulatedChart) -> list[_Candidate]:
    """Choose the songs that could be on a chart on a good day."""
    found = (_candidate(seed, chart, song) for song in SONGS)
    return nlargest(2 * chart.size, found, key=lambda candidate: candidate.size)


def _candidate(seed: int, chart: SimulatedChart, song: ChartSong) -> _Candidate:
    name = f"{song.uuid}|{chart.platform}"
    # Elsewhere other songs do well than on Spotify, which the sizes of the artists were taken from.
    liked = 1.0 if chart.platform == "spotify" else between(0.5, 1.6, seed, name, "liked")
    streams = song.streams * _share(seed, chart.country, song) * liked
    return _Candidate(
        song=song,
        size=streams * _PER_STREAM.get(chart.platform, 1.0) * chart.counted,
        wave=between(0.05, 0.3, seed, name, "wave"),
        wave_days=between(50, 170, seed, name, "wave days"),
        phase=between(0, 2 * pi, seed, name, "phase"),
        released=song.released.toordinal(),
    )


def _share(seed: int, country: str, song: ChartSong) -> float:
    """Say how much of a song's streams are in a country; in the whole world all are."""
    if not country:
        return 1.0
    if country == song.home:
        return song.home_share
    known = between(0.6, 1.5, seed, song.uuid, country, "known")
    if country == "IT" and any(artist.uuid == BILLIE_EILISH for artist in song.artists):
        known = _KNOWN_IN_ITALY
    return (1 - song.home_share) * COUNTRY_WEIGHTS[country] / _WORLD * known
