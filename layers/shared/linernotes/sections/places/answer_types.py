"""Section `places` of a report (contract 10.1), as callers get it. Read by mypy and by the build."""

from __future__ import annotations

from typing import Annotated, TypedDict

from pydantic import Field

from linernotes.model.row_status import RowStatus
from linernotes.sections.answer_values import Count, Day, Instant, Number, PlatformSlug, Uuid


class OfPlaces(TypedDict):
    """Which artist and metric source places are of, and of what worth they are."""

    artist__uuid: Uuid
    artist__name: str | None
    platform__slug: PlatformSlug
    platform__name: str
    platform__audience_metric_name: str
    status: RowStatus
    note: str | None


class PlacesTotal(OfPlaces):
    """How many countries and cities an artist has on a source, and the country that leads."""

    countries: Count | None
    cities: Count | None
    top_country: str | None


class PlacesRow(OfPlaces):
    """One place of an artist on a source."""

    country_code: str
    city: Annotated[str | None, Field(description="Null on the row of a country.")]
    region: str | None
    first_value: Number | None
    first_date: Day | None
    latest_value: Number | None
    latest_date: Day | None
    difference: Number | None
    difference_percent: Number | None
    peak_value: Number | None
    peak_date: Day | None
    data_points: Count
    share: Annotated[
        Number | None, Field(description="Latest value over the artist's worldwide value of the same day.")
    ]


class PlacesSection(TypedDict):
    """Section `places`: countries and cities of each artist on each source that has places."""

    status: RowStatus
    note: str | None
    totals: list[PlacesTotal]
    rows: Annotated[
        list[PlacesRow] | None,
        Field(description="By latest value; null in a report too large for one answer: see `result_url`."),
    ]
    fetched_from: Instant | None
    fetched_to: Instant | None
    upstream_calls: Count
    cache_hits: Count
