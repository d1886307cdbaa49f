"""Section `engagement` of a report (contract 10.6), as callers get it. Read by mypy and by the build."""

from __future__ import annotations

from typing import Annotated, TypedDict

from pydantic import Field

from linernotes.model.row_status import RowStatus
from linernotes.sections.answer_values import Count, Day, Instant, Number, Period, PlatformSlug, Uuid


class OfEngagement(TypedDict):
    """Which artist and platform figures are of, and of what worth they are."""

    artist__uuid: Uuid
    artist__name: str | None
    platform__slug: PlatformSlug
    platform__name: str
    status: RowStatus
    note: str | None


class EngagementGains(TypedDict):
    """What was gained in a period: the latest less the first value there is of each; null without two."""

    followers_gained: Number | None
    posts_gained: Number | None
    likes_gained: Number | None
    views_gained: Number | None


class EngagementCompared(EngagementGains):
    """What was gained in the period compared with."""

    period: Period


class EngagementTotal(OfEngagement, EngagementGains):
    """What an artist gained on a platform, and how videos published in the period were taken."""

    first_date: Annotated[Day | None, Field(description="The first day in the period with a value.")]
    latest_date: Annotated[Day | None, Field(description="The last day in the period with a value.")]
    videos: Annotated[
        Count | None, Field(description="Videos published in the period; null where that is not known.")
    ]
    videos_status: Annotated[
        RowStatus | None,
        Field(description="Of what worth `videos` are; null on a platform of which none are listed."),
    ]
    engagement_rate: Annotated[
        Number | None,
        Field(description="Likes and comments over views of the videos of which all three are known."),
    ]
    compared: EngagementCompared | None
    change: Annotated[
        EngagementGains | None,
        Field(description="How much more was gained than in the period compared with."),
    ]
    change_note: Annotated[
        str | None,
        Field(description="Why a change is null, or over how many days each is where these differ."),
    ]


class EngagementVideo(OfEngagement):
    """A video published in the period; its figures are as of a day, and may be rounded by the platform."""

    published_on: Day
    identifier: str
    title: str | None
    url: str | None
    views: Count | None
    likes: Count | None
    comments: Count | None
    rate: Annotated[Number | None, Field(description="Likes and comments over views.")]
    as_of: Day | None


class Sentiment(TypedDict):
    """Why there is no sentiment."""

    status: RowStatus
    note: str


class EngagementSection(TypedDict):
    """Section `engagement`: what an artist's posts and videos gained."""

    status: RowStatus
    note: str | None
    totals: list[EngagementTotal]
    rows: Annotated[
        list[EngagementVideo] | None,
        Field(description="By views; null in a report too large for one answer: see `result_url`."),
    ]
    sentiment: Sentiment
    fetched_from: Instant | None
    fetched_to: Instant | None
    upstream_calls: Count
    cache_hits: Count
