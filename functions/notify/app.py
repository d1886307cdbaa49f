"""Notify callers of the ends of their reports, at the addresses they gave."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.api.resource import report_json
from linernotes.aws.batches import read_batch
from linernotes.bootstrap import chance, clock
from linernotes.bootstrap import notify as bootstrap
from linernotes.callbacks.notify_caller import notify_caller
from linernotes.model.errors import StoreBusy
from linernotes.reports.report_ended import report_ended_from
from linernotes.telemetry import about, log_broken, logger


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001
    """Notify callers; the message of a callback that is to be tried again comes back when that is due."""
    services = bootstrap.services()
    batch = read_batch(event, report_ended_from, tell_broken=log_broken)
    again: dict[int, int] = {}
    for position, received in enumerate(batch.received):
        ended = received.message
        with about(report_id=ended.report_id, revision=ended.revision, expected=StoreBusy):
            notified = notify_caller(
                ended.report_id,
                ended.revision,
                reports=services.reports,
                sender=services.sender,
                describe=report_json,
                now=clock.now,
                random=chance.random_share,
            )
            logger.info("notify", outcome=notified.outcome, again_in_s=notified.again_in_s)
        if notified.again_in_s is not None:
            again[position] = notified.again_in_s
    services.deliver_again(batch.receipt_handles(again))
    return batch.response(again)
