"""The stack of the template on moto: tables, queues, bucket and secrets, and the functions in this process.

API Gateway and the event source mappings are not part of it: `tests.integration.api_events` stands in for the
one, `MotoStack.deliver` for the other.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from unittest.mock import patch

import botocore.session
from aws_lambda_powertools.utilities.typing import LambdaContext
from moto import mock_aws

from functions.deliver_runs import app as deliver_runs_app
from functions.fetch import app as fetch_app
from functions.finalize import app as finalize_app
from functions.run_subscriptions import app as run_subscriptions_app
from linernotes.aws import clients as aws
from linernotes.bootstrap import (
    api,
    deliver_runs,
    fetch,
    finalize,
    run_subscriptions,
    subscriptions,
    tick,
)
from tests.integration.held_to_roles import at_work, hold_to_roles
from tests.integration.template_tables import as_asked
from tests.integration.template_topics import create_topics
from tests.unit.template import environment, of_type, resolved

CREDENTIALS = {"app_id": "an-app", "api_key": "a-key"}
_BETWEEN_LOOKS_S = 0.02


class Context(LambdaContext):
    """What the Lambda runtime tells a function of its invocation."""

    def __init__(self, time_left_s: float) -> None:
        self._function_name = "liner-notes"
        self._memory_limit_in_mb = 512
        self._invoked_function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:liner-notes"
        self._aws_request_id = "8b9c7a3e-0f5d-4f55-9a6e-3c7f6a1f3a10"
        self._time_left_s = time_left_s

    # The class says this is static, which it is not where functions run.
    def get_remaining_time_in_millis(self) -> int:  # type: ignore[override]
        return int(self._time_left_s * 1000)


@dataclass(frozen=True)
class MotoStack:
    """A deployed stack; `names` has what `Ref` and `GetAtt` give, as "SomeQueue" or "SomeQueue.Arn"."""

    names: Mapping[str, str]

    def deliver(self) -> int:
        """Hand what waits in the queues to the functions until nothing does; returns how many messages.

        Messages are deleted unless their function refused them, as the event source mappings do it.
        """
        delivered = 0
        while handed := self._deliver_jobs() + self._deliver_finalizes() + self._deliver_subscriptions():
            delivered += handed
        return delivered

    @contextmanager
    def delivering(self) -> Iterator[None]:
        """Deliver in the background as long as the context is open, then raise what a function raised."""
        stop = threading.Event()

        def run() -> None:
            while not stop.wait(_BETWEEN_LOOKS_S):
                self.deliver()

        with ThreadPoolExecutor(max_workers=1) as pool:
            mappings = pool.submit(run)
            try:
                yield
            finally:
                stop.set()
            mappings.result()

    def waiting(self, queue: str) -> list[dict[str, Any]]:
        """Receive what waits in a queue, at most ten messages, as the JSON it holds."""
        return [json.loads(message["Body"]) for message in self._received(queue)]

    def _deliver_jobs(self) -> int:
        return sum(self._deliver_jobs_of(queue) for queue in ("FetchJobsQueue", "BulkFetchJobsQueue"))

    def _deliver_jobs_of(self, queue: str) -> int:
        messages = self._received(queue)
        if messages:
            with at_work("FetchFunction"):
                answer = fetch_app.handler(self._event(messages, queue), Context(time_left_s=45))
            refused = {failure["itemIdentifier"] for failure in answer["batchItemFailures"]}
            self._delete(queue, [msg for msg in messages if msg["MessageId"] not in refused])
        return len(messages)

    def _deliver_finalizes(self) -> int:
        messages = self._received("ReportChecksQueue")
        for message in messages:
            event = self._event([message], "ReportChecksQueue")
            with at_work("FinalizeFunction"):
                finalize_app.handler(event, Context(time_left_s=240))
        self._delete("ReportChecksQueue", messages)
        return len(messages)

    def _deliver_subscriptions(self) -> int:
        """Hand over what is due and what is to be delivered, one message at a time as the template has it."""
        delivered = 0
        for queue, function, app in (
            ("RunsQueue", "RunSubscriptionsFunction", run_subscriptions_app),
            ("DeliveriesQueue", "DeliverRunsFunction", deliver_runs_app),
        ):
            for message in self._received(queue):
                with at_work(function):
                    answer = app.handler(self._event([message], queue), Context(time_left_s=30))
                if not answer["batchItemFailures"]:
                    self._delete(queue, [message])
                delivered += 1
        return delivered

    def _received(self, queue: str) -> list[dict[str, Any]]:
        answer = aws.client("sqs").receive_message(
            QueueUrl=self.names[queue], MaxNumberOfMessages=10, AttributeNames=["ApproximateReceiveCount"]
        )
        messages: list[dict[str, Any]] = answer.get("Messages", [])
        return messages

    def _delete(self, queue: str, messages: list[dict[str, Any]]) -> None:
        for message in messages:
            aws.client("sqs").delete_message(
                QueueUrl=self.names[queue], ReceiptHandle=message["ReceiptHandle"]
            )

    def _event(self, messages: list[dict[str, Any]], queue: str) -> dict[str, Any]:
        records = [
            {
                "messageId": message["MessageId"],
                "receiptHandle": message["ReceiptHandle"],
                "body": message["Body"],
                "attributes": message["Attributes"],
                "eventSource": "aws:sqs",
                "eventSourceARN": self.names[f"{queue}.Arn"],
            }
            for message in messages
        ]
        return {"Records": records}


@contextmanager
def moto_stack(
    upstream_url: str,
    *,
    reserve_percent: int = 0,
    calls_per_minute: int = 5000,
    callback_hosts: str = "",
) -> Iterator[MotoStack]:
    """Create what the template holds, with Soundcharts at `upstream_url`, as long as the context is open.

    Without a reserve nobody asks Soundcharts what is left, as tests count what it is asked.
    """
    parameters = {
        "SoundchartsBaseUrl": upstream_url,
        "QuotaReservePercent": str(reserve_percent),
        "CallsPerMinute": str(calls_per_minute),
        "AllowedCallbackHosts": callback_hosts,
    }
    with mock_aws(), patch.object(aws, "_session", warm_session):
        hold_to_roles(aws.client("dynamodb"))
        queues = create_queues()
        names = {
            **_tables(),
            **queues,
            **create_topics(aws.client("sns"), queues),
            **_buckets(),
            **_secrets(),
        }
        made = [
            _made_for(function, make, names, parameters)
            for function, make in (
                ("ApiFunction", api.services),
                ("SubscriptionsFunction", subscriptions.services),
                ("FetchFunction", fetch.services),
                ("FinalizeFunction", finalize.services),
                ("TickFunction", tick.services),
                ("RunSubscriptionsFunction", run_subscriptions.services),
                ("DeliverRunsFunction", deliver_runs.services),
            )
        ]
        try:
            yield MotoStack(names)
        finally:
            for services in made:
                for connected in ("upstream", "searches"):
                    if connected in getattr(services, "__dict__", ()):
                        vars(services)[connected].close()


@cache
def warm_session() -> botocore.session.Session:
    """Keep one session for all stacks: it has read the descriptions of the services, which takes long."""
    return botocore.session.get_session()


def _made_for(function: str, make: Any, names: Mapping[str, str], parameters: Mapping[str, str]) -> Any:
    """Make a function's collaborators in its own environment: here all functions share one process."""
    settings = environment(function, names=names, parameters=parameters)
    with patch.dict(os.environ, settings):
        return make()


def _tables() -> dict[str, str]:
    for name, table in of_type("AWS::DynamoDB::Table").items():
        aws.client("dynamodb").create_table(TableName=name, **as_asked(table))
    return {name: name for name in of_type("AWS::DynamoDB::Table")}


def create_queues() -> dict[str, str]:
    """Create the template's queues; gives their URLs by name, and their ARNs."""
    sqs = aws.client("sqs")
    names = {}
    for name, queue in of_type("AWS::SQS::Queue").items():
        timeout = str(resolved(queue["VisibilityTimeout"]))
        url = sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": timeout})["QueueUrl"]
        names[name] = url
        names[f"{name}.Arn"] = f"arn:aws:sqs:{sqs.meta.region_name}:123456789012:{name}"
    for name, queue in of_type("AWS::SQS::Queue").items():
        if "RedrivePolicy" in queue:
            policy = json.dumps(resolved(queue["RedrivePolicy"], names=names))
            sqs.set_queue_attributes(QueueUrl=names[name], Attributes={"RedrivePolicy": policy})
    return names


def _buckets() -> dict[str, str]:
    s3 = aws.client("s3")
    names = {name: name.lower() for name in of_type("AWS::S3::Bucket")}
    for bucket in names.values():
        s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": s3.meta.region_name})
    return names


def _secrets() -> dict[str, str]:
    secrets = aws.client("secretsmanager")
    return {
        f"{name}.Id": secrets.create_secret(Name=name, SecretString=json.dumps(CREDENTIALS))["ARN"]
        for name in of_type("AWS::SecretsManager::Secret")
    }
