"""Callbacks: tell the caller's address that a report has ended."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes import bootstrap
from linernotes.api.resource import report_json
from linernotes.callbacks.tell_caller import tell_caller
from linernotes.reports.report_ended import report_ended_from
from linernotes.telemetry import logger


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """Send one callback; an address that cannot be reached raises, and the queue tries again later."""
    services = bootstrap.notify()
    (record,) = event["Records"]
    ended = report_ended_from(record["body"])
    outcome = tell_caller(
        ended.report_id,
        ended.revision,
        reports=services.reports,
        sender=services.sender,
        describe=report_json,
    )
    logger.info("callback", report_id=ended.report_id, revision=ended.revision, outcome=outcome)
