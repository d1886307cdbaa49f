"""A deployment meets what the release before it wrote: messages on their way, and items of every table."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from linernotes.aws import clients as aws
from linernotes.aws.message_version import VERSION
from linernotes.bootstrap import clock
from linernotes.charts.messages import ranking_from, ranking_text
from linernotes.model.errors import MessageBroken
from linernotes.model.report import Report, fetch_job
from linernotes.reports.dynamo_keys import DynamoKeyStore
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.reports.messages import check_from, check_text, job_from, job_text
from linernotes.reports.owners import key_digest
from linernotes.reports.report_ended import report_ended_from, report_ended_text
from linernotes.sections.sources import SOURCES
from linernotes.slack.conversation import Conversation
from linernotes.slack.dynamo_conversations import DynamoConversationStore
from linernotes.slack.messages import BlockKit
from linernotes.slack.queue import slack_message_from, slack_message_text
from local.simulator import start_simulator
from tests.integration.api_events import call
from tests.integration.moto_stack import MotoStack, moto_stack
from tests.unit.template import ROOT

SAMPLES = ROOT / "tests" / "last_release"
MESSAGES: dict[str, str] = json.loads((SAMPLES / "messages.json").read_text())
STORED: dict[str, Any] = json.loads((SAMPLES / "stored.json").read_text())
SINCE = datetime.fromisoformat(STORED["made_at"]) + timedelta(seconds=30)
"""When this release is deployed: half a minute after all of that was made."""
ENDED = f"/reports/{STORED['report_id']}"
ON_ITS_WAY = STORED["unfinished_id"]

KINDS: dict[str, tuple[Callable[[str], Any], Callable[[Any], str]]] = {
    "job": (job_from, job_text),
    "bulk job": (job_from, job_text),
    "check": (check_from, check_text),
    "deadline": (check_from, check_text),
    "report ended": (report_ended_from, report_ended_text),
    "ranking": (ranking_from, ranking_text),
    "slack": (slack_message_from, slack_message_text),
    "slack poll": (slack_message_from, slack_message_text),
}


# ---------------------------------------------------------------------------------------------- messages


def test_there_is_a_sample_of_every_kind_of_message() -> None:
    assert MESSAGES.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_of_the_last_release_says_all_it_said(kind: str) -> None:
    read, write = KINDS[kind]
    said = json.loads(MESSAGES[kind])
    understood = json.loads(write(read(MESSAGES[kind])))
    assert {name: understood[name] for name in said} == said


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_says_its_version_and_may_have_fields_of_the_next_release(kind: str) -> None:
    read, write = KINDS[kind]
    message = read(MESSAGES[kind])
    written = json.loads(write(message))
    assert written["v"] == VERSION
    assert read(json.dumps({**written, "of_the_next_release": [1]})) == message


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("version", [VERSION + 1, 0, "1", None, True, 1.0])
def test_a_message_of_a_version_that_is_not_known_is_not_guessed_at(kind: str, version: Any) -> None:
    read, write = KINDS[kind]
    written = json.loads(write(read(MESSAGES[kind])))
    with pytest.raises(MessageBroken):
        read(json.dumps({**written, "v": version}))


# ------------------------------------------------------------------------------------------------- items


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Iterator[MotoStack]:
    """A stack with all that the last release stored."""
    monkeypatch.setattr(clock, "now", lambda: SINCE)
    with start_simulator() as simulator, moto_stack(simulator.base_url) as stack:
        for table, items in STORED["tables"].items():
            for item in items:
                aws.client("dynamodb").put_item(TableName=stack.names[table], Item=as_stored(item))
        for key, text in STORED["files"].items():
            for name in (key, key.replace("report.json", "report.xlsx")):
                aws.client("s3").put_object(Bucket=stack.names["FilesBucket"], Key=name, Body=text.encode())
        yield stack


def as_stored(value: Any) -> Any:
    """Give an item as DynamoDB takes it: its bytes are base64 in the samples."""
    match value:
        case {"base64": str(text)}:
            return base64.b64decode(text)
        case dict():
            return {name: as_stored(part) for name, part in value.items()}
        case list():
            return [as_stored(part) for part in value]
        case _:
            return value


def assert_as_before(answer: dict[str, Any], before: dict[str, Any]) -> None:
    """Assert that an answer says all that was said before; a release may add to it."""
    assert {name: answer.get(name) for name in before} == before


def test_an_ended_report_is_answered_as_before(stack: MotoStack) -> None:
    assert stack.names
    answer = call("GET", ENDED, key="mine")
    assert answer.status == 200
    assert_as_before(answer.json, STORED["answer"])
    (result,) = STORED["files"].values()
    assert answer.json["result"] == json.loads(result)
    assert call("GET", f"{ENDED}/download", key="mine").status == 302


def test_a_shared_link_still_opens_its_report(stack: MotoStack) -> None:
    assert stack.names
    answer = call("GET", "/shared", key="", headers={"x-shared-token": STORED["shared_token"]})
    assert (answer.status, answer.json["report_id"]) == (200, STORED["report_id"])


def test_reports_are_listed_as_before(stack: MotoStack) -> None:
    assert stack.names
    listed = call("GET", "/reports", key="mine").json["reports"]
    assert [one["report_id"] for one in listed] == [ON_ITS_WAY, STORED["report_id"]]


def test_an_ended_report_can_be_repaired_from_what_was_fetched(stack: MotoStack) -> None:
    assert STORED["answer"]["status"] == "partial"
    assert call("POST", f"{ENDED}/repair", key="mine").status == 202
    stack.deliver()
    repaired = call("GET", ENDED, key="mine").json
    assert (repaired["status"], repaired["revision"], repaired["failures"]) == ("succeeded", 2, [])


def test_a_report_on_its_way_is_made(stack: MotoStack) -> None:
    report = stored_report(stack, ON_ITS_WAY)
    assert report.pending == report.jobs
    for job in report.jobs:
        written = json.loads(job_text(fetch_job(report, job)))
        as_it_was_sent = {name: written[name] for name in json.loads(MESSAGES["job"])}
        aws.client("sqs").send_message(
            QueueUrl=stack.names["FetchJobsQueue"], MessageBody=json.dumps(as_it_was_sent)
        )
    stack.deliver()
    made = call("GET", f"/reports/{ON_ITS_WAY}", key="mine").json
    assert (made["status"], made["failures"]) == ("succeeded", [])


def stored_report(stack: MotoStack, report_id: str) -> Report:
    store = DynamoReportStore(
        aws.client("dynamodb"), stack.names["ReportsTable"], retention_days=90, clock=lambda: SINCE
    )
    report = store.get(report_id)
    assert report is not None
    return report


def test_what_was_fetched_and_charted_is_used_as_before(stack: MotoStack) -> None:
    assert stack.names
    artist = STORED["tracks_artist"]
    september = {"start_date": "2024-09-01", "end_date": "2024-09-02"}
    tracks = call(
        "GET",
        "/tracks",
        key="mine",
        query={"artist": artist, "platform": "spotify", "country": "IT", **september},
    )
    months = {"platform": "spotify", "from": "2024-09", "to": "2024-09", "country": "IT"}
    monthly = call("GET", f"/artists/{artist}/monthly", key="mine", query=months)
    preview = call("POST", "/reports/preview", STORED["request"], key="mine")
    assert_as_before(tracks.json, STORED["tracks"])
    assert_as_before(monthly.json, STORED["monthly"])
    assert preview.json["cached"] == STORED["preview"]["cached"]


def test_a_key_is_still_its_owners(stack: MotoStack) -> None:
    keys = DynamoKeyStore(aws.client("dynamodb"), stack.names["ReportsTable"])
    found = keys.find(key_digest("the key of ada"))
    assert found is not None
    assert (found.owner, found.key_id) == ("name:ada", "k-1")


def stored_conversation(stack: MotoStack) -> Conversation:
    store = DynamoConversationStore(
        aws.client("dynamodb"), stack.names["ConversationsTable"], retention_days=90, clock=lambda: SINCE
    )
    found = store.get("a-conversation")
    assert found is not None
    return found


def test_a_conversation_is_still_known(stack: MotoStack) -> None:
    found = stored_conversation(stack)
    assert (found.workspace, found.channel, found.user) == ("T0", "C0", "U0")


def test_a_conversation_of_the_next_release_is_known_too(stack: MotoStack) -> None:
    before = stored_conversation(stack)
    dynamodb, table = aws.client("dynamodb"), stack.names["ConversationsTable"]
    (item,) = dynamodb.scan(TableName=table)["Items"]
    stored = {**json.loads(item["conversation"]["S"]), "of_the_next_release": [1]}
    dynamodb.put_item(TableName=table, Item={**item, "conversation": {"S": json.dumps(stored)}})
    assert stored_conversation(stack) == before


@pytest.mark.parametrize("dropped", ["deezer", "spotify"])
def test_a_report_that_names_a_source_that_is_no_more_can_be_read(stack: MotoStack, dropped: str) -> None:
    left = {slug: source for slug, source in SOURCES.items() if slug != dropped}
    with patch.dict(SOURCES, left, clear=True):  # and afterwards they stand in their order again
        answer = call("GET", ENDED, key="mine")
        assert answer.status == 200
        (result,) = STORED["files"].values()
        assert answer.json["result"] == json.loads(result)
        assert call("GET", "/reports", key="mine").status == 200
        report = stored_report(stack, STORED["report_id"])
        assert dropped in json.dumps(BlockKit().progress(stored_conversation(stack), report))
