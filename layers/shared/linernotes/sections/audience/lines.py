"""What the charts of Summary show: metric families, and the lines of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from linernotes.model.figures import Exact, daily_totals
from linernotes.model.words import listed
from linernotes.sections.audience.result import BreakdownRow, PlatformSummary, Result
from linernotes.sections.audience.words import artist_names, source_name
from linernotes.sections.sources import Kind, MetricSource
from linernotes.workbook.palette import PALETTE

MAX_LINES = 10
"""Lines a chart shows one by one; what is beyond is summed into one more."""

_LONGEST_LABEL = 40
"""Columns of an artist's name in a legend: a longer one would take the chart's room."""

REST_COLOR = "7F7F7F"

_FAN_METRICS = frozenset({"Followers", "Fans", "Subscribers", "Favorites"})
"""What platforms call the people who follow an artist: one family, whatever the word."""

_QUALIFIED = {
    Kind.GAUGE: "",
    Kind.ROLLING: ", rolling window",
    Kind.TOTAL: ", running total",
    Kind.COUNT: ", per day",
    Kind.RANK: ", rank",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a chart: its short name in the legend, its full name above its numbers, and its points."""

    label: str
    full_name: str
    color: str
    points: Sequence[tuple[date, Exact]]
    is_rest: bool = False


@dataclass(frozen=True, slots=True)
class Family:
    """Metric sources that share a scale: `name` is also the title of their chart, `unit` that of its axis."""

    name: str
    unit: str
    summaries: Sequence[PlatformSummary]
    lines: Sequence[Line]

    @property
    def days(self) -> list[date]:
        """List the days on which any line has a point, in order."""
        return sorted({day for line in self.lines for day, _ in line.points})


def families_of(result: Result) -> list[Family]:
    """Sort the rows that have points into metric families, in the order the platforms were asked for."""
    names = artist_names(result.artists, longest=_LONGEST_LABEL)
    by_key: dict[tuple[Kind, str], list[PlatformSummary]] = {}
    for summary in result.summaries:
        if summary.totals:
            by_key.setdefault(family_key(summary.source), []).append(summary)
    families = []
    for (kind, _), summaries in by_key.items():
        slugs = {summary.source.slug for summary in summaries}
        rows = [row for row in result.breakdown if row.points and row.source.slug in slugs]
        metrics = list(dict.fromkeys(summary.source.metric for summary in summaries))
        families.append(
            Family(
                name=listed(metrics),
                unit=listed(metrics) + _QUALIFIED[kind],
                summaries=summaries,
                lines=_lines_of(rows, names, len(summaries)),
            )
        )
    return families


def family_key(source: MetricSource) -> tuple[Kind, str]:
    """Name the family of a metric source: what has the same key may be compared and share a scale."""
    return source.kind, "fans" if source.metric in _FAN_METRICS else source.metric


def _lines_of(rows: Sequence[BreakdownRow], names: Mapping[str, str], sources: int) -> list[Line]:
    """Make one line of each of the ten rows with the highest averages, and one of all others together."""
    ranked = sorted(rows, key=lambda row: row.figures.period_average or Decimal(0), reverse=True)
    shown = rows if len(rows) <= MAX_LINES else ranked[:MAX_LINES]
    colors = _colors_of(shown)
    lines = [
        Line(
            label=_label(row, names, sources),
            full_name=f"{names[row.artist.uuid]} · {source_name(row.source)}",
            color=color,
            points=row.points,
        )
        for row, color in zip(shown, colors, strict=True)
    ]
    rest = ranked[MAX_LINES:]
    if rest:
        label = _label_of_rest(rest, sources)
        metrics = listed(list(dict.fromkeys(row.source.metric for row in rest)))
        totals = daily_totals([row.points for row in rest])
        lines.append(Line(label, f"{label} · {metrics}", REST_COLOR, totals, is_rest=True))
    return lines


def _label_of_rest(rest: Sequence[BreakdownRow], sources: int) -> str:
    """Name the line of all others, by how many artists it is a sum of (contract 4.5)."""
    artists = len({row.artist.uuid for row in rest})
    if sources == 1:
        return f"Others: sum of {artists} artists"
    return f"{len(rest)} others: sum of {artists} artist{'s' if artists > 1 else ''}"


def _label(row: BreakdownRow, names: Mapping[str, str], sources: int) -> str:
    """Name a line by what tells it from the others: its artist, its source, or both."""
    if len(names) == 1:
        return source_name(row.source)
    if sources == 1:
        return names[row.artist.uuid]
    return f"{names[row.artist.uuid]} · {source_name(row.source)}"


def _colors_of(rows: Sequence[BreakdownRow]) -> list[str]:
    """Take the platforms' own colours where each stands for one line, else those of the palette."""
    own = [row.source.color.lstrip("#").upper() for row in rows]
    if len(set(own)) == len(rows) and len({row.artist.uuid for row in rows}) == 1:
        return own
    return list(PALETTE[: len(rows)])
