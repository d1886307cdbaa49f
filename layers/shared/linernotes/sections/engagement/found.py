"""What was found of an artist on a platform, from lookups and from windows alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from linernotes.model.periods import Need, Period, needs_of
from linernotes.model.points import Number
from linernotes.model.windows import Window
from linernotes.sections.engagement.platforms import FIELDS, PLATFORMS, Measure
from linernotes.sections.engagement.questions import audience_question, videos_question
from linernotes.sections.engagement.reading import AudienceCounts, VideoList
from linernotes.sections.lookups.lookup import Lookup
from linernotes.sections.lookups.plan import Plan, Subject
from linernotes.sections.windows.window_data import Outcome, WindowData


@dataclass(frozen=True, slots=True)
class Piece:
    """What was found of a window.

    `outcome` is None where it is not there: it failed, or is stored no more. `announced` is how many rows
    there should have been, where only `rows` came. `lost` has the days of rows of which something could not
    be read, None where the day could not be either.
    """

    window: Window
    outcome: Outcome | None = None
    counts: Mapping[Measure, Mapping[date, Number]] = field(default_factory=dict)
    rows: int = 0
    announced: int | None = None
    lost: Sequence[date | None] = ()
    fetched_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of an artist on a platform, in all windows of the report's periods.

    `videos_outcome` is None where the list is not there, or the platform has none.
    """

    pieces: Sequence[Piece]
    videos: VideoList | None = None
    videos_outcome: Outcome | None = None


def plan_of(subject: Subject) -> Plan[Found]:
    """Ask for windows and videos; of a platform whose metric source has it all, for nothing."""
    platform = PLATFORMS[subject.platform or ""]
    needs = needs_of(subject.periods, today=subject.today)
    if platform.of_windows:
        return Found([Piece(need.window) for need in needs])
    windows = {need: audience_question(subject.artist_uuid, platform.code, need) for need in needs}
    questions = list(windows.values())
    if not platform.lists_videos:
        answers = yield questions
        return Found([_piece(need, answers.lookup(question)) for need, question in windows.items()])
    of_period = needs_of(subject.periods[:1], today=subject.today)
    videos = videos_question(subject.artist_uuid, platform.code, of_period[0].window, of_period[-1])
    answers = yield [*questions, videos]
    pieces = [_piece(need, answers.lookup(question)) for need, question in windows.items()]
    listed = answers.lookup(videos)
    return Found(pieces, answers.content(videos), listed.outcome if listed else None)


def found_in_windows(needs: Sequence[Need], windows: Sequence[WindowData | None]) -> Found:
    """Take what the windows of a metric source hold, each by its need."""
    return Found([_of_window(need, data) for need, data in zip(needs, windows, strict=True)])


def meeting(found: Found, period: Period) -> list[Piece]:
    """List the pieces that hold any day of a period."""
    return [piece for piece in found.pieces if period.meets(piece.window)]


def _piece(need: Need, lookup: Lookup[AudienceCounts] | None) -> Piece:
    if lookup is None:
        return Piece(need.window)
    content = lookup.content or AudienceCounts()
    return Piece(
        need.window,
        lookup.outcome,
        {measure: dict(content.of(measure)) for measure in Measure},
        content.rows,
        content.announced,
        content.lost,
        lookup.fetched_at,
    )


def _of_window(need: Need, data: WindowData | None) -> Piece:
    if data is None or data.older_form:
        # Kept before counts were: as good as not there, it would be fetched again.
        return Piece(need.window)
    counts = data.counts or {}
    # A row of no known day has lost all there was in it.
    lost = [*data.unreadable, *(day for day in data.unreadable_counts if day is not None)]
    return Piece(
        need.window,
        data.outcome,
        {Measure.FOLLOWERS: data.values}
        | {measure: counts[field] for measure, field in FIELDS.items() if field in counts},
        len(data.values),
        data.announced,
        list(dict.fromkeys(lost)) if None not in lost else lost,
        data.fetched_at,
    )
