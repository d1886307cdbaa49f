"""What there is to know of an artist's figures on a platform, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from linernotes.model.period_words import day_in_words, period_in_words
from linernotes.model.periods import Period
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted, listed
from linernotes.sections.engagement.figures import Gain, is_rated
from linernotes.sections.engagement.found import Piece
from linernotes.sections.engagement.platforms import Measure, Platform
from linernotes.sections.engagement.questions import MOST_PAGES
from linernotes.sections.engagement.reading import Video, VideoList
from linernotes.sections.windows.window_data import Outcome
from linernotes.soundcharts.paging import PAGE_ITEMS

NOT_PUBLISHED = "What posts and videos gain is not published by country."

NO_SENTIMENT = (
    "Soundcharts has neither mentions nor the texts of comments, so sentiment cannot be measured, and none "
    "is guessed from likes."
)


def note(*parts: Iterable[str]) -> str | None:
    """Join sentences; None where there is none."""
    return " ".join(sentence for part in parts for sentence in part) or None


def about_counts(
    platform: Platform,
    pieces: Sequence[Piece],
    gains: Mapping[Measure, Gain],
    period: Period,
    reason: str,
) -> list[str]:
    """Say why counts are blank, and what is to be known of the others."""
    days = period_in_words(period.start, period.end)
    told = []
    if any(piece.outcome is None for piece in pieces):
        told.append(f"Some of the counts of {days} could not be fetched: {reason}.")
    elif not gains:
        told.append(_why_no_counts(platform, pieces, days))
    missing = [measure for measure in platform.counts if measure not in gains]
    if gains and missing:
        told.append(f"There are no values of {listed(missing)} for {days}.")
    single = [measure for measure, gain in gains.items() if gain.first_day == gain.latest_day]
    if single:
        told.append(f"Of {listed(single)} there is one day with a value only: nothing can be said of a gain.")
    told += _reaches(gains, period)
    if gains:
        others = [measure for measure in Measure if measure not in (*platform.counts, *gains)]
        told += [f"Soundcharts has no {listed(others)} for {platform.name}."] if others else []
    lost = sum(day is None or period.holds(day) for piece in pieces for day in piece.lost)
    if lost:
        told.append(f"{counted(lost, 'row')} of Soundcharts' answer could not be read whole.")
    told += [
        f"For {piece.window.first} to {piece.window.last} Soundcharts announced {piece.announced} rows and "
        f"returned {piece.rows}."
        for piece in pieces
        if piece.announced is not None
    ]
    return told


def about_videos(
    platform: Platform,
    found: VideoList | None,
    status: RowStatus,
    videos: Sequence[Video] | None,
    reason: str,
) -> list[str]:
    """Say why there are no videos, or what is to be known of their number and their rate."""
    match status:
        case RowStatus.FAILED:
            return [f"The videos could not be fetched: {reason}."]
        case RowStatus.NOT_IN_PLAN:
            return [f"Videos of {platform.name} are not in the Soundcharts plan in use."]
        case RowStatus.NOT_FOUND | RowStatus.NO_DATA:
            return [f"Soundcharts lists no videos of the artist on {platform.name}."]
    if found is None or videos is None:
        return []
    told = []
    if found.cut:
        told.append(
            f"The list of videos was read no further than {MOST_PAGES * PAGE_ITEMS:,}: there may be more in "
            "the period."
        )
    if found.announced is not None:
        told.append(f"Soundcharts announced {found.announced:,} videos and listed {found.listed:,}.")
    if found.undated:
        told.append(f"Left out as nobody says when it was published: {counted(found.undated, 'video')}.")
    left_out = sum(not is_rated(video) for video in videos)
    if not videos:
        told.append("No video of the period is listed, so there is no engagement rate.")
    elif left_out:
        told.append(
            f"{left_out:,} of {counted(len(videos), 'video')} {'is' if left_out == 1 else 'are'} not in the "
            "engagement rate, because views, likes or comments are missing."
        )
    return told


def about_video(video: Video) -> str | None:
    """Say why a video has no rate."""
    if is_rated(video):
        return None
    unknown = [
        name
        for name, figure in (("views", video.views), ("likes", video.likes), ("comments", video.comments))
        if figure is None
    ]
    if unknown:
        return f"No rate: {listed(unknown)} not known."
    return "No rate: there are no views."


def about_change(
    platform: Platform,
    pieces: Sequence[Piece],
    now: Mapping[Measure, Gain],
    before: Mapping[Measure, Gain],
    changes: Mapping[Measure, object],
    periods: Sequence[Period],
    reason: str,
) -> str | None:
    """Say why there is no change to give of what could have one, and which changes are over other spans."""
    if any(piece.outcome is None for piece in pieces):
        told = [f"Some of the counts of the period compared with could not be fetched: {reason}."]
    else:
        told = []
    without = [
        measure
        for measure in Measure
        if measure not in changes and (measure in platform.counts or measure in now or measure in before)
    ]
    if without:
        told.append(
            f"Not compared: for {listed(without)} the values do not reach over at least half of "
            f"{_both(now, before, without, periods)}."
        )
    told += _other_spans(now, before, changes)
    return " ".join(told) or None


def _other_spans(
    now: Mapping[Measure, Gain], before: Mapping[Measure, Gain], changes: Iterable[Measure]
) -> Iterator[str]:
    """Say over how many days was gained in each period, where they are not as many: it may turn the sign."""
    spans: dict[tuple[int, int], list[Measure]] = {}
    for measure in changes:
        spans.setdefault((now[measure].days, before[measure].days), []).append(measure)
    for (here, there), measures in spans.items():
        if here != there:
            yield (
                f"Gained over {counted(here, 'day')} here and over {counted(there, 'day')} in the period "
                f"compared with: {listed(measures)}."
            )


def _both(
    now: Mapping[Measure, Gain],
    before: Mapping[Measure, Gain],
    measures: Iterable[Measure],
    periods: Sequence[Period],
) -> str:
    """Say in which of the two periods there is too little of any of these."""
    thin = [
        any(
            (gain := gains.get(measure)) is None or gain.gained is None or not gain.covers(period)
            for measure in measures
        )
        for gains, period in zip((now, before), periods, strict=True)
    ]
    match thin:
        case [True, False]:
            return "this period"
        case [False, True]:
            return "the period compared with"
        case _:
            return "both periods"


def _why_no_counts(platform: Platform, pieces: Sequence[Piece], days: str) -> str:
    outcomes = {piece.outcome for piece in pieces}
    if outcomes == {Outcome.NOT_FOUND}:
        return f"Soundcharts knows no such artist, or nothing of it on {platform.name}."
    if Outcome.NOT_IN_PLAN in outcomes:
        return f"What {platform.name} counts is not in the Soundcharts plan in use."
    # The report's rows may have the same day's followers, from another list of Soundcharts.
    return (
        f"Soundcharts has no engagement figures ({', '.join(Measure)}) of the artist on {platform.name} for "
        f"{days}."
    )


def _reaches(gains: Mapping[Measure, Gain], period: Period) -> Iterator[str]:
    """Say from which day to which was gained, where that is not the whole period."""
    reaches: dict[tuple[date, date], list[Measure]] = {}
    for measure, gain in gains.items():
        if gain.gained is not None:
            reaches.setdefault((gain.first_day, gain.latest_day), []).append(measure)
    for (first, latest), measures in reaches.items():
        if (first, latest) == (period.start, period.end):
            continue
        days = f"from {_until(first, latest)} to {day_in_words(latest)}"
        yield f"Gained {days}." if len(reaches) == 1 else f"Of {listed(measures)} the gain is {days}."


def _until(first: date, latest: date) -> str:
    """Write a first day, without what it has in common with the last."""
    if (first.year, first.month) == (latest.year, latest.month):
        return str(first.day)
    return f"{first.day} {first:%B}" if first.year == latest.year else day_in_words(first)
