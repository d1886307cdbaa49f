"""Runs of subscriptions: what is due is begun, and its report asked for or repaired."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.aws.batches import read_batch
from linernotes.bootstrap import run_subscriptions as bootstrap
from linernotes.model.errors import StoreBusy
from linernotes.subscriptions.messages import due_message_from
from linernotes.subscriptions.run_subscriptions import run_due
from linernotes.telemetry import about, log_broken, logger


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001
    """Run what is due; the queue's batch size is 1, so that a crash takes no other's run with it."""
    services = bootstrap.services()
    batch = read_batch(event, due_message_from, tell_broken=log_broken)
    for received in batch.received:
        message = received.message
        keys = {"owner": message.owner, "subscription_id": message.subscription_id}
        with about(**keys, run_id=message.run_id, expected=StoreBusy):
            outcome = run_due(message, services)
            logger.info("run", outcome=outcome, due_at=message.due_at and message.due_at.isoformat())
    return batch.response([])
