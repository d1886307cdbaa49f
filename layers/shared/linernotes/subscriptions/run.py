"""A run of a subscription: one report, and how its delivery to each target goes (contract 11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from linernotes.subscriptions.subscription import Target

if TYPE_CHECKING:
    from linernotes.subscriptions.delivery import UnusualLine


class RunStatus(StrEnum):
    """How a run stands; all but the first two are its ends."""

    RUNNING = "running"
    DELIVERING = "delivering"
    DELIVERED = "delivered"
    PARTIAL = "partial"
    SKIPPED_EMPTY = "skipped_empty"
    SKIPPED_UNCHANGED = "skipped_unchanged"
    SKIPPED_USUAL = "skipped_usual"
    SKIPPED_LATE = "skipped_late"
    FAILED = "failed"

    @property
    def ended(self) -> bool:
        """Say whether nothing more happens to the run, but for one repair."""
        return self not in (RunStatus.RUNNING, RunStatus.DELIVERING)


class DeliveryStatus(StrEnum):
    """How far the delivery to a target has come."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The delivery of a revision of a run's report to one target.

    `at` is when it was delivered, or else when the last try was begun. `tries` counts those begun; one that
    is begun is left alone until `next_try_at`. `progress` is what the target's kind notes between its steps,
    so that a try after a crash goes on where the last one stopped. `link` leads to the message, where there
    is such a link.
    """

    target: Target
    status: DeliveryStatus = DeliveryStatus.PENDING
    at: datetime | None = None
    link: str | None = None
    error: str | None = None
    tries: int = 0
    next_try_at: datetime | None = None
    progress: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """A run as stored; its receipt is drawn from it.

    `due_at` is None for one that was asked for by hand. `report_id` is decided before the report is asked
    for, so that a run asked for twice has one report; None where there is none (skipped as too late).
    `revision` is that of the report that is being or was delivered, `first_revision` that which was delivered
    first; the one after it is its repair. `why` says in a sentence why it was skipped, is partial or failed.
    `repair_due` is when a report that lacked something is repaired once; None where it is not, or was.
    `calls` are the calls to Soundcharts it took. `figures` is a digest of what is or was delivered, `unusual`
    the lines of a run that is delivered for them, `told` what the subscription keeps of them then. `notices`
    are the deliveries of the message that the subscription was paused, where this run paused it. `version`
    goes up with each write.
    """

    run_id: str
    subscription_id: str
    owner: str
    due_at: datetime | None
    started_at: datetime
    status: RunStatus
    report_id: str | None = None
    revision: int = 1
    calls: int = 0
    deliveries: tuple[Delivery, ...] = ()
    why: str | None = None
    repair_due: datetime | None = None
    figures: str | None = None
    unusual: tuple[UnusualLine, ...] = ()
    told: str | None = None
    notices: tuple[Delivery, ...] = ()
    first_revision: int = 1
    version: int = 1

    @property
    def is_repair(self) -> bool:
        """Say whether what is made or delivered is the repair of what was delivered before."""
        return self.revision > self.first_revision

    @property
    def late_s(self) -> int:
        """Count the seconds between when it was due and when it began."""
        return 0 if self.due_at is None else max(0, int((self.started_at - self.due_at).total_seconds()))


def occurrence_id(subscription_id: str, due_at: datetime) -> str:
    """Name the run of a subscription's due instant, the same whoever asks; sorts by time."""
    return f"{due_at:%Y%m%dT%H%M%SZ}-{subscription_id}"


def run_now_id(subscription_id: str, now: datetime, token: str) -> str:
    """Name a run asked for by hand; `token` tells it from others of the same instant. Sorts by time."""
    return f"{now:%Y%m%dT%H%M%S%f}Z-{subscription_id}-now-{token}"
