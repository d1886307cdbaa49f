"""Contract 5 and the months of contract 9, said again in the plainest Python, and nothing clever.

It is written from the contract's words alone and shares no code with the implementation: rows of charts go
in as Soundcharts tells them, the fields of the answer come out as they must read after a trip through JSON.
Numbers are exact fractions until they are shown. Names of artists and platforms and notes are left out.

Where the contract leaves a reading open, this one is fixed:

- daily charts count if a daily ranking of the platform is stored that is of the country asked for (without
  one: of any, or worldwide) and of a day of the period; with neither daily nor weekly ones stored those
  count that are listed of the country, daily before weekly
- a country's main chart on a day is the largest of those listed that were ranked at some time from 92 days
  before it to 92 days after it, or in between; of equally large ones each is needed
- without a country the worldwide charts alone are looked at for the days
- weekly rankings are due on the weekday of the main chart's last one (the main charts are those of the
  period's last day), else on the most frequent weekday of those stored, the earlier of equally frequent
  ones, else on Mondays; one that comes up to three days off is that week's
- a track without figures, positions or weeks, but on a ranking, is listed
- position 0 is a song that has left the chart: it gives no position and no week charted
- a track's name and credit are those of its newest row (of one day: of the chart whose slug is the last)
- tracks of the same total and name are in the order of their uuids
- a month's day total is the sum of its tracks' figures of that day
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from typing import Any


@dataclass(frozen=True)
class ChartRow:
    """A song on a ranking; `country` is "" on a worldwide chart, `artists` are the song's, by uuid."""

    chart: str
    platform: str
    country: str
    frequency: str
    day: date
    song: str
    song_name: str
    artists: tuple[str, ...]
    credit: str | None = None
    position: int | None = None
    metric: int | Decimal | None = None
    time_on_chart: int | None = None
    time_unit: str | None = None
    city: str = ""


@dataclass(frozen=True)
class Listed:
    """A chart as it was listed: how large, and on which days it was ranked first and last."""

    chart: str
    platform: str
    country: str
    frequency: str
    size: int
    first: date
    last: date


@dataclass(frozen=True)
class Question:
    """Whose tracks on which platform, from which day to which, in which country if in one."""

    artist: str
    platform: str
    start: date
    end: date
    country: str | None = None


def breakdown_by_contract(rows: Iterable[ChartRow], question: Question) -> dict[str, Any]:
    """State `success`, and with entries `tracks`, `summary` and `top_track`."""
    rows = list(rows)
    weekly = used_frequency(rows, question) == "weekly"
    asked = rows_looked_at(rows, question)
    if not asked:
        return {"success": False}
    tracks = [track_of(rows_of(uuid, asked), question, weekly=weekly) for uuid in songs_of(asked)]
    tracks.sort(key=lambda track: (track["track_name"], track["track_uuid"]))
    totals = {uuid: total_of(rows_of(uuid, asked), question) for uuid in songs_of(asked)}
    measured = [total for total in totals.values() if total is not None]
    unmeasured = [track for track in tracks if totals[track["track_uuid"]] is None]
    listed = [track for track in tracks if track not in unmeasured]
    listed.sort(key=lambda track: totals[track["track_uuid"]] or 0, reverse=True)
    return {
        "success": True,
        "tracks": listed + unmeasured,
        "summary": {
            "total_tracks": len(tracks),
            "total_streams": shown(sum_of(measured)),
            "avg_streams_per_track": shown(mean(measured, len(measured))),
        },
        "top_track": {name: listed[0][name] for name in ("track_name", "track_uuid", "total_streams")}
        if listed
        else None,
    }


def months_by_contract(rows: Iterable[ChartRow], question: Question) -> list[dict[str, Any]]:
    """State the months of the period that have entries; the first and the last count whole."""
    rows = list(rows)
    frequency = used_frequency(rows, question)
    weekly = frequency == "weekly"
    of_artist = [row for row in rows if counts(row, question, frequency)]
    months: list[dict[str, Any]] = []
    for month in sorted({month_of(row.day) for row in of_artist}):
        if month_of(question.start) <= month <= month_of(question.end):
            within = [row for row in of_artist if month_of(row.day) == month]
            months.append({"month": month, **month_figures(within, question, weekly=weekly)})
    return months


def is_lower_bound(rows: Iterable[ChartRow], question: Question) -> bool:
    """Say whether some figure of the answer is a sum over countries, which its note must then say."""
    asked = rows_looked_at(list(rows), question)
    return question.country is None and any(
        row.metric is not None
        and not any(
            other.country == "" and other.metric is not None
            for other in rows_of(row.song, asked)
            if other.day == row.day
        )
        for row in asked
    )


# Which rows count


def used_frequency(rows: Sequence[ChartRow], question: Question, listed: Sequence[Listed] = ()) -> str:
    """Rule 2: daily charts where any of the country and period are stored, else weekly ones."""
    stored = {
        row.frequency
        for row in rows
        if row.platform == question.platform
        and not row.city
        and question.country in (None, row.country)
        and question.start <= row.day <= question.end
    }
    known = {
        chart.frequency
        for chart in listed
        if (chart.platform, chart.country) == (question.platform, question.country or "")
    }
    there = stored or known
    return "weekly" if "weekly" in there and "daily" not in there else "daily"


def counts(row: ChartRow, question: Question, frequency: str) -> bool:
    """Say whether a row is the artist's, on a chart that counts; whenever it was."""
    return (
        question.artist in row.artists
        and not row.city
        and row.platform == question.platform
        and row.frequency == frequency
        and (question.country is None or row.country == question.country)
    )


def rows_looked_at(rows: Sequence[ChartRow], question: Question) -> list[ChartRow]:
    """Keep the rows that count within the period, both its days included."""
    frequency = used_frequency(rows, question)
    return [
        row for row in rows if counts(row, question, frequency) and question.start <= row.day <= question.end
    ]


def rows_of(song: str, rows: Iterable[ChartRow]) -> list[ChartRow]:
    return [row for row in rows if row.song == song]


def songs_of(rows: Iterable[ChartRow]) -> set[str]:
    return {row.song for row in rows}


def month_of(day: date) -> str:
    return day.isoformat()[:7]


# Rules 1 to 3: a track's figures


def figure_on(day: date, of_track: Sequence[ChartRow], question: Question) -> Fraction | None:
    """State a track's figure of a day: the country's, or the worldwide one, else the sum over countries."""
    largest: dict[str, Fraction] = {}
    for row in of_track:
        if row.day == day and row.metric is not None:
            figure = Fraction(row.metric)
            largest[row.country] = max(figure, largest.get(row.country, figure))
    if question.country is not None:
        return largest.get(question.country)
    return largest.get("", sum_of(list(largest.values())))


def figures_of(of_track: Sequence[ChartRow], question: Question) -> list[Fraction]:
    """State a track's figures of all days that have one."""
    figures = [figure_on(day, of_track, question) for day in {row.day for row in of_track}]
    return [figure for figure in figures if figure is not None]


def total_of(of_track: Sequence[ChartRow], question: Question) -> Fraction | None:
    return sum_of(figures_of(of_track, question))


def track_of(of_track: Sequence[ChartRow], question: Question, *, weekly: bool) -> dict[str, Any]:
    """State one track."""
    figures = figures_of(of_track, question)
    newest = max(of_track, key=lambda row: (row.day, row.chart))
    return {
        "track_name": newest.song_name,
        "track_uuid": newest.song,
        "track_credit": newest.credit,
        "total_streams": shown(sum_of(figures)),
        "avg_daily_streams": shown(mean(figures, len(figures) * (7 if weekly else 1))),
        "peak_streams": shown(max(figures, default=None)),
        "best_position": best_position(of_track),
        "weeks_on_chart": weeks_on_chart(of_track),
        "data_points": len(figures),
    }


def best_position(rows: Iterable[ChartRow]) -> int | None:
    """State the smallest position above 0."""
    return min((row.position for row in rows if row.position is not None and row.position > 0), default=None)


def weeks_on_chart(of_track: Iterable[ChartRow]) -> int:
    """State the largest number of weeks reported, else how many ISO weeks the track was charted in."""
    rows = list(of_track)
    reported = [weeks for row in rows if (weeks := reported_weeks(row)) is not None]
    return (
        max(reported) if reported else len({row.day.isocalendar()[:2] for row in rows if row.position != 0})
    )


def reported_weeks(row: ChartRow) -> int | None:
    """State the weeks a row reports: DOC counts days, rounded up to weeks, and WOC weeks."""
    if not row.time_on_chart or row.time_unit not in ("DOC", "WOC"):
        return None
    whole, rest = divmod(row.time_on_chart, 7)
    return row.time_on_chart if row.time_unit == "WOC" else whole + (rest > 0)


# Contract 9: a month of an artist


def month_figures(within: Sequence[ChartRow], question: Question, *, weekly: bool) -> dict[str, Any]:
    """State the figures of all tracks together, over the days' totals."""
    totals: list[Fraction] = []
    for day in {row.day for row in within}:
        figures = [figure_on(day, rows_of(song, within), question) for song in songs_of(within)]
        total = sum_of([figure for figure in figures if figure is not None])
        if total is not None:
            totals.append(total)
    return {
        "tracks": len(songs_of(within)),
        "total_streams": shown(sum_of(totals)),
        "avg_daily_streams": shown(mean(totals, len(totals) * (7 if weekly else 1))),
        "peak_streams": shown(max(totals, default=None)),
        "best_position": best_position(within),
        "data_points": len(totals),
    }


# Rule 4: of how many chart days


def chart_days_by_contract(
    rows: Iterable[ChartRow],
    question: Question,
    listed: Sequence[Listed] = (),
    *,
    part: Question | None = None,
) -> dict[str, int]:
    """State for how many of the period's days, or weeks, the main charts looked at are stored.

    With `part`, as for a month, only its days are counted; which charts are looked at is of the whole.
    """
    rows = list(rows)
    frequency = used_frequency(rows, question, listed)
    country = question.country or ""
    of_charts = [row for row in rows if (row.platform, row.frequency) == (question.platform, frequency)]
    looked_at = [row for row in of_charts if row.country == country and not row.city]
    known = [
        chart
        for chart in listed
        if (chart.platform, chart.frequency, chart.country) == (question.platform, frequency, country)
    ]
    within = [row for row in looked_at if question.start <= row.day <= question.end]
    part = part or question
    within = [row for row in within if part.start <= row.day <= part.end]
    due = days_within(part)
    reach = 0
    if frequency == "weekly":
        weekday, reach = weekday_of(within, known, part), 3
        due = [day for day in due if day.weekday() == weekday]
    whole = 0
    for day in due:
        needed = main_on(day, known)
        there = {row.chart for row in within if abs((row.day - day).days) <= reach}
        whole += needed <= there if needed else bool(there)
    return {"stored": whole, "expected": len(due)}


def main_on(day: date, known: Iterable[Listed]) -> set[str]:
    """Name the largest charts that are to be expected on a day."""
    there = [chart for chart in known if (chart.first - day).days <= 92 and (day - chart.last).days <= 92]
    return {chart.chart for chart in there if chart.size == max(each.size for each in there)}


def weekday_of(within: Iterable[ChartRow], known: Sequence[Listed], question: Question) -> int:
    """State on which day of the week rankings are due."""
    main = main_on(question.end, known)
    days = [chart.last for chart in known if chart.chart in main] or sorted({row.day for row in within})
    weekdays = [day.weekday() for day in days]
    return max(sorted(set(weekdays)), key=weekdays.count, default=0)


def days_within(question: Question) -> list[date]:
    return [
        date.fromordinal(number) for number in range(question.start.toordinal(), question.end.toordinal() + 1)
    ]


# Numbers


def sum_of(figures: Sequence[Fraction]) -> Fraction | None:
    """Add up; of nothing the sum is None, as a missing figure is never 0."""
    return sum(figures, Fraction(0)) if figures else None


def mean(figures: Sequence[Fraction], days: int) -> Fraction | None:
    """Spread a sum over so many days, rounded half up to 2 decimals.

    By decimal's own ROUND_HALF_UP, from far more digits than a tie could hide behind.
    """
    total = sum_of(figures)
    if total is None:
        return None
    with localcontext(prec=200):
        quotient = Decimal(total.numerator) / Decimal(total.denominator * days)
        return Fraction(quotient.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


def shown(value: Fraction | None) -> int | float | None:
    """Give a figure as a JSON number: whole as it is, else the nearest double."""
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)
