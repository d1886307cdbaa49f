"""Subscriptions, their runs and what they cost, as JSON (contract 11)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from linernotes.api.resource import budget_json, instant
from linernotes.model.periods import Period
from linernotes.model.request import ReportRequest
from linernotes.subscriptions.price import Cost
from linernotes.subscriptions.run import Delivery, Run
from linernotes.subscriptions.subscription import (
    CallbackTarget,
    EmailTarget,
    Pause,
    SlackTarget,
    Subscription,
    SubscriptionContent,
    Target,
)

if TYPE_CHECKING:
    from linernotes.api.subscriptions import answer_types as answers
    from linernotes.sections.answer_values import NamedArtist


def content_json(content: SubscriptionContent) -> answers.Content:
    """Give what a subscription asks for as it may be posted to make the same again."""
    rhythm = content.rhythm
    return {
        "title": content.title,
        "request": {"period": content.request.period, **_undated(content.request.request)},
        "every": rhythm.every,
        "on": rhythm.on,
        "at": f"{rhythm.at:%H:%M}",
        "time_zone": rhythm.time_zone,
        "deliver": [target_json(target) for target in content.deliver],
        "skip": content.skip,
        "only_when": content.only_when,
    }


def subscription_json(subscription: Subscription, cost: Cost, *, scheduled: bool) -> answers.Subscription:
    """Give a subscription as callers get it; `scheduled` says whether it runs by itself when it is due."""
    return {
        "subscription_id": subscription.subscription_id,
        **content_json(subscription.content),
        "artists": _artists(subscription.content),
        "created_at": _instant(subscription.created_at),
        "version": subscription.version,
        "next_due": _instant_or_none(subscription.next_due),
        "paused": _pause(subscription.paused),
        "failures": subscription.failures,
        "cost": _cost(cost),
        "scheduled": scheduled,
    }


def preview_json(
    content: SubscriptionContent, cost: Cost, due: Sequence[datetime], first: Period, *, scheduled: bool
) -> answers.SubscriptionPreview:
    """Give what a subscription would cost and when it would be due, with the period of the first time."""
    return {
        **content_json(content),
        "artists": _artists(content),
        "next_due": _instant(due[0]),
        "due": [_instant(at) for at in due],
        "first_period": {
            "start": first.start.isoformat(),
            "end": first.end.isoformat(),
            "days": first.days,
        },
        "cost": _cost(cost),
        "scheduled": scheduled,
    }


def run_json(run: Run) -> answers.SubscriptionRun:
    """Give the receipt of a run."""
    return {
        "run_id": run.run_id,
        "due_at": _instant_or_none(run.due_at),
        "started_at": _instant(run.started_at),
        "late_s": run.late_s,
        "report_id": run.report_id,
        "revision": run.revision,
        "status": run.status,
        "why": run.why,
        "calls": run.calls,
        "targets": [_delivery(delivery) for delivery in run.deliveries],
        "repair_due": _instant_or_none(run.repair_due),
    }


def runs_json(runs: Sequence[Run], *, following: str | None) -> answers.SubscriptionRuns:
    """Give a part of the list of runs; `following` is the cursor of the next one."""
    answer: answers.SubscriptionRuns = {"runs": [run_json(run) for run in runs]}
    if following is not None:
        answer["next"] = following
    return answer


def target_json(target: Target) -> answers.Target:
    """Give a target as it is posted."""
    match target:
        case SlackTarget(channel):
            return {"slack_channel": channel}
        case CallbackTarget(url):
            return {"callback_url": url}
        case EmailTarget(address):
            return {"email": address}


def _undated(request: ReportRequest) -> dict[str, Any]:
    """Give a request as it may be posted, but for its days."""
    canonical = request.canonical()
    return {name: value for name, value in canonical.items() if name not in ("start_date", "end_date")}


def _artists(content: SubscriptionContent) -> list[NamedArtist]:
    return [{"uuid": artist.uuid, "name": artist.name} for artist in content.request.request.artists]


def _pause(pause: Pause | None) -> answers.Pause | None:
    return None if pause is None else {"by": pause.by, "at": _instant(pause.at), "why": pause.why}


def _cost(cost: Cost) -> answers.SubscriptionCost:
    return {
        "runs_a_month": cost.runs_a_month,
        "upstream_calls_per_run": cost.upstream_calls_per_run,
        "upstream_calls_a_month": cost.upstream_calls_a_month,
        "fits": cost.fits,
        "budget": budget_json(cost.budget),
    }


def _delivery(delivery: Delivery) -> answers.TargetReceipt:
    return {
        "target": target_json(delivery.target),
        "status": delivery.status,
        "at": _instant_or_none(delivery.at),
        "link": delivery.link,
        "error": delivery.error,
    }


def _instant(at: datetime) -> str:
    return instant(at.astimezone(UTC))


def _instant_or_none(at: datetime | None) -> str | None:
    return None if at is None else _instant(at)
