"""An owner's budget of calls, as callers meet it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from tests.e2e.caller import Caller
from tests.e2e.world import World


def budget(world: World, caller: Caller) -> dict[str, Any]:
    answer = caller.post("/reports/preview", world.a_request())
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()["budget"]
    return told


def spend_all(world: World, report_id: str, limit: int) -> None:
    """Spend the whole budget of whoever made a report."""
    table = world.name_of("ReportsTable")
    report = world.dynamodb.get_item(TableName=table, Key={"pk": {"S": f"REPORT#{report_id}"}})["Item"]
    account = f"BUDGET#{report['owner']['S']}#{datetime.now(UTC):%Y-%m}"
    world.dynamodb.update_item(
        TableName=table,
        Key={"pk": {"S": account}},
        UpdateExpression="SET spent = :limit",
        ExpressionAttributeValues={":limit": {"N": str(limit)}},
    )


def test_a_report_is_charged_and_corrected_at_its_end(world: World, other_caller: Caller) -> None:
    before = budget(world, other_caller)["spent"]
    request = world.a_request(platforms=["spotify", "deezer"])
    report = other_caller.make(request)
    assert report["status"] == "succeeded"
    assert budget(world, other_caller)["spent"] == before + report["upstream_calls"]
    other_caller.make({**request, "platforms": ["spotify"]})
    assert budget(world, other_caller)["spent"] == before + report["upstream_calls"]


def test_a_budget_spent_by_one_owner_does_not_touch_anothers(
    world: World, caller: Caller, other_caller: Caller
) -> None:
    report_id = other_caller.make(world.a_request())["report_id"]
    spend_all(world, report_id, budget(world, other_caller)["limit"])

    refused = other_caller.post("/reports", {**world.a_request(), "fresh": True})
    assert refused.status_code == 429, refused.text
    problem = refused.json()
    assert problem["type"].endswith("budget-spent")
    assert (problem["left"], problem["spent"]) == (0, problem["limit"])
    assert int(refused.headers["retry-after"]) > 0
    assert re.fullmatch(r'"calls";r=0;t=\d+', refused.headers["ratelimit"])

    accepted = caller.post("/reports", {**world.a_request(), "fresh": True})
    assert accepted.status_code == 202, accepted.text
    assert not re.match(r'"calls";r=0;', accepted.headers["ratelimit"])
