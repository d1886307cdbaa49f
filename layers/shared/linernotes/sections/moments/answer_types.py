"""Section `moments` of a report (contract 10.7), as callers get it. Read by mypy and by the build."""

from __future__ import annotations

from typing import Annotated, TypedDict

from pydantic import Field

from linernotes.model.row_status import RowStatus
from linernotes.sections.answer_values import Count, Day, Instant, Number, PlatformSlug, Uuid
from linernotes.sections.moments.needs import Measure
from linernotes.sections.moments.rule import Direction


class OfMoments(TypedDict):
    """Which artist and metric source something is of, of what worth it is, and what is compared."""

    artist__uuid: Uuid
    artist__name: str | None
    platform__slug: PlatformSlug
    platform__name: str
    platform__audience_metric_name: str
    status: RowStatus
    note: str | None
    measure: Annotated[
        Measure | None,
        Field(description="What is compared; null where the source's figures come too rarely."),
    ]


class MomentsTotal(OfMoments):
    """How many moments there are of an artist on a source, and what was usual."""

    moments: Count | None
    usual_lowest: Number | None
    usual_highest: Number | None
    days_looked_at: Annotated[
        Count, Field(description="Days of the period that could be judged; of a country weekly figures.")
    ]


MomentDays = TypedDict("MomentDays", {"from": Day, "to": Day})
"""The first and the last unusual day; `from` is a word of Python's own."""


class MomentsRow(OfMoments, MomentDays):
    """Unusual days in a row of an artist on a source."""

    most_unusual_on: Annotated[Day, Field(description="The day that `now`, `usual` and `score` are of.")]
    now: Annotated[
        Number, Field(description="The mean of three days, the last being that one; of a country one figure.")
    ]
    usual: Annotated[
        Number, Field(description="The median of the 28 days before the three; of a country of 8 figures.")
    ]
    change_percent: Number
    score: Annotated[
        Number, Field(ge=0, description="How far `now` is from `usual`, in robust standard deviations.")
    ]
    direction: Direction


class MomentsSection(TypedDict):
    """Section `moments`: unusual days of each artist on each source."""

    status: RowStatus
    note: str | None
    totals: list[MomentsTotal]
    rows: Annotated[
        list[MomentsRow] | None,
        Field(description="By score; null in a report too large for one answer: see `result_url`."),
    ]
    fetched_from: Instant | None
    fetched_to: Instant | None
    upstream_calls: Count
    cache_hits: Count
