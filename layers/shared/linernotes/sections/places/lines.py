"""The section's answer in a line for each artist and source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from linernotes.model.countries import country_name, in_country
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted, figure

Json = Mapping[str, Any]

_QUALIFIED = (RowStatus.LOWER_BOUND, RowStatus.PARTIAL)


def lines_of(answer: Json) -> dict[str, list[str]]:
    """Say where most of the audience is, or why that is not known, by artist, of the section's JSON."""
    rows: dict[tuple[str, str], list[Json]] = {}
    for row in answer["rows"] or ():
        rows.setdefault((row["artist__uuid"], row["platform__slug"]), []).append(row)
    lines: dict[str, list[str]] = {}
    # What has places first: in a message that has no room for all lines, the last ones are left out.
    for total in sorted(answer["totals"], key=lambda total: total["countries"] is None):
        uuid = total["artist__uuid"]
        lines.setdefault(uuid, []).append(_line(total, rows.get((uuid, total["platform__slug"]), [])))
    return lines


def _line(total: Json, rows: Sequence[Json]) -> str:
    source = f"{total['platform__name']} {total['platform__audience_metric_name']}"
    status = RowStatus(total["status"])
    if total["countries"] is None:
        return f"Places of {source}: {_why_none(status)}"
    told = _leading(source, rows) if rows else f"Places of {source}: {_how_many(total)}"
    return f"{told} ({status.words})" if status in _QUALIFIED else told


def _leading(source: str, rows: Sequence[Json]) -> str:
    """Name the country and the city that lead; rows come largest first."""
    country = next((row for row in rows if row["city"] is None), None)
    city = next((row for row in rows if row["city"] is not None), None)
    if country and len({row["country_code"] for row in rows}) == 1:
        told = f"{source} {in_country(country['country_code'])}: {figure(country['latest_value'])}"
        return f"{told}, most in {city['city']}, {figure(city['latest_value'])}" if city else told
    named = []
    if country:
        named.append(f"{country_name(country['country_code'])} {figure(country['latest_value'])}")
    if city:
        named.append(f"{city['city']} {figure(city['latest_value'])}")
    return f"Most {source}: {', '.join(named)}"


def _how_many(total: Json) -> str:
    """Count the places of an answer that has no rows, being too large."""
    return (
        f"{counted(total['countries'], 'country', 'countries')}, {counted(total['cities'], 'city', 'cities')}"
    )


def _why_none(status: RowStatus) -> str:
    return "not published by country or city" if status is RowStatus.NOT_PUBLISHED else status.words
