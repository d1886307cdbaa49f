"""What queues may do and callers cannot see: messages that come twice, late, or are none of ours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from linernotes.model.periods import Period
from linernotes.model.report import FetchJob
from linernotes.reports.messages import ReportCheck, check_text, job_text
from linernotes.reports.ports import CheckReason
from tests.e2e.caller import Caller
from tests.e2e.expected import assert_right
from tests.e2e.waiting import eventually
from tests.e2e.wire import Wire
from tests.e2e.world import World

NOBODY = "00000000-0000-4000-8000-000000000000"


def a_job(artist: str, source: str = "spotify") -> FetchJob:
    """Make a job of no report."""
    now = datetime.now(UTC)
    return FetchJob(
        report_id="a-report-that-never-was",
        revision=1,
        job_id=f"0.{source}",
        artist_uuid=artist,
        section="audience",
        country=None,
        platform=source,
        periods=(Period(date(2024, 9, 1), date(2024, 9, 30)),),
        collect_until=now + timedelta(minutes=5),
        requested_at=now,
        started_at=now,
        fresh=False,
        songs_limit=25,
        owner="nobody",
        bulk=False,
    )


def parked(world: World) -> list[str]:
    """List the bodies of the messages that were put aside for a person to read."""
    received = world.sqs.receive_message(
        QueueUrl=world.queue_url("ParkedMessages"), MaxNumberOfMessages=10, VisibilityTimeout=0
    )
    return [message["Body"] for message in received.get("Messages", ())]


def assert_succeeded_once(world: World, report: Mapping[str, Any]) -> None:
    assert (report["status"], report["revision"], report["failures"]) == ("succeeded", 1, [])
    assert_right(report)
    world.assert_finalized_once(report)


def test_every_message_delivered_twice_makes_one_report(
    world: World, caller: Caller, wires: dict[str, Wire]
) -> None:
    for wire in wires.values():
        wire.double_messages()
    path = "/delivered-twice"

    report = caller.make(world.a_request(4, callback_url=world.receiver.url(path)))

    assert_succeeded_once(world, report)
    assert report["progress"] == {"total": 12, "done": 12, "failed": 0}
    assert 12 <= len(world.calls()) <= 24
    deliveries = eventually(lambda: world.receiver.at(path), "callback")
    assert {delivery.headers["webhook-id"] for delivery in deliveries} == {
        f"{report['report_id']}_1_finished"
    }


def test_messages_about_an_ended_report_change_nothing(world: World, caller: Caller) -> None:
    report = caller.make(world.a_request())
    again = a_job(report["request"]["artists"][0])

    for check_reason in CheckReason:
        message = ReportCheck(report["report_id"], 1, check_reason)
        world.send("ReportChecksQueue", check_text(message))
    world.send("FetchJobsQueue", job_text(again).replace(again.report_id, report["report_id"]))

    world.assert_finalized_once(report)
    after = caller.report(report["report_id"])
    volatile = ("download_url", "download_expires_at", "downloads")
    assert {name: value for name, value in after.items() if name not in volatile} == {
        name: value for name, value in report.items() if name not in volatile
    }


def test_messages_about_reports_that_never_were_are_dropped(world: World) -> None:
    for check_reason in CheckReason:
        world.send("ReportChecksQueue", check_text(ReportCheck(NOBODY, 1, check_reason)))
    world.send("FetchJobsQueue", job_text(a_job(*world.new_artists(1))))

    world.settle()

    assert world.caller.get(f"/reports/{NOBODY}").status_code == 404
    assert not [body for body in parked(world) if NOBODY in body]


@pytest.mark.usefixtures("quick_redelivery")
def test_messages_that_are_no_jobs_end_parked_and_disturb_no_report(world: World, caller: Caller) -> None:
    for queue in ("FetchJobsQueue", "FetchJobsDeadLetters"):
        world.deliver_again_after(queue, 1)
    request = world.a_request(2, platforms=["spotify"])
    poison = ["this is no job", job_text(a_job(request["artists"][0], source="myspace"))]
    # With one delivery to the function, which so has them beside the jobs of the report.
    with world.paused("FetchFunction"):
        for body in poison:
            world.send("FetchJobsQueue", body)
        report_id = caller.ask(request)

    report = caller.ended(report_id)

    assert (report["status"], report["failures"]) == ("succeeded", [])
    assert_right(report)
    eventually(lambda: set(poison) <= set(parked(world)), "parked messages", within_s=60)
    world.deliver_again_after("FetchJobsDeadLetters", 3)
    world.assert_finalized_once(report)
