"""Delivery to Slack put together as functions have it: token and workbook from AWS, Slack over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from moto import mock_aws

from linernotes.aws import clients as aws
from linernotes.bootstrap.slack_delivery import make_slack_delivery, make_slack_owners
from linernotes.model.errors import DeliveryRefused
from linernotes.reports.file_names import WORKBOOK_NAME, FileName
from linernotes.reports.s3_files import S3ReportFiles
from linernotes.slack.subscription_owners import LEFT
from linernotes.subscriptions.subscription import SlackTarget
from local.slack_double import BOT_TOKEN, Member, SlackDouble, start_slack_double
from tests.integration.template_tables import REGION
from tests.unit.test_slack_subscription_delivery import CHANNEL, USER, a_parcel, of_slack

BUCKET = "files"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a function that delivers to Slack is told."""

    slack_secret: str
    slack_api_url: str
    slack_response_hosts: tuple[str, ...] = ()
    slack_timeout_s: int = 5


@pytest.fixture(scope="module")
def slack() -> Iterator[SlackDouble]:
    with start_slack_double() as double:
        yield double


@pytest.fixture
def files(tmp_path: Path) -> Iterator[S3ReportFiles]:
    caches = (aws.client, aws._session)
    with mock_aws():
        for cached in caches:
            cached.cache_clear()
        client: Any = aws.client("s3")
        client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        stored = S3ReportFiles(client, BUCKET)
        (tmp_path / WORKBOOK_NAME).write_bytes(b"a workbook")
        name = FileName("Città.xlsx", "Citta.xlsx")
        stored.put("r-1/1/a-try", WORKBOOK_NAME, tmp_path / WORKBOOK_NAME, save_as=name)
        yield stored
        for cached in caches:
            cached.cache_clear()


def settings(slack: SlackDouble, token: str) -> Settings:
    secret = json.dumps({"signing_secret": "x", "bot_token": token})
    made = aws.client("secretsmanager").create_secret(Name="slack", SecretString=secret)
    return Settings(made["ARN"], slack.api_url)


def test_the_workbook_of_the_bucket_comes_into_the_thread_under_its_name(
    slack: SlackDouble, files: S3ReportFiles
) -> None:
    slack.reset()
    progress: list[Mapping[str, str]] = []
    delivery = make_slack_delivery(settings(slack, BOT_TOKEN), files)
    sent = delivery.deliver(a_parcel(), SlackTarget(CHANNEL), {}, progress.append)
    assert sent.link is not None
    (file,) = slack.shown_files()
    assert (file.name, file.content) == ("Città.xlsx", b"a workbook")
    assert delivery.deliver(a_parcel(), SlackTarget(CHANNEL), progress[-1], progress.append) == sent
    assert slack.called("chat.postMessage") == 1
    assert slack.broken == []


def test_a_workbook_that_is_no_longer_in_the_bucket_is_said_in_the_message(
    slack: SlackDouble, files: S3ReportFiles
) -> None:
    slack.reset()
    files.delete_all("r-1")
    delivery = make_slack_delivery(settings(slack, BOT_TOKEN), files)
    delivery.deliver(a_parcel(), SlackTarget(CHANNEL), {}, lambda _: None)
    (shown,) = slack.in_channel(CHANNEL)
    assert "It is no longer stored." in json.dumps(shown.body)


def test_before_there_is_a_token_deliveries_are_refused_in_words(
    slack: SlackDouble, files: S3ReportFiles
) -> None:
    slack.reset()
    delivery = make_slack_delivery(settings(slack, "unset"), files)
    with pytest.raises(DeliveryRefused, match="Ask an admin to reinstall the app"):
        delivery.deliver(a_parcel(), SlackTarget(CHANNEL), {}, lambda _: None)


def test_who_has_left_the_workspace_is_asked_of_slack(slack: SlackDouble, files: S3ReportFiles) -> None:
    assert files.has("r-1/1/a-try", WORKBOOK_NAME)
    slack.reset()
    owners = make_slack_owners(settings(slack, BOT_TOKEN))
    assert owners.why_gone(of_slack()) is None
    slack.members[USER] = Member(deleted=True)
    assert owners.why_gone(of_slack()) == LEFT
