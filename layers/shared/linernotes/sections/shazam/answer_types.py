"""Section `shazam` of a report (contract 10.4), as callers get it. Read by mypy and by the build."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from pydantic import Field

from linernotes.model.row_status import RowStatus
from linernotes.sections.answer_values import Count, Day, Instant, Number, Period, Position, Uuid


class OfShazam(TypedDict):
    """Which artist something is of, and of what worth it is."""

    artist__uuid: Uuid
    artist__name: str | None
    platform__slug: Literal["shazam"]
    status: RowStatus
    note: str | None


class Ranked(TypedDict):
    """Where songs stood on Shazam's charts in the period; null where ranks were not told."""

    best_rank: Position | None
    best_rank_place: Annotated[
        str | None,
        Field(description="Whose chart that was on: `Worldwide`, `Italy`, `Milan, Italy`."),
    ]
    countries_charted: Annotated[
        Count | None, Field(description="Countries with a chart it was on, the country's own or a city's.")
    ]
    cities_charted: Count | None


class ShazamCompared(TypedDict):
    """What songs gained in the period compared with."""

    period: Period
    gained: Number | None
    songs_counted: Count


class ShazamTotal(OfShazam, Ranked):
    """What an artist's songs gained on Shazam, and how far up its charts they were."""

    country_code: Annotated[str | None, Field(description="The country that was asked for.")]
    gained: Annotated[
        Number | None, Field(description="The sum over songs; those that were restated are left out.")
    ]
    songs_counted: Annotated[Count | None, Field(description="Songs of which it is known what they gained.")]
    songs_listed: Annotated[Count | None, Field(description="Songs the artist has.")]
    best_rank_track: Annotated[str | None, Field(description="The song that had the best rank.")]
    songs_charted: Annotated[Count | None, Field(description="Songs on any chart in the period.")]
    compared: NotRequired[ShazamCompared]
    change: NotRequired[
        Annotated[
            Number | None,
            Field(description="Gained more than in the period compared with, by songs with figures of both."),
        ]
    ]
    change_percent: NotRequired[Number | None]
    change_note: NotRequired[
        Annotated[str | None, Field(description="Of how many songs the change is, or why there is none.")]
    ]


class ShazamRow(OfShazam, Ranked):
    """A song on Shazam."""

    track_uuid: Uuid
    track_name: str | None
    track_credit: str | None
    release_date: Day | None
    to_date: Annotated[
        Number | None, Field(description="How often it was Shazamed, ever, by the latest day of the period.")
    ]
    to_date_on: Annotated[Day | None, Field(description="The day of `to_date`.")]
    gained: Number | None
    best_rank_country_code: Annotated[str | None, Field(description="Null on a worldwide chart.")]
    best_rank_city: str | None
    best_rank_date: Annotated[Day | None, Field(description="The day it peaked, or was last ranked.")]
    days_charted: Annotated[
        Count | None,
        Field(description="The most days it has been on one chart, those outside the period included."),
    ]


class ShazamSection(TypedDict):
    """Section `shazam`: what songs gained on Shazam, and where they are on its charts."""

    status: RowStatus
    note: str | None
    totals: list[ShazamTotal]
    rows: Annotated[
        list[ShazamRow] | None,
        Field(
            description="Most gained first, and where that is not known best rank first; null in a report "
            "too large for one answer: see `result_url`."
        ),
    ]
    fetched_from: Instant | None
    fetched_to: Instant | None
    upstream_calls: Count
    cache_hits: Count
