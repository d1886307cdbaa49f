"""What is answered of tracks (contracts 5, 9 and 10), as callers get it. Read by mypy and by the build."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from pydantic import Field

from linernotes.charts.charts import Frequency
from linernotes.model.platforms import CHART_PLATFORMS
from linernotes.model.row_status import RowStatus
from linernotes.sections.answer_values import (
    BasicProblem,
    CalendarMonth,
    ChartDays,
    Count,
    Day,
    Instant,
    NamedArtist,
    Number,
    Period,
    PlatformSlug,
    Position,
    UnreadableRows,
    Uuid,
)
from linernotes.sections.sources import SOURCES
from linernotes.sections.tracks.tracks import ChartStatus

type TracksStatus = Annotated[
    ChartStatus,
    Field(
        description="A lower bound unless all chart days are stored and no figure is a sum of countries. "
        "Where there is nothing: no data, or not published, as the platform is not known to have charts."
    ),
]
type ChartPlatformSlug = Annotated[
    str,
    Field(
        description="A platform's slug; charts of a metric source are those of its platform.",
        json_schema_extra={"enum": list(dict.fromkeys((*SOURCES, *CHART_PLATFORMS)))},
    ),
]


class PlainNote(TypedDict):
    """A note that has no parts."""

    code: Literal["summed_countries", "weekly_charts"]


class ChartDaysNote(ChartDays):
    """Not all chart days are stored: a lower bound."""

    code: Literal["chart_days"]
    frequency: Frequency


class Metrics(TypedDict):
    """What the figures are, where they are not streams alone."""

    code: Literal["metrics"]
    metrics: list[str]


class MonthsPositionsOnly(TypedDict):
    """Months in which charts gave positions only."""

    code: Literal["months_positions_only"]
    months: Count


class PositionsOnly(TypedDict):
    """Tracks of which charts give positions only."""

    code: Literal["positions_only"]
    tracks: Count


NoEntries = TypedDict(
    "NoEntries",
    {
        "code": Literal["no_entries"],
        "artist": NamedArtist,
        "platform": str,
        "country": str | None,
        "from": Day,
        "to": Day,
        "frequency": Frequency,
        "has_charts": bool,
        "stored": Count,
        "expected": Count,
    },
)
NoEntries.__doc__ = "Of whom, where and when there are no chart entries, and how many days are stored."

type TrackNote = Annotated[
    PlainNote | ChartDaysNote | Metrics | MonthsPositionsOnly | PositionsOnly | NoEntries | UnreadableRows,
    Field(
        discriminator="code",
        description="What is to be known of figures made from charts, by a code and its parts.",
    ),
]


class ChartPlatform(TypedDict):
    """The platform whose charts they are."""

    name: str
    slug: ChartPlatformSlug


class AboutCharts(TypedDict):
    """Whose charts they are, of which platform and country, and how many of them are stored."""

    artist: NamedArtist
    platform: ChartPlatform
    country: str | None
    frequency: Frequency
    chart_days: ChartDays
    notes: Annotated[list[TrackNote], Field(description="What `note` says, by codes and their parts.")]


class OfCharts(TypedDict):
    """What figures made from charts are, and of what worth."""

    metric: Annotated[str | None, Field(description="What the figures are: streams, spins, views.")]
    status: TracksStatus
    note: str


class Track(TypedDict):
    """What one track did."""

    track_name: str
    track_uuid: str
    track_credit: str | None
    total_streams: Number | None
    avg_daily_streams: Number | None
    peak_streams: Number | None
    best_position: Position | None
    weeks_on_chart: Annotated[
        Count,
        Field(
            description="Weeks on the chart so far, not of the period: the longest stay a ranking reports, "
            "else the weeks charted in the period."
        ),
    ]
    data_points: Annotated[Count, Field(description="Days with a figure, or weeks.")]


class TracksSummary(TypedDict):
    """All tracks together."""

    total_tracks: Count
    total_streams: Number | None
    avg_streams_per_track: Number | None


class TopTrack(TypedDict):
    """The track with most streams."""

    track_name: str
    track_uuid: str
    total_streams: Number | None


class Tracks(AboutCharts, OfCharts):
    """What an artist's tracks did on a platform's charts in a period."""

    success: Literal[True]
    period: Period
    tracks: Annotated[
        list[Track],
        Field(description="Most streams first."),
    ]
    summary: TracksSummary
    top_track: TopTrack | None
    data_source: Literal["chart_rankings"]


class NoTracks(AboutCharts):
    """That an artist has no entries on a platform's charts in a period."""

    success: Literal[False]
    period: Period
    problem: BasicProblem


class MonthOfTracks(TypedDict):
    """What an artist's tracks did in one month."""

    month: CalendarMonth
    tracks: Count
    total_streams: Number | None
    avg_daily_streams: Number | None
    peak_streams: Annotated[Number | None, Field(description="The largest total of a day, or week.")]
    best_position: Position | None
    data_points: Annotated[Count, Field(description="Days with a figure, or weeks.")]
    chart_days: ChartDays
    status: TracksStatus


class Monthly(AboutCharts, OfCharts):
    """What an artist's tracks did on a platform's charts, month by month."""

    months: list[MonthOfTracks]


class OfSection(TypedDict):
    """Which artist and metric source a part of section `tracks` is of."""

    artist__uuid: Uuid
    artist__name: str | None
    platform__slug: PlatformSlug


class SectionTracks(OfSection, Tracks):
    """A row of section `tracks`: what an artist's tracks did on a platform's charts."""


class SectionNoTracks(OfSection, NoTracks):
    """A row of section `tracks`: that an artist has no entries on a platform's charts."""

    status: TracksStatus
    note: str


class ComparedTracks(TracksSummary):
    """All tracks of an artist in the period compared with."""

    period: Period
    status: RowStatus
    note: str


class IfTracksCompared(TypedDict):
    """What is there when another period was asked for."""

    compared: NotRequired[ComparedTracks]
    change: NotRequired[Annotated[Number | None, Field(description="Of `total_streams`.")]]
    change_note: NotRequired[
        Annotated[
            str | None,
            Field(description="Why there is no change to give, or of how many charts each total is."),
        ]
    ]


class TracksTotal(OfSection, TracksSummary, IfTracksCompared):
    """All tracks of an artist on a platform's charts."""

    status: RowStatus
    note: str


class TracksSection(TypedDict):
    """Section `tracks` of a report."""

    status: RowStatus
    note: str | None
    totals: list[TracksTotal]
    rows: Annotated[
        list[SectionTracks | SectionNoTracks] | None,
        Field(description="Null in a report too large for one answer: `result_url` has them."),
    ]
    fetched_from: Instant | None
    fetched_to: Instant | None
    upstream_calls: Count
    cache_hits: Count
