"""The end of a report, from the topic to the queues of those who are to hear of it, on moto."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from moto import mock_aws

from linernotes.reports.report_ended import ReportEnded, report_ended_from
from linernotes.reports.sns import SnsReportEvents
from linernotes.slack.ports import SlackAction, SlackMessage
from linernotes.slack.queue import slack_message_from
from tests.integration.template_tables import aws_client
from tests.integration.template_topics import create_topics
from tests.unit.template import hearing, of_type


class Topic:
    """The template's topic with its subscriptions, and queues to see what comes through them."""

    def __init__(self) -> None:
        self._sqs = aws_client("sqs")
        self._urls = {
            queue: self._sqs.create_queue(QueueName=queue)["QueueUrl"] for queue in of_type("AWS::SQS::Queue")
        }
        arns = {f"{queue}.Arn": f"arn:aws:sqs:eu-west-1:123456789012:{queue}" for queue in self._urls}
        sns = aws_client("sns")
        self.events = SnsReportEvents(sns, create_topics(sns, arns)["ReportEnded"])

    def heard(self) -> dict[str, str]:
        """Give what came, by queue; at most one message each, in its owner's group."""
        bodies: dict[str, str] = {}
        for queue, url in self._urls.items():
            received = self._sqs.receive_message(
                QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["MessageGroupId"]
            )
            for message in received.get("Messages", ()):
                assert queue not in bodies
                assert message["Attributes"]["MessageGroupId"] == "ada"
                bodies[queue] = message["Body"]
        return bodies


@pytest.fixture
def topic() -> Iterator[Topic]:
    with mock_aws():
        yield Topic()


def test_the_end_of_a_report_with_a_callback_is_heard_by_who_sends_callbacks(topic: Topic) -> None:
    ended = ReportEnded("report-1", 2, door="api", has_callback=True)
    topic.events.publish(ended, owner="ada")
    ((queue, body),) = topic.heard().items()
    assert queue == "NotifyQueue"
    assert report_ended_from(body) == ended


def test_the_end_of_a_report_asked_for_in_slack_is_heard_there(topic: Topic) -> None:
    topic.events.publish(ReportEnded("report-1", 2, door="slack", has_callback=False), owner="ada")
    ((queue, body),) = topic.heard().items()
    assert queue == "SlackQueue"
    assert slack_message_from(body) == SlackMessage(SlackAction.REPORT_ENDED, "report-1", number=2)


def test_the_end_of_a_report_nobody_waits_for_is_heard_by_nobody(topic: Topic) -> None:
    topic.events.publish(ReportEnded("report-1", 1, door="api", has_callback=False), owner="ada")
    assert topic.heard() == {}


def test_whoever_is_to_hear_of_an_end_does_whatever_else_is_said_of_it(topic: Topic) -> None:
    topic.events.publish(ReportEnded('é"\\', 1, door="slack", has_callback=True), owner="ada")
    assert topic.heard().keys() == {"NotifyQueue", "SlackQueue"}


@pytest.mark.parametrize("door", ["api", "slack", "a door nobody has built"])
@pytest.mark.parametrize("has_callback", [True, False])
def test_tests_in_memory_choose_listeners_as_the_topic_does(
    topic: Topic, door: str, has_callback: bool
) -> None:
    topic.events.publish(ReportEnded("report-1", 1, door=door, has_callback=has_callback), owner="ada")
    assert sorted(topic.heard()) == sorted(hearing({"door": door, "has_callback": json.dumps(has_callback)}))
