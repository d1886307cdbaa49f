"""The function Slack waits for, by its handler: what it reads and keeps of tables, and what it hands over."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import SignatureVerifier

from functions.slack import app
from linernotes.aws import clients as aws
from linernotes.bootstrap import slack
from linernotes.slack.form import SETTINGS_FORM
from local.slack_double import SlackDouble, start_slack_double
from local.slack_double.addresses import new_trigger
from tests.integration.moto_stack import Context, MotoStack, moto_stack
from tests.unit.template import environment

SECRET = "a-signing-secret"
WORKSPACE, CHANNEL, USER = "T0WORKSPACE", "C0CHANNEL", "U0MANAGER"


@pytest.fixture(scope="module")
def double() -> Iterator[SlackDouble]:
    with start_slack_double() as double:
        yield double


@pytest.fixture
def stack(double: SlackDouble) -> Iterator[MotoStack]:
    double.reset()
    with moto_stack("http://127.0.0.1:9") as stack:
        told = json.dumps({"signing_secret": SECRET, "bot_token": double.token})
        aws.client("secretsmanager").put_secret_value(
            SecretId=stack.names["SlackSecret.Id"], SecretString=told
        )
        parameters = {"SlackApiUrl": double.api_url, "SlackResponseHosts": "hooks.slack.com"}
        settings = environment("SlackFunction", names=stack.names, parameters=parameters)
        slack.services.cache_clear()
        with patch.dict(os.environ, settings):
            yield stack
        slack.services.cache_clear()
    assert double.broken == []


def sent(path: str, form: dict[str, str], *, arrived_s_ago: float = 0.0) -> Any:
    """Give what the function answers to a form that Slack has signed, as JSON if there is any."""
    body, timestamp = urlencode(form), str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body)
    event = {
        "resource": path,
        "headers": {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature},
        "requestContext": {
            "domainName": "api.example",
            "stage": "v1",
            "apiId": "an-api",
            "requestTimeEpoch": int((time.time() - arrived_s_ago) * 1000),
        },
        "body": body,
    }
    answer = app.handler(event, Context(time_left_s=3))
    assert answer["statusCode"] == 200
    return json.loads(answer["body"]) if answer["body"] else None


def typed(text: str) -> Any:
    form = {"team_id": WORKSPACE, "channel_id": CHANNEL, "user_id": USER, "text": text}
    return sent("/slack/commands", {**form, "trigger_id": new_trigger(now=time.time())})


def done(**payload: Any) -> Any:
    whole = {"team": {"id": WORKSPACE}, "user": {"id": USER}, "trigger_id": new_trigger(now=time.time())}
    return sent("/slack/interactions", {"payload": json.dumps({**whole, **payload})})


def test_settings_that_were_saved_are_what_lines_leave_out_until_they_are_cleared(
    stack: MotoStack, double: SlackDouble
) -> None:
    assert "On which platforms?" in typed("Elisa for 2024-09")["text"]
    assert typed("settings") is None
    (view,) = double.views
    values = {"platforms": {"platforms": {"selected_options": [{"value": "deezer"}]}}}
    sending = {"type": "view_submission", "view": {**view, "id": "V0", "state": {"values": values}}}
    assert view["callback_id"] == SETTINGS_FORM
    assert done(**sending)["response_action"] == "update"

    assert "Working on it" in typed("Elisa for 2024-09")["text"]
    (message,) = stack.waiting("SlackQueue")
    assert (message["action"], message["line"]) == ("ask", "Elisa on deezer for 2024-09")

    sending["view"] = {**view, "id": "V0", "state": {"values": {}}}
    assert "has no settings now" in json.dumps(done(**sending))
    assert "On which platforms?" in typed("Elisa for 2024-09")["text"]


@pytest.mark.parametrize(("arrived_s_ago", "counted"), [(0.1, 0), (3.1, 1)])
def test_an_answer_that_comes_later_than_slack_waits_is_counted(
    arrived_s_ago: float, counted: int, stack: MotoStack, capsys: pytest.CaptureFixture[str]
) -> None:
    form = {"team_id": WORKSPACE, "channel_id": CHANNEL, "user_id": USER, "text": "list"}
    sent("/slack/commands", {**form, "trigger_id": new_trigger(now=time.time())}, arrived_s_ago=arrived_s_ago)
    assert len(stack.waiting("SlackQueue")) == 1
    assert capsys.readouterr().out.count('"SlackAnswersLate":[1.0]') == counted


def test_a_word_of_its_own_is_handed_over_and_a_shortcut_opens_the_form(
    stack: MotoStack, double: SlackDouble
) -> None:
    assert typed("list") is None
    (message,) = stack.waiting("SlackQueue")
    assert (message["action"], message["workspace"], message["user"]) == ("list", WORKSPACE, USER)
    assert done(type="shortcut", callback_id="new_report") is None
    (view,) = double.views
    assert "channel" in [block["block_id"] for block in view["blocks"]]


@pytest.mark.usefixtures("stack")
@pytest.mark.parametrize("timestamp", ["", "soon", "nan", "1e9", "9" * 400, "\u0661"])
def test_a_signature_of_no_time_there_is_is_refused_like_any_other(timestamp: str) -> None:
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body="text=help")
    event = {
        "resource": "/slack/commands",
        "headers": {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature},
        "requestContext": {"requestId": "e6b1a2f0-6a55-4b44-8f0a-0c1b2d3e4f50"},
        "body": "text=help",
    }
    assert app.handler(event, Context(time_left_s=3))["statusCode"] == 401


@pytest.mark.usefixtures("stack")
@pytest.mark.parametrize("initialization", ["snap-start", "provisioned-concurrency"])
def test_what_starts_before_it_is_called_has_all_it_needs_and_has_asked_nobody(initialization: str) -> None:
    secrets = aws.client("secretsmanager")
    with patch.object(secrets, "get_secret_value", side_effect=AssertionError("a secret is in the snapshot")):
        slack.prepare(initialization)

    assert {"messenger", "conversations", "channels"} <= vars(slack.services()).keys()
    assert "On which platforms?" in typed("Elisa for 2024-09")["text"]


@pytest.mark.usefixtures("stack")
@pytest.mark.parametrize("initialization", [None, "on-demand"])
def test_what_starts_when_it_is_called_makes_only_what_that_call_needs(initialization: str | None) -> None:
    slack.prepare(initialization)

    assert slack.services.cache_info().currsize == 0
