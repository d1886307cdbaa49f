"""Section `radio` of a report (contract 10.2), as callers get it. Read by mypy and by the build."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from pydantic import Field

from linernotes.model.row_status import RowStatus
from linernotes.sections.answer_values import Count, Day, Instant, Number, Period, Uuid

Verdict = Annotated[
    Literal["pass", "fail"] | None,
    Field(description="Whether the spins by station are as many as the broadcasts Soundcharts tells of."),
]


class OfRadio(TypedDict):
    """Which artist spins are of, and of what worth they are."""

    artist__uuid: Uuid
    artist__name: str | None
    status: RowStatus
    note: str | None


class RadioSong(TypedDict):
    """How often a song was played."""

    track_uuid: Uuid
    track_name: str | None
    spins: Count


class RadioCompared(TypedDict):
    """The figures of the other period."""

    period: Period
    status: RowStatus
    note: str | None
    spins: Count | None
    stations: Count | None
    countries: Count | None
    spins_per_day: Number | None
    broadcasts: Count | None
    tie_out: Verdict


class RadioTotal(OfRadio):
    """The spins of an artist on all stations, or on those of a country."""

    country_code: Annotated[str | None, Field(description="The country that was asked for.")]
    spins: Count | None
    stations: Count | None
    countries: Count | None
    spins_per_day: Annotated[
        Number | None, Field(description="Null where the spins of some days could not be fetched.")
    ]
    first_spin_at: Instant | None
    last_spin_at: Instant | None
    broadcasts: Annotated[Count | None, Field(description="How many broadcasts Soundcharts tells of.")]
    tie_out: Verdict
    songs: Annotated[
        list[RadioSong] | None,
        Field(description="Most spins first; null above 2,000 spins, or where they are not known."),
    ]
    days: Annotated[
        list[tuple[Day, Count]] | None,
        Field(description="Days in UTC that have spins; null where `songs` is."),
    ]
    compared: NotRequired[RadioCompared]
    change: NotRequired[
        Annotated[int | None, Field(description="Spins more than in the period compared with.")]
    ]
    change_percent: NotRequired[Number | None]
    change_note: NotRequired[str | None]


class RadioRow(OfRadio):
    """A station that played an artist."""

    country_code: str | None
    city: str | None
    station: str
    station__slug: str | None
    spins: Count
    share: Annotated[Number, Field(description="Of the artist's spins.")]
    change: NotRequired[
        Annotated[int | None, Field(description="Spins more than in the period compared with.")]
    ]


class RadioSection(TypedDict):
    """Section `radio`: how often each artist was played on the stations Soundcharts monitors."""

    status: RowStatus
    note: str | None
    totals: list[RadioTotal]
    rows: Annotated[
        list[RadioRow] | None,
        Field(description="Most spins first; null in a report too large for one answer: see `result_url`."),
    ]
    fetched_from: Instant | None
    fetched_to: Instant | None
    upstream_calls: Count
    cache_hits: Count
