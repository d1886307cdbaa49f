"""What a report answers of metric sources (contract 4), as callers get it. Read by mypy and by the build."""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from pydantic import Field

from linernotes.model.row_status import RowStatus
from linernotes.sections.answer_values import (
    ArtistWithStatus,
    Count,
    Day,
    DaySpan,
    NamedArtist,
    Number,
    Period,
    PlatformSlug,
    Point,
    UnreadableRows,
    Uuid,
)
from linernotes.sections.sources import Cadence, Kind, Places
from linernotes.sections.windows.window_data import Outcome


class NotFetched(TypedDict):
    """Days that could not be fetched."""

    code: Literal["not_fetched"]
    windows: list[DaySpan]
    reason: str


class NoFigures(TypedDict):
    """Soundcharts has no figures of this artist, in this plan or by country."""

    code: Literal["not_found", "not_in_plan", "not_published"]


NothingPublished = TypedDict(
    "NothingPublished", {"code": Literal["nothing_published"], "country": str, "from": Day, "to": Day}
)
NothingPublished.__doc__ = "A country without a figure in the period."

NoValue = TypedDict("NoValue", {"code": Literal["no_value"], "from": Day, "to": Day})
NoValue.__doc__ = "Days without a value."


class CountryFigures(TypedDict):
    """What figures of a country are made of."""

    code: Literal["country_figures"]
    granularity: Places
    cadence: Cadence | None


class FewPoints(TypedDict):
    """A country's figures of less than half of the days, weeks or months that can have one."""

    code: Literal["few_points"]
    cadence: Cadence
    data_points: Count
    expected_points: Count


Answered = TypedDict("Answered", {"code": Literal["answered"], "from": Day, "to": Day, "outcome": Outcome})
Answered.__doc__ = "Days for which Soundcharts had nothing to give."

Announced = TypedDict(
    "Announced",
    {"code": Literal["announced"], "from": Day, "to": Day, "announced": Count, "returned": Count},
)
Announced.__doc__ = "Days of which Soundcharts returned fewer points than it announced."


class SinglePoint(TypedDict):
    """There is one value only, and so no change."""

    code: Literal["single_point"]
    date: Day


SinglePoints = TypedDict("SinglePoints", {"code": Literal["single_points"], "from": Day, "to": Day})
SinglePoints.__doc__ = "Each artist of a sum has one value only, not all on the same day."


CitiesChanged = TypedDict(
    "CitiesChanged",
    {
        "code": Literal["cities_changed"],
        "from": Day,
        "to": Day,
        "cities_from": Count,
        "cities_to": Count,
        "cities_on_both": Count,
        "value_from": Number,
        "value_to": Number,
    },
)
CitiesChanged.__doc__ = (
    "A country's first and latest figure are sums of other cities: so many on each day, so many on both, and "
    "the sums of those."
)


class SumOfArtists(TypedDict):
    """The figure is a sum: a person is counted once for each artist."""

    code: Literal["sum_of_artists"]
    artists: Count


class ArtistsLeftOut(TypedDict):
    """Artists who are not in a sum, or of whom something is to be known of what is in it."""

    code: Literal["left_out", "no_points", "windows_failed", "artists_cities_changed"]
    artists: list[ArtistWithStatus]


class ArtistOfFewPoints(NamedArtist):
    """An artist whose figures are of few of the days, weeks or months that can have one."""

    data_points: Count
    expected_points: Count


class ArtistsFewPoints(TypedDict):
    """The artists of a sum whose figures of a country are of less than half of the days that can have one."""

    code: Literal["artists_few_points"]
    cadence: Cadence
    artists: list[ArtistOfFewPoints]


class TooFewPoints(TypedDict):
    """A period with too few points to be compared; `other` is the one compared with."""

    which: Literal["this", "other"]
    data_points: Count
    expected_points: Count


class NotCompared(TypedDict):
    """The periods that have too few points to be compared."""

    code: Literal["not_compared"]
    periods: list[TooFewPoints]


class NotSameArtists(TypedDict):
    """Two sums that are not of the same artists: who is in one of them only."""

    code: Literal["not_same_artists"]
    this: list[NamedArtist]
    other: list[NamedArtist]


type AudienceNote = Annotated[
    NotFetched
    | NoFigures
    | NothingPublished
    | NoValue
    | CountryFigures
    | FewPoints
    | Answered
    | Announced
    | UnreadableRows
    | SinglePoint
    | SinglePoints
    | CitiesChanged
    | SumOfArtists
    | ArtistsLeftOut
    | ArtistsFewPoints
    | NotCompared
    | NotSameArtists,
    Field(
        discriminator="code",
        description="What is to be known of a figure, by a code and its parts, to be said in any language.",
    ),
]


class FigureValues(TypedDict):
    """The figures of one series, or of the sum of several artists'."""

    first_value: Number | None
    latest_value: Number | None
    difference: Number | None
    difference_percent: Number | None
    period_average: Number | None
    peak_value: Number | None
    peak_date: Day | None
    data_points: Annotated[Count, Field(description="Days with a value; of several artists, of all of them.")]
    expected_points: Annotated[
        Count,
        Field(description="How many points a series has in the period by its cadence, the rarest it may be."),
    ]
    coverage: Annotated[
        Number,
        Field(
            ge=0,
            le=1,
            description="Days with a value, or with a total of several artists, over the period's days.",
        ),
    ]


class Explained(TypedDict):
    """What is to be known of figures, or why there are none."""

    status: RowStatus
    note: Annotated[str | None, Field(description="What there is to know of the figures, in English.")]
    notes: Annotated[list[AudienceNote], Field(description="What `note` says, by codes and their parts.")]


class Figures(FigureValues, Explained):
    """Figures, and what is to be known of them."""


class Compared(Figures):
    """The figures of the other period, and the change since."""

    period: Period
    first_date: Day | None
    latest_date: Day | None
    change: Annotated[Number | None, Field(description="Of the period averages.")]
    change_percent: Number | None
    latest_change: Number | None
    latest_change_percent: Number | None


class IfCompared(TypedDict):
    """What is there when another period was asked for."""

    compared: NotRequired[Compared]


class OfSource(TypedDict):
    """Which metric source figures are of."""

    platform__name: str
    platform__slug: PlatformSlug
    platform__color: str
    platform__audience_metric_name: str
    metric_kind: Kind


class PlatformSummary(OfSource, Figures, IfCompared):
    """The figures of all artists on one metric source, summed up."""


class Row(OfSource, Figures, IfCompared):
    """One artist on one metric source."""

    artist__name: str | None
    artist__uuid: Uuid
    current_audience: Number | None
    month_average: Number | None
    first_date: Day | None
    latest_date: Day | None
    series: Annotated[
        list[Point] | None,
        Field(description="Every value; null in a report too large for one answer: `result_url` has it."),
    ]


class Rows(TypedDict):
    """The rows of metric sources, and the summary of each source."""

    platform_summaries: list[PlatformSummary]
    detailed_breakdown: list[Row]
