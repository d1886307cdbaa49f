"""Deliveries of runs: what a report that ended is to be delivered to, and each of these deliveries."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.aws.batches import read_batch
from linernotes.bootstrap import deliver_runs as bootstrap
from linernotes.model.errors import StoreBusy
from linernotes.reports.report_ended import ReportEnded
from linernotes.subscriptions.deliver_run import Delivered, deliver_run
from linernotes.subscriptions.delivery_messages import DeliveryMessage, delivery_message_from
from linernotes.subscriptions.run_ports import DeliveryTools
from linernotes.subscriptions.settle_run import settle_run
from linernotes.telemetry import about, log_broken, logger


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001
    """Do what came; the message of a delivery that is to be tried again comes back when that is due."""
    services = bootstrap.services()
    batch = read_batch(event, delivery_message_from, tell_broken=log_broken)
    again: dict[int, int] = {}
    for position, received in enumerate(batch.received):
        delivered = _done(received.message, services.tools)
        if delivered.again_in_s is not None:
            again[position] = delivered.again_in_s
    services.deliver_again(batch.receipt_handles(again))
    return batch.response(again)


def _done(message: ReportEnded | DeliveryMessage, tools: DeliveryTools) -> Delivered:
    if isinstance(message, ReportEnded):
        with about(report_id=message.report_id, revision=message.revision, expected=StoreBusy):
            outcome = settle_run(message, tools)
            logger.info("settle", outcome=outcome)
        return Delivered(outcome)
    keys = {"subscription_id": message.subscription_id, "run_id": message.run_id}
    with about(**keys, place=message.place, expected=StoreBusy):
        delivered = deliver_run(message, tools)
        logger.info("deliver", outcome=delivered.outcome, again_in_s=delivered.again_in_s)
    return delivered
