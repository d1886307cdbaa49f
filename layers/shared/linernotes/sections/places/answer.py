"""The section's answer as JSON (contract 10.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from linernotes.model.figures import Figures
from linernotes.model.json_values import json_date, json_number
from linernotes.model.row_status import RowStatus
from linernotes.sections.places.rows import PlaceRow, PlacesOf

if TYPE_CHECKING:
    from linernotes.sections.places import answer_types as answers


def section_json(found: Sequence[PlacesOf]) -> answers.PlacesSection:
    """Give the places of every artist on every source."""
    fetched = [moment for of in found for moment in of.fetched_at]
    status = _status_of_all(found)
    return {
        "status": status,
        "note": _note_of_all(found, status),
        "totals": [_total_json(of) for of in found],
        "rows": [_row_json(of, row) for of in found for row in of.rows],
        "fetched_from": _moment(min(fetched, default=None)),
        "fetched_to": _moment(max(fetched, default=None)),
        # Places come with the windows of the rows of metric sources, which count them.
        "upstream_calls": 0,
        "cache_hits": 0,
    }


def _total_json(of: PlacesOf) -> answers.PlacesTotal:
    countries = of.countries
    return {
        "artist__uuid": of.artist.uuid,
        "artist__name": of.artist.name,
        "platform__slug": of.source.slug,
        "platform__name": of.source.name,
        "platform__audience_metric_name": of.source.metric,
        "status": of.status,
        "note": of.note,
        "countries": len(countries) if of.rows else None,
        "cities": len(of.cities) if of.rows else None,
        "top_country": countries[0].country if countries else None,
    }


def _row_json(of: PlacesOf, row: PlaceRow) -> answers.PlacesRow:
    figures: Figures = row.figures
    return {
        "artist__uuid": of.artist.uuid,
        "artist__name": of.artist.name,
        "platform__slug": of.source.slug,
        "platform__name": of.source.name,
        "platform__audience_metric_name": of.source.metric,
        "status": of.status,
        "note": row.note,
        "country_code": row.country,
        "city": row.city.name if row.city else None,
        "region": row.city.region if row.city else None,
        "first_value": json_number(figures.first_value),
        "first_date": json_date(figures.first_date),
        "latest_value": json_number(figures.latest_value),
        "latest_date": json_date(figures.latest_date),
        "difference": json_number(figures.difference),
        "difference_percent": json_number(figures.difference_percent),
        "peak_value": json_number(figures.peak_value),
        "peak_date": json_date(figures.peak_date),
        "data_points": figures.data_points,
        "share": json_number(row.share),
    }


_WORST_FIRST = (
    RowStatus.FAILED,
    RowStatus.PARTIAL,
    RowStatus.LOWER_BOUND,
    RowStatus.MEASURED,
    RowStatus.NO_DATA,
    RowStatus.NOT_IN_PLAN,
    RowStatus.NOT_FOUND,
    RowStatus.NOT_PUBLISHED,
)


def _status_of_all(found: Sequence[PlacesOf]) -> RowStatus:
    """Give the status of the section: partial where a part failed, else the least that any has."""
    statuses = {of.status for of in found}
    if RowStatus.FAILED in statuses and any(of.rows for of in found):
        return RowStatus.PARTIAL
    return next(status for status in _WORST_FIRST if status in statuses)


def _note_of_all(found: Sequence[PlacesOf], status: RowStatus) -> str | None:
    """Say why there are no places at all; where there are some, each total has its own note."""
    if status is RowStatus.NOT_PUBLISHED:
        return "No platform of the report has figures by place."
    if any(of.rows for of in found):
        return None
    reasons = {of.note for of in found}
    return reasons.pop() if len(reasons) == 1 else "There are none: each total says why."


def _moment(moment: datetime | None) -> str | None:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None
