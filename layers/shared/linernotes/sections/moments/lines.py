"""The section's answer in a few lines: the most surprising rises, each beside its usual value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from linernotes.model.period_words import period_in_words
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted, figure, listed
from linernotes.sections.moments.found import not_judged
from linernotes.sections.moments.needs import Measure
from linernotes.sections.moments.rule import Direction
from linernotes.sections.sources import SOURCES, Places

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
        lines[uuid] = [*lines.get(uuid, ()), *_besides(of_artist, told=uuid in lines)]
    return lines


def _besides(totals: Sequence[Json], *, told: bool) -> list[str]:
    """Say what there is to know of an artist besides the moments `told`, if any are."""
    unusual = "Unusual weeks" if _is_by_country(totals[0]) else "Unusual days"
    judged = [total for total in totals if total["moments"] is not None]
    others = _not_judged(totals)
    if judged and not told:
        return [f"{unusual}: {'; '.join(filter(None, (_in_short(judged), others)))}"]
    reasons = {_why_none(total) for total in totals}
    if not judged and len(reasons) == 1:
        return [f"{unusual}: not judged ({reasons.pop()})"]
    return [f"{unusual} {others}"] if others else []


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


def _in_short(judged: Sequence[Json]) -> str:
    """Say how many moments there are, or that there is none in so many figures."""
    moments = sum(total["moments"] for total in judged)
    if moments:
        return f"{counted(moments, 'moment')}, see Moments"
    fewest, most = (of(total["days_looked_at"] for total in judged) for of in (min, max))
    several = f"{fewest:,} to " if fewest != most else ""
    if judged[0]["measure"] == Measure.WEEKLY_VALUE:
        none = f"none in {several}{counted(most, 'weekly figure')}"
    else:
        none = f"none on the {several}{counted(most, 'day')} looked at"
    lacking = any(total["status"] == RowStatus.PARTIAL for total in judged)
    return f"{none} (partly fetched)" if lacking else none


def _not_judged(totals: Sequence[Json]) -> str:
    """Name what could not be judged, by the reason; nothing where there is none."""
    sources: dict[str, list[str]] = {}
    for total in totals:
        if total["moments"] is None:
            name = f"{total['platform__name']} {total['platform__audience_metric_name']}"
            sources.setdefault(_why_none(total), []).append(name)
    told = [f"{listed(names)} ({why})" for why, names in sources.items()]
    return f"not judged: {', '.join(told)}" if told else ""


def _why_none(total: Json) -> str:
    if total["measure"] is None:
        if not _is_by_country(total):
            return "no daily figures"
        published = SOURCES[total["platform__slug"]].places is not Places.NONE
        return "no weekly figures" if published else "not published by country"
    status = RowStatus(total["status"])
    return "too few figures" if status is RowStatus.NO_DATA else status.words


def _is_by_country(total: Json) -> bool:
    """Say whether a total is of a country, of which it has no field: what is compared, or why nothing is."""
    if total["measure"] is not None:
        return bool(total["measure"] == Measure.WEEKLY_VALUE)
    return bool(total["note"] != not_judged(SOURCES[total["platform__slug"]], country=None))
