"""The request and its answer in sentences: for the top of Summary and for what a chart shows."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from datetime import date

from linernotes.adapters.workbook.countries import in_country
from linernotes.adapters.workbook.text import display_width, shortened
from linernotes.domain.figures import Exact, Figures, rounded
from linernotes.domain.plain_text import plain_text
from linernotes.domain.request import Artist, ReportRequest
from linernotes.domain.result import Compared, PlatformSummary, Result, RowStatus, label_of
from linernotes.sources import MetricSource

_NAME_LENGTH = 36
_NAMES_LENGTH = 60
_NAMED_ARTISTS = 3

_WHY_BLANK = {
    RowStatus.NO_DATA: "no data for this period",
    RowStatus.NOT_PUBLISHED: "not published by country",
    RowStatus.NOT_IN_PLAN: "not in the Soundcharts plan",
    RowStatus.NOT_FOUND: "not found",
    RowStatus.FAILED: "could not be fetched",
}


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


def listed(names: Sequence[str]) -> str:
    """Join names as a sentence does: "A", "A and B", "A, B and C"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def artists_in_words(artists: Sequence[Artist]) -> str:
    """Name up to three artists as long as that is short, else the first one or two and how many others."""
    names = [shortened(name, _NAME_LENGTH) for name in artist_names(artists).values()]
    named = _NAMED_ARTISTS if len(names) <= _NAMED_ARTISTS else _NAMED_ARTISTS - 1
    while named > 1 and display_width(listed(names[:named])) > _NAMES_LENGTH:
        named -= 1
    others = len(names) - named
    return listed([*names[:named], f"{others} more"] if others > 0 else names)


def day_in_words(day: date) -> str:
    """Write a day as "27 September 2024"."""
    return f"{day.day} {day:%B %Y}"


def days_in_words(count: int) -> str:
    """Write a number of days: "1 day", "1,830 days"."""
    return "1 day" if count == 1 else f"{count:,} days"


def period_in_words(start: date, end: date) -> str:
    """Write a period as short as it can be said: a month, a year, a day, or from one day to another."""
    whole_months = start.day == 1 and end.day == monthrange(end.year, end.month)[1]
    if start == end:
        return day_in_words(start)
    if whole_months and (start.year, start.month) == (end.year, end.month):
        return f"{start:%B %Y}"
    if whole_months and start.month == 1 and end.month == 12:
        return f"{start.year}" if start.year == end.year else f"{start.year} to {end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day_in_words(end)}"
    if start.year == end.year:
        return f"{start.day} {start:%B} to {day_in_words(end)}"
    return f"{day_in_words(start)} to {day_in_words(end)}"


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


def finding(summary: PlatformSummary, *, days: int, together: bool) -> str:
    """Say in one sentence, without its full stop, what a metric source shows for a period of so many days.

    `together` says that the figures are totals of several artists.
    """
    name = source_name(summary.source)
    if not summary.totals:
        return f"{name}: no figures, {_WHY_BLANK.get(summary.status, summary.status.value)}"
    subject = f"{name} together" if together else name
    return f"{subject} {_movement(summary.figures)}{_caveat(summary, days)}"


def _movement(figures: Figures) -> str:
    first, latest, difference, peak = (
        figures.first_value,
        figures.latest_value,
        figures.difference,
        figures.peak_value,
    )
    if first is None or latest is None or difference is None or peak is None:
        raise ValueError("a row with points has all its figures")
    if figures.first_date == figures.latest_date:
        return f"stood at {number_in_words(latest)} on {_day(figures.latest_date)}, the only day measured"
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


def _caveat(summary: PlatformSummary, days: int) -> str:
    caveats = []
    if summary.status is RowStatus.LOWER_BOUND:
        caveats.append("a lower bound")
    if summary.status is RowStatus.PARTIAL:
        caveats.append("partly fetched")
    if len(summary.totals) * 2 < days:
        caveats.append(f"measured on {len(summary.totals)} of {days_in_words(days)}")
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
    sentences = [f"{finding(summary, days=request.days, together=together)}." for summary in leading]
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
    name = (
        f"{source_name(leader.source)} together" if len(request.artists) > 1 else source_name(leader.source)
    )
    against = f"Against {period_in_words(compared.period.start, compared.period.end)}, {name}"
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
    return f"{against} {moved}{_growth_caveat(leader, compared, result)}."


def _growth_caveat(leader: PlatformSummary, compared: Compared, result: Result) -> str:
    statuses = {leader.status, compared.status}
    rows = [row for row in result.breakdown if row.source is leader.source and row.compared]
    now = {row.artist.uuid for row in rows if row.points}
    then = {row.artist.uuid for row in rows if row.compared and row.compared.figures.data_points}
    caveats = []
    if RowStatus.LOWER_BOUND in statuses:
        caveats.append("lower bounds")
    if RowStatus.PARTIAL in statuses:
        caveats.append("partly fetched")
    if now != then:
        # Totals of other artists are no growth of anybody's.
        caveats.append(f"not of the same artists: {len(now)} now, {len(then)} then")
    return f" ({listed(caveats)})" if caveats else ""


def duplicates_told_apart(names: Sequence[str]) -> list[str]:
    """Make every name unique, whatever its case, by numbering those that come again."""
    seen: dict[str, int] = {}
    unique = []
    for name in names:
        seen[name.casefold()] = again = seen.get(name.casefold(), 0) + 1
        unique.append(name if again == 1 else f"{name} ({again})")
    return unique
