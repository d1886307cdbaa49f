"""What a chart shows, in words, for whoever does not see it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from linernotes.model.period_words import MONTHS
from linernotes.model.words import counted, figure
from linernotes.slack.blocks import cut
from linernotes.slack.picture.main_chart import Chart, Line

LONGEST_ALT_TEXT = 2_000
"""The most characters Slack takes of a picture in words."""
_GAPS_TOLD = 3
_LONGEST_NAME = 80
_ROOM_FOR_REST = 60


def in_words(chart: Chart) -> str:
    """Say what a chart shows: of each line the first, the last and the highest value, and where it has gaps.

    Lines that do not fit into LONGEST_ALT_TEXT are counted.
    """
    told = f"Line chart. {chart.title}, {chart.place_and_time}."
    for place, line in enumerate(chart.lines):
        sentence = f" {_line_in_words(line, chart)}"
        if len(told) + len(sentence) > LONGEST_ALT_TEXT - _ROOM_FOR_REST:
            return f"{told} {_rest(len(chart.lines) - place + len(chart.others))}"
        told += sentence
    return f"{told} {_rest(len(chart.others))}".rstrip()


def _rest(count: int) -> str:
    return f"And {counted(count, 'more artist')}." if count else ""


def _line_in_words(line: Line, chart: Chart) -> str:
    (first_day, first), (last_day, last) = line.points[0], line.points[-1]
    name = f"{cut(line.name, _LONGEST_NAME)}: " if chart.artists > 1 else ""
    if len(line.points) == 1:
        return f"{name}{figure(first)} on {_day(first_day, chart)}, the only day measured."
    top_day, top = line.highest
    gaps = list(_gaps(line, chart))
    missing = [
        *gaps[:_GAPS_TOLD],
        *([f"and {len(gaps) - _GAPS_TOLD} times more"] if gaps[_GAPS_TOLD:] else []),
    ]
    return (
        f"{name}{'from' if name else 'From'} {figure(first)} on {_day(first_day, chart)} "
        f"to {figure(last)} on {_day(last_day, chart)}, highest {figure(top)} on {_day(top_day, chart)}"
        f"{', no values ' if missing else ''}{', '.join(missing)}."
    )


def _gaps(line: Line, chart: Chart) -> Iterator[str]:
    """Name the days without a value: before, between and behind the pieces of a line."""
    period, pieces = chart.period, line.pieces
    if (pieces[0][0][0] - period.start).days > line.longest_step:
        yield f"before {_day(pieces[0][0][0], chart)}"
    for before, after in pairwise(pieces):
        first, last = before[-1][0] + timedelta(days=1), after[0][0] - timedelta(days=1)
        yield (
            f"on {_day(first, chart)}"
            if first == last
            else f"from {_day(first, chart)} to {_day(last, chart)}"
        )
    if (period.end - pieces[-1][-1][0]).days > line.longest_step:
        yield f"after {_day(pieces[-1][-1][0], chart)}"


def _day(day: date, chart: Chart) -> str:
    """Name a day; its year only where the period has several."""
    year = f" {day.year:04}" if chart.period.start.year != chart.period.end.year else ""
    return f"{day.day} {MONTHS[day.month - 1]}{year}"
