"""The stack the benchmarks run on: one of its own, beside any that `make up` started."""

from __future__ import annotations

import os
import re
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.lambda_logs import Logs, read_logs
from benchmarks.upstream import UNLIMITED_CALLS, Upstream
from linernotes.reports.report_items import group_key, report_key
from local import stack
from local.live_functions import live_environment, set_live_environment
from local.processes import StackError

HOME = stack.HOME / "bench"
FUNCTIONS_PYTHON = stack.HOME / "ministack" / "bin" / "python"
"""The interpreter the functions run on, with boto3 and without what the layer must bring."""

_BUILT = HOME / "build"
_FUNCTION_NAME = re.compile(r"-(\w+)Function-")


class BenchStack:
    """A running stack, seen from the operator's side."""

    def __init__(self, local: stack.LocalStack) -> None:
        """Take the stack."""
        self.local = local
        self.upstream = Upstream(local.upstream_url)
        self.outputs = local.outputs()
        self.functions = _functions(local.client("lambda"))

    def environment(self, function: str) -> dict[str, str]:
        """Give the variables a function was deployed with."""
        return live_environment(self.lambdas, self.functions[function])

    def make_cold(self, extra: Mapping[str, str] | None = None) -> None:
        """End all warm environments by giving the functions their variables again, with `extra` ones.

        Extra variables of an earlier call are taken away.
        """
        for function, name in self.functions.items():
            set_live_environment(self.lambdas, name, {**self._deployed[function], **(extra or {})})

    def another_key(self) -> str:
        """Make an API key on the stack's usage plan; one without a name is an owner by itself."""
        gateway = self.local.client("apigateway")
        (plan,) = gateway.get_usage_plans()["items"]
        key = gateway.create_api_key(name="another-owner", enabled=True)
        gateway.create_usage_plan_key(usagePlanId=plan["id"], keyId=key["id"], keyType="API_KEY")
        value: str = key["value"]
        return value

    def logs(self, function: str, *, since: float) -> Logs:
        """Read what a function logged from a moment, in seconds since 1970, on."""
        pages = self._logs.get_paginator("filter_log_events").paginate(
            logGroupName=f"/aws/lambda/{self.local.stack_name}-{_folder(function)}",
            startTime=int(since * 1000),
        )
        return read_logs(event for page in pages for event in page["events"])

    def settle(self, *, within_s: float = 60.0) -> None:
        """Wait until nothing is being worked on, then forget the messages that reports left for later."""
        deadline = time.monotonic() + within_s
        while any(self._in_flight(name) for name in self.outputs if name.endswith("QueueUrl")):
            if time.monotonic() > deadline:
                raise StackError("the queues did not come to rest")
            time.sleep(0.05)
        self.local.client("sqs").purge_queue(QueueUrl=self.outputs["ReportChecksQueueUrl"])

    def stored_report(self, report_id: str) -> dict[str, Any]:
        """Give a report's item, as DynamoDB writes it."""
        item: dict[str, Any] = self.local.client("dynamodb").get_item(
            TableName=self.outputs["ReportsTableName"],
            Key=report_key(report_id),
            ConsistentRead=True,
        )["Item"]
        return item

    def copy_report(self, report_id: str, copy_id: str, *, status: str) -> None:
        """Store a copy of a report and its jobs in another state, to be worked on again."""
        dynamodb, table = self.local.client("dynamodb"), self.outputs["ReportsTableName"]
        item = self.stored_report(report_id)
        revision = int(item["revision"]["N"])
        for group in range(int(item["groups"]["N"])):
            key = group_key(report_id, revision, group)
            found = dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True)["Item"]
            dynamodb.put_item(TableName=table, Item={**found, **group_key(copy_id, revision, group)})
        item.pop("finished_at", None)
        dynamodb.put_item(TableName=table, Item={**item, **report_key(copy_id), "status": {"S": status}})

    def function_environment(self, function: str, *, layer: Path | None = None) -> dict[str, str]:
        """Give what a process needs to be this function: its variables, rights, and code, the layer first."""
        folders = (layer or built_layer(), _BUILT / f"{_folder(function)}Function", stack.ROOT)
        return {
            **self.environment(function),
            "PYTHONPATH": os.pathsep.join(map(str, folders)),
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_ENDPOINT_URL": self.local.aws_endpoint_url,
            "AWS_REGION": stack.REGION,
            "AWS_DEFAULT_REGION": stack.REGION,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_LAMBDA_FUNCTION_NAME": self.functions[function],
            "LAMBDA_TASK_ROOT": str(folders[1]),
            "HOME": str(HOME / "run"),
        }

    @cached_property
    def lambdas(self) -> Any:
        """Give a client of the functions."""
        return self.local.client("lambda")

    @cached_property
    def _logs(self) -> Any:
        return self.local.client("logs")

    @cached_property
    def _deployed(self) -> dict[str, dict[str, str]]:
        return {function: self.environment(function) for function in self.functions}

    def _in_flight(self, queue: str) -> bool:
        counts = self.local.client("sqs").get_queue_attributes(
            QueueUrl=self.outputs[queue],
            AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        )["Attributes"]
        return any(count != "0" for count in counts.values())


@contextmanager
def bench_stack() -> Iterator[BenchStack]:
    """Run a stack as long as the context is open."""
    parameters = f"CallsPerMinute={UNLIMITED_CALLS}"
    env = {**os.environ, "STACK_PORT": str(_free_port()), "STACK_PARAMETERS": parameters}
    # The simulator is what is measured against, whatever credentials are at hand.
    for name in ("SOUNDCHARTS_BASE_URL", "SOUNDCHARTS_APP_ID", "SOUNDCHARTS_API_KEY"):
        env.pop(name, None)
    try:
        yield BenchStack(stack.up(env, home=HOME))
    finally:
        stack.down(home=HOME)


def built_layer() -> Path:
    """Give the folder that is /opt/python on AWS."""
    return _BUILT / "SharedLayer" / "python"


def _functions(lambdas: Any) -> dict[str, str]:
    """Map each function's folder to its deployed name."""
    names = [found["FunctionName"] for found in lambdas.list_functions()["Functions"]]
    found = {name: match[1] for name in names if (match := _FUNCTION_NAME.search(name))}
    return {re.sub(r"(?<!^)(?=[A-Z])", "_", logical).lower(): name for name, logical in found.items()}


def _folder(function: str) -> str:
    return "".join(word.capitalize() for word in function.split("_"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
