from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from linernotes.api.resource import report_json
from linernotes.callbacks.notify_caller import notify_caller
from linernotes.model.errors import CallbackRefused, CallbackUnavailable
from linernotes.model.report import Report, Status
from tests.unit.builders import NOW, a_report, a_request
from tests.unit.memory import Fuse, Killed, MemoryReportStore

URL = "https://hooks.example.org/done"
ENDED = a_report(a_request(callback_url=URL), status=Status.SUCCEEDED, finished_at=NOW)


@dataclass
class Address:
    """A caller's address; `refusals` are raised one after the other before it takes anything."""

    refusals: list[Exception] = field(default_factory=list)
    taken: list[tuple[str, Mapping[str, Any], str]] = field(default_factory=list)

    def send(self, url: str, document: Mapping[str, Any], *, delivery_id: str) -> None:
        if self.refusals:
            raise self.refusals.pop(0)
        self.taken.append((url, document, delivery_id))


@pytest.fixture
def address() -> Address:
    return Address()


def stored(report: Report = ENDED, fuse: Fuse | None = None) -> MemoryReportStore:
    reports = MemoryReportStore(fuse)
    reports.create(report)
    return reports


def notify(reports: MemoryReportStore, address: Address, *, revision: int = 1) -> str | None:
    return notify_caller(ENDED.report_id, revision, reports=reports, sender=address, describe=report_json)


def notified_revision(reports: MemoryReportStore) -> int:
    report = reports.get(ENDED.report_id)
    assert report is not None
    return report.notified_revision


def test_the_caller_is_sent_the_report_as_the_api_gives_it(address: Address) -> None:
    reports = stored()
    assert notify(reports, address) == "sent"
    assert address.taken == [(URL, report_json(ENDED), f"{ENDED.report_id}.1")]
    assert notified_revision(reports) == 1


def test_the_caller_is_notified_once_however_often_that_is_asked_for(address: Address) -> None:
    reports = stored()
    assert [notify(reports, address) for _ in range(3)] == ["sent", None, None]
    assert len(address.taken) == 1


def test_an_address_that_does_not_answer_is_tried_again_later(address: Address) -> None:
    address.refusals = [CallbackUnavailable("hooks.example.org answered 503")]
    reports = stored()
    with pytest.raises(CallbackUnavailable):
        notify(reports, address)
    assert notified_revision(reports) == 0
    assert notify(reports, address) == "sent"


def test_an_address_that_refuses_is_not_tried_again(address: Address) -> None:
    address.refusals = [CallbackRefused("hooks.example.org answered 410")]
    reports = stored()
    assert notify(reports, address) == "hooks.example.org answered 410"
    assert notify(reports, address) is None
    assert (address.taken, notified_revision(reports)) == ([], 1)


def test_a_crash_before_noting_it_notifies_the_caller_again_under_the_same_delivery(address: Address) -> None:
    fuse = Fuse()
    reports = stored(fuse=fuse)
    fuse.left = 0
    with pytest.raises(Killed):
        notify(reports, address)
    assert notify(reports, address) == "sent"
    assert [delivery_id for _, _, delivery_id in address.taken] == [f"{ENDED.report_id}.1"] * 2


def test_the_caller_is_notified_of_each_revision(address: Address) -> None:
    reports = stored(replace(ENDED, revision=2, notified_revision=1))
    assert notify(reports, address, revision=2) == "sent"
    assert notified_revision(reports) == 2


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
def test_there_is_nobody_to_notify(address: Address, report: Report) -> None:
    assert notify(stored(report), address) is None
    assert address.taken == []
