"""A subscription: what is asked for again and again, when, and to whom it goes (contract 11)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum

from linernotes.model.periods import Period
from linernotes.model.request import ReportRequest

MOST_SUBSCRIPTIONS = 100
"""How many subscriptions an owner may have."""
MOST_TARGETS = 10
"""How many targets a subscription may have."""
FAILURES_TO_PAUSE = 3
"""So many failed runs in a row pause a subscription."""


class MovingPeriod(StrEnum):
    """Days counted back from the day a report is due, in the zone of its subscription."""

    YESTERDAY = "yesterday"
    LAST_7_DAYS = "last_7_days"
    LAST_WEEK = "last_week"
    LAST_28_DAYS = "last_28_days"
    LAST_MONTH = "last_month"
    LAST_QUARTER = "last_quarter"
    MONTH_TO_DATE = "month_to_date"


class Every(StrEnum):
    """How often a subscription is due."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Skip(StrEnum):
    """When a report that was made is not delivered."""

    NEVER = "never"
    EMPTY = "empty"
    UNCHANGED = "unchanged"


class OnlyWhen(StrEnum):
    """What must be there for a report to be delivered at all."""

    UNUSUAL = "unusual"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a subscription is due: every day, week or month at a time of day of an IANA zone.

    `on` is the weekday (Monday 1) of a weekly one and the day of a monthly one; where a month has no such
    day it is its last. None for a daily one.
    """

    every: Every
    at: time
    time_zone: str
    on: int | None = None


@dataclass(frozen=True, slots=True)
class MovingRequest:
    """A request whose dates move: those in `request` are of the first time, and are replaced each time."""

    period: MovingPeriod
    request: ReportRequest

    def dated(self, period: Period) -> ReportRequest:
        """Give the request about these days."""
        return replace(self.request, start_date=period.start, end_date=period.end)


@dataclass(frozen=True, slots=True)
class SlackTarget:
    """A channel of Slack (C… or G…), or a user (U… or W…), who gets a direct message."""

    channel: str


@dataclass(frozen=True, slots=True)
class CallbackTarget:
    """An address that a webhook is sent to."""

    url: str


@dataclass(frozen=True, slots=True)
class EmailTarget:
    """An e-mail address."""

    address: str

    @property
    def mailbox(self) -> str:
        """What is the same of two addresses that are one, in whatever case they are written.

        A host may tell its mailboxes apart by case (RFC 5321, 2.4), and none does: to whoever writes both,
        they are one, who would get every mail twice, or still get mails after unsubscribing.
        """
        return self.address.lower()


type Target = SlackTarget | CallbackTarget | EmailTarget


@dataclass(frozen=True, slots=True)
class SubscriptionContent:
    """What whoever makes a subscription says of it. The title of its reports is its own."""

    title: str
    request: MovingRequest
    rhythm: Rhythm
    deliver: tuple[Target, ...]
    skip: Skip = Skip.NEVER
    only_when: OnlyWhen | None = None


class PausedBy(StrEnum):
    """Who or what paused a subscription."""

    OWNER = "owner"
    FAILURES = "failures"
    OWNER_GONE = "owner_gone"
    UNSUBSCRIBED = "unsubscribed"


@dataclass(frozen=True, slots=True)
class Pause:
    """Why a subscription does not run: `why` is a sentence for its owner."""

    by: PausedBy
    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription as stored.

    `next_due` is an instant in UTC, None while it is paused. `failures` counts the failed runs since the
    last that was not, `last_figures` is a digest of the figures delivered last, `told` what was told of
    unusual moments. `made_by` is who made it, in the words of the door they came by (for Slack, a user's id),
    None where the owner says it all. `version` goes up with each write, and a write is on condition of it.
    """

    subscription_id: str
    owner: str
    content: SubscriptionContent
    created_at: datetime
    next_due: datetime | None
    version: int = 1
    paused: Pause | None = None
    failures: int = 0
    last_figures: str | None = None
    told: str | None = None
    made_by: str | None = None
