"""Queues, files and secrets as AWS has them, on moto."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from moto import mock_aws

from linernotes.aws import clients as aws
from linernotes.aws.queues import QueueRefused
from linernotes.aws.secrets import Secret, soundcharts_credentials
from linernotes.charts.charts import Chart, Frequency, RankingKey
from linernotes.charts.messages import ranking_from
from linernotes.charts.ports import RankingJob
from linernotes.charts.ranking_queue import SqsRankingQueue
from linernotes.model.report import FetchJob, fetch_job
from linernotes.reports.file_names import FileName
from linernotes.reports.jobs import jobs_of
from linernotes.reports.messages import ReportCheck, check_from, job_from
from linernotes.reports.ports import CheckReason, ReportFiles, StoredFile
from linernotes.reports.s3_files import S3ReportFiles
from linernotes.reports.sqs import SqsQueue
from linernotes.sections.sources import SOURCES
from linernotes.slack.ports import SlackAction, SlackMessage
from linernotes.slack.queue import SqsSlackQueue, slack_message_from
from tests.integration.template_tables import REGION, aws_client
from tests.unit.builders import a_report, a_request, an_artist
from tests.unit.memory import MemoryFiles

VISIBILITY_S = 90
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
        self.checks_url = self._create("finalize")
        self.slack_url = self._create("slack")
        self.rankings_url = self._create("rankings")
        self.limits: list[int] = []
        self.sent: list[list[str]] = []
        self._lock = threading.Lock()

    def adapter(self) -> SqsQueue:
        return SqsQueue(self, jobs_url=self.jobs_url, checks_url=self.checks_url)

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
    queues.adapter().send_check("report-1", 2, check_reason, delay_s=delay_s)
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
    queue.deliver_again({message["ReceiptHandle"]: 0 for message in again})
    back = queues.receive_all(queues.jobs_url)
    assert {message["MessageId"] for message in back} == {message["MessageId"] for message in again}
    assert {message["Attributes"]["ApproximateReceiveCount"] for message in back} == {"2"}


def test_received_messages_stay_away_for_the_seconds_given(queues: Queues) -> None:
    queue = queues.adapter()
    queue.send_jobs(jobs(2))
    received = queues.receive_all(queues.jobs_url)
    delays = {received[0]["ReceiptHandle"]: 30, received[1]["ReceiptHandle"]: 0}
    queue.deliver_again(delays)
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
    queues.adapter().deliver_again({})
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
