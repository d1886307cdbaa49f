"""The chart an answer in Slack shows: of all a report has, which metric, and whose lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from linernotes.model.countries import country_name
from linernotes.model.period_words import period_words
from linernotes.model.periods import Period
from linernotes.model.plain_text import plain_text

MOST_LINES = 10
"""Lines with a name and a colour, as the workbook's charts have; what is beyond is drawn in grey."""
GAP_FACTOR = 1.5
"""What lies further apart than so many of a line's usual steps is a gap, as on the page."""
_COLORS = 8
_UNITS = {"rolling": ", rolling window", "total": ", running total", "count": ", per day", "rank": ", rank"}

Value = int | float
Point = tuple[date, Value]


@dataclass(frozen=True, slots=True)
class Line:
    """The values of an artist, the `number`-th of the report; `style` says how it looks, from 0.

    There is at least one point, and days are in order.
    """

    name: str
    number: int
    style: int
    points: Sequence[Point]

    @property
    def longest_step(self) -> float:
        """Give how many days may lie between two points that are joined, as on the page."""
        steps = sorted((later - earlier).days for (earlier, _), (later, _) in pairwise(self.points))
        return GAP_FACTOR * steps[len(steps) // 2] if steps else GAP_FACTOR

    @property
    def pieces(self) -> list[Sequence[Point]]:
        """Give the points in runs without a gap."""
        longest = self.longest_step
        days = [day for day, _ in self.points]
        gaps = [place for place, (one, other) in enumerate(pairwise(days), 1) if (other - one).days > longest]
        return [self.points[one:other] for one, other in pairwise([0, *gaps, len(days)])]

    @property
    def highest(self) -> Point:
        """Give the highest value with the first day that had it."""
        return max(self.points, key=lambda point: point[1])


@dataclass(frozen=True, slots=True)
class Chart:
    """A metric of a platform over a period; the `lines` with the highest averages, and the `others`."""

    metric: str
    unit: str
    country: str
    period: Period
    lines: Sequence[Line]
    others: Sequence[Line]
    artists: int

    @property
    def title(self) -> str:
        """Say what is shown, and of whom if it is of one."""
        return f"{self.lines[0].name}: {self.metric}" if self.artists == 1 else self.metric

    @property
    def place_and_time(self) -> str:
        """Say where and when, and of how many."""
        drawn = len(self.lines) + len(self.others)
        of = f"{drawn} of {self.artists} artists" if drawn < self.artists else f"{drawn} artists"
        where_and_when = f"{self.country}, {period_words(self.period)}"
        return where_and_when if self.artists == 1 else f"{where_and_when}, {of}"


def main_chart(result: Mapping[str, Any]) -> Chart | None:
    """Choose the chart of a report by its answer (contract 4); None where nothing was measured on two days.

    Platforms and metrics differ in unit and size, so a chart is of one of them: the one that has a line to
    draw for the most artists, and of several such the one asked for first. That is the page's first card, and
    among the lines of the workbook's first chart, unless another one tells of more artists. Its name is in
    the title. Of more than MOST_LINES artists those with the highest averages are named.
    """
    rows = result["detailed_breakdown"]
    of_source: dict[str, list[Mapping[str, Any]]] = {row["platform__slug"]: [] for row in rows}
    for row in rows:
        of_source[row["platform__slug"]].append(row)
    chosen = max(of_source.values(), key=lambda each: sum(map(_has_line, each)), default=[])
    if not any(map(_has_line, chosen)):
        return None
    artists = [artist["uuid"] for artist in result["metadata"]["artists"]]
    ranked = sorted(filter(_points, chosen), key=lambda row: row["period_average"], reverse=True)
    lines = _lines_of(ranked, artists)
    days = result["summary"]["date_range"]
    return Chart(
        metric=f"{chosen[0]['platform__name']} {chosen[0]['platform__audience_metric_name']}",
        unit=chosen[0]["platform__audience_metric_name"] + _UNITS.get(chosen[0]["metric_kind"], ""),
        country=country_name(result["summary"]["country"]),
        period=Period(date.fromisoformat(days["start"]), date.fromisoformat(days["end"])),
        lines=lines[:MOST_LINES],
        others=lines[MOST_LINES:],
        artists=len(artists),
    )


def _lines_of(rows: Sequence[Mapping[str, Any]], artists: Sequence[str]) -> list[Line]:
    """Make lines; they look as on the page while there is a colour for each artist of the report."""
    numbers = {uuid: number for number, uuid in enumerate(artists, 1)}
    by_artist = len(artists) <= _COLORS
    return [
        Line(
            name=plain_text(row["artist__name"] or row["artist__uuid"]),
            number=numbers[row["artist__uuid"]],
            style=numbers[row["artist__uuid"]] - 1 if by_artist else place,
            points=[(date.fromisoformat(day), value) for day, value in row["series"]],
        )
        for place, row in enumerate(rows)
    ]


def _points(row: Mapping[str, Any]) -> bool:
    return bool(row["series"])


def _has_line(row: Mapping[str, Any]) -> bool:
    return len(row["series"] or ()) > 1
