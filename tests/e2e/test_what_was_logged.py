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
