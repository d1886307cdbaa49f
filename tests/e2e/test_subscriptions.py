"""Subscriptions on the deployed stack: from the tick to the webhook (contract 11)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from standardwebhooks.webhooks import Webhook

from linernotes.model.request import Artist, ReportRequest
from linernotes.reports.owners import key_digest, unnamed_owner
from linernotes.subscriptions.dynamo_subscriptions import DynamoSubscriptionStore
from linernotes.subscriptions.run import Run, RunStatus
from linernotes.subscriptions.subscription import (
    CallbackTarget,
    Every,
    MovingPeriod,
    MovingRequest,
    Rhythm,
    Subscription,
    SubscriptionContent,
)
from local.receiver import Delivery
from tests.e2e.caller import Caller
from tests.e2e.waiting import eventually
from tests.e2e.world import World


def due_before(hours: int) -> datetime:
    """Give an instant so many hours ago: what the stack keeps of the past expires, and its clock is ours."""
    return datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(hours=hours)


class Subscribed:
    """A daily subscription to a webhook, in the table of the stack as the API would have stored it."""

    def __init__(self, world: World, name: str, due_at: datetime) -> None:
        self.world = world
        self.subscription_id = f"end-to-end-{name}"
        self.owner = unnamed_owner(key_digest(world.stack.api_key))
        self.path = f"/subscribed-{name}"
        self.store = DynamoSubscriptionStore(
            world.dynamodb, world.outputs["SubscriptionsTableName"], retention_days=90
        )
        (uuid,) = world.new_artists(1)
        request = ReportRequest(
            (Artist(uuid),), ("spotify", "deezer"), due_at.date(), due_at.date(), title=name
        )
        content = SubscriptionContent(
            title=f"Every day, {name}",
            request=MovingRequest(MovingPeriod.LAST_28_DAYS, request),
            rhythm=Rhythm(Every.DAY, due_at.time(), "UTC"),
            deliver=(CallbackTarget(world.receiver.url(self.path)),),
        )
        self.store.add(
            Subscription(self.subscription_id, self.owner, content, created_at=due_at, next_due=due_at)
        )

    @property
    def runs(self) -> Sequence[Run]:
        return self.store.runs(self.subscription_id, limit=10)

    @property
    def deliveries(self) -> list[Delivery]:
        return self.world.receiver.at(self.path)

    def ended(self) -> Sequence[Run]:
        """Wait until every run has ended; gives them, newest first."""

        def look() -> Sequence[Run] | None:
            runs = self.runs
            return runs if runs and all(run.status.ended for run in runs) else None

        runs = eventually(look, "end of the runs", within_s=120)
        assert runs is not None
        return runs

    def stop(self) -> None:
        self.store.remove(self.owner, self.subscription_id)


def tick(world: World, now: datetime) -> None:
    answer = world.invoke("TickFunction", {"time": f"{now:%Y-%m-%dT%H:%M:%SZ}"})
    assert answer["due"] >= 0


def verified(delivery: Delivery, caller: Caller) -> Any:
    secret: str = caller.get("/webhook-secret").json()["secret"]
    headers = {name.lower(): value for name, value in delivery.headers.items()}
    return Webhook(secret).verify(delivery.body, headers)


def reports_of(caller: Caller, title: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = caller.get("/reports", limit="100").json()["reports"]
    return [report for report in listed if report["title"] == title]


def receipts_of(caller: Caller, subscription_id: str) -> list[dict[str, Any]]:
    """Wait until every run of a subscription has ended; gives their receipts."""

    def look() -> list[dict[str, Any]] | None:
        runs: list[dict[str, Any]] = caller.get(f"/subscriptions/{subscription_id}/runs").json()["runs"]
        return runs if runs and not {run["status"] for run in runs} & {"running", "delivering"} else None

    runs = eventually(look, "end of the runs", within_s=120)
    assert runs is not None
    return runs


def test_what_two_ticks_find_due_is_one_report_and_one_signed_webhook(world: World, caller: Caller) -> None:
    path, soon = "/subscribed-twice", datetime.now(UTC) + timedelta(minutes=5)
    body = {
        "title": "Every day, twice",
        "request": {"artists": world.new_artists(1), "platforms": ["spotify"], "period": "last_28_days"},
        "every": "day",
        "at": f"{soon:%H:%M}",
        "time_zone": "UTC",
        "deliver": [{"callback_url": world.receiver.url(path)}],
    }
    answer = caller.post("/subscriptions", body)
    assert answer.status_code == 201, answer.text
    subscription_id, due = answer.json()["subscription_id"], answer.json()["next_due"]
    late_by = timedelta(minutes=2)
    for _ in range(2):
        tick(world, datetime.fromisoformat(due) + late_by)

    (receipt,) = receipts_of(caller, subscription_id)
    world.settle()

    assert receipt["status"] in ("delivered", "partial"), receipt
    (delivery,) = world.receiver.at(path)
    told = verified(delivery, caller)
    (report,) = reports_of(caller, "Every day, twice")
    assert told["type"] == "subscription.delivered"
    assert told["data"]["report"]["report_id"] == report["report_id"] == receipt["report_id"]
    (target,) = receipt["targets"]
    assert target["status"] == "delivered"
    assert (receipt["due_at"], receipt["late_s"]) == (due, 120)
    assert receipt["calls"] == caller.report(report["report_id"])["upstream_calls"]
    after = caller.get(f"/subscriptions/{subscription_id}").json()
    assert datetime.fromisoformat(after["next_due"]) == datetime.fromisoformat(due) + timedelta(days=1)
    caller.delete(f"/subscriptions/{subscription_id}")


def test_a_tick_that_comes_a_day_late_runs_the_latest_and_records_the_older_one(
    world: World, caller: Caller
) -> None:
    due_at = due_before(hours=26)
    subscribed = Subscribed(world, "late", due_at)
    tick(world, due_at + timedelta(hours=25))

    late, skipped = subscribed.ended()
    world.settle()

    assert (skipped.due_at, skipped.status, skipped.report_id) == (due_at, RunStatus.SKIPPED_LATE, None)
    assert (late.due_at, late.late_s) == (due_at + timedelta(days=1), 3600)
    (delivery,) = subscribed.deliveries
    told = verified(delivery, caller)
    assert told["data"]["run"]["late_s"] == 3600
    last_day = (due_at + timedelta(days=1)).date() - timedelta(days=1)
    assert told["data"]["report"]["request"]["end_date"] == last_day.isoformat()
    assert len(reports_of(caller, "Every day, late")) == 1
    subscribed.stop()


def test_a_message_that_no_function_reads_is_parked_and_stops_no_other(world: World) -> None:
    due_at = due_before(hours=1)
    subscribed = Subscribed(world, "beside", due_at)
    for queue in ("RunsQueue", "DeliveriesQueue"):
        world.send(queue, json.dumps({"of": "nobody"}))
    tick(world, due_at)

    (run,) = subscribed.ended()

    assert run.status in (RunStatus.DELIVERED, RunStatus.PARTIAL), run.why
    assert len(subscribed.deliveries) == 1
    subscribed.stop()
