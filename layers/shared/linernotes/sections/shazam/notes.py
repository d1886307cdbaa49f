"""What is to be known of a row or a total, in plain English."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from linernotes.model.period_words import day_in_words, period_words
from linernotes.model.periods import Period
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted
from linernotes.sections.shazam.plan import MOST_CHARTED, Found
from linernotes.sections.shazam.questions import MOST_PAGES
from linernotes.sections.shazam.ranks import Ranks
from linernotes.sections.song_totals.gained import Gained
from linernotes.sections.song_totals.song_list import ListedSong
from linernotes.sections.windows.window_data import Outcome
from linernotes.soundcharts.paging import PAGE_ITEMS

if TYPE_CHECKING:
    from linernotes.sections.shazam.rows import SongRow

_NO_COUNTS_BY_COUNTRY = "Shazam counts are not published by country: to date and gained are blank."
_NO_RANKS = {
    RowStatus.FAILED: "Ranks on charts could not be fetched.",
    RowStatus.NOT_IN_PLAN: "Ranks on charts are not in the Soundcharts plan in use.",
    RowStatus.NOT_FOUND: "Soundcharts has no chart entries of this artist.",
}
MORE_ENTRIES = (
    f"Ranks are of the {MOST_PAGES * PAGE_ITEMS:,} chart entries ranked last: there are more, so that charts "
    "and better ranks may be missing."
)
_NO_LIST = {
    Outcome.NOT_IN_PLAN: "Lists of songs are not in the Soundcharts plan in use: here are those on charts.",
    Outcome.NOT_FOUND: "Soundcharts has no list of this artist's songs: only charted songs are here.",
}


def of_row(
    gained: Gained | None,
    told: RowStatus,
    ranks: Ranks | None,
    period: Period,
    *,
    on_chart: bool,
    by_country: bool,
) -> str | None:
    """Say what is to be known of a song; `told` is whether chart entries were, or why they were not."""
    sentences = [gained.note if gained else _why_not_counted(by_country=by_country)]
    if ranks is None:
        sentences.append(_NO_RANKS[told])
        return _joined(sentences)
    if on_chart and ranks.best is None:
        sentences.append("It was on charts in the period, but what rank it had then is not told.")
    elif ranks.best and ranks.best.on and not period.holds(ranks.best.on):
        sentences.append(
            f"Its best rank is that of {day_in_words(ranks.best.on)}: no peak of the period is better."
        )
    if told is RowStatus.LOWER_BOUND:
        sentences.append(MORE_ENTRIES)
    return _joined(sentences)


def _why_not_counted(*, by_country: bool) -> str:
    if by_country:
        return _NO_COUNTS_BY_COUNTRY
    return (
        f"Its Shazam count was not asked for: of the songs on charts at most {MOST_CHARTED} more are counted."
    )


def not_out(song: ListedSong) -> str:
    """Say that a song came out after a period."""
    released = day_in_words(song.released) if song.released else "a later day"
    return f"It came out on {released}, after the period."


def of_total(
    rows: Sequence[SongRow], found: Found, period: Period, country: str | None, *, reason: str
) -> str | None:
    """Say what is to be known of an artist's songs together; `reason` is why something was not fetched."""
    told = [_NO_COUNTS_BY_COUNTRY] if country else _of_counts(rows, found, reason)
    return _joined([*told, *_of_ranks(rows, found, period, reason)])


def _of_ranks(rows: Sequence[SongRow], found: Found, period: Period, reason: str) -> Iterator[str]:
    if found.entries is None:
        yield f"Ranks on charts could not be fetched: {reason}."
    elif found.entries.content is None:
        yield _NO_RANKS[_WHY[found.entries.outcome]]
    else:
        if found.entries.content.cut_off:
            yield MORE_ENTRIES
        elif not any(row.on_chart for row in rows):
            yield f"On no Shazam chart in the period, {period_words(period)}."
        if unreadable := found.entries.content.unreadable:
            entries = counted(unreadable, "chart entry", "chart entries")
            yield f"{entries} of Soundcharts' answer could not be read, or not wholly."


_WHY = {Outcome.NOT_IN_PLAN: RowStatus.NOT_IN_PLAN, Outcome.NOT_FOUND: RowStatus.NOT_FOUND}


def _of_counts(rows: Sequence[SongRow], found: Found, reason: str) -> Iterator[str]:
    """Say how many songs were counted, and why others were not."""
    listed = found.listed.content if found.listed else None
    statuses = Counter(row.gained.status for row in rows if row.gained)
    if found.listed is None:
        yield f"The artist's songs could not be listed: {reason}."
    elif listed is None:
        yield _NO_LIST[found.listed.outcome]
    else:
        yield _coverage(sum(row.gain is not None for row in rows), listed.total)
        if listed.unreadable:
            yield f"{counted(listed.unreadable, 'song')} of Soundcharts' list could not be read."
    if found.lacks_dates:
        yield f"When songs on charts came out could not be fetched: {reason}."
    if incomplete := sum(row.is_incomplete for row in rows):
        yield f"Of {counted(incomplete, 'song')} not all counts could be fetched: {reason}."
    if late := sum(status is RowStatus.PARTIAL for status in _statuses_of_complete(rows)):
        yield f"Counted from a later day: {counted(late, 'song')}."
    for status, what in _LEFT_OUT.items():
        if statuses[status]:
            yield f"{what}: {counted(statuses[status], 'song')}."


_LEFT_OUT = {
    RowStatus.RESTATED: "Left out, as the counter was corrected in the period",
    RowStatus.NO_DATA: "Without a count in the period",
    RowStatus.NOT_FOUND: "Without any Shazam count",
    RowStatus.NOT_IN_PLAN: "Shazam counts are not in the Soundcharts plan in use",
}


def _statuses_of_complete(rows: Sequence[SongRow]) -> list[RowStatus]:
    return [row.gained.status for row in rows if row.gained and not row.is_incomplete]


def _coverage(known: int, listed: int | None) -> str:
    if listed is None:
        return f"{counted(known, 'song')} counted; Soundcharts does not say how many there are."
    return f"Counted: {known:,} of the artist's {counted(listed, 'song')}."


def _joined(sentences: Iterable[str | None]) -> str | None:
    return " ".join(filter(None, sentences)) or None
