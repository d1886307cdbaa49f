"""What an artist's playlists on a platform come to in a period (contract 10.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from linernotes.model.figures import Figures, figures_of
from linernotes.model.periods import Period
from linernotes.model.points import Points
from linernotes.model.request import Artist
from linernotes.model.row_status import RowStatus
from linernotes.sections.playlists import words
from linernotes.sections.playlists.placements import (
    EXITS_TOLD_FROM,
    FOLLOWERS_PUBLISHED_ON,
    Placement,
    placements_in,
)
from linernotes.sections.playlists.questions import OfPlatform
from linernotes.sections.playlists.reading import Entries, ReachDay
from linernotes.sections.windows.window_data import Outcome

MARKET_MEASURED_ON = frozenset({"apple-music", "amazon"})
"""Where a list's market is a storefront; elsewhere it is what the list's editors say, if they say it."""


@dataclass(frozen=True, slots=True)
class Series:
    """The number of playlists of a type, and their reach, over the days of a period.

    `reach_by_day` has the days on which reach is told.
    """

    type: str
    playlists: Figures
    reach: Figures
    reach_by_day: Points = ()


@dataclass(frozen=True, slots=True)
class InPeriod:
    """The figures of a period. `added` and `removed` are None where they are not known.

    `series` has all playlists first, then those of the types Soundcharts tells besides.
    """

    period: Period
    series: Sequence[Series]
    added: int | None
    removed: int | None

    @property
    def has_points(self) -> bool:
        """Say whether there is a day with a count or reach."""
        return any(one.playlists.data_points or one.reach.data_points for one in self.series)

    @property
    def has_any(self) -> bool:
        """Say whether there is any figure."""
        return self.added is not None or self.removed is not None or self.has_points


@dataclass(frozen=True, slots=True)
class PlaylistsOf:
    """The playlists of an artist on a platform: totals, placements, and of what worth they are.

    `change` says how additions and removals compare with those of the `compared` period, None where that is
    not known, for which `change_note` gives the reason.
    """

    artist: Artist
    platform: str
    status: RowStatus
    note: str | None
    now: InPeriod
    placements: Sequence[Placement]
    fetched_at: Sequence[datetime]
    compared: InPeriod | None = None
    added_change: int | None = None
    removed_change: int | None = None
    change_note: str | None = None

    @property
    def row_status(self) -> RowStatus:
        """Say of what worth a placement is, which no part that is missing makes less sure."""
        return self.status if self.status is RowStatus.LOWER_BOUND else RowStatus.MEASURED


def playlists_of(
    artist: Artist,
    platform: str,
    found: OfPlatform,
    *,
    periods: Sequence[Period],
    country: str | None,
    fetched_at: Sequence[datetime],
    reason: str,
) -> PlaylistsOf:
    """Work out the totals and placements of an artist on a platform.

    `reason` says why a part is missing, where one is.
    """
    period = periods[0]
    delivered = [lookup.content for lookup in found.entries if lookup and lookup.content]
    top = found.top.content if found.top else None
    listed = bool(found.entries) and len(delivered) == len(found.entries)
    placements = placements_in(period, delivered, top, platform=platform)
    now = _in_period(period, found, placements if listed else None, platform, country)
    nothing = not now.has_points and not any(of.read for of in (*delivered, top) if of is not None)
    if nothing:
        now = InPeriod(period, now.series, None, None)
    status = _status(found, now, delivered, platform=platform, country=country)
    of = PlaylistsOf(
        artist,
        platform,
        status,
        words.note_of(
            status,
            found,
            now,
            delivered,
            platform=platform,
            country=country,
            fetched_on=max(fetched_at).date() if fetched_at else None,
            reason=reason,
        ),
        now,
        placements,
        fetched_at,
    )
    if len(periods) == 1:
        return of
    then = _in_period(
        periods[1],
        found,
        placements_in(periods[1], delivered, top, platform=platform) if listed and not nothing else None,
        platform,
        country,
    )
    return _compared(of, then, sure=not _incomplete(delivered))


def _in_period(
    period: Period,
    found: OfPlatform,
    placements: Sequence[Placement] | None,
    platform: str,
    country: str | None,
) -> InPeriod:
    added = removed = None
    if placements is not None:
        added = sum(one.event.was_added for one in placements)
        told = sum(one.event.was_removed for one in placements)
        # That none is told of days on which nobody told is not to say that there was none.
        removed = told if told or period.end >= EXITS_TOLD_FROM else None
    return InPeriod(period, () if country else _series(period, found, platform), added, removed)


def _series(period: Period, found: OfPlatform, platform: str) -> list[Series]:
    days = {
        day.day: day
        for _, lookup in found.reach
        if lookup and lookup.content
        for day in lookup.content.days
        if period.holds(day.day)
    }
    inside = [days[day] for day in sorted(days)]
    published = platform in FOLLOWERS_PUBLISHED_ON
    of_type = {
        "all": [(day, day.playlists, day.reach) for day in inside],
        "editorial": [(day, day.editorial_playlists, day.editorial_reach) for day in inside],
        "user": [(day, day.user_playlists, day.user_reach) for day in inside],
    }
    return [
        _series_of(
            type_,
            _points((day, playlists) for day, playlists, _ in told),
            _points((day, reach if published else None) for day, _, reach in told),
            period,
        )
        for type_, told in of_type.items()
        if type_ == "all" or any(playlists is not None for _, playlists, _ in told)
    ]


def _series_of(type_: str, playlists: Points, reach: Points, period: Period) -> Series:
    counted, reached = (figures_of(points, days=period.days) for points in (playlists, reach))
    return Series(type_, counted, reached, reach)


def _points(values: Iterable[tuple[ReachDay, int | None]]) -> Points:
    return [(of.day, value) for of, value in values if value is not None]


def _status(
    found: OfPlatform,
    now: InPeriod,
    delivered: Sequence[Entries],
    *,
    platform: str,
    country: str | None,
) -> RowStatus:
    if any(lookup is None for lookup in found.lookups):
        return RowStatus.PARTIAL if now.has_any else RowStatus.FAILED
    if now.has_any:
        by_editors = country is not None and platform not in MARKET_MEASURED_ON
        exits_lack = now.removed is not None and now.period.start < EXITS_TOLD_FROM
        if by_editors or exits_lack or _incomplete(delivered):
            return RowStatus.LOWER_BOUND
        return RowStatus.MEASURED
    outcomes = {lookup.outcome for lookup in found.lookups if lookup}
    if Outcome.DELIVERED in outcomes:
        return RowStatus.NO_DATA
    return RowStatus.NOT_IN_PLAN if Outcome.NOT_IN_PLAN in outcomes else RowStatus.NOT_FOUND


def _incomplete(delivered: Sequence[Entries]) -> bool:
    """Say whether Soundcharts has more placements than were read."""
    return any(not of.whole or of.announced is not None for of in delivered)


def _compared(of: PlaylistsOf, then: InPeriod, *, sure: bool) -> PlaylistsOf:
    """Compare additions and removals with those of another period."""
    added = _change(of.now.added, then.added) if sure else None
    whole_exits = min(of.now.period.start, then.period.start) >= EXITS_TOLD_FROM
    removed = _change(of.now.removed, then.removed) if sure and whole_exits else None
    return replace(
        of,
        compared=then,
        added_change=added,
        removed_change=removed,
        change_note=words.change_note(
            added, removed, sure=sure, whole_exits=whole_exits, known=of.now.added is not None
        ),
    )


def _change(now: int | None, then: int | None) -> int | None:
    return None if now is None or then is None else now - then
