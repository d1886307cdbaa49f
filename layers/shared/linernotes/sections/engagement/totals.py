"""An artist on a platform as the section shows it: figures, of what worth they are, and videos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from linernotes.model.figures import Exact
from linernotes.model.periods import Period
from linernotes.model.request import Artist
from linernotes.model.row_status import RowStatus
from linernotes.sections.engagement import words
from linernotes.sections.engagement.figures import Gain, change_of, gains_of, published_in, rate_of
from linernotes.sections.engagement.found import Found, Piece, meeting
from linernotes.sections.engagement.platforms import Measure, Platform
from linernotes.sections.engagement.reading import Video
from linernotes.sections.windows.window_data import Outcome


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was gained in the period compared with, and how much more it is now, by measure.

    A measure without a change is absent from `changes`; `note` says why. `whole` says whether all counts of
    that period could be fetched.
    """

    period: Period
    gains: Mapping[Measure, Gain]
    changes: Mapping[Measure, Exact]
    note: str | None
    whole: bool


@dataclass(frozen=True, slots=True)
class EngagementOf:
    """One artist on one platform.

    `videos` are those published in the period; None where it is not known which were. `videos_status` says
    of what worth they are, None on a platform of which none are listed.
    """

    artist: Artist
    platform: Platform
    status: RowStatus
    note: str | None
    gains: Mapping[Measure, Gain] = field(default_factory=dict)
    videos: Sequence[Video] | None = None
    videos_status: RowStatus | None = None
    comparison: Comparison | None = None
    fetched_at: Sequence[datetime] = ()

    @property
    def rate(self) -> Decimal | None:
        """Give the engagement rate of the videos."""
        return rate_of(self.videos or ())

    @property
    def first_day(self) -> date | None:
        """Give the first day in the period with any value."""
        return min((gain.first_day for gain in self.gains.values()), default=None)

    @property
    def latest_day(self) -> date | None:
        """Give the last day in the period with any value."""
        return max((gain.latest_day for gain in self.gains.values()), default=None)

    @property
    def whole(self) -> bool:
        """Say whether nothing of it could not be fetched, of the period compared with neither."""
        broken = self.status in (RowStatus.PARTIAL, RowStatus.FAILED)
        return not broken and (self.comparison is None or self.comparison.whole)

    @property
    def has_figures(self) -> bool:
        """Say whether there is anything to show."""
        return _any_gain(self.gains) or self.videos is not None


def engagement_of(
    artist: Artist,
    platform: Platform,
    found: Found,
    periods: Sequence[Period],
    *,
    reason: str,
    fetched_at: Sequence[datetime],
) -> EngagementOf:
    """Say what was found in the first of the periods; a second one is what it is compared with.

    `reason` says why something is not there, where it is not.
    """
    period = periods[0]
    pieces = meeting(found, period)
    gains = gains_of(pieces, period)
    videos_status = _videos_status(found) if platform.lists_videos else None
    videos = None
    if found.videos is not None and found.videos.listed:
        videos = published_in(found.videos.videos, period)
    status = _status(pieces, videos_status, gained=_any_gain(gains), listed=videos is not None)
    note = words.note(
        words.about_counts(platform, pieces, gains, period, reason),
        words.about_videos(platform, found.videos, videos_status, videos, reason) if videos_status else [],
    )
    comparison = _comparison(platform, found, gains, periods, reason) if len(periods) > 1 else None
    return EngagementOf(artist, platform, status, note, gains, videos, videos_status, comparison, fetched_at)


def _any_gain(gains: Mapping[Measure, Gain]) -> bool:
    """Say whether of anything two days are known: one day's value is none of the section's figures."""
    return any(gain.gained is not None for gain in gains.values())


def _videos_status(found: Found) -> RowStatus:
    match found.videos_outcome:
        case None:
            return RowStatus.FAILED
        case Outcome.NOT_FOUND:
            return RowStatus.NOT_FOUND
        case Outcome.NOT_IN_PLAN:
            return RowStatus.NOT_IN_PLAN
    if found.videos is None or not found.videos.listed:
        return RowStatus.NO_DATA
    incomplete = found.videos.cut or found.videos.announced is not None or found.videos.undated
    return RowStatus.LOWER_BOUND if incomplete else RowStatus.MEASURED


def _status(pieces: Sequence[Piece], videos: RowStatus | None, *, gained: bool, listed: bool) -> RowStatus:
    """Give the status of the figures there are, or say why there are none."""
    failed = any(piece.outcome is None for piece in pieces) or videos is RowStatus.FAILED
    if failed:
        return RowStatus.PARTIAL if gained or listed else RowStatus.FAILED
    if listed and videos is RowStatus.LOWER_BOUND:
        return RowStatus.LOWER_BOUND
    if gained or listed:
        return RowStatus.MEASURED
    outcomes = {piece.outcome for piece in pieces}
    if outcomes == {Outcome.NOT_FOUND}:
        return RowStatus.NOT_FOUND
    return RowStatus.NOT_IN_PLAN if Outcome.NOT_IN_PLAN in outcomes else RowStatus.NO_DATA


def _comparison(
    platform: Platform,
    found: Found,
    now: Mapping[Measure, Gain],
    periods: Sequence[Period],
    reason: str,
) -> Comparison:
    pieces = meeting(found, periods[1])
    before = gains_of(pieces, periods[1])
    changes = {
        measure: change
        for measure in Measure
        if (change := change_of(now, before, measure, periods)) is not None
    }
    note = words.about_change(platform, pieces, now, before, changes, periods, reason)
    whole = all(piece.outcome is not None for piece in pieces)
    return Comparison(periods[1], before, changes, note, whole)
