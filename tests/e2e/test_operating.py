"""What an operator does with the deployed stack: the smoke test, parked messages, a table restored."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from linernotes.reports.messages import ReportCheck, check_text
from linernotes.reports.ports import CheckReason
from ops.parked import PARKED, list_parked, place_of, redrive
from ops.restore import restore, table_of
from ops.smoke import CHECKS, OF_API_GATEWAY, smoke, visit_of
from tests.e2e.caller import Caller
from tests.e2e.waiting import eventually
from tests.e2e.world import World


def test_the_deployed_stack_passes_every_check_of_the_smoke_test(world: World) -> None:
    passed = dict(smoke(visit_of(world.stack)))
    assert passed == dict.fromkeys(name for name in CHECKS if name not in OF_API_GATEWAY)


def test_a_parked_message_is_listed_and_sent_back_to_work(world: World) -> None:
    place = place_of(world.stack)
    world.send(PARKED, check_text(ReportCheck("of-nobody", 1, CheckReason.WATCH)))
    told: list[str] = []
    left_by_others = list_parked(place, told.append) - 1
    (told_of_it,) = [line for line in told if "report of-nobody to look after (watch)" in line]
    this = told_of_it.partition(" ")[0]
    told.clear()

    assert redrive(place, told.append, only=this) == 1

    assert told[-1].endswith("to ReportChecksQueue")
    eventually(lambda: world.waiting_in("ReportChecksQueue") == 0, "the check to be done")
    assert world.waiting_in(PARKED) == left_by_others


def test_a_report_whose_item_was_lost_is_there_again(world: World, caller: Caller) -> None:
    report = caller.make(world.a_request(platforms=["spotify"]))
    dynamodb, table = world.stack.client("dynamodb"), table_of(world.stack, "ReportsTable")
    key = {"pk": {"S": f"REPORT#{report['report_id']}"}}
    at = datetime.now(UTC)
    # MiniStack restores a table as it is now; a run that was stopped leaves it beside the other.
    dynamodb.restore_table_to_point_in_time(
        SourceTableName=table, TargetTableName=f"{table}-{at:%Y%m%dT%H%M%S}", RestoreDateTime=at
    )
    dynamodb.delete_item(TableName=table, Key=key)
    lost = caller.get(f"/reports/{report['report_id']}").status_code

    done = restore(dynamodb, table, at, everything=False, now=lambda: datetime.now(UTC), sleep=time.sleep)

    assert (lost, done.copied) == (404, 1)
    assert caller.report(report["report_id"])["result"] == report["result"]
