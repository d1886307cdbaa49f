"""The section's answer as JSON (contract 10.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from linernotes.model.figures import Figures
from linernotes.model.json_values import json_date, json_number
from linernotes.model.row_status import RowStatus
from linernotes.sections.places.rows import PlaceRow, PlacesOf
from linernotes.sections.section_json import moment, status_of_all

if TYPE_CHECKING:
    from linernotes.sections.places import answer_types as answers


def section_json(found: Sequence[PlacesOf]) -> answers.PlacesSection:
    """Give the places of every artist on every source."""
    fetched = [at for of in found for at in of.fetched_at]
    status = status_of_all({of.status for of in found}, has_figures=any(of.rows for of in found))
    return {
        "status": status,
        "note": _note_of_all(found, status),
        "totals": [_total_json(of) for of in found],
        "rows": [_row_json(of, row) for of in found for row in of.rows],
        "fetched_from": moment(min(fetched, default=None)),
        "fetched_to": moment(max(fetched, default=None)),
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


def _note_of_all(found: Sequence[PlacesOf], status: RowStatus) -> str | None:
    """Say why there are no places at all; where there are some, each total has its own note."""
    if status is RowStatus.NOT_PUBLISHED:
        return "No platform of the report has figures by place."
    if any(of.rows for of in found):
        return None
    reasons = {of.note for of in found}
    return reasons.pop() if len(reasons) == 1 else "There are none: each total says why."
