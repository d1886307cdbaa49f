"""Notify callers of the ends of their reports, at the addresses they gave."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.api.resource import report_json
from linernotes.bootstrap import notify as bootstrap
from linernotes.callbacks.notify_caller import notify_caller
from linernotes.reports.report_ended import report_ended_from
from linernotes.telemetry import logger


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """Notify one caller; an address that cannot be reached raises, and the queue tries again later."""
    services = bootstrap.services()
    (record,) = event["Records"]
    ended = report_ended_from(record["body"])
    outcome = notify_caller(
        ended.report_id,
        ended.revision,
        reports=services.reports,
        sender=services.sender,
        describe=report_json,
    )
    logger.info("notify", report_id=ended.report_id, revision=ended.revision, outcome=outcome)
