"""Subscriptions and their runs as items of DynamoDB, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from linernotes.aws.items import Item, int_of, key_item, moment, moment_of, number, seconds, text, text_of
from linernotes.reports.report_items import request_from, request_text
from linernotes.subscriptions.delivery import UnusualLine
from linernotes.subscriptions.run import Delivery, DeliveryStatus, Run, RunStatus
from linernotes.subscriptions.store import Due
from linernotes.subscriptions.subscription import (
    CallbackTarget,
    EmailTarget,
    Every,
    MovingPeriod,
    MovingRequest,
    OnlyWhen,
    Pause,
    PausedBy,
    Rhythm,
    Skip,
    SlackTarget,
    Subscription,
    SubscriptionContent,
    Target,
)

DUE_SHARDS = tuple(str(number) for number in range(4))
"""Parts of the index of what is due, so that many due at the same minute are not one partition's."""
_KIND = "SUBSCRIPTION#"


def owner_key(owner: str, subscription_id: str) -> Item:
    """Give the key of a subscription's item."""
    return key_item(f"OWNER#{owner}", f"{_KIND}{subscription_id}")


def revision_key(owner: str) -> Item:
    """Give the key of the item that counts the subscriptions an owner ever made."""
    return key_item(f"OWNER#{owner}", "REVISION")


def run_key(subscription_id: str, run_id: str) -> Item:
    """Give the key of a run's item."""
    return key_item(f"RUNS#{subscription_id}", run_id)


def report_key(report_id: str) -> Item:
    """Give the key of the item that says which run a report belongs to."""
    return key_item(f"REPORT#{report_id}", "RUN")


def is_subscription(item: Item) -> bool:
    """Tell a subscription from what else an owner's items are."""
    key: str = item["sk"]["S"]
    return key.startswith(_KIND)


def subscription_item(subscription: Subscription) -> Item:
    """Make the item of a subscription; it is in the index of what is due unless it is paused."""
    paused = subscription.paused
    return {
        **owner_key(subscription.owner, subscription.subscription_id),
        "owner": text(subscription.owner),
        "subscription_id": text(subscription.subscription_id),
        "content": text(_written(_content_json(subscription.content))),
        "created_at": moment(subscription.created_at),
        "version": number(subscription.version),
        "failures": number(subscription.failures),
        **_due(subscription.next_due, subscription.subscription_id),
        **_texts(last_figures=subscription.last_figures, made_by=subscription.made_by),
        **_texts(told=subscription.told),
        **_texts(paused=_written([paused.by, paused.at.isoformat(), paused.why]) if paused else None),
    }


def subscription_of(item: Item) -> Subscription:
    """Read a subscription."""
    return Subscription(
        subscription_id=item["subscription_id"]["S"],
        owner=item["owner"]["S"],
        content=_content_of(json.loads(item["content"]["S"])),
        created_at=datetime.fromisoformat(item["created_at"]["S"]),
        next_due=moment_of(item, "next_due"),
        version=int_of(item, "version"),
        paused=_pause(item["paused"]["S"]) if "paused" in item else None,
        failures=int_of(item, "failures"),
        last_figures=text_of(item, "last_figures"),
        told=text_of(item, "told"),
        made_by=text_of(item, "made_by"),
    )


def run_item(run: Run, *, kept: timedelta) -> Item:
    """Make the item of a run; it is in the index of what is due while a repair of its report is."""
    return {
        **run_key(run.subscription_id, run.run_id),
        "owner": text(run.owner),
        "subscription_id": text(run.subscription_id),
        "run_id": text(run.run_id),
        "started_at": moment(run.started_at),
        "status": text(run.status),
        "revision": number(run.revision),
        "first_revision": number(run.first_revision),
        "calls": number(run.calls),
        "deliveries": text(_written([_delivery_json(delivery) for delivery in run.deliveries])),
        "version": number(run.version),
        "expires_at": seconds(run.started_at + kept),
        "unusual": text(_written([[line.sentence, line.surprise] for line in run.unusual])),
        "notices": text(_written([_delivery_json(notice) for notice in run.notices])),
        **_texts(due_at=_iso(run.due_at), report_id=run.report_id, why=run.why),
        **_texts(figures=run.figures, told=run.told),
        **_due(run.repair_due, run.subscription_id),
    }


def run_of(item: Item) -> Run:
    """Read a run."""
    return Run(
        run_id=item["run_id"]["S"],
        subscription_id=item["subscription_id"]["S"],
        owner=item["owner"]["S"],
        due_at=moment_of(item, "due_at"),
        started_at=datetime.fromisoformat(item["started_at"]["S"]),
        status=RunStatus(item["status"]["S"]),
        report_id=text_of(item, "report_id"),
        revision=int_of(item, "revision"),
        first_revision=int_of(item, "first_revision"),
        calls=int_of(item, "calls"),
        deliveries=tuple(_delivery_of(told) for told in json.loads(item["deliveries"]["S"])),
        why=text_of(item, "why"),
        repair_due=moment_of(item, "next_due"),
        figures=text_of(item, "figures"),
        told=text_of(item, "told"),
        unusual=tuple(UnusualLine(*told) for told in json.loads(item["unusual"]["S"])),
        notices=tuple(_delivery_of(told) for told in json.loads(item["notices"]["S"])),
        version=int_of(item, "version"),
    )


def report_item(run: Run, report_id: str, *, kept: timedelta) -> Item:
    """Make the item that says which run a report belongs to."""
    return {
        **report_key(report_id),
        "subscription_id": text(run.subscription_id),
        "run_id": text(run.run_id),
        "expires_at": seconds(run.started_at + kept),
    }


def due_of(item: Item) -> Due:
    """Read what is due from as much of an item as the index has."""
    return Due(
        item["owner"]["S"],
        item["subscription_id"]["S"],
        datetime.fromisoformat(item["next_due"]["S"]),
        text_of(item, "run_id"),
    )


def due_text(at: datetime) -> str:
    """Write an instant so that texts have the order of instants: in UTC, and always as long."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _due(at: datetime | None, subscription_id: str) -> Item:
    if at is None:
        return {}
    digest = hashlib.sha256(subscription_id.encode()).digest()
    return {"due_shard": text(DUE_SHARDS[digest[0] % len(DUE_SHARDS)]), "next_due": text(due_text(at))}


def _texts(**values: str | None) -> Item:
    """Write those of these texts that there are."""
    return {name: text(value) for name, value in values.items() if value is not None}


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _content_json(content: SubscriptionContent) -> dict[str, Any]:
    rhythm = content.rhythm
    return {
        "title": content.title,
        "period": content.request.period,
        "request": request_text(content.request.request),
        "every": rhythm.every,
        "on": rhythm.on,
        "at": rhythm.at.isoformat(),
        "time_zone": rhythm.time_zone,
        "deliver": [_target_json(target) for target in content.deliver],
        "skip": content.skip,
        "only_when": content.only_when,
    }


def _content_of(told: Mapping[str, Any]) -> SubscriptionContent:
    return SubscriptionContent(
        title=told["title"],
        request=MovingRequest(MovingPeriod(told["period"]), request_from(told["request"])),
        rhythm=Rhythm(Every(told["every"]), time.fromisoformat(told["at"]), told["time_zone"], told["on"]),
        deliver=tuple(map(_target_of, told["deliver"])),
        skip=Skip(told["skip"]),
        only_when=OnlyWhen(told["only_when"]) if told["only_when"] else None,
    )


def _target_json(target: Target) -> list[str]:
    match target:
        case SlackTarget(channel):
            return ["slack", channel]
        case CallbackTarget(url):
            return ["callback", url]
        case EmailTarget(address):
            return ["email", address]


def _target_of(told: list[str]) -> Target:
    kind, where = told
    match kind:
        case "slack":
            return SlackTarget(where)
        case "callback":
            return CallbackTarget(where)
        case "email":
            return EmailTarget(where)
        case _:
            raise ValueError(f"{kind!r} is no kind of target")


def _delivery_json(delivery: Delivery) -> dict[str, Any]:
    return {
        "target": _target_json(delivery.target),
        "status": delivery.status,
        "at": _iso(delivery.at),
        "link": delivery.link,
        "error": delivery.error,
        "tries": delivery.tries,
        "next_try_at": _iso(delivery.next_try_at),
        "progress": dict(delivery.progress),
    }


def _delivery_of(told: Mapping[str, Any]) -> Delivery:
    at, next_try_at = (
        moment and datetime.fromisoformat(moment) for moment in (told["at"], told["next_try_at"])
    )
    return Delivery(
        target=_target_of(told["target"]),
        status=DeliveryStatus(told["status"]),
        at=at,
        link=told["link"],
        error=told["error"],
        tries=told["tries"],
        next_try_at=next_try_at,
        progress=told["progress"],
    )


def _pause(written: str) -> Pause:
    by, at, why = json.loads(written)
    return Pause(PausedBy(by), datetime.fromisoformat(at), why)
