"""Functions killed at the worst moments: whatever they leave half done is done, and its effect is one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from linernotes.reports.messages import ReportCheck, check_text
from linernotes.reports.ports import CheckReason
from tests.e2e.caller import Caller
from tests.e2e.expected import assert_right
from tests.e2e.waiting import eventually
from tests.e2e.wire import Moment, Wire
from tests.e2e.world import FINALIZE_VISIBILITY_S, World

pytestmark = pytest.mark.usefixtures("quick_redelivery")

Wires = dict[str, Wire]

# How the function that fetches writes windows, ends jobs and asks for the workbook, in calls to AWS.
WRITING_WINDOWS = "PutItem"
ENDING_JOBS = ("UpdateItem", "ends.#j")
CLAIMING = ("UpdateItem", "SET #status = :finalizing")
COMPLETING = ("UpdateItem", "finished_at = :now")


def assert_succeeded_once(world: World, report: Mapping[str, Any]) -> None:
    assert (report["status"], report["revision"], report["failures"]) == ("succeeded", 1, [])
    assert_right(report)
    world.assert_finalized_once(report)


def test_killed_after_the_upstream_call_and_before_the_write_a_fetch_is_done_again(
    world: World, caller: Caller, wires: Wires
) -> None:
    request = world.a_request()
    strike = wires["FetchFunction"].kill_on(WRITING_WINDOWS, mentioning=request["artists"][0])

    report = caller.make(request)

    assert strike.struck == 1
    assert len(world.calls()) > 3
    assert_succeeded_once(world, report)


def test_killed_between_the_write_and_the_acknowledgement_a_fetch_is_not_done_again(
    world: World, caller: Caller, wires: Wires
) -> None:
    request = world.a_request(platforms=["spotify"])
    strike = wires["FetchFunction"].kill_on(
        WRITING_WINDOWS, mentioning=request["artists"][0], moment=Moment.AFTER
    )

    report = caller.make(request)

    assert strike.struck == 1
    assert len(world.calls()) == 1
    assert_succeeded_once(world, report)


@pytest.mark.parametrize(
    ("call", "moment"),
    [
        (ENDING_JOBS, Moment.AFTER),
        (CLAIMING, Moment.AFTER),
        (("SendMessage", "all_jobs_ended"), Moment.AFTER),
    ],
    ids=["after the last job ended", "after the claim", "after the message"],
)
def test_killed_while_it_ends_the_last_job_a_fetch_function_leaves_no_report_hanging(
    world: World, caller: Caller, wires: Wires, call: tuple[str, str], moment: Moment
) -> None:
    operation, mentioning = call
    strike = wires["FetchFunction"].kill_on(operation, mentioning=mentioning, moment=moment)

    report = caller.make(world.a_request(platforms=["spotify"]))

    assert strike.struck == 1
    assert len(world.calls()) == 1
    assert_succeeded_once(world, report)


def test_killed_after_the_upload_finalizing_is_done_again_with_one_effect(
    world: World, caller: Caller, wires: Wires
) -> None:
    operation, mentioning = COMPLETING
    strike = wires["FinalizeFunction"].kill_on(operation, mentioning=mentioning)
    callback = world.receiver.url("/killed-after-the-upload")
    report_id = caller.ask(world.a_request(callback_url=callback))
    eventually(lambda: strike.struck, "strike")
    files = world.files_of(report_id)
    status = caller.report(report_id)["status"]

    report = caller.ended(report_id)

    names = {"report.xlsx", "report.json", "report.csv", "report-semicolon.csv"}
    assert {file.rpartition("/")[2] for file in files} == names
    assert len(files) == len(names)
    assert status == "finalizing"
    assert_succeeded_once(world, report)
    # The watch may come across the try that ends it; who is told twice then knows it by the delivery's id.
    deliveries = world.receiver.at("/killed-after-the-upload")
    assert {delivery.headers["webhook-id"] for delivery in deliveries} == {f"{report_id}_1_finished"}


def test_killed_between_the_end_and_the_callback_finalizing_still_sends_the_callback(
    world: World, caller: Caller, wires: Wires
) -> None:
    operation, mentioning = COMPLETING
    strike = wires["FinalizeFunction"].kill_on(operation, mentioning=mentioning, moment=Moment.AFTER)
    callback = world.receiver.url("/killed-before-the-callback")

    report = caller.make(world.a_request(callback_url=callback))

    assert strike.struck == 1
    assert (report["status"], report["revision"]) == ("succeeded", 1)
    assert_right(report)
    (delivery,) = eventually(
        lambda: world.receiver.at("/killed-before-the-callback"), "callback", within_s=90
    )
    assert delivery.document["data"]["report_id"] == report["report_id"]


def test_a_job_that_always_kills_its_function_ends_failed_and_its_report_partial(
    world: World, caller: Caller, wires: Wires
) -> None:
    request = world.a_request(3, platforms=["spotify"])
    killer, *_ = request["artists"]
    # It comes last, so that what was fetched beside it is stored by then.
    world.simulator.misbehave(rules=[{"match": {"artist": killer}, "then": "slow", "seconds": 0.5}])
    world.deliver_again_after("FetchJobsQueue", 1)
    strike = wires["FetchFunction"].kill_on(WRITING_WINDOWS, mentioning=killer, times=100)

    report = caller.make(request, within_s=90)

    assert 1 <= strike.struck <= 8
    assert report["status"] == "partial"
    (failure,) = report["failures"]
    assert (failure["artist__uuid"], failure["platform__slug"]) == (killer, "spotify")
    assert failure["retryable"] is True
    assert failure["reason"] == "the function fetching this stopped without an answer, several times over"
    assert_right(report, failed={(killer, "spotify")})
    world.assert_finalized_once(report)


def test_a_report_that_always_kills_finalizing_ends_failed_and_can_be_repaired(
    world: World, caller: Caller, wires: Wires
) -> None:
    operation, mentioning = COMPLETING
    world.deliver_again_after("ReportChecksQueue", 1)
    strike = wires["FinalizeFunction"].kill_on(operation, mentioning=mentioning, times=100)
    callback = world.receiver.url("/killed-for-good")
    failed = caller.make(world.a_request(callback_url=callback), within_s=120)
    wires["FinalizeFunction"].calm()
    world.deliver_again_after("ReportChecksQueue", FINALIZE_VISIBILITY_S)

    assert 1 <= strike.struck <= 10
    assert failed["status"] == "failed"
    assert "could not be worked out or written" in failed["failure"]
    assert "download_url" not in failed
    assert caller.get(f"/reports/{failed['report_id']}/download").status_code == 409
    # What is logged after the write comes a moment after it.
    logged = eventually(lambda: world.logged("report failed", report_id=failed["report_id"]), "log line")
    assert len(logged) == 1
    (delivery,) = eventually(lambda: world.receiver.at("/killed-for-good"), "callback")
    assert delivery.document["data"]["status"] == "failed"

    world.simulator.reset()
    assert caller.post(f"/reports/{failed['report_id']}/repair").status_code == 202
    repaired = caller.ended(failed["report_id"])

    assert (repaired["status"], repaired["revision"]) == ("succeeded", 2)
    assert world.calls() == []
    assert_right(repaired)
    world.assert_finalized_once(repaired)


def test_killed_before_the_last_job_was_sent_the_api_leaves_what_the_watch_dispatches(
    world: World, caller: Caller, wires: Wires
) -> None:
    request = world.a_request(4)
    # Twelve jobs are sent in two calls, of which this is in the second.
    strike = wires["ApiFunction"].kill_on("SendMessageBatch", mentioning="3.deezer")

    lost = caller.post("/reports", request, Idempotency_Key="tried-again")

    assert strike.struck == 1
    assert lost.status_code >= 500
    again = caller.post("/reports", request, Idempotency_Key="tried-again")
    assert again.status_code == 202
    report_id = again.json()["report_id"]
    assert again.json()["status"] == "queued"
    assert wires["ApiFunction"].passed("SendMessage", mentioning=report_id) == 2
    # The watch and the deadline, which were sent before anything else. The watch would come in half a minute.
    world.send("ReportChecksQueue", check_text(ReportCheck(report_id, 1, CheckReason.WATCH)))
    assert_succeeded_once(world, caller.ended(report_id))
