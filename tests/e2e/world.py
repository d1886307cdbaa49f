"""The world of the end-to-end tests: a local stack of their own and everything they can do to it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from local.live_functions import live_environment, live_name, set_live_environment
from local.receiver import Receiver
from local.simulator import ARTISTS, Artist, Simulator, artists_named
from local.simulator.platforms import NO_PROFILE
from local.slack_double import SlackDouble
from local.stack import LocalStack
from local.template_loops import template_written_out
from tests.e2e.caller import Caller
from tests.e2e.processes import kill_environments
from tests.e2e.waiting import eventually

APP_ID = "end-to-end-app-id"
API_KEY = "end-to-end-soundcharts-key"
SIGNING_SECRET = "end-to-end-slack-signing-secret"
"""Credentials of Soundcharts and Slack, like no other word, so that a log that has them is found."""

_TIMES = template_written_out()["Mappings"]["Timings"]["tests"]
FETCH_VISIBILITY_S: int = _TIMES["FetchAgain"]
FINALIZE_VISIBILITY_S: int = _TIMES["FinalizeAgain"]
RANKINGS_VISIBILITY_S: int = _TIMES["RankingsAgain"]
"""How long it takes until what a function was doing that was killed is delivered again."""
FUNCTIONS = (
    "ApiFunction",
    "SubscriptionsFunction",
    "PageFunction",
    "FetchFunction",
    "FinalizeFunction",
    "NotifyFunction",
    "DeadLettersFunction",
    "PlanRankingsFunction",
    "IngestRankingsFunction",
    "SlackFunction",
    "SlackMessagesFunction",
    "TickFunction",
    "RunSubscriptionsFunction",
    "DeliverRunsFunction",
    "McpFunction",
)
QUEUES = (
    "FetchJobsQueue",
    "BulkFetchJobsQueue",
    "FetchJobsDeadLetters",
    "ReportChecksQueue",
    "ReportChecksDeadLetters",
    "NotifyQueue",
    "ChartRankingsQueue",
    "ChartRankingsDeadLetters",
    "SlackQueue",
    "RunsQueue",
    "DeliveriesQueue",
)
PLATFORMS = ["spotify", "instagram", "deezer"]
"""One of each family of endpoints."""


@dataclass(frozen=True)
class Log:
    """A line a function logged."""

    function: str
    text: str

    @property
    def fields(self) -> dict[str, Any]:
        """Give the simple fields of a structured line, none of any other line."""
        try:
            fields = json.loads(self.text)
        except ValueError:
            return {}
        if not isinstance(fields, dict):
            return {}
        return {name: value for name, value in fields.items() if isinstance(value, str | int | float)}


class World:
    """A stack, its simulated Soundcharts, its callers and the receiver of its callbacks."""

    def __init__(
        self,
        stack: LocalStack,
        ministack_pid: int,
        simulator: Simulator,
        receiver: Receiver,
        slack: SlackDouble,
    ) -> None:
        self.stack = stack
        self.simulator = simulator
        self.receiver = receiver
        self.slack = slack
        self.caller = Caller(stack.api_url, stack.api_key)
        self.outputs = stack.outputs()
        self.sqs = stack.client("sqs")
        self.s3 = stack.client("s3")
        self.dynamodb = stack.client("dynamodb")
        self._lambda = stack.client("lambda")
        self._logs = stack.client("logs")
        self._ministack_pid = ministack_pid
        self._names = self._physical_names()
        self._unused = iter(_ordinary_artists())

    # Requests

    def new_artists(self, count: int) -> list[str]:
        """Give uuids of artists no test has asked for yet, so that nothing of them is cached."""
        return [next(self._unused).uuid for _ in range(count)]

    def a_request(self, artists: int = 1, **fields: Any) -> dict[str, Any]:
        """Make a request nothing of which is cached: three platforms in September 2024 unless told."""
        default = {"platforms": PLATFORMS, "start_date": "2024-09-01", "end_date": "2024-09-30"}
        return {"artists": self.new_artists(artists), **default, **fields}

    # What happened

    def calls(self) -> list[dict[str, Any]]:
        """List the calls Soundcharts had since the test began, those about usage left out."""
        recent = self.simulator.calls(last=10_000)["recent"]
        return [call for call in recent if call["endpoint"] != "usage"]

    def logs(self) -> list[Log]:
        """List what all functions have logged, line by line."""
        return [
            Log(function, line)
            for function in FUNCTIONS
            for stream in self._log_streams(function)
            for event in self._log_events(function, stream)
            for line in event["message"].splitlines()
        ]

    def logged(self, message: str, *, report_id: str, **fields: Any) -> list[Log]:
        """List the structured lines of a message about a report, with these fields."""
        wanted = {"message": message, "report_id": report_id, **fields}.items()
        found = [
            Log(function, line)
            for function in FUNCTIONS
            for page in self._logs.get_paginator("filter_log_events").paginate(
                logGroupName=self._log_group(function), filterPattern=f'"{report_id}"'
            )
            for event in page["events"]
            for line in event["message"].splitlines()
        ]
        return [log for log in found if wanted <= log.fields.items()]

    def _log_group(self, function: str) -> str:
        return self.name_of(function.replace("Function", "Logs"))

    def _log_streams(self, function: str) -> set[str]:
        """Name the streams there are: one that begins while they are read has others told twice."""
        pages = self._logs.get_paginator("describe_log_streams")
        return {
            stream["logStreamName"]
            for page in pages.paginate(logGroupName=self._log_group(function))
            for stream in page["logStreams"]
        }

    def _log_events(self, function: str, stream: str) -> Iterator[dict[str, Any]]:
        """Read a stream to its end, which is where a token leads to itself."""
        asked = {"logGroupName": self._log_group(function), "logStreamName": stream, "startFromHead": True}
        page = self._logs.get_log_events(**asked)
        while page["events"]:
            yield from page["events"]
            page = self._logs.get_log_events(**asked, nextToken=page["nextForwardToken"])

    def assert_finalized_once(self, report: Mapping[str, Any]) -> None:
        """Hold a report to one finalize effect, whatever still comes: it ended once, and has its files."""
        self.settle()
        report_id, revision = report["report_id"], report["revision"]
        assert self.caller.report(report_id)["revision"] == revision
        ended = eventually(
            lambda: self.logged("report ended", report_id=report_id, revision=revision), "end in the logs"
        )
        assert [log.fields["status"] for log in ended] == [report["status"]]
        link = self.caller.get(f"/reports/{report_id}/download").headers["Location"]
        key = urlsplit(link).path.partition(f"/{self.outputs['FilesBucketName']}/")[2]
        assert key.startswith(f"reports/{report_id}/{revision}/")
        assert {key, key.replace("report.xlsx", "report.json")} <= set(self.files_of(report_id))

    def files_of(self, report_id: str) -> list[str]:
        """List the files of a report, those of tries that were killed included."""
        found = self.s3.list_objects_v2(
            Bucket=self.outputs["FilesBucketName"], Prefix=f"reports/{report_id}/"
        )
        return sorted(file["Key"] for file in found.get("Contents", ()))

    # Queues

    def send(self, queue: str, body: str) -> None:
        """Send a message to a queue."""
        self.sqs.send_message(QueueUrl=self.queue_url(queue), MessageBody=body)

    def waiting_in(self, queue: str) -> int:
        """Count the messages of a queue, those being worked on included, delayed ones left out."""
        counts = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
        found = self.sqs.get_queue_attributes(QueueUrl=self.queue_url(queue), AttributeNames=list(counts))
        return sum(int(found["Attributes"][name]) for name in counts)

    def drop_messages(self) -> None:
        """Empty every queue, of what is hidden or delayed too."""
        for queue in QUEUES:
            self.sqs.purge_queue(QueueUrl=self.queue_url(queue))

    def settle(self) -> None:
        """Wait until no function has anything left to do.

        A message told twice may be hidden for the minute that another try of its callback may take.
        """
        try:
            eventually(
                lambda: not any(self.waiting_in(queue) for queue in QUEUES),
                "quiet on the queues",
                within_s=150,
            )
        except AssertionError as too_late:
            left = {queue: number for queue in QUEUES if (number := self.waiting_in(queue))}
            raise AssertionError(f"{too_late}; waiting: {left}") from None

    def queue_url(self, queue: str) -> str:
        """Give the URL of a queue by its logical id."""
        return self._names[queue]

    def deliver_again_after(self, queue: str, seconds: int) -> None:
        """Set how long a queue waits for a receiver that does not answer."""
        self.sqs.set_queue_attributes(
            QueueUrl=self.queue_url(queue), Attributes={"VisibilityTimeout": str(seconds)}
        )

    # Functions

    def name_of(self, logical_id: str) -> str:
        """Give the physical name of a resource."""
        return self._names[logical_id]

    def invoke(self, function: str, event: Mapping[str, Any]) -> Any:
        """Call a function with an event and wait for what it returns."""
        answer = self._lambda.invoke(
            FunctionName=live_name(self.name_of(function)), Payload=json.dumps(event).encode()
        )
        returned = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, returned
        return returned

    def kill(self, function: str) -> int:
        """Kill every environment of a function; gives how many there were."""
        return kill_environments(self.name_of(function), of=self._ministack_pid)

    @contextmanager
    def paused(self, function: str) -> Iterator[None]:
        """Deliver nothing to a function from its queues for as long as the context is open."""
        mappings = self._lambda.list_event_source_mappings(FunctionName=live_name(self.name_of(function)))
        ids = [mapping["UUID"] for mapping in mappings["EventSourceMappings"]]
        for mapping_id in ids:
            self._lambda.update_event_source_mapping(UUID=mapping_id, Enabled=False)
        try:
            yield
        finally:
            for mapping_id in ids:
                self._lambda.update_event_source_mapping(UUID=mapping_id, Enabled=True)

    @contextmanager
    def at_once(self, function: str, count: int) -> Iterator[None]:
        """Have so many environments of a function work at once for as long as the context is open."""
        mappings = self._lambda.list_event_source_mappings(FunctionName=live_name(self.name_of(function)))
        before = {mapping["UUID"]: mapping["ScalingConfig"] for mapping in mappings["EventSourceMappings"]}
        for mapping_id in before:
            self._lambda.update_event_source_mapping(
                UUID=mapping_id, ScalingConfig={"MaximumConcurrency": count}
            )
        try:
            yield
        finally:
            for mapping_id, scaling in before.items():
                self._lambda.update_event_source_mapping(UUID=mapping_id, ScalingConfig=scaling)

    @contextmanager
    def unhurried(self, function: str, *queues: str, timeout_s: int = 60) -> Iterator[None]:
        """Give a function more time, and its queues the patience for it, while the context is open."""
        before = self._lambda.get_function_configuration(FunctionName=self.name_of(function))["Timeout"]
        urls = [self.queue_url(queue) for queue in queues]
        patience = [
            self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"]
            for url in urls
        ]
        self._set_timeout(function, timeout_s)
        for queue in queues:
            self.deliver_again_after(queue, timeout_s + 1)
        try:
            yield
        finally:
            for url, attributes in zip(urls, patience, strict=True):
                self.sqs.set_queue_attributes(QueueUrl=url, Attributes=attributes)
            self._set_timeout(function, before)

    def _set_timeout(self, function: str, timeout_s: int) -> None:
        name = self.name_of(function)
        self._lambda.update_function_configuration(FunctionName=name, Timeout=timeout_s)
        self._lambda.get_waiter("function_updated_v2").wait(FunctionName=name)
        set_live_environment(self._lambda, name, live_environment(self._lambda, name))

    def make_cold(self, function: str) -> None:
        """Have a function start again with its next call, which, unlike after a kill, is not lost."""
        self.set_environment(function, STARTED_ANEW=str(uuid.uuid4()))

    def set_environment(self, function: str, **changes: str) -> dict[str, str]:
        """Change environment variables of a function; gives all it had before."""
        name = self.name_of(function)
        before = live_environment(self._lambda, name)
        set_live_environment(self._lambda, name, {**before, **changes})
        return before

    def forget_who_asked(self) -> None:
        """Forget how many reports people in Slack asked for this hour."""
        table = self.outputs["ConversationsTableName"]
        found = self.dynamodb.scan(
            TableName=table,
            FilterExpression="begins_with(pk, :asked)",
            ExpressionAttributeValues={":asked": {"S": "ASKED#"}},
        )
        for item in found["Items"]:
            self.dynamodb.delete_item(TableName=table, Key={"pk": item["pk"]})

    def store_slack_token(self, token: str) -> None:
        """Store another bot token, which functions started from now on find."""
        secrets = self.stack.client("secretsmanager")
        value = {"signing_secret": self.stack.slack_signing_secret, "bot_token": token}
        secrets.put_secret_value(SecretId=self.outputs["SlackSecret"], SecretString=json.dumps(value))
        secrets.close()

    def close(self) -> None:
        """Close the connections."""
        self.caller.close()
        for client in (self.sqs, self.s3, self.dynamodb, self._lambda, self._logs):
            client.close()

    def _physical_names(self) -> dict[str, str]:
        cloudformation = self.stack.client("cloudformation")
        resources = cloudformation.describe_stack_resources(StackName=self.stack.stack_name)["StackResources"]
        cloudformation.close()
        return {found["LogicalResourceId"]: found["PhysicalResourceId"] for found in resources}


def _ordinary_artists() -> list[Artist]:
    """List the artists who share their name with nobody and have a profile everywhere.

    Those that tests ask for by name, or by their place in the list, come last.
    """
    asked_for = {*ARTISTS[:60], *ARTISTS[-50:]}
    ordinary = [
        artist for artist in ARTISTS if len(artists_named(artist.name)) == 1 and artist.name not in NO_PROFILE
    ]
    return sorted(ordinary, key=lambda artist: artist in asked_for)
