"""Callbacks: tell the caller's address that a report has ended."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes import bootstrap
from linernotes.adapters.callbacks import CallbackRefused
from linernotes.adapters.messages import callback_from
from linernotes.api.resource import report_json
from linernotes.telemetry import logger


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> None:  # noqa: ARG001
    """Send one callback; an address that cannot be reached raises, and the queue tries again later."""
    services = bootstrap.notify()
    (record,) = event["Records"]
    callback = callback_from(record["body"])
    report = services.reports.get(callback.report_id)
    if report is None or report.revision != callback.revision or report.request.callback_url is None:
        return
    delivery_id = f"{report.report_id}.{report.revision}"
    try:
        services.sender.send(report.request.callback_url, report_json(report), delivery_id=delivery_id)
    except CallbackRefused as error:
        # Trying again would be refused again: the caller finds the report by its id all the same.
        logger.error("callback refused", report_id=report.report_id, reason=str(error))
        return
    logger.info("callback sent", report_id=report.report_id, revision=report.revision)
