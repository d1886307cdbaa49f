"""Makers of subscriptions and runs: say what a test is about, the rest has a sound default."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from linernotes.subscriptions.run import Run, RunStatus, occurrence_id
from linernotes.subscriptions.subscription import (
    EmailTarget,
    Every,
    MovingPeriod,
    MovingRequest,
    Rhythm,
    SlackTarget,
    Subscription,
    SubscriptionContent,
)
from tests.unit.builders import NOW, a_request

MONDAY = datetime(2025, 1, 20, 7, 30, tzinfo=UTC)
"""The first half past eight of a Monday in Rome after NOW."""
WEEKLY = SubscriptionContent(
    title="Monday in Rome",
    request=MovingRequest(MovingPeriod.LAST_WEEK, a_request()),
    rhythm=Rhythm(Every.WEEK, time(8, 30), "Europe/Rome", on=1),
    deliver=(SlackTarget("C0123456789"), EmailTarget("ada@label.example")),
)


def a_content(**overrides: Any) -> SubscriptionContent:
    """Make what a subscription asks for: last week of Achille Lauro, on Mondays, unless told otherwise."""
    return replace(WEEKLY, **overrides)


def a_subscription(**overrides: Any) -> Subscription:
    """Make ada's weekly subscription, due on MONDAY, unless told otherwise."""
    default = Subscription("s-1", "ada", WEEKLY, created_at=NOW, next_due=MONDAY)
    return replace(default, **overrides)


def a_run(**overrides: Any) -> Run:
    """Make the run of the subscription on MONDAY, begun three minutes late, unless told otherwise."""
    default = Run(
        run_id=occurrence_id("s-1", MONDAY),
        subscription_id="s-1",
        owner="ada",
        due_at=MONDAY,
        started_at=MONDAY + timedelta(minutes=3),
        status=RunStatus.RUNNING,
        report_id="r-1",
    )
    return replace(default, **overrides)
