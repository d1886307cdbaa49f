"""What a target is handed, and what each kind of target must do with it (contract 11)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from linernotes.model.report import Report
from linernotes.subscriptions.run import Run
from linernotes.subscriptions.subscription import Subscription, Target


class Occasion(StrEnum):
    """Why something is delivered."""

    REPORT = "report"
    REPAIRED = "repaired"
    UNUSUAL = "unusual"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class UnusualLine:
    """A moment that is new since the last delivery, with what is usual beside it.

    `sentence` names artist, figure, place and both values, for a reader.
    """

    sentence: str
    surprise: float


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses a message may have; each of them works without a key.

    `report` shows the report on the page, `workbook` downloads it, signed when it is clicked. Both are None
    where there is no report. `subscription` is where the page shows the subscription, for its owner.
    """

    subscription: str
    report: str | None = None
    workbook: str | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """What is delivered.

    `result` is the report's JSON as callers know it (contract 4), None where there is no report. `why` says
    in a sentence what the report lacks, or why the subscription was paused. `now` is when it is delivered.
    """

    occasion: Occasion
    subscription: Subscription
    run: Run
    links: Links
    now: datetime
    report: Report | None = None
    result: Mapping[str, Any] | None = None
    why: str | None = None
    unusual: Sequence[UnusualLine] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery that was made; `link` leads to the message, where there is such a link."""

    link: str | None = None


type Note = Callable[[Mapping[str, str]], None]
"""Stores the progress of a delivery, so that a try after a crash begins with it."""


class Deliverer(Protocol):
    """Delivers to one kind of target."""

    def deliver(self, parcel: Parcel, target: Target, progress: Mapping[str, str], note: Note) -> Sent:
        """Deliver, going on from `progress`, which is what was last given to `note`, {} at first.

        Raises DeliveryRefused, which is final, and DeliveryUnavailable: to be tried again.
        """
