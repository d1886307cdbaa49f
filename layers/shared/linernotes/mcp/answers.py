"""The structured answers of the tools, which their output schemas are made of."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

from pydantic import Field

STATUSES = (
    "Status of a row: measured; lower_bound, restated and partial have figures to be quoted with that word "
    "and the note; no_data, not_published, not_available, not_in_plan, not_found and failed have none."
)
Row = dict[str, Any]


class FoundArtist(TypedDict):
    """An artist of Soundcharts."""

    uuid: str
    name: str | None
    country_code: str | None


class FoundArtists(TypedDict):
    """Artists a name may mean, best match first."""

    artists: list[FoundArtist]
    artists_left_out: int
    ask_the_user: Annotated[
        bool,
        Field(description="Several fit: ask which is meant, do not choose. None: ask how it is spelt."),
    ]


class Source(TypedDict):
    """A metric source, to be named by its slug."""

    slug: str
    metric: Annotated[str, Field(description="Platform and metric.")]
    kind: Annotated[
        Literal["gauge", "rolling", "total", "count", "rank"],
        Field(
            description="gauge (followers), rolling (28-day listeners), total (running total: its difference "
            "is what happened), count, rank. Only a count is summed over days."
        ),
    ]
    cadence: str
    by_country: Annotated[
        str | None, Field(description="What a figure of a country is; null: none is published by country.")
    ]


class Section(TypedDict):
    """A section a report may have beyond its rows."""

    name: str
    about: str


class Sources(TypedDict):
    """All a report can be asked for."""

    platforms: list[Source]
    sections: list[Section]


class Blank(TypedDict):
    """What no call can answer, and why: blank in the report, and not zero."""

    artist: str | None
    platform: str
    section: NotRequired[str]
    status: str
    reason: str


class NotComparable(TypedDict):
    """A metric source that cannot be compared, whatever data comes."""

    platform: str
    reason: str


class SectionPrice(TypedDict):
    """What a section takes."""

    name: str
    upstream_calls: int
    cached: int


class Cut(TypedDict):
    """What there was no room for, by kind; text_lines are those of the text."""

    shown: dict[str, int]
    of: dict[str, int]
    how_to_narrow: str


class NamedArtist(TypedDict):
    """An artist a request means."""

    uuid: str
    name: str | None


class Asked(TypedDict):
    """What the report is about."""

    artists: list[NamedArtist]
    artists_left_out: Annotated[int, Field(description="How many more there are than listed here.")]
    platforms: list[str]
    start_date: str
    end_date: str
    country: str | None
    sections: list[str]
    compare: str | None


class Preview(TypedDict):
    """What a request would cost and leave blank."""

    request: Asked
    price: Annotated[int, Field(description="Calls to Soundcharts it will make, at most.")]
    upstream_calls: int
    cached: Annotated[int, Field(description="Calls of these that are stored already and cost nothing.")]
    limit: Annotated[int, Field(description="The most one report may make.")]
    too_expensive: bool
    budget_left: Annotated[int, Field(description="Calls left to this key's owner this month.")]
    budget_resets_at: str
    sections: list[SectionPrice]
    unanswerable: list[Blank]
    not_comparable: list[NotComparable]
    truncated: Cut | None


class Progress(TypedDict):
    """How many jobs there are, and how they ended so far."""

    total: int
    done: int
    failed: int


class Failure(TypedDict):
    """What could not be fetched; retryable: repair_report may fetch it."""

    artist: str | None
    platform: str | None
    section: NotRequired[str]
    reason: str
    retryable: bool


class SectionLine(TypedDict):
    """The most important of an artist in a section."""

    artist__uuid: NotRequired[Annotated[str, Field(description="Left out where the name says who it is.")]]
    artist__name: str | None
    line: str


class SectionSummary(TypedDict):
    """A section in short; get_report with its name as part gives its totals and rows."""

    name: str
    status: str
    note: str | None
    totals: int
    rows: int
    lines: list[SectionLine]
    lines_left_out: int


class Report(TypedDict):
    """A report as it stands, and the part of it that was asked for."""

    report_id: str
    revision: int
    status: Annotated[
        Literal["queued", "running", "finalizing", "succeeded", "partial", "failed"],
        Field(description="partial: something is missing, see failures and the rows' statuses."),
    ]
    request: Asked
    progress: Progress
    deadline: Annotated[str, Field(description="It has ended by then.")]
    finished_at: str | None
    upstream_calls: int
    part: str
    failures: list[Failure]
    sums: NotRequired[Annotated[list[Row], Field(description="Sums of artists: people count once for each.")]]
    failures_left_out: int
    sections: NotRequired[list[SectionSummary]]
    totals: NotRequired[list[Row]]
    rows: NotRequired[Annotated[list[Row], Field(description=STATUSES + " Null is blank, never 0.")]]
    notes: NotRequired[Annotated[list[str], Field(description="What [1] stands for in notes of rows, sums.")]]
    series: NotRequired[Annotated[list[Row], Field(description="points: [day, value]; no day is invented.")]]
    links_expire_at: NotRequired[str]
    truncated: Cut | None
    next_step: str | None
