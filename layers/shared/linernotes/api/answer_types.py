"""The answers of the API that are about no section, as callers get them. Read by mypy and by the build."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

from pydantic import ConfigDict, Field, with_config

from linernotes.api.subscriptions.answer_types import Subscription
from linernotes.api.validation import CompareWith, ReportRequestModel
from linernotes.charts.charts import Frequency
from linernotes.model.report import CallbackStatus, Status
from linernotes.model.row_status import RowStatus
from linernotes.reports.answer_types import FoundArtist, OwnersBudget, ResolvedLine, Result
from linernotes.reports.resolve_lines import LONGEST_ADDRESS, LONGEST_LINE, MOST_LINES, SHORTEST_LINE
from linernotes.rosters.answer_types import Roster
from linernotes.sections.answer_values import (
    Address,
    AnyPlatformSlug,
    BasicProblem,
    ChartDays,
    Count,
    Day,
    DescribedAs,
    Instant,
    NamedArtist,
    Period,
    PlatformSlug,
    Uuid,
)
from linernotes.sections.audience.answer_types import AudienceNote
from linernotes.sections.registry import SectionName
from linernotes.sections.sources import Kind, Places
from linernotes.sections.tracks.answer_types import ChartPlatform, TrackNote

CanonicalRequest = Annotated[
    dict[str, Any],
    DescribedAs(lambda: ReportRequestModel),
    Field(description="The canonical request, every artist by its uuid: post it to make the report again."),
]

type FileFormat = Literal["xlsx", "json", "csv"]
type Separator = Annotated[Literal[",", ";"], Field(description="What separates the fields of a CSV.")]


class Progress(TypedDict):
    """How many jobs there are, and how they ended so far."""

    total: Count
    done: Count
    failed: Count


class OfJob(TypedDict):
    """What a job is of: a metric source, or a section and, if it is of one, a platform."""

    section: NotRequired[SectionName]
    platform__slug: AnyPlatformSlug | None


class PlatformProgress(OfJob, Progress):
    """The jobs of one metric source, or of a section on one platform."""


class Failure(OfJob):
    """A job that failed, and whether a repair may help."""

    artist__uuid: Uuid
    reason: str
    retryable: Annotated[
        bool,
        Field(
            description="Whether a repair may help; for refused credentials and a spent quota, once that was "
            "seen to."
        ),
    ]


class DownloadForm(TypedDict):
    """A file of a report, as a download asks for it."""

    format: FileFormat
    separator: NotRequired[Separator]
    section: NotRequired[SectionName]


class Download(DownloadForm):
    """A file by a link signed with this answer."""

    url: Address


class MissingFile(DownloadForm):
    """A file that could not be written, and why."""

    reason: str


class Callback(TypedDict):
    """How the callback of a report's end goes: pending until it was delivered, or is not tried any more."""

    status: CallbackStatus
    tries: Annotated[Count, Field(description="How often it was tried.")]
    last_error: Annotated[str | None, Field(description="Why the last try was not taken.")]
    next_try_at: Annotated[Instant | None, Field(description="It is not tried again before then.")]


class Report(TypedDict):
    """A report as it stands, with its answer once it has ended."""

    report_id: str
    revision: Annotated[int, Field(ge=1, description="One more with each repair.")]
    status: Status
    request: CanonicalRequest
    created_at: Instant
    deadline: Annotated[Instant, Field(description="The report has ended by then, with what there is.")]
    finished_at: Instant | None
    progress: Progress
    platform_progress: list[PlatformProgress]
    upstream_calls: Annotated[Count, Field(description="Calls made to Soundcharts for this report.")]
    cache_hits: Annotated[Count, Field(description="Windows that needed no call.")]
    failures: list[Failure]
    failure: NotRequired[Annotated[str, Field(description="Why the report failed as a whole.")]]
    missing_files: NotRequired[
        Annotated[
            list[MissingFile], Field(description="Files that could not be written: repair writes them.")
        ]
    ]
    callback: NotRequired[Callback]
    shared_until: NotRequired[
        Annotated[Instant, Field(description="Until when the link opens it, for whoever came by one.")]
    ]
    download_url: NotRequired[Annotated[Address, Field(description="The first of `downloads`.")]]
    download_expires_at: NotRequired[Instant]
    downloads: NotRequired[Annotated[list[Download], Field(description="Every file there is.")]]
    result: NotRequired[Result]
    result_url: NotRequired[
        Annotated[
            Address,
            Field(description="Where the whole result is, when its daily values are too many for here."),
        ]
    ]


class ListedReport(TypedDict):
    """A report in a list: what was asked for, and how far it is."""

    report_id: str
    title: str | None
    request: CanonicalRequest
    artists: Annotated[
        list[NamedArtist],
        Field(description="Those of the request, whose names are known once the report has ended."),
    ]
    status: Status
    revision: Annotated[int, Field(ge=1)]
    created_at: Instant
    finished_at: Instant | None


class Reports(TypedDict):
    """A part of the list of a caller's reports, newest first."""

    reports: list[ListedReport]
    next: NotRequired[Annotated[str, Field(description="Give it as `cursor` for what follows.")]]


class SharedLink(TypedDict):
    """A link to the page that shows one report to whoever has it."""

    url: Address
    expires_at: Instant


class WebhookSecret(TypedDict):
    """What the callbacks of a caller's reports are signed with."""

    secret: Annotated[str, Field(pattern="^whsec_[A-Za-z0-9+/]+=*$")]


class ReportEvent(TypedDict):
    """The body of a callback: that a report has ended, first or after a repair."""

    type: Literal["report.finished", "report.repaired"]
    timestamp: Annotated[Instant, Field(description="When the report ended.")]
    data: Annotated[Report, Field(description="The report, without links, result and `callback`.")]


class Unanswerable(TypedDict):
    """A row no call could answer, of a section where one is named, else of metric sources."""

    artist__uuid: Uuid
    section: NotRequired[SectionName]
    platform__slug: AnyPlatformSlug
    status: RowStatus
    reason: str


class NotComparable(TypedDict):
    """A metric source no data could compare, by the cadence of its figures."""

    platform__slug: PlatformSlug
    status: Literal["not_comparable"]
    reason: str
    notes: list[AudienceNote]


class SectionPrice(TypedDict):
    """What one section of the request would take."""

    name: SectionName
    jobs: Count
    upstream_calls: Count
    cached: Count
    at_most: Annotated[bool, Field(description="Whether the number of calls depends on what is found.")]


class Preview(TypedDict):
    """What a request would do and cost."""

    request: CanonicalRequest
    jobs: Count
    upstream_calls: Count
    cached: Annotated[Count, Field(description="How many of the upstream calls would not be made.")]
    price: Annotated[
        Count,
        Field(
            description="How many calls to Soundcharts it will make, at most, without tries repeated "
            "after faults."
        ),
    ]
    limit: Annotated[Count, Field(description="How many it may make: what the request says, or is usual.")]
    too_expensive: Annotated[bool, Field(description="Whether its report would be refused for its price.")]
    budget: OwnersBudget
    unanswerable: list[Unanswerable]
    not_comparable: list[NotComparable]
    sections: list[SectionPrice]


class Artists(TypedDict):
    """Up to 20 artists."""

    artists: list[FoundArtist]


@with_config(ConfigDict(extra="forbid"))
class LinesToResolve(TypedDict):
    """Lines that each name an artist."""

    lines: Annotated[
        list[
            Annotated[
                str,
                Field(min_length=SHORTEST_LINE, max_length=LONGEST_LINE, pattern=r"^\s*\S[\s\S]*\S\s*$"),
            ]
            | Annotated[str, Field(max_length=LONGEST_ADDRESS, pattern=r"^https://\S+$")]
        ],
        Field(
            min_length=1,
            max_length=MOST_LINES,
            description="Names, Soundcharts uuids or addresses as `GET /artists` takes them; an address may "
            "be longer than a name.",
        ),
    ]


class ResolvedLines(TypedDict):
    """What each line means, in the order they were given."""

    lines: list[ResolvedLine]


class ArtistByUuid(TypedDict):
    """An artist whose uuid the line has."""

    uuid: Uuid


class ArtistByName(TypedDict):
    """An artist as the line names it, whom nobody has looked up."""

    name: str


type LineArtist = ArtistByUuid | ArtistByName


class ReadLine(TypedDict):
    """What a line asks for: fields of a request, and the line as it is written."""

    artists: list[LineArtist]
    platforms: list[PlatformSlug]
    start_date: Day
    end_date: Day
    country: str | None
    compare: CompareWith | None
    sections: list[SectionName]
    songs_limit: Annotated[int | None, Field(description="Null where the line does not say it.")]
    line: Annotated[str, Field(description="The canonical line, which reads back as the same.")]


class Platform(TypedDict):
    """A metric source: what it measures, where that comes from and how often."""

    slug: PlatformSlug
    name: str
    color: str
    metric: str
    metric_kind: Kind
    may_be: Annotated[str, Field(description="What may be done with the figures, and what may not.")]
    endpoint: str
    cadence: str
    by_country: bool
    country_granularity: Places
    country_cadence: str | None
    country_note: str
    has_charts: Annotated[bool, Field(description="Whether there can be tracks of its charts.")]


class SectionOffered(TypedDict):
    """A section that can be asked for."""

    name: SectionName
    title: str
    about: str


class Platforms(TypedDict):
    """Every metric source: the coverage matrix; and every section."""

    platforms: list[Platform]
    sections: list[SectionOffered]


class Health(TypedDict):
    """That the API answers, and which version it is."""

    status: Literal["ok"]
    version: str


class FieldError(TypedDict):
    """What is wrong with a field, and what is allowed."""

    field: str
    message: str


class ProblemParts(TypedDict):
    """What only some problem documents have."""

    errors: NotRequired[Annotated[list[FieldError], Field(description="Every field that is wrong.")]]
    candidates: NotRequired[
        Annotated[list[FoundArtist], Field(description="Artists a name that was given may mean.")]
    ]
    jobs: NotRequired[Count]
    upstream_calls: NotRequired[
        Annotated[Count, Field(description="What a report that is too expensive would take, as previewed.")]
    ]
    cached: NotRequired[Count]
    limit: NotRequired[Annotated[Count, Field(description="How many calls are allowed.")]]
    spent: NotRequired[Annotated[Count, Field(description="How many of the month's calls are spent.")]]
    left: NotRequired[Annotated[Count, Field(description="How many of them are left.")]]
    price: NotRequired[
        Annotated[Count, Field(description="How many calls it would take, at most; see Preview.")]
    ]
    resets_at: NotRequired[Annotated[Instant, Field(description="When the next month begins.")]]
    roster: NotRequired[Annotated[Roster, Field(description="The roster as somebody else left it.")]]
    subscription: NotRequired[
        Annotated[Subscription, Field(description="The subscription as somebody else left it.")]
    ]
    runs_a_month: NotRequired[Annotated[Count, Field(description="How often a subscription would run.")]]
    suggestion: NotRequired[Annotated[str, Field(description="The line as it should be.")]]
    success: NotRequired[Annotated[Literal[False], Field(description="Where there are no chart entries.")]]
    artist: NotRequired[NamedArtist]
    platform: NotRequired[ChartPlatform]
    period: NotRequired[Period]
    country: NotRequired[str | None]
    frequency: NotRequired[Frequency]
    chart_days: NotRequired[ChartDays]
    notes: NotRequired[list[TrackNote]]


class Problem(BasicProblem, ProblemParts):
    """Why a call got no other answer (RFC 9457)."""

    instance: Annotated[Address, Field(description="This call, for you to quote: `urn:uuid:` and an id.")]
