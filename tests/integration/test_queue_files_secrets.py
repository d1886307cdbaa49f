"""Queues, files and secrets as AWS has them, on moto."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
import requests
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from moto import mock_aws

from linernotes.aws import clients as aws
from linernotes.aws.queues import QueueRefused
from linernotes.aws.secrets import RotatedSecret, Secret, soundcharts_credentials
from linernotes.charts.charts import Chart, Frequency, RankingKey
from linernotes.charts.messages import ranking_from
from linernotes.charts.ports import RankingJob
from linernotes.charts.ranking_queue import SqsRankingQueue
from linernotes.model.errors import FileMissing
from linernotes.model.report import FetchJob, fetch_job
from linernotes.reports.file_names import FileName
from linernotes.reports.jobs import jobs_of
from linernotes.reports.messages import ReportCheck, check_from, job_from
from linernotes.reports.ports import CheckReason, ReportFiles, StoredFile
from linernotes.reports.report_ended import ReportEnded
from linernotes.reports.s3_files import S3ReportFiles
from linernotes.reports.sqs import SqsQueue
from linernotes.sections.sources import SOURCES
from linernotes.slack.ports import SlackAction, SlackMessage
from linernotes.slack.queue import SqsSlackQueue, slack_message_from
from linernotes.subscriptions.delivery_messages import (
    DeliveryMessage,
    SqsDeliveriesQueue,
    delivery_message_from,
)
from linernotes.subscriptions.messages import DueMessage, SqsRunsQueue
from tests.integration.template_tables import REGION, aws_client
from tests.unit.builders import a_report, a_request, an_artist
from tests.unit.memory import MemoryFiles

VISIBILITY_S = 90
MOMENT = datetime(2026, 11, 30, 7, 30, tzinfo=UTC)
SAVE_AS = FileName(full="M¥'ss Keta 美;.xlsx", ascii="M'ss Keta - artist.xlsx")


@pytest.fixture(autouse=True)
def moto() -> Iterator[None]:
    with mock_aws():
        yield


# --- Queues ---------------------------------------------------------------------------------------


class Queues:
    """Queues of the stack; `limit` is how many messages of a batch SQS takes, by call."""

    def __init__(self) -> None:
        self.sqs = aws_client("sqs")
        self.jobs_url = self._create("jobs")
        self.bulk_jobs_url = self._create("bulk-jobs")
        self.checks_url = self._create("finalize")
        self.notify_url = self._create("notify")
        self.slack_url = self._create("slack")
        self.rankings_url = self._create("rankings")
        self.limits: list[int] = []
        self.sent: list[list[str]] = []
        self._lock = threading.Lock()

    def adapter(self) -> SqsQueue:
        return SqsQueue(
            self,
            jobs_url=self.jobs_url,
            bulk_jobs_url=self.bulk_jobs_url,
            checks_url=self.checks_url,
            notify_url=self.notify_url,
        )

    def groups_in(self, url: str) -> list[str | None]:
        """Receive what is in a queue, and give the groups in which it takes turns."""
        received = self.sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["MessageGroupId"]
        ).get("Messages", [])
        return [message.get("Attributes", {}).get("MessageGroupId") for message in received]

    def send_message_batch(self, **asked: Any) -> Any:
        entries: Sequence[dict[str, Any]] = asked["Entries"]
        with self._lock:
            self.sent.append([entry["MessageBody"] for entry in entries])
            limit = self.limits.pop(0) if self.limits else len(entries)
            taken, refused = entries[:limit], entries[limit:]
            answer: dict[str, Any] = {"Successful": []}
            if taken:
                answer = self.sqs.send_message_batch(**{**asked, "Entries": taken})
            failed = [{"Id": entry["Id"], "SenderFault": False, "Code": "Busy"} for entry in refused]
            return {**answer, "Failed": failed} if failed else answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sqs, name)

    def receive_all(self, url: str) -> list[dict[str, Any]]:
        received: list[dict[str, Any]] = []
        while messages := self.sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["ApproximateReceiveCount"]
        ).get("Messages"):
            received.extend(messages)
        return received

    def waiting(self, url: str) -> dict[str, int]:
        """Count the messages of a queue: to be had now, held back by a delay, being worked on."""
        names = {
            "now": "ApproximateNumberOfMessages",
            "later": "ApproximateNumberOfMessagesDelayed",
            "in work": "ApproximateNumberOfMessagesNotVisible",
        }
        counts = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return {kind: int(counts[name]) for kind, name in names.items()}

    def _create(self, name: str) -> str:
        attributes = {"VisibilityTimeout": str(VISIBILITY_S)}
        url: str = self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        return url


@pytest.fixture
def queues() -> Queues:
    return Queues()


def jobs(count: int) -> list[FetchJob]:
    artists = tuple(an_artist(number) for number in range(50))
    report = a_report(a_request(artists=artists, platforms=tuple(SOURCES)[:8]))
    return [fetch_job(report, cell) for cell in jobs_of(report.request)[:count]]


@pytest.mark.parametrize("count", [0, 1, 10, 11])
def test_each_job_is_a_message_of_its_own(queues: Queues, count: int) -> None:
    queues.adapter().send_jobs(jobs(count))
    received = [job_from(message["Body"]) for message in queues.receive_all(queues.jobs_url)]
    assert sorted(received, key=lambda job: job.job_id) == sorted(jobs(count), key=lambda job: job.job_id)


def test_400_jobs_are_sent_ten_a_call(queues: Queues) -> None:
    queues.adapter().send_jobs(jobs(400))
    sent = [job_from(body) for batch in queues.sent for body in batch]
    assert {job.job_id for job in sent} == {job.job_id for job in jobs(400)}
    assert [len(batch) for batch in queues.sent] == [10] * 40
    assert queues.waiting(queues.jobs_url) == {"now": 400, "later": 0, "in work": 0}


def test_bulk_jobs_go_by_a_queue_of_their_own_and_come_back_there(queues: Queues) -> None:
    bulk = [replace(job, bulk=True) for job in jobs(12)]
    queues.adapter().send_jobs([*jobs(3), *bulk])
    assert queues.waiting(queues.jobs_url)["now"] == 3
    received = queues.receive_all(queues.bulk_jobs_url)
    assert sorted((job_from(message["Body"]) for message in received), key=lambda job: job.job_id) == sorted(
        bulk, key=lambda job: job.job_id
    )
    queues.adapter().deliver_again({received[0]["ReceiptHandle"]: 0}, bulk=True)
    assert queues.waiting(queues.bulk_jobs_url)["now"] == 1


def test_jobs_are_grouped_by_owner_so_that_owners_take_turns(queues: Queues) -> None:
    mixed = [replace(job, owner=owner) for owner in ("ada", "slack:T1", "ada") for job in jobs(2)]
    queues.adapter().send_jobs(mixed)
    received = queues.sqs.receive_message(
        QueueUrl=queues.jobs_url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["MessageGroupId"]
    )["Messages"]
    groups = [message["Attributes"]["MessageGroupId"] for message in received]
    assert groups == [job_from(message["Body"]).owner for message in received]
    assert sorted(groups) == ["ada", "ada", "ada", "ada", "slack:T1", "slack:T1"]


def test_what_follows_the_jobs_is_grouped_by_owner_too(queues: Queues) -> None:
    queue = queues.adapter()
    queue.send_check("report-1", 1, CheckReason.WATCH, owner="name:ada")
    queue.send_check("report-2", 1, CheckReason.WATCH, owner="")
    queue.send_ended(ReportEnded("report-1", 1, door="api", has_callback=True), owner="name:ada")
    slack = SqsSlackQueue(queues.sqs, queues.slack_url)
    slack.send(SlackMessage(SlackAction.POLL, "conversation-1", number=1, workspace="T1"))
    slack.send(SlackMessage(SlackAction.REPORT_ENDED, "conversation-2", number=1))

    assert queues.groups_in(queues.checks_url) == ["name:ada", None]
    assert queues.groups_in(queues.notify_url) == ["name:ada"]
    assert queues.groups_in(queues.slack_url) == ["slack:T1", None]


def test_what_is_due_of_many_owners_is_sent_ten_a_call_each_in_its_owners_group(queues: Queues) -> None:
    due = [DueMessage(f"name:{number}", "s-1", MOMENT, due_at=MOMENT) for number in range(25)]
    SqsRunsQueue(queues, queues.jobs_url).send_all(due)
    assert sorted(map(len, queues.sent)) == [5, 10, 10]
    received = []
    while groups := queues.groups_in(queues.jobs_url):
        received += groups
    assert sorted(map(str, received)) == sorted(message.owner for message in due)


def test_deliveries_and_ends_are_received_as_they_were_sent_in_their_owners_group(queues: Queues) -> None:
    asked = [DeliveryMessage("s-1", "run-1", 1, place) for place in range(2)]
    ended = ReportEnded("report-1", 1, door="subscription", has_callback=False)
    queue = SqsDeliveriesQueue(queues, queues.jobs_url)
    queue.send_deliveries(asked, owner="name:ada")
    queue.send_ended(ended, owner="name:ada")
    bodies = [delivery_message_from(message["Body"]) for message in queues.receive_all(queues.jobs_url)]
    assert sorted(map(str, bodies)) == sorted(map(str, [*asked, ended]))


def test_jobs_may_be_held_back(queues: Queues) -> None:
    queues.adapter().send_jobs(jobs(11), delay_s=900)
    assert queues.waiting(queues.jobs_url) == {"now": 0, "later": 11, "in work": 0}


def test_messages_sqs_did_not_take_are_sent_again_and_no_others(queues: Queues) -> None:
    queues.limits = [7, 2]
    queues.adapter().send_jobs(jobs(10))
    assert [len(batch) for batch in queues.sent] == [10, 3, 1]
    received = [job_from(message["Body"]) for message in queues.receive_all(queues.jobs_url)]
    assert sorted(job.job_id for job in received) == sorted(job.job_id for job in jobs(10))


def test_messages_sqs_keeps_refusing_are_not_lost_silently(queues: Queues) -> None:
    queues.limits = [8, 0, 0]
    with pytest.raises(QueueRefused, match="2 messages were not taken"):
        queues.adapter().send_jobs(jobs(10))
    assert len(queues.receive_all(queues.jobs_url)) == 8


def test_a_batch_refused_among_many_is_not_lost_silently(queues: Queues) -> None:
    queues.limits = [0] * 100
    with pytest.raises(QueueRefused):
        queues.adapter().send_jobs(jobs(60))
    assert queues.receive_all(queues.jobs_url) == []


@pytest.mark.parametrize("check_reason", CheckReason)
@pytest.mark.parametrize("delay_s", [0, 840])
def test_a_report_is_looked_after_now_or_later(
    queues: Queues, check_reason: CheckReason, delay_s: int
) -> None:
    queues.adapter().send_check("report-1", 2, check_reason, owner="ada", delay_s=delay_s)
    if delay_s:
        assert queues.waiting(queues.checks_url) == {"now": 0, "later": 1, "in work": 0}
    else:
        (message,) = queues.receive_all(queues.checks_url)
        assert check_from(message["Body"]) == ReportCheck("report-1", 2, check_reason)


@pytest.mark.parametrize("delay_s", [0, 5_000])
def test_what_is_done_in_slack_is_received_as_it_was_sent_and_waits_no_longer_than_sqs_allows(
    queues: Queues, delay_s: int
) -> None:
    message = SlackMessage(
        SlackAction.ASK, "é", line='"a" on b', click="c", tries=3, at=datetime(2025, 1, 2, tzinfo=UTC)
    )
    SqsSlackQueue(queues.sqs, queues.slack_url).send(message, delay_s=delay_s)
    if delay_s:
        assert queues.waiting(queues.slack_url) == {"now": 0, "later": 1, "in work": 0}
    else:
        (received,) = queues.receive_all(queues.slack_url)
        assert slack_message_from(received["Body"]) == message


def test_received_messages_can_be_had_again_before_their_time(queues: Queues) -> None:
    queue = queues.adapter()
    queue.send_jobs(jobs(25))
    received = queues.receive_all(queues.jobs_url)
    again = received[:23]
    queue.deliver_again({message["ReceiptHandle"]: 0 for message in again}, bulk=False)
    back = queues.receive_all(queues.jobs_url)
    assert {message["MessageId"] for message in back} == {message["MessageId"] for message in again}
    assert {message["Attributes"]["ApproximateReceiveCount"] for message in back} == {"2"}


def test_received_messages_stay_away_for_the_seconds_given(queues: Queues) -> None:
    queue = queues.adapter()
    queue.send_jobs(jobs(2))
    received = queues.receive_all(queues.jobs_url)
    delays = {received[0]["ReceiptHandle"]: 30, received[1]["ReceiptHandle"]: 0}
    queue.deliver_again(delays, bulk=False)
    assert queues.waiting(queues.jobs_url) == {"now": 1, "later": 0, "in work": 1}


def test_each_ranking_is_a_message_of_its_own_and_can_be_had_again(queues: Queues) -> None:
    queue = SqsRankingQueue(queues, queues.rankings_url)
    chart = Chart("top-songs-29", "Top 200 Italy", "spotify", Frequency.DAILY, "IT")
    rankings = [
        RankingJob(RankingKey(chart, f"2024-12-{day:02}T14:00:00+00:00"), datetime(2025, 1, 2, tzinfo=UTC))
        for day in range(1, 13)
    ]
    queue.send_rankings(rankings)
    assert sorted(len(batch) for batch in queues.sent) == [2, 10]
    received = queues.receive_all(queues.rankings_url)
    assert sorted((ranking_from(message["Body"]) for message in received), key=by_day) == rankings
    queue.deliver_again({message["ReceiptHandle"]: 0 for message in received[:3]})
    assert queues.waiting(queues.rankings_url) == {"now": 3, "later": 0, "in work": 9}


def by_day(job: RankingJob) -> date:
    return job.key.day


def test_rankings_may_be_held_back(queues: Queues) -> None:
    chart = Chart("top-songs-29", "Top 200 Italy", "spotify", Frequency.DAILY, "IT")
    job = RankingJob(RankingKey(chart, "2024-12-30T14:00:00+00:00"), datetime(2025, 1, 2, tzinfo=UTC))
    SqsRankingQueue(queues, queues.rankings_url).send_rankings([job], delay_s=900)
    assert queues.waiting(queues.rankings_url) == {"now": 0, "later": 1, "in work": 0}


def test_no_message_to_be_had_again_is_no_call(queues: Queues) -> None:
    queues.adapter().deliver_again({}, bulk=True)
    assert queues.waiting(queues.jobs_url) == {"now": 0, "later": 0, "in work": 0}


# --- Files ----------------------------------------------------------------------------------------

BUCKET = "files"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The client functions use, as links depend on how it signs; it is not left to other tests."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    caches = (aws.client, aws._session)
    for cached in caches:
        cached.cache_clear()
    client = aws.client("s3")
    client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    yield client
    for cached in caches:
        cached.cache_clear()


@pytest.fixture(params=["s3", "memory"])
def files(request: pytest.FixtureRequest) -> ReportFiles:
    if request.param == "memory":
        return MemoryFiles()
    return S3ReportFiles(request.getfixturevalue("s3"), BUCKET)


def test_a_document_is_read_back_as_it_was_stored(files: ReportFiles) -> None:
    document = {"success": True, "note": "Città 🎵", "rows": [1, 2.5, None]}
    files.put_json("report-1/1", "report.json", document, save_as=SAVE_AS)
    assert json.loads(files.get_json_text("report-1/1", "report.json")) == document


def test_a_file_is_read_back_as_it_was_stored(files: ReportFiles, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(b"\x00\xffa workbook")
    files.put("report-1/1", "report.xlsx", path, save_as=SAVE_AS)
    assert files.get("report-1/1", "report.xlsx") == StoredFile(b"\x00\xffa workbook", SAVE_AS.full)


def test_revisions_and_reports_have_files_of_their_own(files: ReportFiles) -> None:
    files.put_json("report-1/1", "report.json", {"of": "1.1"}, save_as=SAVE_AS)
    files.put_json("report-1/2", "report.json", {"of": "1.2"}, save_as=SAVE_AS)
    files.put_json("report-2/1", "report.json", {"of": "2.1"}, save_as=SAVE_AS)
    assert json.loads(files.get_json_text("report-1/1", "report.json")) == {"of": "1.1"}


@pytest.mark.parametrize(
    ("code", "raised"), [("NoSuchKey", FileMissing), ("AccessDenied", FileMissing), ("SlowDown", ClientError)]
)
def test_an_answer_that_is_gone_is_missing_also_where_s3_does_not_say_that_to_us(
    code: str, raised: type[Exception]
) -> None:
    class Refusing:
        exceptions = aws_client("s3").exceptions

        def get_object(self, **_: Any) -> Any:
            raise ClientError({"Error": {"Code": code, "Message": ""}}, "GetObject")

    with pytest.raises(raised):
        S3ReportFiles(Refusing(), BUCKET).get_json_text("report-1/1", "report.json")


def test_all_files_of_a_report_are_deleted_and_no_other_reports(files: ReportFiles) -> None:
    for folder in ("report-1/1/try-1", "report-1/2/try-1", "report-10/1/try-1", "report/1/try-1"):
        for name in ("report.json", "another.json"):
            files.put_json(folder, name, {"in": folder}, save_as=SAVE_AS)
    files.delete_all("report-1")
    files.delete_all("nobody's")
    for folder in ("report-1/1/try-1", "report-1/2/try-1"):
        with pytest.raises(FileMissing):
            files.get_json_text(folder, "report.json")
    for folder in ("report-10/1/try-1", "report/1/try-1"):
        assert json.loads(files.get_json_text(folder, "another.json")) == {"in": folder}


def test_more_files_than_one_listing_has_are_deleted(s3: Any) -> None:
    for number in range(5):
        s3.put_object(Bucket=BUCKET, Key=f"reports/many/1/try/{number}", Body=b"")

    class TwoAtATime:
        """A bucket that lists two files at a time, where S3 lists a thousand."""

        def __getattr__(self, operation: str) -> Any:
            return getattr(s3, operation)

        def list_objects_v2(self, **asked: Any) -> Any:
            return s3.list_objects_v2(**asked, MaxKeys=2)

    S3ReportFiles(TwoAtATime(), BUCKET).delete_all("many")
    assert "Contents" not in s3.list_objects_v2(Bucket=BUCKET, Prefix="reports/many/")


def test_what_a_crashed_try_left_is_replaced(files: ReportFiles, tmp_path: Path) -> None:
    files.put_json("report-1/1", "report.json", {"try": 1}, save_as=SAVE_AS)
    files.put_json("report-1/1", "report.json", {"try": 2}, save_as=SAVE_AS)
    assert json.loads(files.get_json_text("report-1/1", "report.json")) == {"try": 2}
    (tmp_path / "report.json").write_text('{"try": 3}')
    files.put("report-1/1", "report.json", tmp_path / "report.json", save_as=SAVE_AS)
    assert json.loads(files.get_json_text("report-1/1", "report.json")) == {"try": 3}


def test_files_lie_in_a_folder_a_report_with_their_content_type(s3: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(b"a workbook")
    files = S3ReportFiles(s3, BUCKET)
    files.put("report-1/2", "report.xlsx", path, save_as=SAVE_AS)
    files.put_json("report-1/2", "report.json", {}, save_as=SAVE_AS)
    stored = {entry["Key"] for entry in s3.list_objects_v2(Bucket=BUCKET)["Contents"]}
    assert stored == {"reports/report-1/2/report.xlsx", "reports/report-1/2/report.json"}
    types = {key: s3.head_object(Bucket=BUCKET, Key=key)["ContentType"] for key in stored}
    assert types == {
        "reports/report-1/2/report.xlsx": XLSX,
        "reports/report-1/2/report.json": "application/json",
    }


@pytest.mark.parametrize(("status", "there"), [(200, True), (404, False), (403, False)])
def test_a_file_is_there_if_s3_gives_it_and_not_if_s3_says_nothing_of_it(status: int, there: bool) -> None:
    client = boto3.client("s3", region_name="eu-west-1")
    with Stubber(client) as s3:
        if there:
            s3.add_response("head_object", {})
        else:
            s3.add_client_error("head_object", str(status), http_status_code=status)
        assert S3ReportFiles(client, BUCKET).has("report-1/1", "report.xlsx") is there


def test_a_link_gives_the_file_to_anyone_for_a_while_under_its_name_in_both_forms(
    s3: Any, tmp_path: Path
) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(b"a workbook")
    files = S3ReportFiles(s3, BUCKET)
    files.put("report-1/1", "report.xlsx", path, save_as=SAVE_AS)
    link = files.link("report-1/1", "report.xlsx", expires_s=900)
    query = parse_qs(urlsplit(link).query)
    assert query["X-Amz-Expires"] == ["900"]
    answer = requests.get(link, timeout=5)
    assert (answer.status_code, answer.content) == (200, b"a workbook")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="M\'ss Keta - artist.xlsx"; '
        "filename*=UTF-8''M%C2%A5%27ss%20Keta%20%E7%BE%8E%3B.xlsx"
    )


# --- Secrets --------------------------------------------------------------------------------------


class Ticking:
    """A monotonic clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


class Vault:
    """One secret; `reads` counts how often it was read."""

    def __init__(self, text: str) -> None:
        self._client = aws_client("secretsmanager")
        self._id = self._client.create_secret(Name="soundcharts", SecretString=text)["ARN"]
        self.clients = 0
        self.reads = 0
        self.monotonic = Ticking()

    def secret(self) -> Secret:
        return Secret(self._make_client, self._id, monotonic=self.monotonic)

    def rotated(self) -> RotatedSecret:
        return RotatedSecret(self._make_client, self._id, monotonic=self.monotonic)

    def end_previous(self) -> None:
        """Take the label off the value before, as an operator ends it (docs/operations.md)."""
        (previous,) = [
            version["VersionId"]
            for version in self._client.list_secret_version_ids(SecretId=self._id)["Versions"]
            if "AWSPREVIOUS" in version["VersionStages"]
        ]
        self._client.update_secret_version_stage(
            SecretId=self._id, VersionStage="AWSPREVIOUS", RemoveFromVersionId=previous
        )

    @property
    def exceptions(self) -> Any:
        return self._client.exceptions

    def rotate(self, text: str) -> None:
        self._client.put_secret_value(SecretId=self._id, SecretString=text)

    def get_secret_value(self, **asked: Any) -> Any:
        self.reads += 1
        return self._client.get_secret_value(**asked)

    def _make_client(self) -> Vault:
        self.clients += 1
        return self


@pytest.fixture
def vault() -> Vault:
    return Vault(json.dumps({"app_id": "an-app", "api_key": "a-key"}))


def test_nothing_is_read_before_the_secret_is_needed(vault: Vault) -> None:
    vault.secret()
    assert (vault.clients, vault.reads) == (0, 0)


def test_a_secret_is_read_once_and_kept_for_five_minutes(vault: Vault) -> None:
    secret = vault.secret()
    first = secret.text()
    vault.rotate("new")
    vault.monotonic.seconds += timedelta(minutes=5).total_seconds()
    assert secret.text() == first
    assert vault.reads == 1
    vault.monotonic.seconds += 0.1
    assert secret.text() == "new"
    assert vault.reads == 2


def test_a_secret_is_read_again_when_asked_to(vault: Vault) -> None:
    secret = vault.secret()
    secret.text()
    vault.rotate("new")
    assert secret.text(read_again=True) == "new"
    assert secret.text() == "new"
    assert vault.reads == 2


def test_that_a_secret_has_no_value_before_is_asked_for_once_in_five_minutes(vault: Vault) -> None:
    secret = vault.rotated()
    first = secret.texts()
    assert [secret.texts() for _ in range(20)] == [first] * 20
    assert len(first) == 1
    assert vault.reads == 2
    vault.monotonic.seconds += timedelta(minutes=5, seconds=1).total_seconds()
    assert secret.texts() == first
    assert vault.reads == 4


def test_a_rotated_secret_has_both_values_within_five_minutes_and_never_the_new_one_alone(
    vault: Vault,
) -> None:
    secret = vault.rotated()
    (old,) = secret.texts()
    seen = []
    vault.rotate("new")
    for _ in range(62):
        seen.append(secret.texts())
        vault.monotonic.seconds += 5
    assert seen[0] == [old]
    assert seen[-1] == ["new", old]
    assert all(old in texts for texts in seen)


def test_a_secret_rotated_while_it_is_read_is_not_without_the_old_value(vault: Vault) -> None:
    get_secret_value, (old,) = vault.get_secret_value, vault.rotated().texts()

    def rotated_after_the_first(**asked: Any) -> Any:
        answer = get_secret_value(**asked)
        if asked["VersionStage"] == "AWSCURRENT":
            vault.rotate("new")
        return answer

    vault.get_secret_value = rotated_after_the_first  # type: ignore[method-assign]
    assert vault.rotated().texts() == [old, old]


def test_the_value_before_counts_no_longer_once_its_label_is_taken_off(vault: Vault) -> None:
    secret = vault.rotated()
    vault.rotate("new")
    assert len(secret.texts()) == 2
    vault.end_previous()
    vault.monotonic.seconds += timedelta(minutes=5, seconds=1).total_seconds()
    assert secret.texts() == ["new"]


def test_threads_that_need_a_secret_at_once_read_it_once(vault: Vault) -> None:
    secret = vault.secret()
    with ThreadPoolExecutor(max_workers=8) as pool:
        assert len(set(pool.map(lambda _: secret.text(), range(16)))) == 1
    assert vault.reads == 1


def test_a_secret_that_cannot_be_read_is_tried_anew_the_next_time(vault: Vault) -> None:
    secret = vault.secret()
    get_secret_value = vault.get_secret_value

    def refused(**_: Any) -> Any:
        raise ConnectionError

    vault.get_secret_value = refused  # type: ignore[method-assign]
    with pytest.raises(ConnectionError):
        secret.text()
    vault.get_secret_value = get_secret_value  # type: ignore[method-assign]
    assert "an-app" in secret.text()


def test_soundcharts_credentials_are_read_from_the_secret_and_again_on_demand(vault: Vault) -> None:
    credentials = soundcharts_credentials(vault.secret())
    assert credentials(False) == ("an-app", "a-key")
    vault.rotate(json.dumps({"app_id": "an-app", "api_key": "another"}))
    assert credentials(False) == ("an-app", "a-key")
    assert credentials(True) == ("an-app", "another")
    assert credentials(False) == ("an-app", "another")
