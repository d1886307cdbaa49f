"""Contract 4, rules 1 to 6, said again in the plainest Python: what a result must be, and nothing clever.

It is written from the contract's words alone and shares no code with the implementation but the request
and the registry's labels (name, colour, metric). Numbers are exact fractions until they are shown.
Notes are free text and left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import Any, Literal

from linernotes.model.request import ReportRequest
from linernotes.sections.sources import SOURCES

EVERY_FEW_DAYS = {
    "spotify-followers",
    "deezer",
    "twitter",
    "facebook",
    "soundcloud",
    "bandsintown",
    "songkick",
    "twitch",
    "boomplay",
}
"""What Soundcharts looks at every 2 to 15 days; it has a figure of every other source each day."""

WEEKLY_BY_COUNTRY = {"spotify", "youtube"}
MONTHLY_BY_COUNTRY = {"instagram", "tiktok", "youtube-subscribers"}

SOURCES_WITH_PLACES = {"spotify", "youtube", "instagram", "tiktok", "youtube-subscribers"}
"""Contract 3: what is fetched through `streaming/{platform}` or `social/{platform}/followers/`."""

NOT_STATED = "(the contract does not say)"
"""Stands for a status where the contract leaves more than one reading."""

AnswerStatus = Literal["delivered", "not_found", "not_in_plan", "failed"]
Item = Mapping[str, Any]
Points = list[tuple[date, Fraction]]


@dataclass(frozen=True)
class Answer:
    """How one window of one artist on one platform came back, its items as Soundcharts sent them.

    `days` are the first and the last it was asked for; without, it is of whatever period is looked at.
    """

    status: AnswerStatus
    items: Sequence[Item] = ()
    days: tuple[date, date] = (date.min, date.max)


Answers = Mapping[tuple[str, str], Sequence[Answer]]
"""The answers of all windows in order, by artist uuid and platform slug."""


def result_by_contract(request: ReportRequest, answers: Answers) -> dict[str, Any]:
    """State the whole result, `note`s left out, as it must read after a trip through JSON.

    What is compared is left out as well, unless the request compares: then every row and summary has it.
    """
    days = (request.end_date - request.start_date).days + 1
    points: dict[tuple[str, str], Points] = {}
    status: dict[tuple[str, str], str] = {}
    for artist in request.artists:
        for slug in request.platforms:
            cell = (artist.uuid, slug)
            own = [
                answer
                for answer in answers.get(cell, ())
                if answer.days[0] <= request.end_date and request.start_date <= answer.days[1]
            ]
            points[cell] = points_of(request, slug, own)
            status[cell] = row_status(request, slug, own, points[cell])
    expected = {
        slug: expected_by_contract(slug, request.start_date, request.end_date, request.country)
        for slug in request.platforms
    }
    result = {
        "success": True,
        "summary": {
            "total_artists": len(request.artists),
            "total_platforms": len(request.platforms),
            "date_range": {
                "start": request.start_date.isoformat(),
                "end": request.end_date.isoformat(),
                "days": days,
            },
            "country": request.country,
        },
        "platform_summaries": [
            summary_of(
                slug,
                [points[artist.uuid, slug] for artist in request.artists],
                [status[artist.uuid, slug] for artist in request.artists],
                days,
                expected[slug],
            )
            for slug in request.platforms
        ],
        "detailed_breakdown": [
            {
                "artist__name": artist.name,
                "artist__uuid": artist.uuid,
                **row_of(slug, points[artist.uuid, slug], status[artist.uuid, slug], days, expected[slug]),
            }
            for artist in request.artists
            for slug in request.platforms
        ],
        "metadata": {
            "artists": [
                {"uuid": artist.uuid, "name": artist.name, "imageUrl": artist.image_url}
                for artist in request.artists
            ],
            "platforms": [
                {"name": SOURCES[slug].name, "slug": slug, "color": SOURCES[slug].color}
                for slug in request.platforms
            ],
        },
    }
    if request.compared_period is not None:
        add_what_is_compared(request, answers, result, points)
    return result


# Rule 2: points


def points_of(request: ReportRequest, slug: str, answers: Sequence[Answer]) -> Points:
    """List the days of the range that have a value, in order; a day given twice keeps the last one."""
    if request.country is not None and slug not in SOURCES_WITH_PLACES:
        return []
    by_day: dict[date, Fraction] = {}
    for answer in answers:
        for item in answer.items:
            value = value_of(item, request.country)
            day = date.fromisoformat(item["date"][:10])
            if value is not None and request.start_date <= day <= request.end_date:
                by_day[day] = Fraction(value)
    return sorted(by_day.items())


def value_of(item: Item, country: str | None) -> int | Decimal | None:
    """Find an item's value; a missing one, or one that is null, is None and never 0."""
    value: int | Decimal | None = None
    if country is None:
        value = item.get("value", item.get("followerCount"))
    else:
        for plot in item.get("countryPlots") or []:
            if plot["countryCode"] == country:
                value = plot["value"]
    return value


# Rule 3: figures


def expected_by_contract(slug: str, start: date, end: date, country: str | None) -> int:
    """Count, day by day, how many points a source can have; none where it has no figures by country."""
    days = [start + timedelta(number) for number in range((end - start).days + 1)]
    if country is not None:
        if slug in WEEKLY_BY_COUNTRY:
            mondays = len([day for day in days if day.isoweekday() == 1])
            # YouTube's come about once a week, on no day of their own.
            return max(1, mondays) if slug == "youtube" else mondays
        return len({day.strftime("%Y-%m") for day in days}) if slug in MONTHLY_BY_COUNTRY else 0
    if slug in EVERY_FEW_DAYS:
        return len(days) // 15 or 1
    return len(days)


def figures_by_contract(
    points: Points, days: int, data_points: int, expected: int, *, measured_twice: bool = True
) -> dict[str, Any]:
    """State the figures every row and every summary has, as they are shown.

    `measured_twice` says whether any of the artists a total is of has two points: without, no difference
    was measured.
    """
    coverage = shown(rounded_half_up(Fraction(len(points), days), 4))
    if not points:
        return {
            "first_value": None,
            "latest_value": None,
            "difference": None,
            "difference_percent": None,
            "period_average": None,
            "peak_value": None,
            "peak_date": None,
            "data_points": 0,
            "expected_points": expected,
            "coverage": coverage,
        }
    values = [value for _, value in points]
    first, latest, peak = values[0], values[-1], max(values)
    difference = latest - first if measured_twice and len(values) >= 2 else None
    return {
        "first_value": shown(first),
        "latest_value": shown(latest),
        "difference": None if difference is None else shown(difference),
        "difference_percent": None if difference is None or first <= 0 else shown(100 * difference / first),
        "period_average": shown(rounded_half_up(sum(values, Fraction(0)) / len(values), 2)),
        "peak_value": shown(peak),
        "peak_date": min(day for day, value in points if value == peak).isoformat(),
        "data_points": data_points,
        "expected_points": expected,
        "coverage": coverage,
    }


def rounded_half_up(value: Fraction, places: int) -> Fraction:
    """Round as decimal's own ROUND_HALF_UP does, from far more digits than a tie could hide behind."""
    with localcontext(prec=200):
        quotient = Decimal(value.numerator) / Decimal(value.denominator)
        return Fraction(quotient.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def shown(value: Fraction) -> int | float:
    """Give a figure as a JSON number: whole as it is, else the nearest double."""
    return value.numerator if value.denominator == 1 else float(value)


# Rule 4: rows and why they may be empty


def row_status(request: ReportRequest, slug: str, answers: Sequence[Answer], points: Points) -> str:
    """Say why a row shows what it shows."""
    by_country = request.country is not None
    if by_country and slug not in SOURCES_WITH_PLACES:
        return "not_published"
    statuses = {answer.status for answer in answers}
    if not points:
        if statuses <= {"delivered"}:
            return "no_data"
        if statuses <= {"failed", "delivered"}:
            return "failed"
        return statuses.pop() if len(statuses) == 1 else NOT_STATED
    lower_bound = by_country and slug == "spotify"
    if statuses == {"delivered"}:
        return "lower_bound" if lower_bound else "measured"
    if statuses == {"delivered", "failed"} and not lower_bound:
        return "partial"
    return NOT_STATED


def row_of(slug: str, points: Points, status: str, days: int, expected: int) -> dict[str, Any]:
    """State one artist on one platform.

    The shape lists a row's average as `month_average` only; rule 3 gives a row both, as the same number.
    """
    figures = figures_by_contract(points, days, len(points), expected)
    return {
        **platform_of(slug),
        **figures,
        "current_audience": figures["latest_value"],
        "month_average": figures["period_average"],
        "first_date": points[0][0].isoformat() if points else None,
        "latest_date": points[-1][0].isoformat() if points else None,
        "status": status,
        "series": [[day.isoformat(), shown(value)] for day, value in points],
    }


def platform_of(slug: str) -> dict[str, Any]:
    """State the fields that name the platform and its metric."""
    source = SOURCES[slug]
    return {
        "platform__name": source.name,
        "platform__slug": slug,
        "platform__color": source.color,
        "platform__audience_metric_name": source.metric,
        "metric_kind": source.kind.value,
    }


# Rule 5: a platform over several artists


def summary_of(
    slug: str, series: Sequence[Points], statuses: Sequence[str], days: int, expected: int
) -> dict[str, Any]:
    """State one platform over all artists: rule 3 over the daily totals."""
    measured = sum(len(points) for points in series)
    twice = any(len(points) >= 2 for points in series)
    return {
        **platform_of(slug),
        **figures_by_contract(totals_by_contract(series), days, measured, expected, measured_twice=twice),
        "status": statuses[0] if len(set(statuses)) == 1 else NOT_STATED,
    }


def totals_by_contract(series: Sequence[Points]) -> Points:
    """Add up every artist that has points, on every day on which any artist has one."""
    with_points = [points for points in series if points]
    days = sorted({day for points in with_points for day, _ in points})
    return [(day, sum((value_on(day, points) for points in with_points), Fraction(0))) for day in days]


def value_on(day: date, points: Points) -> Fraction:
    """Read a series on any day: on the line between its own points, flat before and after them."""
    first_day, first_value = points[0]
    last_day, last_value = points[-1]
    if day <= first_day:
        return first_value
    if day >= last_day:
        return last_value
    for (left_day, left), (right_day, right) in pairwise(points):
        if left_day <= day <= right_day:
            way = Fraction((day - left_day).days, (right_day - left_day).days)
            return left + (right - left) * way
    raise AssertionError("a day between the first and the last point lies between two points")


# Rule 6: two periods


def add_what_is_compared(
    request: ReportRequest, answers: Answers, result: dict[str, Any], points: Mapping[tuple[str, str], Points]
) -> None:
    """Put beside every row and summary the same of the period compared with, and what has changed."""
    period = request.compared_period
    assert period is not None
    earlier = replace(request, start_date=period.start, end_date=period.end, compare=None)
    before = result_by_contract(earlier, answers)
    then = {
        (artist.uuid, slug): points_of(earlier, slug, answers.get((artist.uuid, slug), ()))
        for artist in request.artists
        for slug in request.platforms
    }
    for name in ("detailed_breakdown", "platform_summaries"):
        for row, other in zip(result[name], before[name], strict=True):
            slug = row["platform__slug"]
            artists = [row["artist__uuid"]] if "artist__uuid" in row else [a.uuid for a in request.artists]
            series = [[of[uuid, slug] for uuid in artists] for of in (points, then)]
            row["compared"] = {
                "period": before["summary"]["date_range"],
                **{figure: other[figure] for figure in _COMPARED_FIGURES},
                "first_date": first_and_last(series[1])[0],
                "latest_date": first_and_last(series[1])[1],
                "status": other["status"],
                **changes_by_contract(row, other, *series),
            }


_COMPARED_FIGURES = (
    "first_value",
    "latest_value",
    "difference",
    "difference_percent",
    "period_average",
    "peak_value",
    "peak_date",
    "data_points",
    "expected_points",
    "coverage",
)


def first_and_last(series: Sequence[Points]) -> tuple[str | None, str | None]:
    """Name the first and the last day on which any of several series has a point."""
    days = sorted(day.isoformat() for points in series for day, _ in points)
    return (days[0], days[-1]) if days else (None, None)


def changes_by_contract(
    now: Mapping[str, Any], before: Mapping[str, Any], today: Sequence[Points], then: Sequence[Points]
) -> dict[str, Any]:
    """State the change of averages and of latest values, or that there is none to give.

    Both periods need half of what can be expected, and at least one day. A sum is of the same artists in
    both.
    """
    enough = all(
        len(totals_by_contract(series)) >= max(1, ceil(row["expected_points"] / 2))
        for series, row in ((today, now), (then, before))
    )
    if not enough or [bool(points) for points in today] != [bool(points) for points in then]:
        return dict.fromkeys(("change", "change_percent", "latest_change", "latest_change_percent"))
    changes: dict[str, Any] = {}
    averages = [rounded_half_up(average_of(totals_by_contract(series)), 2) for series in (then, today)]
    latest = [totals_by_contract(series)[-1][1] for series in (then, today)]
    for name, (old, new) in (("change", averages), ("latest_change", latest)):
        changes[name] = shown(new - old)
        changes[f"{name}_percent"] = None if old <= 0 else shown(100 * (new - old) / old)
    return changes


def average_of(points: Points) -> Fraction:
    """Give the mean of points."""
    return sum((value for _, value in points), Fraction(0)) / len(points)
