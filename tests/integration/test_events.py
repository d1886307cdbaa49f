"""Each sample event is what its trigger sends, and its function does with it what it is a sample of.

The events tell of one report, two artists on two platforms: posted, fetched, finalized and called back, or
given up on the way; and of a chart's rankings, planned and stored. The functions run as they are, on the
template's tables, queues and bucket at a fake AWS.
"""

from __future__ import annotations

import base64
import hashlib
import importlib
import json
from base64 import b64decode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import pytest
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent
from moto import mock_aws
from openpyxl import load_workbook
from slack_sdk.signature import SignatureVerifier
from standardwebhooks.webhooks import Webhook

from linernotes.aws import clients as aws
from linernotes.aws.messages import message_text
from linernotes.bootstrap import api, chance, clock, fetch, ingest_rankings, mcp, plan_rankings
from linernotes.callbacks.secret import owner_secret
from linernotes.charts.charts import RankingKey
from linernotes.charts.dynamo_charts import DynamoChartStore
from linernotes.charts.messages import ranking_from, ranking_text
from linernotes.charts.ports import RankingMark, RankingState
from linernotes.model.errors import LinerNotesError, MessageBroken
from linernotes.model.periods import Period
from linernotes.model.report import Report, Status, collect_until
from linernotes.reports.dynamo_keys import DynamoKeyStore
from linernotes.reports.fail_dead_letters import RANKING_REASON
from linernotes.reports.jobs import jobs_of
from linernotes.reports.messages import (
    check_from,
    job_from,
    job_text,
)
from linernotes.reports.owners import NamedKey, key_digest
from linernotes.reports.ports import CheckReason
from linernotes.reports.report_ended import report_ended_from
from linernotes.reports.share_report import share_report
from linernotes.slack import answer
from linernotes.slack.ports import SlackAction, SlackMessage
from linernotes.slack.queue import (
    SqsSlackQueue,
    slack_message_from,
    slack_message_text,
)
from linernotes.subscriptions.delivery_messages import DeliveryMessage, delivery_message_from
from linernotes.subscriptions.dynamo_subscriptions import DynamoSubscriptionStore
from linernotes.subscriptions.messages import due_message_from
from linernotes.subscriptions.run import RunStatus
from local.simulator import Simulator, start_simulator
from local.slack_double import BOT_TOKEN, SlackDouble, Slacker, start_slack_double, texts_of
from local.slack_double.addresses import hook_path, new_trigger
from tests.integration.held_to_roles import at_work, hold_to_roles
from tests.integration.moto_stack import warm_session
from tests.integration.template_tables import as_asked
from tests.integration.template_topics import create_topics
from tests.unit.builders import NOW
from tests.unit.subscription_builders import a_subscription
from tests.unit.template import ROOT, environment, folder_of, functions, of_type, resolved
from tests.unit.test_slack_acknowledge import filled

EVENTS = {path.stem: json.loads(path.read_text()) for path in sorted((ROOT / "events").glob("*.json"))}
CALLS = {name: event for name, event in EVENTS.items() if "httpMethod" in event}
BATCHES = {name: event for name, event in EVENTS.items() if "Records" in event}

REPORT_ID = "3f6f0b2c-5c39-4c0e-9d7b-7a1f6f1f2a10"
CREDENTIALS = {"app_id": "soundcharts", "api_key": "soundcharts"}
SIGNING_SECRET = "what receivers know too"
SLACK_SECRET = {"signing_secret": "what Slack signs with", "bot_token": BOT_TOKEN}

each_event = pytest.mark.parametrize("name", EVENTS)
each_call = pytest.mark.parametrize("name", CALLS)
each_batch = pytest.mark.parametrize("name", BATCHES)


def function_of(name: str) -> str:
    """Give the function an event is for: the one whose folder its name begins with."""
    of_name = [function for function in functions() if name.startswith(f"{folder_of(function)}_")]
    return max(of_name, key=lambda function: len(folder_of(function)))


def queues_of(function: str) -> dict[str, dict[str, Any]]:
    """Give the event sources of a function by the logical id of their queue."""
    sources = [event for event in functions()[function]["Events"].values() if event["Type"] == "SQS"]
    return {
        resolved(source["Properties"]["Queue"]).removesuffix(".Arn"): source["Properties"]
        for source in sources
    }


def queue_name(logical_id: str) -> str:
    """Give the name CloudFormation would make up for a queue, as the sample events have it."""
    return f"liner-notes-{logical_id}-0A1B2C3D4E5F"


def bodies(name: str) -> list[str]:
    return [record["body"] for record in EVENTS[name]["Records"]]


# ------------------------------------------------------------------------------------------------- shape


@pytest.mark.parametrize("function", functions())
def test_every_function_has_a_sample_event(function: str) -> None:
    assert [name for name in EVENTS if function_of(name) == function]


@each_call
def test_a_sample_call_is_one_api_gateway_would_let_through(name: str) -> None:
    event = APIGatewayProxyEvent(EVENTS[name])
    routes = [event["Properties"] for event in functions()[function_of(name)]["Events"].values()]
    (route,) = [
        route
        for route in routes
        if (route["Method"].upper(), route["Path"]) == (event.http_method, event.resource)
    ]
    needs_key = route.get("Auth", {}).get("ApiKeyRequired", True)
    assert ("x-api-key" in event.headers) is needs_key
    assert event.headers.get("x-api-key") == event.request_context.identity.api_key
    assert event.path == event.resource.format(**(event.path_parameters or {}))
    assert event.request_context.path == f"/v1{event.path}"
    assert event.request_context.resource_path == event.resource
    assert event.multi_value_headers == {key: [value] for key, value in EVENTS[name]["headers"].items()}


@each_batch
def test_a_sample_batch_comes_from_a_queue_that_feeds_the_function(name: str) -> None:
    sources = {queue_name(queue): source for queue, source in queues_of(function_of(name)).items()}
    records = EVENTS[name]["Records"]
    (arn,) = {record["eventSourceARN"] for record in records}
    assert 1 <= len(records) <= sources[arn.split(":")[-1]]["BatchSize"]
    for record in records:
        assert record["eventSource"] == "aws:sqs"
        assert record["awsRegion"] == arn.split(":")[3]
        assert record["md5OfBody"] == hashlib.md5(record["body"].encode(), usedforsecurity=False).hexdigest()
        assert int(record["attributes"]["ApproximateReceiveCount"]) >= 1


@pytest.mark.parametrize("body", [*bodies("fetch_batch"), *bodies("dead_letters_job")])
def test_a_sample_job_is_written_as_the_functions_write_it(body: str) -> None:
    assert job_text(job_from(body)) == body


@pytest.mark.parametrize("body", [*bodies("ingest_rankings_batch"), *bodies("dead_letters_ranking")])
def test_a_sample_ranking_is_written_as_the_functions_write_it(body: str) -> None:
    assert ranking_text(ranking_from(body)) == body


# ---------------------------------------------------------------------------------------------- a fake AWS


@dataclass
class Context:
    """What Lambda tells a function about its call."""

    function_name: str
    memory_limit_in_mb: int
    timeout_s: float
    aws_request_id: str = "8f7c2d54-6a1b-4c3e-9f0d-2b1a3c4d5e6f"

    @property
    def invoked_function_arn(self) -> str:
        return f"arn:aws:lambda:eu-west-1:123456789012:function:{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        return int(self.timeout_s * 1000)


class Stack:
    """The template's tables, queues, bucket and secrets at a fake AWS, and its functions in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.names: dict[str, str] = {}
        self.parameters: dict[str, Any] = {}
        self.now = NOW
        monkeypatch.setattr(clock, "now", lambda: self.now)
        monkeypatch.setattr(chance, "new_report_id", lambda: REPORT_ID)
        hold_to_roles(aws.client("dynamodb"))
        self._make_tables()
        self._make_queues()
        self.names |= create_topics(aws.client("sns"), self.names)
        self._make_bucket()
        self._make_secrets()

    def _make_tables(self) -> None:
        for logical_id, table in of_type("AWS::DynamoDB::Table").items():
            self.names[logical_id] = f"liner-notes-{logical_id}"
            aws.client("dynamodb").create_table(TableName=self.names[logical_id], **as_asked(table))

    def _make_queues(self) -> None:
        for logical_id, queue in of_type("AWS::SQS::Queue").items():
            name = queue_name(logical_id)
            seconds = str(resolved(queue["VisibilityTimeout"]))
            made = aws.client("sqs").create_queue(QueueName=name, Attributes={"VisibilityTimeout": seconds})
            self.names[logical_id] = made["QueueUrl"]
            self.names[f"{logical_id}.Arn"] = f"arn:aws:sqs:eu-west-1:123456789012:{name}"

    def _make_bucket(self) -> None:
        self.names["FilesBucket"] = "liner-notes-files"
        aws.client("s3").create_bucket(
            Bucket="liner-notes-files", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )

    def _make_secrets(self) -> None:
        values = {
            "SoundchartsSecret": json.dumps(CREDENTIALS),
            "CallbackSecret": SIGNING_SECRET,
            "SlackSecret": json.dumps(SLACK_SECRET),
        }
        assert values.keys() == of_type("AWS::SecretsManager::Secret").keys()
        for logical_id, value in values.items():
            made = aws.client("secretsmanager").create_secret(Name=logical_id, SecretString=value)
            self.names[logical_id] = self.names[f"{logical_id}.Id"] = made["ARN"]

    def invoke(self, name: str, **changes: Any) -> Any:
        """Hand a sample event to its function, with the environment the template gives that."""
        function = function_of(name)
        for variable, value in environment(function, names=self.names, parameters=self.parameters).items():
            self._monkeypatch.setenv(variable, value)
        module, _, handler = functions()[function]["Handler"].partition(".")
        code = importlib.import_module(f"functions.{folder_of(function)}.{module}")
        properties = resolved(functions()[function])
        context = Context(
            f"liner-notes-{function}-0A1B2C3D4E5F", properties["MemorySize"], properties["Timeout"]
        )
        with at_work(function):
            return getattr(code, handler)({**EVENTS[name], **changes}, context)

    def call(self, name: str, **changes: Any) -> tuple[int, dict[str, Any]]:
        """Hand a sample call to the api function; gives the status and the JSON it answers."""
        answer = self.invoke(name, **changes)
        return answer["statusCode"], json.loads(answer["body"])

    def sent_to(self, queue: str) -> list[str]:
        """Take the messages that wait in a queue; those held back are not seen."""
        taken = aws.client("sqs").receive_message(QueueUrl=self.names[queue], MaxNumberOfMessages=10)
        return [message["Body"] for message in taken.get("Messages", [])]

    def held_back_in(self, queue: str) -> int:
        """Count the messages a queue holds back until later."""
        answer = aws.client("sqs").get_queue_attributes(
            QueueUrl=self.names[queue], AttributeNames=["ApproximateNumberOfMessagesDelayed"]
        )
        return int(answer["Attributes"]["ApproximateNumberOfMessagesDelayed"])

    def report(self) -> Report:
        found = api.services().reports.get(REPORT_ID)
        assert found is not None
        return found

    def marks(self, name: str) -> dict[RankingKey, RankingMark]:
        """Give what is known of the rankings a sample batch is about."""
        keys = [ranking_from(body).key for body in bodies(name)]
        charts = DynamoChartStore(
            aws.client("dynamodb"),
            self.names["ChartEntriesTable"],
            retention_days=int(environment("IngestRankingsFunction")["CHART_RETENTION_DAYS"]),
            clock=lambda: self.now,
        )
        known = {key: charts.marks(key.chart.slug, Period(key.day, key.day)).get(key.day) for key in keys}
        return {key: mark for key, mark in known.items() if mark is not None}

    def files(self) -> dict[str, bytes]:
        """Give what the bucket holds, by key."""
        s3 = aws.client("s3")
        listed = s3.list_objects_v2(Bucket="liner-notes-files").get("Contents", [])
        return {
            entry["Key"]: s3.get_object(Bucket="liner-notes-files", Key=entry["Key"])["Body"].read()
            for entry in listed
        }


@pytest.fixture(scope="module")
def soundcharts() -> Iterator[Simulator]:
    with start_simulator(today=NOW.date()) as simulator:
        yield simulator


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch, soundcharts: Simulator) -> Iterator[Stack]:
    with mock_aws(), monkeypatch.context() as patched:
        patched.setattr(aws, "_session", warm_session)
        made = Stack(monkeypatch)
        made.parameters["SoundchartsBaseUrl"] = soundcharts.base_url
        yield made
        if fetch.services.cache_info().currsize:
            fetch.services().upstream.close()
        if plan_rankings.services.cache_info().currsize:
            plan_rankings.services().source.close()
        if ingest_rankings.services.cache_info().currsize:
            ingest_rankings.services().source.close()


@pytest.fixture
def posted(stack: Stack) -> Stack:
    """A stack whose report was asked for and not worked on yet."""
    status, _ = stack.call("api_post_report")
    assert status == 202
    return stack


@pytest.fixture
def fetched(posted: Stack) -> Stack:
    """A stack whose report was fetched and not finalized yet."""
    assert posted.invoke("fetch_batch") == {"batchItemFailures": []}
    return posted


# ---------------------------------------------------------------------------------------------------- api


def test_posting_the_sample_makes_a_report_and_sends_the_sample_batch(stack: Stack) -> None:
    status, report = stack.call("api_post_report")
    assert (status, report["report_id"], report["status"]) == (202, REPORT_ID, "queued")
    assert report["progress"] == {"total": 4, "done": 0, "failed": 0}
    assert stack.report().status is Status.RUNNING
    assert sorted(stack.sent_to("FetchJobsQueue")) == sorted(bodies("fetch_batch"))


def test_posting_the_sample_twice_makes_one_report(posted: Stack) -> None:
    posted.sent_to("FetchJobsQueue")
    status, report = posted.call("api_post_report")
    assert (status, report["report_id"]) == (202, REPORT_ID)
    assert posted.sent_to("FetchJobsQueue") == []


def test_the_sample_deadline_is_when_collecting_the_sample_report_stops(posted: Stack) -> None:
    (body,) = bodies("finalize_deadline")
    asked = check_from(body)
    report = posted.report()
    assert (asked.report_id, asked.revision) == (report.report_id, report.revision)
    assert asked.check_reason is CheckReason.DEADLINE
    (record,) = EVENTS["finalize_deadline"]["Records"]
    received = datetime.fromtimestamp(
        int(record["attributes"]["ApproximateFirstReceiveTimestamp"]) / 1000, tz=UTC
    )
    assert timedelta(0) <= received - collect_until(report.deadline, report.started_at) < timedelta(seconds=1)


def test_getting_the_sample_finds_the_posted_report(posted: Stack) -> None:
    status, report = posted.call("api_get_report")
    assert (status, report["report_id"], report["status"]) == (200, REPORT_ID, "running")


def test_a_report_is_not_there_for_another_api_key(posted: Stack) -> None:
    context = EVENTS["api_get_report"]["requestContext"]
    others = {**context, "identity": {**context["identity"], "apiKey": "another"}}
    status, problem = posted.call("api_get_report", requestContext=others)
    assert (status, problem["title"]) == (404, "There is no such report")


def test_the_sample_shared_link_reads_its_report_without_a_key(posted: Stack) -> None:
    token = EVENTS["api_get_shared"]["headers"]["x-shared-token"]
    assert posted.call("api_get_shared")[0] == 404
    share_report(
        posted.report(),
        now=posted.now,
        valid_for=timedelta(days=1),
        new_token=lambda: token,
        links=api.services().links,
    )
    status, report = posted.call("api_get_shared")
    assert (status, report["report_id"]) == (200, REPORT_ID)


def test_asking_for_health_needs_nothing_of_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "services", lambda: pytest.fail("collaborators were made"))
    handler = importlib.import_module("functions.api.app").handler
    answer = handler(EVENTS["api_health"], Context("liner-notes-ApiFunction", 512, 29))
    assert (answer["statusCode"], json.loads(answer["body"])["status"]) == (200, "ok")


def test_who_has_no_subscriptions_is_told_so(stack: Stack) -> None:
    assert stack.call("subscriptions_list") == (200, {"subscriptions": []})


# --------------------------------------------------------------------------------------------------- page


def test_the_page_is_given_packed_to_a_browser_that_asks_for_it(stack: Stack, page_site: Path) -> None:
    answer = stack.invoke("page_index")
    assert (answer["statusCode"], answer["isBase64Encoded"]) == (200, True)
    assert answer["multiValueHeaders"]["Content-Encoding"] == ["br"]
    assert b64decode(answer["body"]) == (page_site / "index.html.br").read_bytes()


def test_an_asset_of_another_build_is_not_found(stack: Stack, page_site: Path) -> None:
    event = EVENTS["page_unknown_asset"]
    assert not (page_site / event["pathParameters"]["file"]).exists()
    status, problem = stack.call("page_unknown_asset")
    assert (status, problem["title"]) == (404, "Not found")


# -------------------------------------------------------------------------------------------------- fetch


def test_fetching_the_sample_batch_ends_its_jobs_and_asks_for_the_sample_finalizing(posted: Stack) -> None:
    assert posted.invoke("fetch_batch") == {"batchItemFailures": []}
    report = posted.report()
    assert report.status is Status.FINALIZING
    assert set(report.ended) == {cell.job_id for cell in jobs_of(report.request)}
    assert all(end.done for end in report.ended.values())
    assert posted.sent_to("ReportChecksQueue") == bodies("finalize_all_jobs_ended")


def test_fetching_the_sample_batch_twice_asks_soundcharts_once(
    fetched: Stack, soundcharts: Simulator
) -> None:
    soundcharts.reset()
    assert fetched.invoke("fetch_batch") == {"batchItemFailures": []}
    assert soundcharts.calls()["total"] == 0


def test_a_broken_message_is_left_to_the_dead_letters(stack: Stack) -> None:
    broken = [record["messageId"] for record in EVENTS["fetch_broken_message"]["Records"]]
    answer = stack.invoke("fetch_broken_message")
    assert answer == {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in broken]}


def test_a_broken_message_keeps_no_other_from_being_fetched(posted: Stack) -> None:
    broken, sound = EVENTS["fetch_broken_message"]["Records"][:1], EVENTS["fetch_batch"]["Records"]
    answer = posted.invoke("fetch_batch", Records=[*broken, *sound])
    assert answer == {"batchItemFailures": [{"itemIdentifier": broken[0]["messageId"]}]}
    assert posted.report().pending == []


# ----------------------------------------------------------------------------------------------- finalize


def test_finalizing_when_all_have_ended_writes_the_files_and_ends_the_report(fetched: Stack) -> None:
    fetched.invoke("finalize_all_jobs_ended")
    assert fetched.report().status is Status.SUCCEEDED
    files = fetched.files()
    folder = f"reports/{fetched.report().folder}"
    assert folder.startswith(f"reports/{REPORT_ID}/1/")
    names = ("report.xlsx", "report.json", "report.csv", "report-semicolon.csv")
    assert files.keys() == {f"{folder}/{name}" for name in names}
    assert load_workbook(BytesIO(files[f"{folder}/report.xlsx"])).sheetnames[0] == "Summary"
    status, report = fetched.call("api_get_report")
    assert (status, report["status"]) == (200, "succeeded")
    assert report["result"] == json.loads(files[f"{folder}/report.json"])
    assert report["download_url"].startswith("https://")


def test_at_the_deadline_a_report_ends_with_what_there_is(posted: Stack) -> None:
    first_job = EVENTS["fetch_batch"]["Records"][:1]
    assert posted.invoke("fetch_batch", Records=first_job) == {"batchItemFailures": []}
    posted.now = posted.report().deadline - timedelta(minutes=1)
    posted.invoke("finalize_deadline")
    report = posted.report()
    assert report.status is Status.PARTIAL
    assert len(report.failures) == 3
    assert len(posted.files()) == 4


def test_only_a_report_whose_time_was_up_is_counted_as_late(
    posted: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    posted.now = posted.report().deadline - timedelta(minutes=1)
    posted.invoke("finalize_deadline")
    assert '"ReportsLate":[1.0]' in capsys.readouterr().out


def test_a_report_that_ends_in_time_is_not_counted_as_late(
    fetched: Stack, capsys: pytest.CaptureFixture[str]
) -> None:
    fetched.invoke("finalize_all_jobs_ended")
    written = capsys.readouterr().out
    assert '"ReportsEnded":[1.0]' in written
    assert '"ReportsLate"' not in written


def test_before_the_deadline_its_message_waits_on(posted: Stack) -> None:
    held_back = posted.held_back_in("ReportChecksQueue")
    posted.invoke("finalize_deadline")
    assert posted.held_back_in("ReportChecksQueue") == held_back + 1
    assert posted.report().status is Status.RUNNING
    assert posted.files() == {}


# ------------------------------------------------------------------------------------------- chart ingest


def test_the_sample_backfill_asks_for_the_sample_rankings(stack: Stack) -> None:
    answer = stack.invoke("plan_rankings_backfill")
    assert answer["problems"] == []
    assert sorted(stack.sent_to("ChartRankingsQueue")) == sorted(bodies("ingest_rankings_batch"))
    assert sum(map(len, answer["sent"].values())) == answer["rankings"] == 4


def test_the_sample_schedule_asks_for_all_that_is_missing_up_to_the_bound_of_a_run(stack: Stack) -> None:
    stack.parameters |= {"ChartCountries": "IT", "RankingsPerRun": 7}
    answer = stack.invoke("plan_rankings_schedule")
    assert sum(map(len, answer["sent"].values())) == 7
    assert answer["left"] == answer["rankings"] - 7 > 0


def test_an_event_that_breaks_a_rule_is_answered_with_its_errors(stack: Stack) -> None:
    answer = stack.invoke("plan_rankings_backfill", country="Italy")
    assert [error["field"] for error in answer["errors"]] == ["country"]
    assert stack.sent_to("ChartRankingsQueue") == []


def test_a_schedule_whose_charts_cannot_be_asked_fails_for_its_alarm_to_ring(
    stack: Stack, soundcharts: Simulator
) -> None:
    stack.parameters |= {"ChartPlatforms": "spotify"}
    soundcharts.misbehave(rules=[{"match": {"path": "/chart/"}, "then": 403}])
    try:
        with pytest.raises(LinerNotesError, match="spotify"):
            stack.invoke("plan_rankings_schedule")
    finally:
        soundcharts.reset()


# ----------------------------------------------------------------------------------------------- rankings


def test_ingesting_the_sample_batch_stores_its_rankings_and_their_tracks(stack: Stack) -> None:
    assert stack.invoke("ingest_rankings_batch") == {"batchItemFailures": []}
    marks = stack.marks("ingest_rankings_batch")
    assert len(marks) == 4
    for mark in marks.values():
        assert (mark.state, mark.songs > 0) == (RankingState.STORED, True)


def test_ingesting_the_sample_batch_twice_asks_soundcharts_once(stack: Stack, soundcharts: Simulator) -> None:
    stack.invoke("ingest_rankings_batch")
    soundcharts.reset()
    assert stack.invoke("ingest_rankings_batch") == {"batchItemFailures": []}
    assert soundcharts.calls()["total"] == 0


def test_a_broken_ranking_keeps_no_other_from_being_stored(stack: Stack) -> None:
    sound = EVENTS["ingest_rankings_batch"]["Records"][0]
    broken = {**EVENTS["ingest_rankings_batch"]["Records"][1], "body": "{}"}
    answer = stack.invoke("ingest_rankings_batch", Records=[broken, sound])
    assert answer == {"batchItemFailures": [{"itemIdentifier": broken["messageId"]}]}
    assert [mark.state for mark in stack.marks("ingest_rankings_batch").values()] == [RankingState.STORED]


# ------------------------------------------------------------------------------------------- dead letters


def test_a_dead_job_ends_failed(posted: Stack) -> None:
    assert posted.invoke("dead_letters_job") == {"batchItemFailures": []}
    (failure,) = posted.report().failures
    (body,) = bodies("dead_letters_job")
    assert failure.job.job_id == job_from(body).job_id
    assert failure.retryable


def test_a_dead_report_ends_failed(fetched: Stack) -> None:
    assert fetched.invoke("dead_letters_report") == {"batchItemFailures": []}
    report = fetched.report()
    assert report.status is Status.FAILED
    assert report.failure is not None


def test_a_dead_ranking_is_marked_failed(stack: Stack) -> None:
    assert stack.invoke("dead_letters_ranking") == {"batchItemFailures": []}
    (mark,) = stack.marks("dead_letters_ranking").values()
    assert (mark.state, mark.reason) == (RankingState.FAILED, RANKING_REASON)


# ------------------------------------------------------------------------------------------------- notify


@dataclass
class Delivery:
    """What a receiver got."""

    headers: dict[str, str]
    body: bytes


@pytest.fixture
def receiver() -> Iterator[tuple[str, list[Delivery]]]:
    """A receiver of callbacks: its address, and what it got."""
    deliveries: list[Delivery] = []

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            deliveries.append(Delivery(dict(self.headers), body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *arguments: Any) -> None:
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Receiver) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"127.0.0.1:{server.server_port}", deliveries
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "poison", ["no JSON", "{}", '{"report_id":7,"revision":1,"door":"api","has_callback":true}']
)
def test_what_is_not_the_end_of_a_report_is_left_to_be_parked_and_keeps_no_callback_from_being_sent(
    stack: Stack, receiver: tuple[str, list[Delivery]], poison: str
) -> None:
    host, deliveries = receiver
    stack.parameters["AllowedCallbackHosts"] = host
    post = json.loads(EVENTS["api_post_report"]["body"])
    stack.call("api_post_report", body=json.dumps({**post, "callback_url": f"http://{host}/ended"}))
    stack.invoke("fetch_batch")
    stack.invoke("finalize_all_jobs_ended")
    (sound,) = EVENTS["notify_report_ended"]["Records"]
    broken = {**sound, "messageId": "poison", "body": poison}

    answer = stack.invoke("notify_report_ended", Records=[broken, sound])

    assert answer == {"batchItemFailures": [{"itemIdentifier": "poison"}]}
    assert len(deliveries) == 1


def test_the_sample_callback_tells_the_receiver_of_the_report(
    stack: Stack, receiver: tuple[str, list[Delivery]]
) -> None:
    host, deliveries = receiver
    stack.parameters["AllowedCallbackHosts"] = host
    post = json.loads(EVENTS["api_post_report"]["body"])
    with_callback = json.dumps({**post, "callback_url": f"http://{host}/ended"})
    assert stack.call("api_post_report", body=with_callback)[0] == 202
    (body,) = bodies("notify_report_ended")
    assert report_ended_from(body).report_id == REPORT_ID
    stack.invoke("notify_report_ended")
    assert deliveries == []
    stack.invoke("fetch_batch")
    stack.invoke("finalize_all_jobs_ended")
    stack.invoke("notify_report_ended")
    stack.invoke("notify_report_ended")
    (delivery,) = deliveries
    body = json.loads(delivery.body)
    assert (body["type"], body["data"]["report_id"]) == ("report.finished", REPORT_ID)
    secret = owner_secret(SIGNING_SECRET, stack.report().owner)
    # By the library as of the time of the test's clock, which it does not know.
    signed = sign_by_library(secret, delivery)
    assert delivery.headers["webhook-signature"] == signed
    callback = stack.report().callback
    assert callback is not None
    assert (callback.status, callback.tries) == ("delivered", 1)


def sign_by_library(secret: str, delivery: Delivery) -> str:
    """Sign what was delivered as the library of Standard Webhooks does, at the time it says."""
    at = datetime.fromtimestamp(int(delivery.headers["webhook-timestamp"]), UTC)
    return Webhook(secret).sign(delivery.headers["webhook-id"], at, delivery.body.decode())


def test_a_callback_that_nobody_ever_takes_is_no_error_and_is_not_parked(stack: Stack) -> None:
    nobody = "127.0.0.1:9"
    stack.parameters["AllowedCallbackHosts"] = nobody
    post = json.loads(EVENTS["api_post_report"]["body"])
    with_callback = json.dumps({**post, "callback_url": f"http://{nobody}/ended"})
    assert stack.call("api_post_report", body=with_callback)[0] == 202
    stack.invoke("fetch_batch")
    stack.invoke("finalize_all_jobs_ended")
    answers: list[dict[str, Any]] = []
    while not answers or answers[-1]["batchItemFailures"]:
        answers.append(stack.invoke("notify_report_ended"))
        stack.now += timedelta(days=1)
    callback = stack.report().callback
    assert callback is not None
    assert (callback.status, callback.tries) == ("failed", len(answers))
    assert len(answers) < int(of_type("AWS::SQS::Queue")["NotifyQueue"]["RedrivePolicy"]["maxReceiveCount"])
    assert stack.sent_to("ParkedMessages") == []


# -------------------------------------------------------------------------------------------------- slack


@pytest.fixture
def slack() -> Iterator[SlackDouble]:
    """Slack's side, of which the stack is told when it is to be spoken to."""
    with start_slack_double() as double:
        yield double


def test_the_sample_command_is_handed_over_as_the_sample_message(stack: Stack) -> None:
    answer = stack.invoke("slack_command")
    assert answer["statusCode"] == 200
    told = json.loads(answer["body"])
    assert told["response_type"] == "ephemeral"
    assert "Working on it… /report Billie Eilish on spotify in IT for 2024-09" in told["text"]
    assert stack.sent_to("SlackQueue") == bodies("slack_messages_ask")


@pytest.mark.parametrize(
    "changes",
    [
        {"body": EVENTS["slack_command"]["body"].replace("2024", "2023")},
        {"headers": {**EVENTS["slack_command"]["headers"], "X-Slack-Signature": "v0=" + 64 * "0"}},
        {"headers": {**EVENTS["slack_command"]["headers"], "X-Slack-Signature": "é"}},
        {"headers": {**EVENTS["slack_command"]["headers"], "X-Slack-Request-Timestamp": "soon"}},
        {"headers": {}},
        {"headers": None},
        {"body": None},
        {"body": "%%%", "isBase64Encoded": True},
    ],
    ids=["body", "signature", "no ascii", "timestamp", "no headers", "null headers", "no body", "no base64"],
)
def test_what_slack_did_not_sign_is_refused_and_goes_nowhere(stack: Stack, changes: dict[str, Any]) -> None:
    assert stack.invoke("slack_command", **changes)["statusCode"] == 401
    assert stack.sent_to("SlackQueue") == []


@pytest.mark.parametrize(("seconds", "status"), [(299, 200), (301, 401), (-299, 200), (-301, 401)])
def test_a_signature_is_good_for_five_minutes(stack: Stack, seconds: int, status: int) -> None:
    stack.now = NOW + timedelta(seconds=seconds)
    assert stack.invoke("slack_command")["statusCode"] == status


def test_a_command_is_the_same_in_base64_and_with_its_headers_in_any_case(stack: Stack) -> None:
    sample = EVENTS["slack_command"]
    for headers in (
        {name.lower(): value for name, value in sample["headers"].items()},
        {name.upper(): value for name, value in sample["headers"].items()},
    ):
        wrapped = base64.b64encode(sample["body"].encode()).decode()
        answer = stack.invoke("slack_command", body=wrapped, isBase64Encoded=True, headers=headers)
        assert answer["statusCode"] == 200
        assert stack.sent_to("SlackQueue") == bodies("slack_messages_ask")


def test_a_command_slack_sends_again_is_handed_over_under_the_same_id(stack: Stack) -> None:
    again = {**EVENTS["slack_command"]["headers"], "X-Slack-Retry-Num": "1"}
    stack.invoke("slack_command")
    assert stack.invoke("slack_command", headers=again)["statusCode"] == 200
    first, second = stack.sent_to("SlackQueue")
    assert first == second


def test_the_sample_click_is_handed_over(stack: Stack) -> None:
    assert stack.invoke("slack_interaction")["statusCode"] == 200
    (sent,) = map(slack_message_from, stack.sent_to("SlackQueue"))
    (ask,) = map(slack_message_from, bodies("slack_messages_ask"))
    assert (sent.action, sent.conversation_id, sent.user) == (
        SlackAction.REPAIR,
        ask.conversation_id,
        "U0MANAGER",
    )


def test_the_sample_search_finds_artists(stack: Stack) -> None:
    stack.now = NOW
    answer = stack.invoke("slack_options")
    options = json.loads(answer["body"])["options"]
    assert [option["text"]["text"] for option in options] == ["Billie Eilish"]


def test_slack_may_try_the_address_without_a_signature(stack: Stack) -> None:
    answer = stack.invoke("slack_command", body="ssl_check=1&token=x", headers={})
    assert (answer["statusCode"], answer["body"]) == (200, "")
    assert stack.sent_to("SlackQueue") == []


@pytest.mark.parametrize(("spent_s", "opened"), [(0.0, True), (2.5, True), (2.8, False)])
def test_a_form_opens_in_the_time_that_is_left_or_not_at_all(
    stack: Stack, slack: SlackDouble, spent_s: float, opened: bool
) -> None:
    stack.parameters["SlackApiUrl"] = slack.api_url
    slack.now = lambda: stack.now.timestamp()
    sample = EVENTS["slack_command"]
    slacker = Slacker("", SLACK_SECRET["signing_secret"], "https://hooks.slack.com/")
    arrived = stack.now.timestamp() - spent_s
    body = urlencode(slacker.command_form("", trigger_id=new_trigger(now=arrived)))
    answer = stack.invoke(
        "slack_command",
        body=body,
        headers=slacker.signed(body, at=stack.now.timestamp()),
        requestContext={**sample["requestContext"], "requestTimeEpoch": int(arrived * 1000)},
    )
    assert answer["statusCode"] == 200
    assert len(slack.views) == slack.called("views.open") == int(opened)
    assert ("Type artists" in answer["body"]) is not opened


def test_the_sample_message_becomes_a_report_of_the_workspace_and_its_end_is_told(
    stack: Stack, slack: SlackDouble
) -> None:
    stack.parameters["SlackApiUrl"] = slack.api_url
    stack.invoke("slack_messages_ask")
    stack.invoke("slack_messages_ask")
    (shown,) = slack.in_channel("C0CHANNEL")
    (ask,) = map(slack_message_from, bodies("slack_messages_ask"))
    jobs = stack.sent_to("FetchJobsQueue")
    assert [job_from(job).report_id for job in jobs] == [ask.conversation_id]
    stack.invoke("slack_messages_report_ended")
    assert len(slack.shown_files()) == 0
    (template,) = EVENTS["fetch_batch"]["Records"][:1]
    stack.invoke("fetch_batch", Records=[{**template, "body": job} for job in jobs])
    (ended,) = stack.sent_to("ReportChecksQueue")
    (record,) = EVENTS["finalize_all_jobs_ended"]["Records"]
    stack.invoke("finalize_all_jobs_ended", Records=[{**record, "body": ended}])
    assert stack.sent_to("SlackQueue") == bodies("slack_messages_report_ended")

    stack.invoke("slack_messages_report_ended")
    stack.invoke("slack_messages_report_ended")

    assert slack.in_channel("C0CHANNEL") == [shown]
    assert shown.body["blocks"][0]["text"]["text"] == "Report: September 2024, Italy"
    (file,) = slack.shown_files()
    assert file.shares == [(shown.channel, shown.ts)]
    (reply,) = slack.in_thread(shown)
    assert reply.body["text"] == "<@U0MANAGER> your report is ready"
    assert load_workbook(BytesIO(file.content)).sheetnames[0] == "Summary"
    assert slack.broken == []


def test_a_command_that_cannot_be_handed_over_is_told_with_the_request_to_quote(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(SqsSlackQueue, "send", breaks)
    answer = stack.invoke("slack_command")
    told = json.loads(answer["body"])
    assert (answer["statusCode"], told["response_type"]) == (200, "ephemeral")
    assert Context.aws_request_id in told["text"]
    assert stack.invoke("slack_interaction")["statusCode"] == 200


def ask_with_response_url(
    event: str, stack: Stack, slack: SlackDouble
) -> tuple[SlackMessage, dict[str, Any]]:
    """Give the sample message, and its record, with a response URL of the double."""
    stack.parameters |= {"SlackApiUrl": slack.api_url, "SlackResponseHosts": "127.0.0.1"}
    slack.now = lambda: stack.now.timestamp()
    (record,) = EVENTS[event]["Records"]
    ask = slack_message_from(record["body"])
    hook = hook_path(ask.workspace, ask.channel, now=slack.now())
    ask = replace(ask, response_url=slack.url + hook)
    return ask, {**record, "body": slack_message_text(ask)}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("start_date", {"selected_date": "2024-13-01"}),
        ("compare", {"selected_option": {"value": "last_century"}}),
    ],
)
def test_a_signed_form_that_slack_would_not_send_is_refused_at_the_field(
    stack: Stack, field: str, value: dict[str, Any]
) -> None:
    payload = {
        "type": "view_submission",
        "team": {"id": "T0TEAM"},
        "user": {"id": "U0MANAGER"},
        "view": {
            "id": "V0",
            "callback_id": "report",
            "private_metadata": json.dumps({"channel": "C0CHANNEL", "response_url": ""}),
            "state": {"values": filled(**{field: value})},
        },
    }
    body = urlencode({"payload": json.dumps(payload)})
    headers = EVENTS["slack_interaction"]["headers"]
    at = headers["X-Slack-Request-Timestamp"]
    signer = SignatureVerifier(SLACK_SECRET["signing_secret"])
    signed = {**headers, "X-Slack-Signature": signer.generate_signature(timestamp=at, body=body)}
    answer = stack.invoke("slack_interaction", body=body, headers=signed)
    assert answer["statusCode"] == 200
    told = json.loads(answer["body"])
    assert (told["response_action"], list(told["errors"])) == ("errors", [field])


def test_a_message_from_the_dead_letters_is_told_to_have_failed_and_not_done(
    stack: Stack, slack: SlackDouble
) -> None:
    ask, record = ask_with_response_url("slack_messages_dead", stack, slack)
    for _ in range(2):
        stack.invoke("slack_messages_dead", Records=[record])
    (shown,) = slack.only_to_one()
    text = "\n".join(texts_of(shown.body["blocks"]))
    assert "Something went wrong" in text
    assert ask.conversation_id in text
    assert len(shown.versions) == 1
    assert stack.sent_to("FetchJobsQueue") == []


def test_an_unexpected_error_counts_as_one_once_it_was_told(
    stack: Stack, slack: SlackDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(answer, "create_if_agreed", breaks)
    ask, record = ask_with_response_url("slack_messages_ask", stack, slack)
    stack.invoke("slack_messages_ask", Records=[record])
    assert stack.held_back_in("SlackQueue") == 1
    last = {**record, "body": slack_message_text(replace(ask, tries=2))}
    with pytest.raises(RuntimeError):
        stack.invoke("slack_messages_ask", Records=[last])
    stack.invoke("slack_messages_ask", Records=[last])
    (shown,) = slack.only_to_one()
    assert "Something went wrong" in "\n".join(texts_of(shown.body["blocks"]))


def test_a_message_nobody_of_us_sent_is_left_to_the_parked_ones(stack: Stack) -> None:
    (record,) = EVENTS["slack_messages_report_ended"]["Records"]
    for body in ("{}", "[]", "no json", '{"action": "dance", "conversation_id": "x"}'):
        with pytest.raises(MessageBroken):
            stack.invoke("slack_messages_report_ended", Records=[{**record, "body": body}])


# ---------------------------------------------------------------------------------------- subscriptions


def test_a_tick_sends_what_the_sample_occurrence_is_and_that_begins_the_run_and_its_report(
    stack: Stack,
) -> None:
    (occurrence,) = bodies("run_subscriptions_occurrence")
    asked = due_message_from(occurrence)
    assert asked.due_at is not None
    subscription = a_subscription(
        subscription_id=asked.subscription_id, owner=asked.owner, next_due=asked.due_at
    )
    dynamodb = aws.client("dynamodb")
    store = DynamoSubscriptionStore(dynamodb, stack.names["SubscriptionsTable"], retention_days=90)
    store.add(subscription)
    keys = DynamoKeyStore(dynamodb, stack.names["ReportsTable"])
    keys.hold(asked.owner, "test", now=NOW, until=NOW + timedelta(minutes=1))
    keys.add("0123", NamedKey(asked.owner, "id-1", NOW), "test")

    assert stack.invoke("tick_schedule") == {"due": 1}
    assert stack.sent_to("RunsQueue") == [occurrence]

    assert stack.invoke("run_subscriptions_occurrence") == {"batchItemFailures": []}
    (run,) = store.runs(asked.subscription_id, limit=5)
    assert (run.status, run.report_id, run.due_at) == (RunStatus.RUNNING, REPORT_ID, asked.due_at)
    assert len(stack.sent_to("FetchJobsQueue")) == 1
    (target,) = bodies("deliver_runs_target")
    wanted = delivery_message_from(target)
    assert isinstance(wanted, DeliveryMessage)
    assert (wanted.run_id, message_text(wanted)) == (run.run_id, target)


@pytest.mark.parametrize(
    "name", ["run_subscriptions_by_hand", "deliver_runs_report_ended", "deliver_runs_target"]
)
def test_a_sample_about_a_run_that_is_not_there_is_done_with(stack: Stack, name: str) -> None:
    assert stack.invoke(name) == {"batchItemFailures": []}
    assert stack.sent_to("DeliveriesQueue") == []


# -------------------------------------------------------------------------------------------- assistants


def test_the_sample_list_of_tools_is_given_to_a_named_key_alone(stack: Stack) -> None:
    assert stack.invoke("mcp_list_tools")["statusCode"] == 401
    key = EVENTS["mcp_list_tools"]["headers"]["Authorization"].removeprefix("Bearer ")
    keys = DynamoKeyStore(aws.client("dynamodb"), stack.names["ReportsTable"])
    keys.hold("name:ada", "tests", now=NOW, until=NOW + timedelta(minutes=1))
    keys.add(key_digest(key), NamedKey("name:ada", "an-id", NOW), "tests")
    mcp.callers.cache_clear()  # what was found of a key is believed for a minute
    # In a thread of its own, as the protocol runs a loop, and tests of the page may have left one here.
    with ThreadPoolExecutor(1) as thread:
        answer = thread.submit(stack.invoke, "mcp_list_tools").result()
    assert answer["statusCode"] == 200
    listed = json.loads(answer["body"])["result"]["tools"]
    assert [tool["name"] for tool in listed][:2] == ["find_artists", "list_sources"]
