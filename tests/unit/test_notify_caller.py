from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from linernotes.api.resource import report_json
from linernotes.aws.queues import LONGEST_HIDDEN_S
from linernotes.callbacks.notify_caller import NOTHING, TRY_S, Notified, notify_caller
from linernotes.callbacks.redeliver import redeliver
from linernotes.callbacks.schedule import DELAYS_S
from linernotes.model.errors import (
    CallbackRefused,
    CallbackUnavailable,
    NoCallback,
    RedeliveredTooSoon,
    ReportNotFinished,
)
from linernotes.model.report import Callback, CallbackStatus, Report, Status
from linernotes.reports.report_ended import ReportEnded
from tests.unit.builders import NOW, a_report, a_request
from tests.unit.memory import Clock, Fuse, Killed, MemoryReportStore

URL = "https://hooks.example.org/done"
ENDED = a_report(a_request(callback_url=URL), status=Status.SUCCEEDED, finished_at=NOW)
ID = f"{ENDED.report_id}_1_finished"
DOWN = CallbackUnavailable("hooks.example.org answered 503")
DELIVERED, FAILED = CallbackStatus.DELIVERED, CallbackStatus.FAILED


@dataclass
class Address:
    """A caller's address; `refusals` are raised one after the other before it takes anything."""

    refusals: list[Exception] = field(default_factory=list)
    taken: list[tuple[str, Mapping[str, Any], str, str]] = field(default_factory=list)

    def send(self, url: str, document: Mapping[str, Any], *, webhook_id: str, owner: str) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.taken.append((url, document, webhook_id, owner))


class Deployment:
    """A report that has ended, its caller's address, and the time."""

    def __init__(self, report: Report = ENDED) -> None:
        self.fuse = Fuse()
        self.reports = MemoryReportStore(self.fuse)
        self.reports.create(report)
        self.address = Address()
        self.clock = Clock(NOW)
        self.sent: list[ReportEnded] = []

    def notify(self, *, revision: int = 1) -> Notified:
        return notify_caller(
            ENDED.report_id,
            revision,
            reports=self.reports,
            sender=self.address,
            describe=report_json,
            now=self.clock,
            random=lambda: 0.5,
        )

    def until_done(self) -> int:
        """Deliver the message each time it is due; gives how often it was received."""
        for received in range(1, 100):
            again_in_s = self.notify().again_in_s
            if again_in_s is None:
                return received
            self.clock.advance(again_in_s)
        raise AssertionError("the message came back for ever")

    def send_ended(self, ended: ReportEnded, *, owner: str) -> None:
        assert owner == self.report.owner
        self.fuse.burn()
        self.sent.append(ended)

    def redeliver(self) -> Report:
        return redeliver(self.report, now=self.clock(), reports=self.reports, queue=self)

    @property
    def report(self) -> Report:
        report = self.reports.get(ENDED.report_id)
        assert report is not None
        return report

    @property
    def callback(self) -> Callback:
        assert self.report.callback is not None
        return self.report.callback


@pytest.fixture
def it() -> Deployment:
    return Deployment()


def test_the_caller_is_sent_the_report_as_the_api_gives_it(it: Deployment) -> None:
    assert it.notify() == Notified("sent")
    data = {name: value for name, value in report_json(ENDED).items() if name != "callback"}
    body = {"type": "report.finished", "timestamp": report_json(ENDED)["finished_at"], "data": data}
    assert it.address.taken == [(URL, body, ID, ENDED.owner)]
    assert (it.callback, it.report.notified_revision) == (Callback(DELIVERED, 1), 1)


def test_a_later_revision_is_told_as_repaired_under_an_id_of_its_own() -> None:
    it = Deployment(replace(ENDED, revision=2, notified_revision=1))
    assert it.notify(revision=2) == Notified("sent")
    [(_, body, webhook_id, _)] = it.address.taken
    assert (body["type"], webhook_id) == ("report.repaired", f"{ENDED.report_id}_2_repaired")
    assert "." not in webhook_id
    assert it.report.notified_revision == 2


def test_the_caller_is_notified_once_however_often_that_is_asked_for(it: Deployment) -> None:
    assert [it.notify().outcome for _ in range(3)] == ["sent", NOTHING.outcome, NOTHING.outcome]
    assert len(it.address.taken) == 1


def test_an_address_that_does_not_answer_is_tried_again_later(it: Deployment) -> None:
    it.address.refusals = [DOWN]
    assert it.notify() == Notified(str(DOWN), 5)
    assert it.callback == Callback(tries=1, last_error=str(DOWN), next_try_at=NOW + timedelta(seconds=5))
    assert it.report.notified_revision == 0
    it.clock.advance(5)
    assert it.notify() == Notified("sent")
    assert it.callback == Callback(DELIVERED, 2)


def test_a_receiver_that_is_down_for_hours_hears_of_the_report_all_the_same(it: Deployment) -> None:
    it.address.refusals = [DOWN] * 9
    assert it.until_done() == 10
    assert it.clock() - NOW > timedelta(hours=15)
    assert it.callback == Callback(DELIVERED, 10)


def test_a_receiver_that_is_down_for_more_than_a_day_is_given_up_on(it: Deployment) -> None:
    it.address.refusals = [DOWN] * 20
    assert it.until_done() == len(DELAYS_S) + 1 == 11
    assert timedelta(hours=23) < it.clock() - NOW < timedelta(hours=25)
    assert (it.callback, it.report.notified_revision) == (Callback(FAILED, 11, str(DOWN)), 1)
    assert len(it.address.refusals) == 9


def test_an_address_that_refuses_is_not_tried_again(it: Deployment) -> None:
    it.address.refusals = [CallbackRefused("hooks.example.org answered 410")]
    assert it.notify() == Notified("hooks.example.org answered 410")
    assert it.notify() == NOTHING
    assert it.callback == Callback(FAILED, 1, "hooks.example.org answered 410")
    assert (it.address.taken, it.report.notified_revision) == ([], 1)


def test_a_receiver_that_asks_for_twenty_hours_gets_them(it: Deployment) -> None:
    it.address.refusals = [CallbackUnavailable("answered 429", 72_000)]
    first = it.notify()
    assert first.again_in_s == LONGEST_HIDDEN_S
    it.clock.advance(LONGEST_HIDDEN_S)
    assert it.notify() == Notified("not due", 72_000 - LONGEST_HIDDEN_S)
    it.clock.advance(72_000 - LONGEST_HIDDEN_S)
    assert it.notify() == Notified("sent")
    assert it.callback.tries == 2


@pytest.mark.parametrize("step", [0, 1])
def test_a_crash_before_a_try_or_its_end_is_noted_loses_nothing(it: Deployment, step: int) -> None:
    it.fuse.left = step
    with pytest.raises(Killed):
        it.notify()
    it.until_done()
    assert [webhook_id for _, _, webhook_id, _ in it.address.taken] == [ID] * (1 + step)
    assert it.address.taken[0] == it.address.taken[-1]
    assert it.callback.status is DELIVERED


def test_of_two_messages_about_one_end_one_is_tried_at_a_time(it: Deployment) -> None:
    it.address.refusals = [DOWN]
    it.notify()
    assert it.notify() == Notified("not due", 5)
    assert it.callback.tries == 1


def test_a_duplicate_during_a_try_waits_for_its_end(it: Deployment) -> None:
    heard: list[Notified] = []

    class Slow(Address):
        def send(self, url: str, document: Mapping[str, Any], *, webhook_id: str, owner: str) -> None:
            if not heard:
                heard.append(it.notify())
            super().send(url, document, webhook_id=webhook_id, owner=owner)

    it.address = Slow()
    assert it.notify() == Notified("sent")
    assert heard == [Notified("not due", TRY_S)]
    assert (len(it.address.taken), it.callback) == (1, Callback(DELIVERED, 1))
    assert it.notify() == NOTHING


def test_a_try_that_ends_late_does_not_turn_delivered_into_failed(it: Deployment) -> None:
    class Late(Address):
        def send(self, *_: object, **__: object) -> None:
            it.clock.advance(TRY_S)
            it.address = Address()
            assert it.notify() == Notified("sent")
            raise CallbackRefused("answered 410")

    it.address = Late()
    assert it.notify() == Notified("moved on")
    assert it.callback == Callback(DELIVERED, 2)


def test_who_loses_the_race_for_a_try_makes_none(it: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(it.reports, "replace_callback", lambda *_: False)
    assert it.notify() == Notified("another message is at it", TRY_S)
    assert it.address.taken == []


@pytest.mark.parametrize(
    "report",
    [
        replace(ENDED, report_id="another"),
        replace(ENDED, revision=2),
        replace(ENDED, request=a_request()),
        *(replace(ENDED, status=status) for status in (Status.QUEUED, Status.RUNNING, Status.FINALIZING)),
    ],
    ids=["unknown", "at another revision", "without an address", "queued", "running", "finalizing"],
)
def test_there_is_nobody_to_notify(report: Report) -> None:
    it = Deployment(report)
    assert it.notify() == NOTHING
    assert it.address.taken == []


# --- Once more ------------------------------------------------------------------------------------


def test_a_callback_that_failed_is_sent_once_more_with_all_its_tries(it: Deployment) -> None:
    it.address.refusals = [DOWN] * 11
    it.until_done()
    assert it.redeliver().callback == it.callback == Callback(asked_at=it.clock())
    assert it.sent == [ReportEnded(ENDED.report_id, 1, door="api", has_callback=True)]
    it.until_done()
    assert it.callback == Callback(DELIVERED, 1, asked_at=it.clock())


def test_a_callback_is_sent_once_more_each_minute_at_most(it: Deployment) -> None:
    it.notify()
    it.redeliver()
    for _ in range(50):
        with pytest.raises(RedeliveredTooSoon) as raised:
            it.redeliver()
    it.notify()
    it.clock.advance(raised.value.wait_s - 1)
    with pytest.raises(RedeliveredTooSoon):
        it.redeliver()
    it.clock.advance(1)
    it.redeliver()
    assert len(it.sent) == 2


def test_a_callback_that_was_delivered_is_sent_once_more_under_the_same_id(it: Deployment) -> None:
    it.notify()
    it.redeliver()
    it.notify()
    first, second = it.address.taken
    assert first == second
    assert first[2] == ID


def test_a_callback_asked_for_while_an_old_message_waits_is_delivered_once(it: Deployment) -> None:
    it.address.refusals = [DOWN]
    it.notify()
    it.redeliver()
    assert it.notify() == Notified("sent")
    assert it.notify() == NOTHING
    assert len(it.address.taken) == 1


@pytest.mark.parametrize("status", [Status.QUEUED, Status.RUNNING, Status.FINALIZING])
def test_a_report_that_has_not_ended_has_no_callback_to_send_again(status: Status) -> None:
    it = Deployment(replace(ENDED, status=status))
    with pytest.raises(ReportNotFinished):
        it.redeliver()
    assert it.sent == []


def test_a_report_without_an_address_has_no_callback_to_send_again() -> None:
    it = Deployment(replace(ENDED, request=a_request()))
    with pytest.raises(NoCallback):
        it.redeliver()
    assert it.sent == []


def test_a_callback_that_changes_at_that_moment_is_not_started_anew(it: Deployment) -> None:
    seen = it.report
    it.notify()
    with pytest.raises(RedeliveredTooSoon):
        redeliver(seen, now=it.clock(), reports=it.reports, queue=it)
    assert (it.sent, it.callback.status) == ([], DELIVERED)


def test_a_crash_before_the_message_is_sent_is_made_good_by_asking_again(it: Deployment) -> None:
    it.notify()
    it.fuse.left = 1
    with pytest.raises(Killed):
        it.redeliver()
    it.clock.advance(60)
    it.redeliver()
    assert len(it.sent) == 1
