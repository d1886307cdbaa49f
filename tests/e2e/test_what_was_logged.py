"""What all functions logged in all these tests: events, and nothing a reader of logs must not see."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from local.slack_double import BOT_TOKEN, Slacker
from tests.e2e.caller import Caller
from tests.e2e.waiting import eventually
from tests.e2e.world import API_KEY, SIGNING_SECRET, Log, World

TITLE = "A title nobody else would give a report"


@pytest.fixture(scope="module")
def logs(world: World) -> list[Log]:
    """Everything that was logged, by a report with all that is told at times included."""
    world.drop_messages()
    world.simulator.misbehave(rules=[{"match": {"platform": "instagram"}, "then": 400}])
    callback = world.receiver.url("/logged?token=only-for-the-receiver")
    world.caller.make(world.a_request(title=TITLE, callback_url=callback))
    world.caller.post("/reports", {"artists": [{"name": "Nirvana"}], "title": TITLE})
    slacker = Slacker(world.stack.api_url, world.stack.slack_signing_secret, world.slack.url)
    assert slacker.command("Billie Eilish on spotify for 2024-09").status_code == 200
    assert slacker.command("A name nobody else would type on deezer for 2024-09").status_code == 200
    eventually(world.slack.shown_files, "workbook in Slack")
    world.settle()
    return world.logs()


def assert_nowhere(logs: list[Log], text: str) -> None:
    assert [log.function for log in logs if text in log.text] == []


def test_events_are_logged_with_the_report_they_are_about(logs: list[Log]) -> None:
    messages = {log.fields["message"] for log in logs if log.fields.get("report_id")}

    assert {"report requested", "report ended", "notify"} <= messages


def test_a_report_is_followed_by_its_id_from_the_request_to_the_last_line(world: World) -> None:
    asked = world.a_request(callback_url=world.receiver.url("/followed"))
    report_id = world.caller.make(asked)["report_id"]
    eventually(lambda: world.logged("notify", report_id=report_id, outcome="sent"), "callback in the logs")
    world.settle()
    lines = [log for log in world.logs() if report_id in log.text and "level" in log.fields]
    in_order = sorted(lines, key=lambda log: str(log.fields["timestamp"]))

    assert {log.fields.get("report_id") for log in lines} == {report_id}
    assert in_order[0].fields["message"] == "report requested"
    assert in_order[0].fields["request_id"]
    assert in_order[-1].fields["message"] == "notify"
    assert [log.function for log in in_order if log.fields["message"] == "report ended"] == [
        "FinalizeFunction"
    ]
    assert {log.function for log in lines} == {
        "ApiFunction",
        "FetchFunction",
        "FinalizeFunction",
        "NotifyFunction",
    }


def test_what_works_on_reports_logs_nothing_without_an_id(logs: list[Log]) -> None:
    functions = ("FetchFunction", "FinalizeFunction", "NotifyFunction", "SlackMessagesFunction")
    lines = [log for log in logs if log.function in functions and "level" in log.fields]

    assert lines
    about_none = [log.text for log in lines if "report_id" not in log.fields]
    assert [text for text in about_none if "broken message" not in text] == []


def test_a_report_of_slack_goes_by_one_id_from_the_command_to_its_end(logs: list[Log]) -> None:
    by_message: dict[str, set[str]] = {"handed over": set(), "slack": set(), "report ended": set()}
    for log in logs:
        if (message := str(log.fields.get("message"))) in by_message:
            by_message[message].add(str(log.fields.get("report_id")))

    assert set.intersection(*by_message.values())


def test_every_line_and_every_metric_says_of_which_stack_it_is(world: World, logs: list[Log]) -> None:
    services = {str(log.fields["service"]) for log in logs if "service" in log.fields}

    assert services == {world.stack.stack_name}
    assert any('"Namespace":"LinerNotes"' in log.text for log in logs)


def test_logs_hold_no_keys_and_no_credentials(world: World, caller: Caller, logs: list[Log]) -> None:
    secrets = world.stack.client("secretsmanager")
    callback_secret = secrets.get_secret_value(SecretId=world.outputs["CallbackSecret"])["SecretString"]
    secrets.close()

    assert caller.api_key is not None
    for secret in (
        caller.api_key,
        API_KEY,
        callback_secret,
        "only-for-the-receiver",
        SIGNING_SECRET,
        BOT_TOKEN,
        "/hooks/T0",
        "#shared=",
        "A name nobody else would type",
    ):
        assert_nowhere(logs, secret)
    for name in ("X-Amz-Signature", "X-Amz-Security-Token", "aws_secret_access_key", "x-api-key"):
        assert_nowhere(logs, name)
    assert [log.function for log in logs if re.search(r"\b(AKIA|ASIA)[A-Z0-9]{16}\b", log.text)] == []


def test_logs_hold_no_bodies(logs: list[Log]) -> None:
    for text in (TITLE, "countryPlots", "followerCount", "detailed_breakdown", '\\"platforms\\"'):
        assert_nowhere(logs, text)


def test_each_end_of_a_report_is_counted_once(logs: list[Log]) -> None:
    ended = [
        (log.fields["report_id"], log.fields["revision"])
        for log in logs
        if log.fields.get("message") == "report ended"
    ]
    counted = [log for log in logs if '"Namespace":"LinerNotes"' in log.text and '"ReportsEnded"' in log.text]
    failed = [log for log in logs if log.fields.get("message") == "report failed"]

    assert [end for end, times in Counter(ended).items() if times > 1] == []
    assert len(counted) == len(ended) + len(failed)
