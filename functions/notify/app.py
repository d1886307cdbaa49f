"""Callbacks: tell the caller's address that a report has ended."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.api.resource import report_json
from linernotes.bootstrap import notify as bootstrap
from linernotes.callbacks.tell_caller import tell_caller
from linernotes.reports.messages import callback_from
from linernotes.telemetry import logger


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """Send one callback; an address that cannot be reached raises, and the queue tries again later."""
    services = bootstrap.services()
    (record,) = event["Records"]
    callback = callback_from(record["body"])
    outcome = tell_caller(
        callback.report_id,
        callback.revision,
        reports=services.reports,
        sender=services.sender,
        describe=report_json,
    )
    logger.info("callback", report_id=callback.report_id, revision=callback.revision, outcome=outcome)
