"""Over the API in process: an owner's subscriptions, by the role the function has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from linernotes.bootstrap import clock, subscriptions
from linernotes.subscriptions.messages import DueMessage, due_message_from
from linernotes.subscriptions.run import Delivery, DeliveryStatus, Run, RunStatus, occurrence_id
from linernotes.subscriptions.subscription import EmailTarget, Pause, PausedBy, SlackTarget
from local.simulator import start_simulator
from tests.integration.api_events import KEY, Answer, call
from tests.integration.moto_stack import MotoStack, moto_stack
from tests.unit.builders import LAURO
from tests.unit.subscription_bodies import REQUEST, WEEKLY, asking, body

NOW = datetime(2025, 1, 15, 12, 0, tzinfo=UTC)
"""A Wednesday."""
MONDAY = "2025-01-20T07:30:00Z"


@pytest.fixture(scope="module")
def upstream() -> Iterator[str]:
    with start_simulator() as simulator:
        yield simulator.base_url


@pytest.fixture(autouse=True)
def stack(monkeypatch: pytest.MonkeyPatch, upstream: str) -> Iterator[MotoStack]:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with moto_stack(upstream) as stack:
        told = subscriptions.services()
        told.settings = replace(told.settings, mail_from="notes@label.example", slack_enabled="true")
        yield stack


def made(**fields: Any) -> dict[str, Any]:
    answer = call("POST", "/subscriptions", body(**fields))
    assert answer.status == 201, answer.text
    subscription: dict[str, Any] = answer.json
    return subscription


def path_of(subscription: dict[str, Any]) -> str:
    return f"/subscriptions/{subscription['subscription_id']}"


def patched(subscription: dict[str, Any], **fields: Any) -> Answer:
    return call("PATCH", path_of(subscription), fields)


def type_of(answer: Answer) -> tuple[int, str]:
    assert answer.media_type == "application/problem+json"
    return answer.status, answer.json["type"].rpartition(":")[2]


def wrong_in(answer: Answer) -> dict[str, str]:
    """Give what a refusal says of each field."""
    assert answer.status == 422, answer.text
    return {error["field"]: error["message"] for error in answer.json["errors"]}


# ---------------------------------------------------------------------------------------- made and read


def test_a_subscription_is_made_listed_and_read_as_it_was_asked_for() -> None:
    answer = call("POST", "/subscriptions", WEEKLY)
    assert answer.status == 201
    made = answer.json
    assert answer.location == path_of(made)
    assert {name: made[name] for name in WEEKLY} == WEEKLY
    assert (made["skip"], made["only_when"]) == ("never", None)
    assert made["artists"] == [{"uuid": LAURO.uuid, "name": None}]
    assert (made["version"], made["created_at"]) == (1, "2025-01-15T12:00:00Z")
    assert (made["next_due"], made["paused"], made["failures"]) == (MONDAY, None, 0)
    assert call("GET", path_of(made)).json == made
    assert call("GET", "/subscriptions").json == {"subscriptions": [made]}


def test_what_is_answered_may_be_posted_to_make_the_same_again() -> None:
    first = made(skip="unchanged", only_when="unusual")
    content = {name: first[name] for name in (*WEEKLY, "skip", "only_when")}
    again = call("POST", "/subscriptions", content)
    assert again.status == 201, again.text
    assert {name: again.json[name] for name in content} == content


def test_whoever_makes_one_sees_whether_anything_comes_by_itself() -> None:
    subscription = made()
    assert subscription["scheduled"] is False, "the tick of the template is off unless it is turned on"
    assert call("POST", "/subscriptions/preview", WEEKLY).json["scheduled"] is False
    told = subscriptions.services()
    told.settings = replace(told.settings, schedule_state="ENABLED")
    assert call("GET", path_of(subscription)).json == {**subscription, "scheduled": True}
    (listed,) = call("GET", "/subscriptions").json["subscriptions"]
    assert listed["scheduled"] is True


def test_a_names_artist_is_found_when_the_subscription_is_made() -> None:
    request = {**REQUEST, "artists": [{"name": "Billie Eilish"}]}
    subscription = made(request=request)
    (artist,) = subscription["artists"]
    assert artist["name"] == "Billie Eilish"
    assert subscription["request"]["artists"] == [artist["uuid"]]


def test_a_name_that_is_nobodys_is_told_by_its_place_in_the_body() -> None:
    answer = call("POST", "/subscriptions", asking(artists=[LAURO.uuid, {"name": "Nobody At All Zq"}]))
    assert type_of(answer) == (422, "artist-unknown")
    assert wrong_in(answer).keys() == {"request.artists.1.name"}


def test_the_day_it_is_due_on_is_the_usual_one_unless_it_is_said() -> None:
    assert made(on=None)["on"] == 1
    assert made(every="month", on=None)["on"] == 3
    assert made(every="month", on=31)["on"] == 31
    daily = body(every="day")
    del daily["on"]
    assert call("POST", "/subscriptions", daily).json["on"] is None


def test_who_wants_to_hear_of_the_unusual_alone_pays_for_its_section_as_long_as_they_do() -> None:
    unusual, plain = made(only_when="unusual"), made()
    assert unusual["request"] == plain["request"], "what only_when needs is no part of what was asked for"
    cost = "upstream_calls_per_run"
    assert unusual["cost"][cost] > plain["cost"][cost]
    without = patched(unusual, only_when=None).json
    assert (without["request"], without["cost"][cost]) == (plain["request"], plain["cost"][cost])
    asked = made(only_when="unusual", request={**REQUEST, "sections": ["songs", "moments"]})
    assert asked["request"]["sections"] == ["songs", "moments"]
    assert "sections" not in made()["request"]


def test_another_owner_sees_and_changes_nothing_of_it() -> None:
    subscription = made()
    path = path_of(subscription)
    assert call("GET", "/subscriptions", key="another").json == {"subscriptions": []}
    for method, at, sent in (
        ("GET", path, None),
        ("PATCH", path, {"title": "Mine"}),
        ("DELETE", path, None),
        ("POST", f"{path}/run", None),
        ("GET", f"{path}/runs", None),
    ):
        refused = call(method, at, sent, key="another")
        assert type_of(refused) == (404, "subscription-not-found"), (method, at)
    assert call("GET", path).json == subscription


def test_one_that_was_deleted_is_gone_and_what_no_id_can_be_is_none() -> None:
    path = path_of(made())
    assert call("DELETE", path).status == 204
    for method in ("GET", "DELETE"):
        assert type_of(call(method, path)) == (404, "subscription-not-found")
        assert type_of(call(method, "/subscriptions/a.b")) == (404, "subscription-not-found")
    assert call("GET", "/subscriptions").json == {"subscriptions": []}


def test_no_owner_has_more_than_a_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linernotes.subscriptions.dynamo_subscriptions.MOST_SUBSCRIPTIONS", 1)
    made()
    assert type_of(call("POST", "/subscriptions", WEEKLY)) == (409, "too-many-subscriptions")


def test_an_idempotency_key_makes_one_subscription_and_refuses_to_make_another() -> None:
    def post(**fields: Any) -> Answer:
        return call("POST", "/subscriptions", body(**fields), headers={"Idempotency-Key": "once"})

    first = post()
    assert first.status == 201
    assert post().json == first.json
    assert type_of(post(title="Another")) == (422, "idempotency-key-reused")
    other = call("POST", "/subscriptions", WEEKLY, key="another", headers={"Idempotency-Key": "once"})
    assert other.json["subscription_id"] != first.json["subscription_id"]
    assert call("GET", "/subscriptions").json == {"subscriptions": [first.json]}
    assert wrong_in(
        call("POST", "/subscriptions", WEEKLY, headers={"Idempotency-Key": "two words"})
    ).keys() == {"Idempotency-Key"}


# ------------------------------------------------------------------------------------------------- cost


def test_its_cost_is_what_the_preview_of_its_report_says_times_its_runs() -> None:
    dated = {**REQUEST, "start_date": "2025-01-13", "end_date": "2025-01-14"}
    del dated["period"]
    preview = call("POST", "/reports/preview", dated).json
    cost = made()["cost"]
    assert cost["upstream_calls_per_run"] == preview["upstream_calls"]
    assert cost["runs_a_month"] in (4, 5)
    assert cost["upstream_calls_a_month"] == cost["runs_a_month"] * cost["upstream_calls_per_run"]
    assert (cost["fits"], cost["budget"]) == (True, preview["budget"])


def test_making_one_charges_nothing() -> None:
    assert made()["cost"]["budget"]["spent"] == 0
    assert call("GET", "/subscriptions").json["subscriptions"][0]["cost"]["budget"]["spent"] == 0


def with_budget(calls_a_month: int, max_calls: int = 3_000) -> None:
    """Have owners' budgets be another, as after a deployment."""
    told = subscriptions.services()
    told.settings = replace(
        told.settings, calls_per_owner_and_month=calls_a_month, max_calls_per_report=max_calls
    )


def test_one_whose_runs_a_months_budget_is_too_small_for_is_refused_with_its_figures() -> None:
    with_budget(5)
    answer = call("POST", "/subscriptions", WEEKLY)
    assert type_of(answer) == (422, "subscription-too-expensive")
    told = answer.json
    assert told["upstream_calls"] > told["limit"] == told["left"] == 5
    assert f"{told['upstream_calls']:,} calls" in told["detail"]
    shown = call("POST", "/subscriptions/preview", WEEKLY).json["cost"]
    assert (shown["fits"], shown["upstream_calls_a_month"], shown["runs_a_month"]) == (
        False,
        told["upstream_calls"],
        told["runs_a_month"],
    )


def test_one_whose_report_would_be_too_expensive_is_refused_as_the_report_would_be() -> None:
    with_budget(100_000, max_calls=1)
    assert type_of(call("POST", "/subscriptions", WEEKLY)) == (422, "too-expensive")
    assert call("POST", "/subscriptions", asking(max_upstream_calls=10)).status == 201


def test_a_preview_tells_cost_and_the_next_three_times_and_makes_nothing() -> None:
    answer = call("POST", "/subscriptions/preview", WEEKLY)
    assert answer.status == 200
    preview = answer.json
    assert preview["due"] == [MONDAY, "2025-01-27T07:30:00Z", "2025-02-03T07:30:00Z"]
    assert preview["next_due"] == MONDAY
    assert preview["first_period"] == {"start": "2025-01-13", "end": "2025-01-19", "days": 7}
    assert {name: preview[name] for name in WEEKLY} == WEEKLY
    assert call("GET", "/subscriptions").json == {"subscriptions": []}


# ------------------------------------------------------------------------------------------- refusals


def test_everything_that_is_wrong_is_named_at_once_also_by_a_preview() -> None:
    sent = body(title="", at="noon", deliver=[{"email": "x"}], request={**REQUEST, "platforms": []})
    for path in ("/subscriptions", "/subscriptions/preview"):
        wrong = wrong_in(call("POST", path, sent))
        assert wrong.keys() == {"title", "at", "deliver.0.email", "request.platforms"}


def test_a_target_this_installation_cannot_serve_is_refused_with_the_reason() -> None:
    told = subscriptions.services()
    told.settings = replace(told.settings, mail_from="", slack_enabled="false")
    wrong = wrong_in(call("POST", "/subscriptions", WEEKLY))
    assert wrong == {
        "deliver.0.slack_channel": "this installation does not deliver to Slack: its parameter SlackEnabled "
        "is false",
        "deliver.2.email": "this installation sends no e-mail: its parameter MailFrom is empty",
    }


def test_the_title_may_be_said_in_the_request_too_if_it_is_the_same() -> None:
    subscription = made(request={**REQUEST, "title": WEEKLY["title"]})
    assert "title" not in subscription["request"]


# ---------------------------------------------------------------------------------------------- changes


def test_what_a_change_gives_is_changed_and_the_rest_stays() -> None:
    subscription = made(request={**REQUEST, "artists": [{"name": "Billie Eilish"}]})
    changed = patched(subscription, title="Mondays", skip="empty", version=1)
    assert changed.status == 200
    assert changed.json == {**subscription, "title": "Mondays", "skip": "empty", "version": 2}
    assert call("GET", path_of(subscription)).json == changed.json


def test_a_change_of_nothing_changes_nothing() -> None:
    subscription = made()
    for fields in ({}, {"title": WEEKLY["title"]}, {"paused": False}, {"request": REQUEST}):
        assert patched(subscription, **fields).json == subscription


def test_another_rhythm_counts_from_now_and_another_request_waits_for_its_time() -> None:
    subscription = made()
    assert patched(subscription, at="09:00").json["next_due"] == "2025-01-20T08:00:00Z"
    monthly = patched(subscription, every="month").json
    assert (monthly["on"], monthly["next_due"]) == (3, "2025-02-03T08:00:00Z")
    daily = patched(subscription, every="day").json
    assert (daily["on"], daily["next_due"]) == (None, "2025-01-16T08:00:00Z")
    weekly = patched(subscription, every="week", on=5).json
    assert (weekly["on"], weekly["next_due"]) == (5, "2025-01-17T08:00:00Z")
    assert patched(subscription, request={**REQUEST, "country": "FR"}).json["next_due"] == weekly["next_due"]


def test_names_of_artists_are_found_in_a_change_and_kept_for_those_who_stay() -> None:
    subscription = made(request={**REQUEST, "artists": [{"name": "Billie Eilish"}]})
    (billie,) = subscription["artists"]
    changed = patched(
        subscription, request={**REQUEST, "artists": [billie["uuid"], {"name": "Tones and I"}]}
    ).json
    assert [artist["name"].casefold() for artist in changed["artists"]] == ["billie eilish", "tones and i"]


def test_whoever_saw_an_older_version_is_told_how_it_is_now() -> None:
    subscription = made()
    now = patched(subscription, title="First").json
    answer = patched(subscription, title="Second", version=1)
    assert type_of(answer) == (409, "subscription-changed")
    assert answer.json["subscription"] == now
    assert call("GET", path_of(subscription)).json == now
    assert patched(subscription, title="Second", version=2).json["version"] == 3


def test_one_that_is_paused_is_due_at_no_time_until_it_is_resumed() -> None:
    subscription = made()
    paused = patched(subscription, paused=True).json
    assert paused["paused"] == {"by": "owner", "at": "2025-01-15T12:00:00Z", "why": "You paused it."}
    assert paused["next_due"] is None
    assert patched(subscription, paused=True).json == paused
    assert patched(subscription, at="10:00").json["next_due"] is None
    resumed = patched(subscription, paused=False).json
    assert (resumed["paused"], resumed["next_due"]) == (None, "2025-01-20T09:00:00Z")


def test_one_that_failures_paused_begins_to_count_anew_once_it_is_resumed() -> None:
    subscription = made()
    store = subscriptions.services().subscriptions
    kept = stored(subscription)
    pause = Pause(PausedBy.FAILURES, NOW, "Three runs in a row failed.")
    assert store.replace(replace(kept, version=2, paused=pause, failures=3, next_due=None))
    assert call("GET", path_of(subscription)).json["paused"] == {
        "by": "failures",
        "at": "2025-01-15T12:00:00Z",
        "why": "Three runs in a row failed.",
    }
    assert patched(subscription, paused=True).json["paused"]["by"] == "failures"
    resumed = patched(subscription, paused=False).json
    assert (resumed["failures"], resumed["paused"], resumed["next_due"]) == (0, None, MONDAY)


def stored(subscription: dict[str, Any]) -> Any:
    """Read a subscription from its table."""
    store = subscriptions.services().subscriptions
    owner = subscriptions.services().callers.caller_of(KEY).owner
    kept = store.get(owner, subscription["subscription_id"])
    assert kept is not None
    return kept


def test_a_change_that_is_not_allowed_names_its_field_and_changes_nothing() -> None:
    subscription = made()
    for fields, field in (
        ({"title": None}, "title"),
        ({"on": 9}, "on"),
        ({"every": "day", "on": 1}, "on"),
        ({"deliver": []}, "deliver"),
        ({"request": {"period": "yesterday"}}, "request.artists"),
        ({"paused": "yes"}, "paused"),
        ({"version": 0}, "version"),
        ({"next_due": MONDAY}, "next_due"),
    ):
        assert field in wrong_in(patched(subscription, **fields)), fields
    assert call("GET", path_of(subscription)).json == subscription


def test_a_change_that_a_months_budget_is_too_small_for_is_refused() -> None:
    subscription = made()
    with_budget(subscription["cost"]["upstream_calls_a_month"])
    subscriptions.services().__dict__.pop("spending", None)
    assert type_of(patched(subscription, every="day")) == (422, "subscription-too-expensive")
    assert patched(subscription, title="As often").status == 200


def test_pausing_asks_nobody_whether_it_may_be_delivered_or_paid() -> None:
    subscription = made()
    with_budget(0)
    told = subscriptions.services()
    told.settings = replace(told.settings, mail_from="", slack_enabled="false")
    assert patched(subscription, paused=True).json["paused"]["by"] == "owner"


def test_what_has_not_changed_is_not_sent_again() -> None:
    subscription = made()
    path = path_of(subscription)
    tags = {asked: call("GET", asked).headers["etag"] for asked in ("/subscriptions", path, f"{path}/runs")}

    def again(asked: str) -> int:
        return call("GET", asked, headers={"If-None-Match": tags[asked]}).status

    assert [again(asked) for asked in tags] == [304, 304, 304]
    assert patched(subscription, title="another").status == 200
    assert [again(asked) for asked in tags] == [200, 200, 304]
    call("POST", f"{path}/run")
    assert again(f"{path}/runs") == 200


# ------------------------------------------------------------------------------------------------- runs


def test_a_run_by_hand_is_begun_and_asked_for_and_leaves_the_schedule(stack: MotoStack) -> None:
    subscription = made()
    answer = call("POST", f"{path_of(subscription)}/run")
    assert (answer.status, answer.location) == (202, f"{path_of(subscription)}/runs")
    receipt = answer.json
    assert (receipt["due_at"], receipt["late_s"], receipt["status"]) == (None, 0, "running")
    assert receipt["report_id"]
    assert call("GET", f"{path_of(subscription)}/runs").json == {"runs": [receipt]}
    assert call("GET", path_of(subscription)).json == subscription
    (message,) = stack.waiting("RunsQueue")
    owner = stored(subscription).owner
    assert due_message_from(json.dumps(message)) == DueMessage(
        owner, subscription["subscription_id"], NOW, run_id=receipt["run_id"]
    )


def test_a_paused_one_can_be_run_by_hand(stack: MotoStack) -> None:
    subscription = made()
    patched(subscription, paused=True)
    assert call("POST", f"{path_of(subscription)}/run").status == 202
    assert len(stack.waiting("RunsQueue")) == 1


def test_an_idempotency_key_begins_one_run() -> None:
    one, other = made(), made()

    def run(subscription: dict[str, Any], key: str) -> Answer:
        return call("POST", f"{path_of(subscription)}/run", headers={"Idempotency-Key": key})

    first = run(one, "once")
    assert run(one, "once").json == first.json
    assert type_of(run(other, "once")) == (422, "idempotency-key-reused")
    assert run(one, "twice").json["run_id"] != first.json["run_id"]
    assert len(call("GET", f"{path_of(one)}/runs").json["runs"]) == 2


def test_what_is_posted_to_a_run_is_refused_rather_than_passed_over() -> None:
    subscription = made()
    assert wrong_in(call("POST", f"{path_of(subscription)}/run", {"period": "yesterday"})).keys() == {
        "period"
    }


def test_receipts_tell_how_each_delivery_went_newest_first_a_part_at_a_time() -> None:
    subscription = made()
    kept = stored(subscription)
    due = [NOW + timedelta(days=7 * week) for week in range(3)]
    runs = [
        Run(
            occurrence_id(kept.subscription_id, at),
            kept.subscription_id,
            kept.owner,
            at,
            at + timedelta(seconds=125),
            RunStatus.PARTIAL,
            report_id=f"r-{week}",
            revision=2,
            calls=7,
            deliveries=(
                Delivery(
                    SlackTarget("C0123456789"), DeliveryStatus.DELIVERED, at, link="https://slack.example/1"
                ),
                Delivery(
                    EmailTarget("ada@label.example"),
                    DeliveryStatus.FAILED,
                    error="No such mailbox.",
                    progress={"told": "1"},
                ),
            ),
            why="2 of 3 days are there.",
            repair_due=at + timedelta(days=1),
        )
        for week, at in enumerate(due)
    ]
    assert subscriptions.services().subscriptions.begin(kept, kept, runs)
    path = f"{path_of(subscription)}/runs"
    first = call("GET", path, query={"limit": "2"}).json
    assert [run["report_id"] for run in first["runs"]] == ["r-2", "r-1"]
    assert first["runs"][1] == {
        "run_id": runs[1].run_id,
        "due_at": "2025-01-22T12:00:00Z",
        "started_at": "2025-01-22T12:02:05Z",
        "late_s": 125,
        "report_id": "r-1",
        "revision": 2,
        "status": "partial",
        "why": "2 of 3 days are there.",
        "calls": 7,
        "targets": [
            {
                "target": {"slack_channel": "C0123456789"},
                "status": "delivered",
                "at": "2025-01-22T12:00:00Z",
                "link": "https://slack.example/1",
                "error": None,
            },
            {
                "target": {"email": "ada@label.example"},
                "status": "failed",
                "at": None,
                "link": None,
                "error": "No such mailbox.",
            },
        ],
        "repair_due": "2025-01-23T12:00:00Z",
    }
    rest = call("GET", path, query={"limit": "2", "cursor": first["next"]}).json
    assert [run["report_id"] for run in rest["runs"]] == ["r-0"]
    assert "next" not in rest
    assert wrong_in(call("GET", path, query={"limit": "0"})).keys() == {"limit"}
    assert wrong_in(call("GET", path, query={"cursor": "x"})).keys() == {"cursor"}
