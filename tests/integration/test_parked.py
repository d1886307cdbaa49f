"""`make parked` and `make redrive`, on queues made of the template."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws

from linernotes.aws import clients
from linernotes.aws.messages import message_text
from linernotes.model.report import fetch_job
from linernotes.reports.messages import ReportCheck, check_text, job_text
from linernotes.reports.ports import CheckReason
from linernotes.reports.report_ended import ReportEnded, report_ended_text
from linernotes.slack.ports import SlackAction, SlackMessage
from linernotes.slack.queue import slack_message_text
from linernotes.subscriptions.delivery_messages import DeliveryMessage
from linernotes.subscriptions.messages import DueMessage, due_message_text
from ops.parked import PARKED, REASONS, UNDELIVERED, UNKNOWN, ParkingPlace, list_parked, redrive
from tests.integration.moto_stack import create_queues, warm_session
from tests.unit.builders import NOW, a_report
from tests.unit.template import ROOT, TEMPLATE

JOB = fetch_job(a_report(), a_report().pending[0])
RANKING = json.loads((ROOT / "events" / "dead_letters_ranking.json").read_text())["Records"][0]["body"]
WORKED_ON = {
    "a job": (job_text(JOB), "FetchJobsQueue"),
    "a bulk job": (job_text(replace(JOB, bulk=True)), "BulkFetchJobsQueue"),
    "a check": (check_text(ReportCheck("r-1", 1, CheckReason.DEADLINE)), "ReportChecksQueue"),
    "a callback": (report_ended_text(ReportEnded("r-1", 1, "api", has_callback=True)), "NotifyQueue"),
    "an end for Slack": (report_ended_text(ReportEnded("r-1", 1, "slack", has_callback=False)), "SlackQueue"),
    "an action in Slack": (slack_message_text(SlackMessage(SlackAction.ASK, "c-1")), "SlackQueue"),
    "a ranking": (RANKING, "ChartRankingsQueue"),
    "an end for a subscription": (
        report_ended_text(ReportEnded("r-1", 1, "subscription", has_callback=False)),
        "DeliveriesQueue",
    ),
    "a delivery": (message_text(DeliveryMessage("s-1", "20250120T073000Z-s-1", 1, 0)), "DeliveriesQueue"),
    "what was due": (due_message_text(DueMessage("ada", "s-1", NOW, due_at=NOW)), "RunsQueue"),
    "a run by hand": (due_message_text(DueMessage("ada", "s-1", NOW, run_id="r")), "RunsQueue"),
}


class Queues:
    """The template's queues."""

    def __init__(self) -> None:
        self.sqs = clients.client("sqs")
        self.urls = {name: url for name, url in create_queues().items() if not name.endswith(".Arn")}
        self.place = ParkingPlace(self.sqs, self.urls, wait_s=0)

    def send(self, queue: str, body: str) -> str:
        """Send a message; gives its id."""
        return str(self.sqs.send_message(QueueUrl=self.urls[queue], MessageBody=body)["MessageId"])

    def bodies(self, queue: str) -> list[str]:
        """Receive what waits in a queue, which is hidden then."""
        answer = self.sqs.receive_message(QueueUrl=self.urls[queue], MaxNumberOfMessages=10)
        return [message["Body"] for message in answer.get("Messages", ())]

    def came_from(self, queue: str) -> None:
        """Have messages say that they came from this queue, as SQS, but not moto, does of what it moved."""
        receive = self.sqs.receive_message

        def told(**asked: Any) -> Any:
            answer = receive(**asked)
            for message in answer.get("Messages", ()):
                message["Attributes"]["DeadLetterQueueSourceArn"] = f"arn:aws:sqs:eu-west-1:1234:{queue}"
            return answer

        self.sqs.receive_message = told


@pytest.fixture
def queues(monkeypatch: pytest.MonkeyPatch) -> Iterator[Queues]:
    monkeypatch.setattr(clients, "_session", warm_session)
    with mock_aws():
        yield Queues()


def listed(queues: Queues) -> list[str]:
    lines: list[str] = []
    assert list_parked(queues.place, lines.append) == len(lines)
    return lines


@pytest.mark.parametrize("kind", WORKED_ON)
def test_a_message_is_sent_back_to_the_queue_where_its_work_is_done(queues: Queues, kind: str) -> None:
    body, queue = WORKED_ON[kind]
    queues.send(PARKED, body)
    told: list[str] = []
    assert redrive(queues.place, told.append) == 1
    assert told[0].endswith(f"to {queue}")
    assert {name: found for name in queues.urls if (found := queues.bodies(name))} == {queue: [body]}


def test_a_message_takes_its_owners_turn_as_before(queues: Queues) -> None:
    queues.sqs.send_message(QueueUrl=queues.urls[PARKED], MessageBody=job_text(JOB), MessageGroupId="ada")
    redrive(queues.place, lambda _: None)
    (found,) = queues.sqs.receive_message(
        QueueUrl=queues.urls["FetchJobsQueue"], MessageSystemAttributeNames=["MessageGroupId"]
    )["Messages"]
    assert found["Attributes"]["MessageGroupId"] == "ada"


def test_an_end_that_both_listen_for_is_sent_to_both(queues: Queues) -> None:
    body = report_ended_text(ReportEnded("r-1", 1, "slack", has_callback=True))
    queues.send(PARKED, body)
    redrive(queues.place, lambda _: None)
    assert (queues.bodies("NotifyQueue"), queues.bodies("SlackQueue")) == ([body], [body])


def test_messages_are_listed_with_why_they_are_parked_and_stay(queues: Queues) -> None:
    queues.send(PARKED, job_text(JOB))
    queues.came_from("FetchJobsDeadLetters")
    for _ in range(2):
        (job,) = listed(queues)
        assert f"fetch job {JOB.job_id} of report {JOB.report_id}" in job
        assert REASONS["FetchJobsDeadLetters"] in job
        assert f"{datetime.now(UTC):%Y-%m-%d}" in job


@pytest.mark.parametrize(("kind", "why"), [("a callback", UNDELIVERED), ("a job", UNKNOWN)])
def test_what_came_from_no_queue_was_undelivered_if_it_is_an_event(
    queues: Queues, kind: str, why: str
) -> None:
    queues.send(PARKED, WORKED_ON[kind][0])
    (line,) = listed(queues)
    assert line.endswith(why)


def test_every_queue_that_hands_on_to_the_last_one_has_its_reason() -> None:
    def target(queue: dict[str, Any]) -> str | None:
        policy = queue["Properties"].get("RedrivePolicy")
        return None if policy is None else str(policy["deadLetterTargetArn"]["Fn::GetAtt"][0])

    queues = {n: r for n, r in TEMPLATE["Resources"].items() if r["Type"] == "AWS::SQS::Queue"}
    assert {name for name, queue in queues.items() if target(queue) == PARKED} == REASONS.keys()


def test_what_no_function_can_read_is_said_and_stays(queues: Queues) -> None:
    queues.send(PARKED, "hello")
    queues.send(PARKED, job_text(JOB))
    told: list[str] = []
    assert redrive(queues.place, told.append) == 1
    assert "hello: no function can read it" in told[-1]
    (left,) = listed(queues)
    assert "hello" in left


def test_one_message_can_be_sent_back_alone(queues: Queues) -> None:
    queues.send(PARKED, job_text(JOB))
    chosen = queues.send(PARKED, WORKED_ON["a check"][0])
    assert redrive(queues.place, lambda _: None, only=chosen) == 1
    assert queues.bodies("ReportChecksQueue") == [WORKED_ON["a check"][0]]
    (left,) = listed(queues)
    assert "fetch job" in left


def test_more_messages_than_one_answer_holds_are_all_listed_and_sent(queues: Queues) -> None:
    for number in range(25):
        queues.send(PARKED, check_text(ReportCheck(f"r-{number}", 1, CheckReason.WATCH)))
    assert len(listed(queues)) == 25
    assert redrive(queues.place, lambda _: None) == 25
    assert listed(queues) == []


def test_both_commands_are_in_the_makefile() -> None:
    makefile = (Path(ROOT) / "Makefile").read_text()
    for command, argument in (("parked", "list"), ("redrive", "redrive")):
        target = makefile.partition(f"\n{command}:")[2].partition("\n\n")[0]
        assert f"-m ops.parked {argument}" in target
