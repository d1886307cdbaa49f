"""The request and its answer in sentences: for the top of Summary and for what a chart shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from linernotes.model.countries import in_country
from linernotes.model.figures import Exact, Figures, rounded
from linernotes.model.period_words import day_in_words, period_in_words
from linernotes.model.plain_text import plain_text
from linernotes.model.request import Artist, ReportRequest
from linernotes.model.row_status import RowStatus
from linernotes.model.words import listed
from linernotes.sections.audience.comparison import Compared
from linernotes.sections.audience.result import PlatformSummary, Result, label_of
from linernotes.sections.sources import Cadence, MetricSource
from linernotes.workbook.text import display_width, shortened

_NAME_LENGTH = 36
_NAMES_LENGTH = 60
_NAMED_ARTISTS = 3
_CITIES_CHANGED = ("cities_changed", "artists_cities_changed")


def source_name(source: MetricSource) -> str:
    """Name a metric source for a reader: "Spotify Monthly Listeners"."""
    return f"{source.name} {source.metric}"


def artist_names(artists: Sequence[Artist], *, longest: int | None = None) -> dict[str, str]:
    """Name every artist by UUID, in one line; two of the same name are told apart by the end of theirs.

    With `longest`, names are shortened to so many columns.
    """
    labels = {artist.uuid: " ".join(plain_text(label_of(artist)).split()) for artist in artists}
    if longest is not None:
        labels = {uuid: shortened(label, longest) for uuid, label in labels.items()}
    times = Counter(label.casefold() for label in labels.values())
    return {
        uuid: label if times[label.casefold()] == 1 else f"{label} ({uuid[-12:]})"
        for uuid, label in labels.items()
    }


def artists_in_words(artists: Sequence[Artist]) -> str:
    """Name up to three artists as long as that is short, else the first one or two and how many others."""
    names = [shortened(name, _NAME_LENGTH) for name in artist_names(artists).values()]
    named = _NAMED_ARTISTS if len(names) <= _NAMED_ARTISTS else _NAMED_ARTISTS - 1
    while named > 1 and display_width(listed(names[:named])) > _NAMES_LENGTH:
        named -= 1
    others = len(names) - named
    return listed([*names[:named], f"{others} more"] if others > 0 else names)


def days_in_words(count: int) -> str:
    """Write a number of days: "1 day", "1,830 days"."""
    return "1 day" if count == 1 else f"{count:,} days"


def number_in_words(value: Exact) -> str:
    """Write a figure with thousands separators, and with decimals only where they say something."""
    places = 2 if -1000 < value < 1000 else 0
    text = f"{rounded(value, places):,f}"
    return text.rstrip("0").rstrip(".") if places else text


def percent_in_words(percent: Exact) -> str:
    """Write a change in percent with its sign and one decimal."""
    shown = rounded(percent, 1)
    if shown == 0 and percent != 0:
        return "under 0.1%"
    return f"{shown:+,.1f}%"


def subject_in_words(request: ReportRequest, artists: Sequence[Artist]) -> str:
    """Say who, where and when: "Achille Lauro in Italy, September 2024"."""
    period = period_in_words(request.start_date, request.end_date)
    return f"{artists_in_words(artists)} {in_country(request.country)}, {period}"


def finding(summary: PlatformSummary, *, cadence: Cadence | None, together: bool) -> str:
    """Say in one sentence, without its full stop, what a metric source shows for a period.

    `cadence` is that of its figures. `together` says that several artists were asked for.
    """
    if not summary.totals:
        return f"{source_name(summary.source)}: no figures, {summary.status.words}"
    return f"{_subject(summary, together)} {_movement(summary.figures)}{_caveat(summary, cadence)}"


def _subject(summary: PlatformSummary, together: bool) -> str:
    """Name what figures are of: a sum of several artists always by how many these are (contract 4.5)."""
    name = source_name(summary.source)
    if len(summary.artists) > 1:
        return f"{name}, sum of {len(summary.artists)} artists,"
    if together and summary.artists:
        return f"{name} of {shortened(label_of(summary.artists[0]), _NAME_LENGTH)} alone"
    return name


def _movement(figures: Figures) -> str:
    latest, difference, peak = figures.latest_value, figures.difference, figures.peak_value
    if latest is None or peak is None:
        raise ValueError("a row with points has a latest and a peak value")
    if difference is None and figures.first_date == figures.latest_date:
        return f"stood at {number_in_words(latest)} on {_day(figures.latest_date)}, the only day measured"
    if difference is None:
        return f"stood at {number_in_words(latest)}, each artist measured on one day only"
    if difference == 0:
        moved = f"ended where it began, at {number_in_words(latest)}"
    else:
        percent = figures.difference_percent
        change = "from 0" if percent is None else percent_in_words(percent)
        verb = "rose" if difference > 0 else "fell"
        distance = number_in_words(difference if difference > 0 else -difference)
        moved = f"{verb} by {distance} ({change}) to {number_in_words(latest)}"
    if figures.peak_date == figures.latest_date:
        return f"{moved}, its peak, on {_day(figures.peak_date)}"
    return f"{moved}, with a peak of {number_in_words(peak)} on {_day(figures.peak_date)}"


def _day(day: date | None) -> str:
    return day_in_words(day) if day else ""


def _caveat(summary: PlatformSummary, cadence: Cadence | None) -> str:
    caveats = []
    if summary.status is RowStatus.LOWER_BOUND:
        caveats.append("a lower bound")
    if any(note.code in _CITIES_CHANGED for note in summary.notes):
        caveats.append("in part cities entering or leaving the top 50")
    if summary.status is RowStatus.PARTIAL:
        caveats.append("partly fetched")
    measured, expected = len(summary.totals), summary.figures.expected_points
    if cadence and measured * 2 < expected:
        caveats.append(f"measured on {cadence.counted(measured, expected)}")
    return f" ({listed(caveats)})" if caveats else ""


def answers(request: ReportRequest, result: Result, most: int = 3) -> list[str]:
    """Answer the question in up to `most` sentences: the leading platforms in the order asked for.

    The first names who, where and when, so that it can stand alone. Platforms with figures come before
    those without.
    """
    subject = subject_in_words(request, result.artists)
    ranked = _ranked(result)
    leading = [summary for summary in ranked if summary.totals][:most] or ranked[:1]
    together = len(request.artists) > 1
    sentences = [
        f"{finding(summary, cadence=summary.source.cadence_of(request.country), together=together)}."
        for summary in leading
    ]
    return [f"{subject}: {sentences[0]}", *sentences[1:]]


def _ranked(result: Result) -> list[PlatformSummary]:
    return sorted(result.summaries, key=lambda summary: not summary.totals)


def growth(request: ReportRequest, result: Result) -> str | None:
    """Say in one sentence how the leading platform's average has changed, or why that cannot be said.

    None where the request compares nothing.
    """
    leader = _ranked(result)[0]
    compared = leader.compared
    if compared is None:
        return None
    period = period_in_words(compared.period.start, compared.period.end)
    against = f"Against {period}, {_subject(leader, together=len(request.artists) > 1)}"
    before, now, change = compared.figures.period_average, leader.figures.period_average, compared.change
    if before is None or now is None or change is None:
        reason = (compared.note or "").removeprefix("Not compared: ").partition(". ")[0].rstrip(".")
        return f"{against} could not be compared: {reason}."
    if change == 0:
        moved = f"held its average of {number_in_words(now)}"
    else:
        verb, distance = ("rose", change) if change > 0 else ("fell", -change)
        percent = "from 0" if compared.change_percent is None else percent_in_words(compared.change_percent)
        figures = f"from {number_in_words(before)} to {number_in_words(now)}"
        moved = f"{verb} by {number_in_words(distance)} ({percent}) on average, {figures}"
    return f"{against} {moved}{_growth_caveat(leader, compared)}."


def _growth_caveat(leader: PlatformSummary, compared: Compared) -> str:
    statuses = {leader.status, compared.status}
    caveats = []
    if RowStatus.LOWER_BOUND in statuses:
        caveats.append("lower bounds")
    if RowStatus.PARTIAL in statuses:
        caveats.append("partly fetched")
    return f" ({listed(caveats)})" if caveats else ""
