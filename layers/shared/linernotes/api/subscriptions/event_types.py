"""What subscriptions send to callback addresses, as whoever takes it knows it. Read by mypy and the build."""

from __future__ import annotations

from typing import Annotated, Literal, TypedDict

from pydantic import Field

from linernotes.api.answer_types import Report
from linernotes.sections.answer_values import Address, Count, Instant


class DeliveredRun(TypedDict):
    """The run of a subscription that is told of, as in its receipt."""

    run_id: str
    due_at: Annotated[Instant | None, Field(description="When it was due; null if it was asked for by hand.")]
    started_at: Instant
    late_s: Count
    report_id: str | None
    revision: Annotated[int, Field(ge=1)]
    calls: Count


class SubscriptionNews(TypedDict):
    """What a subscription delivers to a callback address."""

    subscription_id: str
    title: str
    run: DeliveredRun
    why: Annotated[
        str | None, Field(description="Why the report is partial, or the subscription paused; else null.")
    ]
    why_it_came: Annotated[str, Field(description="A sentence that names the subscription and its rhythm.")]
    subscription_url: Annotated[Address, Field(description="Where the page changes, pauses or runs it.")]
    unusual: Annotated[list[str], Field(description="What is unusual, a sentence each.")]
    report: Annotated[
        Report | None,
        Field(description="The report, without links, result and `callback`; null in a notice of a pause."),
    ]


class SubscriptionEvent(TypedDict):
    """The body of a webhook of a subscription: a report, its repair, what is unusual, or a pause."""

    type: Literal[
        "subscription.delivered", "subscription.unusual", "subscription.repaired", "subscription.paused"
    ]
    timestamp: Annotated[Instant, Field(description="When the report ended, or the subscription was paused.")]
    data: SubscriptionNews
