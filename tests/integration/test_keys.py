"""Keys made with `make key` and used at the API, which looks them up in its table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest

from linernotes.aws import clients as aws
from linernotes.bootstrap import api
from linernotes.reports.dynamo_keys import DynamoKeyStore
from linernotes.reports.owners import key_digest, unnamed_owner
from linernotes.routes.answering import WITHOUT_KEY
from linernotes.telemetry import logger
from local.simulator import BILLIE_EILISH
from ops import keys as command
from ops.keys import KeyDesk, Wanted
from tests.integration.api_events import KEY, an_event, call, send
from tests.integration.moto_stack import MotoStack, moto_stack
from tests.unit.key_memory import PLAN, MemoryGateway
from tests.unit.template import functions

BODY = {
    "artists": [BILLIE_EILISH],
    "platforms": ["spotify"],
    "start_date": "2024-09-01",
    "end_date": "2024-09-30",
}


@pytest.fixture(autouse=True)
def stack() -> Iterator[MotoStack]:
    with moto_stack("http://127.0.0.1:9") as stack:
        yield stack


@pytest.fixture
def gateway() -> MemoryGateway:
    return MemoryGateway()


@pytest.fixture
def desk(stack: MotoStack, gateway: MemoryGateway) -> KeyDesk:
    keys = DynamoKeyStore(aws.client("dynamodb"), stack.names["ReportsTable"])
    return KeyDesk(gateway, keys, PLAN, "a-stack", "a test", lambda: datetime.now(UTC))


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What the function logs in this test."""
    log = StringIO()
    monkeypatch.setattr(logger.registered_handler, "stream", log)
    return log


def a_key(desk: KeyDesk, name: str, wanted: Wanted = Wanted.MAKE) -> str:
    shown: list[str] = []
    desk.change(name, wanted, show=shown.append)
    (key,) = shown
    return key


def a_minute_later() -> None:
    """Have the function ask again whose keys are, as it does after a minute."""
    vars(api.services()).pop("callers", None)


def lines(log: StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_reports_outlive_a_rotated_key_and_are_nobody_elses(desk: KeyDesk, gateway: MemoryGateway) -> None:
    first = a_key(desk, "ada")
    path = call("POST", "/reports", BODY, key=first).location
    second, foreign = a_key(desk, "ada", Wanted.ROTATE), a_key(desk, "bob")
    assert gateway.working() == {second, foreign}
    assert call("GET", path, key=second).status == 200
    assert call("GET", path, key=foreign).status == 404
    assert call("GET", path).status == 404


def test_a_revoked_key_is_refused_by_the_function_itself_at_every_path(
    desk: KeyDesk, gateway: MemoryGateway
) -> None:
    key = a_key(desk, "ada")
    path = call("POST", "/reports", BODY, key=key).location
    desk.change("ada", Wanted.REVOKE, show=print)
    assert gateway.keys == {}
    a_minute_later()
    for method, asked in [("GET", path), ("POST", "/reports"), ("GET", "/artists"), ("GET", "/platforms")]:
        answer = call(method, asked, BODY if method == "POST" else None, key=key)
        assert (answer.status, answer.media_type) == (403, "application/problem+json")
        assert answer.json["title"] == "No valid API key"
        assert key not in answer.text
    assert call("GET", "/health", key=key).status == 200


def test_an_idempotency_key_is_an_owners_whichever_key_they_send_it_with(desk: KeyDesk) -> None:
    headers = {"Idempotency-Key": "once"}
    first = call("POST", "/reports", BODY, key=a_key(desk, "ada"), headers=headers).location
    again = call("POST", "/reports", BODY, key=a_key(desk, "ada", Wanted.ROTATE), headers=headers).location
    assert again == first


def test_what_was_asked_is_logged_with_who_asked_and_never_with_the_key(
    desk: KeyDesk, gateway: MemoryGateway, log: StringIO
) -> None:
    key = a_key(desk, "ada")
    report_id = call("POST", "/reports", BODY, key=key).json["report_id"]
    call("POST", "/reports/preview", BODY, key=key)
    call("POST", f"/reports/{report_id}/repair", key=key)
    call("POST", "/reports", {}, key=key)
    call("POST", "/reports", BODY)
    assert key not in log.getvalue()
    told = [(line["message"], line.get("owner"), line.get("key_id")) for line in lines(log)]
    ada = ("name:ada", next(iter(gateway.keys)))
    assert told[:-1] == [
        ("report requested", *ada),
        ("report previewed", *ada),
        ("refused", *ada),
        ("refused", *ada),
    ]
    # What was said of one call is not said of the next.
    assert told[-1] == ("report requested", unnamed_owner(key_digest(KEY)), None)
    assert all(line["request_id"] and line["function_request_id"] for line in lines(log))


def test_the_id_api_gateway_gives_of_an_unnamed_key_is_logged(log: StringIO) -> None:
    event = an_event("POST", "/reports", json.dumps(BODY), headers={"x-api-key": KEY})
    event["requestContext"]["identity"]["apiKeyId"] = "abcde12345"
    send(event)
    assert [line["key_id"] for line in lines(log)] == ["abcde12345"]


def test_the_paths_that_need_no_key_are_those_of_the_template() -> None:
    events = [
        event["Properties"]
        for function in ("ApiFunction", "SubscriptionsFunction")
        for event in functions()[function]["Events"].values()
    ]
    without = {event["Path"] for event in events if event.get("Auth", {}).get("ApiKeyRequired") is False}
    assert without == {event["Path"] for event in events if event["Path"].startswith(WITHOUT_KEY)}
    assert all(any(path.startswith(known) for path in without) for known in WITHOUT_KEY)


def test_the_key_is_the_last_line_printed_and_the_rest_is_said_beside_it(
    desk: KeyDesk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "stack_of", lambda _: object())
    monkeypatch.setattr(command, "desk_of", lambda _: desk)
    monkeypatch.setenv("NAME", "ada")
    assert command.main() == 0
    printed = capsys.readouterr()
    assert call("GET", "/platforms", key=printed.out.strip()).status == 200
    assert len(printed.out.splitlines()) == 1
    assert printed.err.startswith("This is the key of ada")

    assert command.main() == 1
    printed = capsys.readouterr()
    assert (printed.out, "ROTATE=1" in printed.err) == ("", True)

    monkeypatch.setenv("REVOKE", "1")
    assert command.main() == 0
    assert capsys.readouterr().out == ""
