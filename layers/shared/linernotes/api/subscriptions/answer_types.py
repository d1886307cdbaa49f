"""Subscriptions as callers get and give them. Read by mypy and by the build."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from pydantic import BaseModel, ConfigDict, Field, create_model, with_config

from linernotes.api.subscriptions.readers import (
    EMAIL_PATTERN,
    LONGEST_EMAIL,
    LONGEST_TITLE,
    SEEN_PATTERN,
    SLACK_PATTERN,
    TIME_PATTERN,
)
from linernotes.api.validation import HTTPS_PATTERN, ReportRequestModel
from linernotes.reports.answer_types import OwnersBudget
from linernotes.sections.answer_values import Address, Count, DescribedAs, Instant, NamedArtist, Period
from linernotes.subscriptions.run import DeliveryStatus, RunStatus
from linernotes.subscriptions.subscription import (
    MOST_SUBSCRIPTIONS,
    MOST_TARGETS,
    Every,
    MovingPeriod,
    OnlyWhen,
    PausedBy,
    Skip,
)

_NOT_OF_MOVING = ("start_date", "end_date", "callback_url", "title")
_TAKEN = ConfigDict(extra="forbid")


@cache
def moving_request() -> type[BaseModel]:
    """Make the description of a subscription's request: that of a report's, with a period for its days."""
    days = Field(description="Days counted back from the day a report is due, in the subscription's zone.")
    fields: dict[str, Any] = {
        name: (field.annotation, field)
        for name, field in ReportRequestModel.model_fields.items()
        if name not in _NOT_OF_MOVING
    }
    return create_model(
        "MovingReportRequest",
        __config__=ConfigDict(extra="forbid"),
        __doc__="What the reports of a subscription are about.",
        period=(MovingPeriod, days),
        **fields,
    )


MovingRequest = Annotated[dict[str, Any], DescribedAs(moving_request)]
Title = Annotated[
    str,
    Field(min_length=1, max_length=LONGEST_TITLE, pattern=SEEN_PATTERN),
]
TimeOfDay = Annotated[str, Field(pattern=TIME_PATTERN, description="A time of day in the zone.")]
TimeZone = Annotated[
    str,
    Field(
        max_length=64,
        pattern="^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$",
        description="A time zone by its name in the IANA list, such as Europe/Rome.",
    ),
]
Weekday = Annotated[int, Field(ge=1, le=7)]
DayOfMonth = Annotated[int, Field(ge=1, le=31)]


@with_config(_TAKEN)
class SlackTarget(TypedDict):
    """A channel or a user of Slack."""

    slack_channel: Annotated[str, Field(pattern=SLACK_PATTERN)]


@with_config(_TAKEN)
class CallbackTarget(TypedDict):
    """An https address that a webhook is sent to, signed as callbacks are."""

    callback_url: Annotated[
        str, Field(max_length=2_048, pattern=HTTPS_PATTERN, json_schema_extra={"format": "uri"})
    ]


@with_config(_TAKEN)
class EmailTarget(TypedDict):
    """One plain e-mail address."""

    email: Annotated[
        str, Field(max_length=LONGEST_EMAIL, pattern=EMAIL_PATTERN, json_schema_extra={"format": "email"})
    ]


type Target = SlackTarget | CallbackTarget | EmailTarget
Targets = Annotated[
    list[Target],
    Field(min_length=1, max_length=MOST_TARGETS, description="To whom its reports go; each once."),
]
SkipRule = Annotated[
    Skip,
    Field(
        description="When a report that was made is not delivered: when nothing is in it, or when its "
        "figures are those delivered last."
    ),
]
OnlyWhenRule = Annotated[
    OnlyWhen | None,
    Field(description="What must be new in it to be delivered: something unusual, by section moments."),
]


class _ToCreate(TypedDict):
    """What every subscription says, however often it is due."""

    title: Title
    request: MovingRequest
    at: TimeOfDay
    time_zone: TimeZone
    deliver: Targets
    skip: NotRequired[SkipRule]
    only_when: NotRequired[OnlyWhenRule]


@with_config(_TAKEN)
class DailySubscription(_ToCreate):
    """A subscription that is due every day."""

    every: Literal["day"]
    on: NotRequired[None]


@with_config(_TAKEN)
class WeeklySubscription(_ToCreate):
    """A subscription that is due once a week."""

    every: Literal["week"]
    on: NotRequired[Annotated[Weekday | None, Field(description="The weekday, Monday 1; without it 1.")]]


@with_config(_TAKEN)
class MonthlySubscription(_ToCreate):
    """A subscription that is due once a month."""

    every: Literal["month"]
    on: NotRequired[
        Annotated[
            DayOfMonth | None,
            Field(description="The day; in a month that has no such day its last. Without it 3."),
        ]
    ]


type SubscriptionToCreate = Annotated[
    DailySubscription | WeeklySubscription | MonthlySubscription, Field(discriminator="every")
]


@with_config(_TAKEN)
class SubscriptionToChange(TypedDict):
    """What is to change of a subscription; each field it gives takes the place of the one that is there."""

    title: NotRequired[Title]
    request: NotRequired[MovingRequest]
    every: NotRequired[Every]
    on: NotRequired[DayOfMonth | None]
    at: NotRequired[TimeOfDay]
    time_zone: NotRequired[TimeZone]
    deliver: NotRequired[Targets]
    skip: NotRequired[SkipRule]
    only_when: NotRequired[OnlyWhenRule]
    paused: NotRequired[
        Annotated[bool, Field(description="true pauses it; false resumes it, and it is due from now on.")]
    ]
    version: NotRequired[
        Annotated[
            int,
            Field(
                ge=1, lt=10**15, description="The version that was read: changed only if it is that still."
            ),
        ]
    ]


class Content(TypedDict):
    """What a subscription asks for: post it to make the same again."""

    title: str
    request: MovingRequest
    every: Every
    on: Annotated[
        int | None, Field(description="The weekday (Monday 1) or day of the month; null for every day.")
    ]
    at: TimeOfDay
    time_zone: str
    deliver: list[Target]
    skip: SkipRule
    only_when: OnlyWhenRule


class Pause(TypedDict):
    """Why a subscription does not run."""

    by: PausedBy
    at: Instant
    why: Annotated[str, Field(description="A sentence for its owner.")]


class SubscriptionCost(TypedDict):
    """What a subscription costs. Nothing of it is charged but by each run, as its report is asked for."""

    runs_a_month: Annotated[Count, Field(description="In a month of 31 days.")]
    upstream_calls_per_run: Annotated[
        Count, Field(description="At most, with nothing stored; see `upstream_calls` of a preview.")
    ]
    upstream_calls_a_month: Count
    fits: Annotated[bool, Field(description="Whether the budget of a whole month is enough for it.")]
    budget: OwnersBudget


Scheduled = Annotated[
    bool,
    Field(
        description="Whether this installation runs what is due by itself. Where it does not, nothing comes "
        "but by a run that is asked for."
    ),
]


class Subscription(Content):
    """A report that is made again and again, and to whom it goes."""

    subscription_id: str
    artists: Annotated[list[NamedArtist], Field(description="Those of the request, with their names.")]
    created_at: Instant
    version: Annotated[int, Field(ge=1, description="One more with each change, and with each run.")]
    next_due: Annotated[Instant | None, Field(description="When it is due next; null while it is paused.")]
    paused: Pause | None
    failures: Annotated[
        Count, Field(description="How many of its last runs failed in a row; three pause it.")
    ]
    cost: SubscriptionCost
    scheduled: Scheduled


class Subscriptions(TypedDict):
    """Every subscription of the caller, those first that were made first."""

    subscriptions: Annotated[list[Subscription], Field(max_length=MOST_SUBSCRIPTIONS)]


class SubscriptionPreview(Content):
    """What a subscription would cost, and when it would be due."""

    artists: list[NamedArtist]
    next_due: Instant
    due: Annotated[
        list[Instant], Field(min_length=3, max_length=3, description="The first three times it would be due.")
    ]
    first_period: Annotated[Period, Field(description="What its first report would be about.")]
    cost: SubscriptionCost
    scheduled: Scheduled


class TargetReceipt(TypedDict):
    """How the delivery to a target went."""

    target: Target
    status: DeliveryStatus
    at: Annotated[Instant | None, Field(description="When it was delivered, or was last tried.")]
    link: Annotated[
        Address | None, Field(description="Leads to the message, where there is such an address.")
    ]
    error: Annotated[str | None, Field(description="Why it was not delivered.")]


class SubscriptionRun(TypedDict):
    """The receipt of a run of a subscription."""

    run_id: str
    due_at: Annotated[Instant | None, Field(description="When it was due; null if it was asked for by hand.")]
    started_at: Instant
    late_s: Annotated[Count, Field(description="How long after it was due it began, in seconds.")]
    report_id: Annotated[str | None, Field(description="Its report; null if none was made.")]
    revision: Annotated[int, Field(ge=1, description="The revision of the report that is or was delivered.")]
    status: RunStatus
    why: Annotated[str | None, Field(description="Why it was skipped, is partial or failed.")]
    calls: Annotated[Count, Field(description="Calls to Soundcharts it took.")]
    targets: list[TargetReceipt]
    repair_due: Annotated[
        Instant | None, Field(description="When what its report lacks is fetched again, once.")
    ]


class SubscriptionRuns(TypedDict):
    """A part of the list of a subscription's runs, newest first."""

    runs: list[SubscriptionRun]
    next: NotRequired[Annotated[str, Field(description="Give it as `cursor` for what follows.")]]
