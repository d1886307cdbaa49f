"""Subscriptions in memory, on top of the whole service: ticks, runs and deliveries, killed at any write."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from linernotes.callbacks.schedule import wait_after
from linernotes.model.errors import StoreBusy
from linernotes.reports.report_ended import ReportEnded
from linernotes.subscriptions.deliver_run import deliver_run
from linernotes.subscriptions.delivery import Note, Occasion, Parcel, Sent
from linernotes.subscriptions.delivery_messages import DeliveryMessage
from linernotes.subscriptions.key_owners import KeyOwners
from linernotes.subscriptions.messages import DueMessage
from linernotes.subscriptions.run import Run
from linernotes.subscriptions.run_ports import DeliveryTools, RunTools
from linernotes.subscriptions.run_subscriptions import run_due
from linernotes.subscriptions.settle_run import settle_run
from linernotes.subscriptions.subscription import CallbackTarget, EmailTarget, Subscription, Target
from linernotes.subscriptions.tick import tick
from tests.unit.key_memory import MemoryKeyStore
from tests.unit.memory import Killed, MemoryLinkStore
from tests.unit.subscription_builders import MONDAY, a_content, a_subscription
from tests.unit.subscription_memory import MemorySubscriptionStore
from tests.unit.world import World, later

HOOK = CallbackTarget("https://hooks.example.org/monday")
MAIL = EmailTarget("ada@label.example")
REDELIVERED_AFTER_S = 120


@dataclass
class Letterbox:
    """Takes deliveries of every kind; `refusals` of a target are raised one after the other before any."""

    taken: list[tuple[Target, Parcel]] = field(default_factory=list)
    refusals: dict[Target, list[Exception]] = field(default_factory=dict)
    notes: int = 0
    """How often each delivery notes its progress before it hands over."""

    def deliver(self, parcel: Parcel, target: Target, progress: Mapping[str, str], note: Note) -> Sent:
        done = int(progress.get("steps", "0"))
        for step in range(done, self.notes):
            note({"steps": str(step + 1)})
        if self.refusals.get(target):
            raise self.refusals[target].pop(0)
        self.taken.append((target, parcel))
        return Sent(link=f"https://messages.example/{len(self.taken)}")

    def occasions(self, target: Target) -> list[Occasion]:
        """Say what a target was handed, and why."""
        return [parcel.occasion for taker, parcel in self.taken if taker == target]


@dataclass(eq=False)
class Sending:
    """A message of the queues of runs and deliveries."""

    body: DueMessage | DeliveryMessage | ReportEnded
    due: datetime
    received: int = 0


class SubscriptionWorld(World):
    """A deployment with subscriptions. The queues deliver at least once; what dies is delivered again."""

    def __init__(self, *targets: Target, owner: str = "ada", **content: Any) -> None:
        super().__init__()
        self.owner = owner
        self.clock.now = MONDAY + timedelta(minutes=3)
        self.subscriptions = MemorySubscriptionStore(self.fuse)
        self.keys = MemoryKeyStore(self.fuse)
        self.links = MemoryLinkStore(self.fuse)
        self.letterbox = Letterbox()
        self.sendings: list[Sending] = []
        self.ended: list[Run] = []
        self._tokens = iter(f"token-{number}" for number in range(1_000_000))
        self._ids = iter(f"report-{number}" for number in range(1, 1_000_000))
        self.subscriptions.kept[owner, "s-1"] = a_subscription(
            owner=owner, content=a_content(deliver=targets or (HOOK, MAIL), **content)
        )
        self.kill_at: int | None = None
        """Kills the function that is about to make its subscriptions' write of this number, once."""
        self.killed = 0
        self.twice = False
        """Whether SQS delivers each message a second time, once all the others are done with."""
        self._again: list[Sending] = []

    # Ports

    def send_all(self, messages: Any) -> None:
        self.fuse.burn()
        self.sendings += [Sending(message, self.clock()) for message in messages]

    def send_deliveries(self, messages: Any, *, owner: str) -> None:
        assert owner == self.owner
        self.send_all(messages)

    def send_ended(self, ended: ReportEnded, *, owner: str) -> None:
        assert owner == self.owner
        self.send_all([ended])

    @property
    def run_tools(self) -> RunTools:
        return RunTools(
            subscriptions=self.subscriptions,
            owners=(KeyOwners(self.keys),),
            reports=self.reports,
            windows=self.windows,
            lookups=self.lookups,
            files=self.files,
            jobs=self.queue,
            spending=self.spending,
            deliveries=self,
            deadline_s=900,
            clock=self.clock,
            new_report_id=lambda: next(self._ids),
            tell_ended=self.ended.append,
        )

    @property
    def delivery_tools(self) -> DeliveryTools:
        return DeliveryTools(
            subscriptions=self.subscriptions,
            reports=self.reports,
            files=self.files,
            links=self.links,
            deliveries=self,
            deliverer=lambda _: self.letterbox,
            wait_after=wait_after,
            page_url="https://page.example/",
            shared_for=timedelta(days=90),
            clock=self.clock,
            new_token=lambda: next(self._tokens),
            random=lambda: 0.5,
            tell_ended=self.ended.append,
        )

    # What happens

    def tick(self, now: datetime | None = None) -> int:
        """Have a tick come, with its time."""
        return tick(now or self.clock(), store=self.subscriptions, queue=self)

    def hand_over(self, sending: Sending) -> None:
        """Hand a message to its function; what that dies of is delivered again."""
        sending.received += 1
        again_s: int | None = REDELIVERED_AFTER_S
        before = self.fuse.writes
        self.fuse.left = self.kill_at
        try:
            match sending.body:
                case DueMessage():
                    run_due(sending.body, self.run_tools)
                    again_s = None
                case DeliveryMessage():
                    again_s = deliver_run(sending.body, self.delivery_tools).again_in_s
                case ReportEnded():
                    settle_run(sending.body, self.delivery_tools)
                    again_s = None
        except Killed:
            self.killed += 1
            self.kill_at = None
        except StoreBusy:
            pass
        self.fuse.left = None
        if self.kill_at is not None:
            self.kill_at -= self.fuse.writes - before
        if again_s is not None:
            sending.due = later(self.clock, again_s)
            return
        self.sendings.remove(sending)
        if self.twice and sending not in self._again:
            self._again.append(sending)

    def settle(self) -> None:
        """Deliver all there is, reports included, until nothing is left; time passes as it must."""
        for _ in range(2_000):
            if not self.step():
                return
        raise AssertionError("it goes on for ever")

    def step(self) -> bool:
        """Deliver what is due first; False if there is nothing left."""
        self._hear_of_ends()
        first = min(self.sendings, key=lambda sending: sending.due, default=None)
        if self.queue.messages:
            report = min(self.queue.messages, key=lambda message: message.due)
            if first is None or report.due <= first.due:
                self.clock.now = max(self.clock.now, report.due)
                self.deliver(*self._batch_with(report))
                return True
        if first is None and self._again:
            self.twice = False
            self.sendings, self._again = self._again[::-1], []
            return True
        if first is None:
            return False
        self.clock.now = max(self.clock.now, first.due)
        self.hand_over(first)
        return True

    def _hear_of_ends(self) -> None:
        """Take what the topic put into the queue of deliveries."""
        for message in [each for each in self.queue.messages if each.queue == "DeliveriesQueue"]:
            self.queue.messages.remove(message)
            assert isinstance(message.body, ReportEnded)
            self.sendings.append(Sending(message.body, message.due))

    # What is there

    @property
    def subscription(self) -> Subscription:
        subscription = self.subscriptions.get(self.owner, "s-1")
        assert subscription is not None
        return subscription

    @property
    def runs(self) -> list[Run]:
        return list(self.subscriptions.runs("s-1", limit=100))

    @property
    def run_of_monday(self) -> Run:
        (run,) = self.runs
        return run
