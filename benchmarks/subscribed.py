"""The subscriptions that are measured: made in the table, as the API would have made them."""

from __future__ import annotations

import json
from datetime import datetime

from benchmarks.bench_stack import BenchStack
from benchmarks.cases import PLATFORMS
from linernotes.model.request import Artist, ReportRequest
from linernotes.reports.owners import key_digest, unnamed_owner
from linernotes.sections.sources import SOURCES
from linernotes.subscriptions.dynamo_subscriptions import DynamoSubscriptionStore
from linernotes.subscriptions.subscription import (
    CallbackTarget,
    Every,
    MovingPeriod,
    MovingRequest,
    Rhythm,
    Subscription,
    SubscriptionContent,
)
from local.live_functions import live_name
from local.processes import StackError
from local.receiver import Receiver
from local.simulator.artists import ARTISTS

OWNERS = 10
SOURCES_EACH = 5
_SOURCES = (*PLATFORMS, *(slug for slug in SOURCES if slug not in PLATFORMS))
_FIRST_ARTIST = 30
_ARTISTS = 250
_PATH = "/subscribed"


class Subscribed:
    """Makes subscriptions that are due, and the tick that finds them."""

    def __init__(self, bench: BenchStack, receiver: Receiver, due_at: datetime) -> None:
        self._bench = bench
        self._url = receiver.url(_PATH)
        self._due_at = due_at
        self.store = DynamoSubscriptionStore(
            bench.local.client("dynamodb"),
            bench.local.physical_id("SubscriptionsTable"),
            retention_days=int(bench.environment("tick")["RETENTION_DAYS"]),
        )

    def add(self, name: str, number: int) -> Subscription:
        """Store a weekly subscription that is due; those of one number ask for the same."""
        artist, sources = asked_by(number)
        day = self._due_at.date()
        content = SubscriptionContent(
            title="Every week",
            request=MovingRequest(MovingPeriod.LAST_WEEK, ReportRequest((artist,), sources, day, day)),
            rhythm=Rhythm(Every.WEEK, self._due_at.time(), "UTC", on=day.isoweekday()),
            deliver=(CallbackTarget(self._url),),
        )
        owner = unnamed_owner(key_digest(f"benchmark {number % OWNERS}"))
        subscription = Subscription(
            f"{name}-{number}", owner, content, created_at=self._due_at, next_due=self._due_at
        )
        self.store.add(subscription)
        return subscription

    def tick(self) -> int:
        """Do what the schedule does at the time they are due; gives how many were found."""
        answer = self._bench.lambdas.invoke(
            FunctionName=live_name(self._bench.functions["tick"]),
            Payload=json.dumps({"time": f"{self._due_at:%Y-%m-%dT%H:%M:%SZ}"}),
        )
        told = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            raise StackError(f"the tick failed: {told}")
        due: int = told["due"]
        return due


def asked_by(number: int) -> tuple[Artist, tuple[str, ...]]:
    """Give the artist and the sources that a subscription asks for: no two below 1,000 share a window."""
    turn, place = divmod(number, _ARTISTS)
    artist = ARTISTS[_FIRST_ARTIST + place]
    return Artist(artist.uuid), _SOURCES[turn * SOURCES_EACH :][:SOURCES_EACH]
