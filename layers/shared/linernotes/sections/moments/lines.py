"""The section's answer in a few lines: the most surprising rises, each beside its usual value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from linernotes.model.period_words import period_in_words
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted, figure, listed
from linernotes.sections.moments.needs import Measure
from linernotes.sections.moments.rule import Direction

Json = Mapping[str, Any]

MOST_LINES = 3
"""Moments told of all artists together. Falls are on the sheet: told unasked, they would be too many."""


def lines_of(answer: Json) -> dict[str, list[str]]:
    """Tell the most surprising rises of the section's JSON, by artist; of an artist without one, why.

    Where only some of an artist's sources could be judged, the others are named, each with the reason.
    """
    rises = [row for row in answer["rows"] or () if row["direction"] == Direction.UP]
    lines: dict[str, list[str]] = {}
    for row in rises[:MOST_LINES]:
        lines.setdefault(row["artist__uuid"], []).append(_line(row))
    totals: dict[str, list[Json]] = {}
    for total in answer["totals"]:
        totals.setdefault(total["artist__uuid"], []).append(total)
    for uuid, of_artist in totals.items():
        not_judged = _not_judged(of_artist)
        if uuid not in lines:
            lines[uuid] = [f"Unusual days: {_in_short(of_artist)}{f'; {not_judged}' if not_judged else ''}"]
        elif not_judged:
            lines[uuid].append(f"Unusual days {not_judged}")
    return lines


def _line(row: Json) -> str:
    source = f"{row['platform__name']} {row['platform__audience_metric_name']}"
    days = period_in_words(date.fromisoformat(row["from"]), date.fromisoformat(row["to"]))
    match row["measure"]:
        case Measure.DAILY_CHANGE:
            what, usual, before = f"daily gain of {source}", f"{figure(row['usual'])} a day", "28 days"
        case Measure.WEEKLY_VALUE:
            what, usual, before = source, figure(row["usual"]), "8 weeks"
        case _:
            what, usual, before = source, figure(row["usual"]), "28 days"
    told = (
        f"Unusual: {what} +{figure(row['change_percent'])} % against the usual {usual} "
        f"(median of {before}), {days}"
    )
    status = RowStatus(row["status"])
    return told if status is RowStatus.MEASURED else f"{told} ({status.words})"


def _in_short(totals: Sequence[Json]) -> str:
    judged = [total for total in totals if total["moments"] is not None]
    if not judged:
        return listed(list(dict.fromkeys(_why_none(total) for total in totals)))
    moments = sum(total["moments"] for total in judged)
    if moments:
        return f"{counted(moments, 'moment')}, see Moments"
    lacking = any(total["status"] == RowStatus.PARTIAL for total in judged)
    return "none (partly fetched)" if lacking else "none"


def _not_judged(totals: Sequence[Json]) -> str:
    """Name what could not be judged, by the reason; nothing where there is none, or all for one reason."""
    sources: dict[str, list[str]] = {}
    for total in totals:
        if total["moments"] is None:
            name = f"{total['platform__name']} {total['platform__audience_metric_name']}"
            sources.setdefault(_why_none(total), []).append(name)
    if not sources or (len(sources) == 1 and len(totals) == len(*sources.values())):
        return ""
    told = [f"{listed(names)} ({why})" for why, names in sources.items()]
    return f"not judged: {', '.join(told)}"


def _why_none(total: Json) -> str:
    if total["measure"] is None:
        return "no daily figures"
    status = RowStatus(total["status"])
    return "too few figures" if status is RowStatus.NO_DATA else status.words
