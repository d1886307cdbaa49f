"""Section `songs` of a report (contract 10.3), as callers get it. Read by mypy and by the build."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from pydantic import Field

from linernotes.model.row_status import RowStatus
from linernotes.sections.answer_values import Count, Day, Instant, Number, Period, PlatformSlug, Uuid

type Gain = Annotated[
    Number | None,
    Field(description="How far the running total rose in the period; null where the status says why."),
]


class OfSongs(TypedDict):
    """Which artist and platform songs are of, and what of them is counted."""

    artist__uuid: Uuid
    artist__name: str | None
    platform__slug: PlatformSlug
    platform__name: str
    metric: Annotated[str | None, Field(description="What is counted of a song, such as Streams.")]
    status: RowStatus
    note: str | None


class TopSong(TypedDict):
    """The song that gained most."""

    track_uuid: str
    track_name: str | None
    gained: Number


class SongsBefore(TypedDict):
    """What the same songs gained in the period compared with."""

    period: Period
    status: RowStatus
    note: str | None
    songs_counted: Count | None
    gained: Gain


class SongBefore(TypedDict):
    """What the song gained in the period compared with."""

    period: Period
    status: RowStatus
    note: str | None
    start_date: Day | None
    end_date: Day | None
    gained: Gain


class Changed(TypedDict):
    """How much more was gained than in the period compared with, where one was asked for."""

    change: NotRequired[Number | None]
    change_percent: NotRequired[Number | None]
    change_note: NotRequired[
        Annotated[
            str | None,
            Field(description="Why there is no change, or which songs and days it is of."),
        ]
    ]


class TotalCompared(Changed):
    """What an artist's songs gained beside the period compared with."""

    compared: NotRequired[SongsBefore]


class RowCompared(Changed):
    """What a song gained beside the period compared with."""

    compared: NotRequired[SongBefore]


class SongsTotal(OfSongs, TotalCompared):
    """What an artist's songs gained on a platform."""

    songs_counted: Annotated[Count | None, Field(description="The songs that `gained` is the sum of.")]
    songs_listed: Annotated[Count | None, Field(description="How many songs Soundcharts lists.")]
    gained: Gain
    top_track: TopSong | None


class SongsRow(OfSongs, RowCompared):
    """One song of an artist on a platform."""

    track_uuid: str
    track_name: str | None
    track_credit: str | None
    release_date: Day | None
    start_total: Number | None
    start_date: Day | None
    end_total: Number | None
    end_date: Day | None
    gained: Gain
    avg_daily: Annotated[
        Number | None, Field(description="`gained` over the days from `start_date` to `end_date`.")
    ]
    data_points: Count
    identifiers: Annotated[
        Count | None, Field(description="How many identifiers the song has there, on the day with most.")
    ]


class SongsSection(TypedDict):
    """Section `songs`: what each artist's songs gained on each platform that counts songs."""

    status: RowStatus
    note: str | None
    totals: list[SongsTotal]
    rows: Annotated[
        list[SongsRow] | None,
        Field(description="Most gained first; null in a report too large for one answer: see `result_url`."),
    ]
    fetched_from: Instant | None
    fetched_to: Instant | None
    upstream_calls: Count
    cache_hits: Count
