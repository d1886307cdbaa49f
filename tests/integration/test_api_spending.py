"""What reports cost over the HTTP API, in process: refused when too expensive, charged, corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from linernotes.aws import clients as aws
from linernotes.bootstrap import api
from linernotes.model.errors import StoreBusy
from linernotes.reports.dynamo_budgets import DynamoBudgets
from linernotes.sections.sources import SOURCES
from local.simulator import BILLIE_EILISH, TONES_AND_I, Simulator, start_simulator
from tests.integration.api_events import Answer, call
from tests.integration.moto_stack import MotoStack, moto_stack

PROBLEM = "application/problem+json"


@pytest.fixture(scope="module")
def running_simulator() -> Iterator[Simulator]:
    with start_simulator() as simulator:
        yield simulator


@pytest.fixture
def simulator(running_simulator: Simulator) -> Simulator:
    running_simulator.reset()
    return running_simulator


@pytest.fixture(autouse=True)
def stack(simulator: Simulator, request: pytest.FixtureRequest) -> Iterator[MotoStack]:
    """Deploy with the reserve a test has as its parameter, else without any."""
    with moto_stack(simulator.base_url, reserve_percent=getattr(request, "param", 0)) as stack:
        yield stack


def a_body(**fields: Any) -> dict[str, Any]:
    """Make a request's body of one call, unless told otherwise."""
    return {
        "artists": [BILLIE_EILISH],
        "platforms": ["spotify"],
        "start_date": "2024-09-01",
        "end_date": "2024-09-30",
        **fields,
    }


def unknown_artists(number: int) -> list[str]:
    return [f"11e81bcc-9c1c-ce38-b96b-{one:012x}" for one in range(number)]


EXPENSIVE = a_body(artists=unknown_artists(50), platforms=list(SOURCES), start_date="2022-01-01")


# --- The price ----------------------------------------------------------------------------------------


def test_a_report_that_is_too_expensive_is_refused_with_the_figures_of_its_preview(stack: MotoStack) -> None:
    preview = call("POST", "/reports/preview", EXPENSIVE).json
    assert (preview["too_expensive"], preview["limit"]) == (True, 3_000)
    answer = call("POST", "/reports", EXPENSIVE)
    assert (answer.status, answer.media_type) == (422, PROBLEM)
    assert answer.json["type"].endswith("too-expensive")
    figures = {name: answer.json[name] for name in ("jobs", "upstream_calls", "cached", "limit")}
    assert figures == {name: preview[name] for name in figures}
    assert stack.waiting("FetchJobsQueue") == []


def test_a_request_that_allows_its_price_is_accepted() -> None:
    price = call("POST", "/reports/preview", EXPENSIVE).json["price"]
    less, enough = ({**EXPENSIVE, "max_upstream_calls": price - off} for off in (1, 0))
    assert call("POST", "/reports", less).json["limit"] == price - 1
    answer = call("POST", "/reports", enough)
    assert (answer.status, answer.json["request"]) == (202, enough)


def test_who_allows_more_calls_may_keep_the_idempotency_key() -> None:
    price = call("POST", "/reports/preview", EXPENSIVE).json["price"]
    key = {"Idempotency-Key": "once"}
    assert call("POST", "/reports", EXPENSIVE, headers=key).status == 422
    accepted, again = (
        call("POST", "/reports", {**EXPENSIVE, "max_upstream_calls": price + more}, headers=key)
        for more in (0, 1)
    )
    assert (accepted.status, again.status) == (202, 202)
    assert again.json["report_id"] == accepted.json["report_id"]


def test_what_is_cached_does_not_count(stack: MotoStack) -> None:
    two = a_body(artists=[BILLIE_EILISH, TONES_AND_I])
    call("POST", "/reports", two)
    stack.deliver()
    again = call("POST", "/reports", {**two, "platforms": ["spotify", "deezer"], "max_upstream_calls": 2})
    assert again.status == 202


@pytest.mark.parametrize("number", [0, -1, 1_000_001, 1.5, "5", True])
def test_a_number_of_calls_that_is_none_is_refused_with_what_is_allowed(number: Any) -> None:
    answer = call("POST", "/reports", a_body(max_upstream_calls=number))
    assert answer.status == 422
    assert answer.json["errors"] == [
        {"field": "max_upstream_calls", "message": "give a whole number from 1 to 1,000,000"}
    ]


# --- The budget ---------------------------------------------------------------------------------------

LIMIT = 100_000


def budget() -> dict[str, Any]:
    told: dict[str, Any] = call("POST", "/reports/preview", a_body()).json["budget"]
    return told


def rate_limit(answer: Answer) -> tuple[int, int, int, int]:
    """Read the two headers: quota, seconds of its month, what is left, and seconds until there is another."""
    policy = re.fullmatch(r'"calls";q=(\d+);w=(\d+)', answer.headers["ratelimit-policy"])
    limit = re.fullmatch(r'"calls";r=(\d+);t=(\d+)', answer.headers["ratelimit"])
    assert policy
    assert limit
    quota, month_s, left, resets_in_s = map(int, (*policy.groups(), *limit.groups()))
    return quota, month_s, left, resets_in_s


def spend(stack: MotoStack, calls: int) -> None:
    """Spend so many calls of the caller's budget."""
    assert call("POST", "/reports", a_body()).status in (200, 202)
    table = stack.names["ReportsTable"]
    dynamodb = aws.client("dynamodb")
    items = dynamodb.scan(TableName=table)["Items"]
    (account,) = [item["pk"] for item in items if item["pk"]["S"].startswith("BUDGET#")]
    dynamodb.update_item(
        TableName=table,
        Key={"pk": account},
        UpdateExpression="SET spent = :calls",
        ExpressionAttributeValues={":calls": {"N": str(calls)}},
    )


def test_a_report_is_charged_and_corrected_at_its_end(stack: MotoStack) -> None:
    two = a_body(artists=[BILLIE_EILISH, TONES_AND_I])
    assert budget()["spent"] == 0
    call("POST", "/reports", two)
    stack.deliver()
    call("POST", "/reports", {**two, "title": "The same by another name"})
    assert (budget()["spent"], budget()["left"]) == (4, LIMIT - 4)
    stack.deliver()
    assert budget()["spent"] == 2


def test_every_answer_about_a_report_to_be_made_tells_the_budget(
    stack: MotoStack, simulator: Simulator
) -> None:
    simulator.misbehave(rules=[{"match": {"platform": "spotify"}, "then": 400}])
    posted = call("POST", "/reports", a_body())
    stack.deliver()
    answers = [posted, call("POST", "/reports/preview", a_body())]
    answers.append(call("POST", f"{posted.location}/repair"))
    for answer, left in zip(answers, (LIMIT - 1, LIMIT - 1, LIMIT - 2), strict=True):
        quota, month_s, told, resets_in_s = rate_limit(answer)
        assert (quota, told) == (LIMIT, left)
        assert month_s in (28 * 86_400, 29 * 86_400, 30 * 86_400, 31 * 86_400)
        assert 0 < resets_in_s <= month_s


def test_a_report_that_was_accepted_is_answered_though_its_budget_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def busy(*_: object) -> int:
        raise StoreBusy("the table takes no more for the moment")

    monkeypatch.setattr(DynamoBudgets, "spent", busy)
    answer = call("POST", "/reports", a_body())
    assert answer.status == 202
    assert "ratelimit" not in answer.headers


def test_a_budget_that_is_spent_refuses_with_its_figures(stack: MotoStack) -> None:
    spend(stack, LIMIT - 1)
    answer = call("POST", "/reports", a_body(artists=[BILLIE_EILISH, TONES_AND_I]))
    assert (answer.status, answer.media_type) == (429, PROBLEM)
    assert answer.json["type"].endswith("budget-spent")
    figures = {name: answer.json[name] for name in ("limit", "spent", "left", "price")}
    assert figures == {"limit": LIMIT, "spent": LIMIT - 1, "left": 1, "price": 2}
    wait_s = int(answer.headers["retry-after"])
    resets_at = datetime.fromisoformat(answer.json["resets_at"])
    assert abs((resets_at - datetime.now(UTC)).total_seconds() - wait_s) < 60
    assert rate_limit(answer)[2:] == (1, wait_s)
    assert call("POST", "/reports", a_body(artists=[TONES_AND_I])).status == 202


def test_a_spent_budget_touches_nobody_elses(stack: MotoStack) -> None:
    spend(stack, LIMIT)
    assert call("POST", "/reports", a_body(fresh=True)).status == 429
    assert call("POST", "/reports", a_body(fresh=True), key="another-key-of-another-caller").status == 202


def test_what_takes_no_calls_is_made_with_nothing_left(stack: MotoStack) -> None:
    spend(stack, LIMIT)
    stack.deliver()
    spend(stack, LIMIT)
    assert call("POST", "/reports", a_body()).status == 200
    assert call("POST", "/reports", a_body(title="The same by another name")).status == 202


def test_a_repair_with_nothing_left_is_refused(stack: MotoStack, simulator: Simulator) -> None:
    simulator.misbehave(rules=[{"match": {"platform": "spotify"}, "then": 400}])
    path = call("POST", "/reports", a_body()).location
    stack.deliver()
    spend(stack, LIMIT)
    answer = call("POST", f"{path}/repair")
    assert (answer.status, answer.json["left"]) == (429, 0)
    assert call("GET", path).json["revision"] == 1


def test_the_same_idempotency_key_charges_once() -> None:
    key = {"idempotency-key": "september"}
    first, second = (call("POST", "/reports", a_body(), headers=key) for _ in range(2))
    assert first.location == second.location
    assert budget()["spent"] == 1


# --- The reserve --------------------------------------------------------------------------------------


def usage_calls(simulator: Simulator) -> int:
    told: int = simulator.calls()["by_endpoint"].get("usage", 0)
    return told


@pytest.mark.parametrize("stack", [95], indirect=True)
def test_a_report_that_would_touch_the_reserve_is_refused_as_not_possible_now(simulator: Simulator) -> None:
    simulator.misbehave(quota=20)
    assert call("POST", "/reports", a_body()).status == 202
    answer = call("POST", "/reports", a_body(artists=[BILLIE_EILISH, TONES_AND_I]))
    assert (answer.status, answer.media_type) == (503, PROBLEM)
    assert answer.json["type"].endswith("quota-reserved")
    assert (answer.json["price"], answer.json["left"]) == (2, 1)
    assert 1 <= int(answer.headers["retry-after"]) <= 3_600
    assert usage_calls(simulator) == 1


@pytest.mark.parametrize("stack", [10], indirect=True)
def test_what_is_left_is_asked_once_for_all_environments(simulator: Simulator) -> None:
    for _ in range(3):
        assert call("POST", "/reports", a_body(fresh=True)).status == 202
        vars(api.services()).pop("spending")
    assert usage_calls(simulator) == 1


@pytest.mark.parametrize("stack", [100], indirect=True)
def test_reports_are_made_while_nobody_tells_what_is_left(simulator: Simulator) -> None:
    simulator.misbehave(rules=[{"match": {"path": "/team/usage"}, "then": 503}])
    assert call("POST", "/reports", a_body()).status == 202
    assert usage_calls(simulator) == 1
