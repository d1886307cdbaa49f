"""Fetch jobs: an SQS batch in, the messages to be delivered again out."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.aws.batches import read_batch
from linernotes.bootstrap import chance, clock
from linernotes.bootstrap import fetch as bootstrap
from linernotes.reports.fetch_jobs import Attempt, fetch_jobs
from linernotes.reports.messages import job_from
from linernotes.sections.section import FetchTools
from linernotes.sections.windows.fetch import WindowClient
from linernotes.telemetry import log_broken, logger

RESERVE_S = 3.0
"""Left for storing and telling what came, when Soundcharts uses up the rest of the time."""


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Run a batch of fetch jobs; a message that is not one is left to the dead letters."""
    services = bootstrap.services()
    batch = read_batch(event, job_from, tell_broken=log_broken)
    again = fetch_jobs(
        [Attempt(received.message, number=received.number) for received in batch.received],
        reports=services.reports,
        queue=services.queue,
        tools=FetchTools(services.windows, WindowClient(services.upstream), clock.now),
        random=chance.random_share,
        budget_s=context.get_remaining_time_in_millis() / 1000 - RESERVE_S,
        max_tries=services.settings.max_tries,
    )
    services.queue.deliver_again(batch.receipt_handles(again))
    logger.info("jobs fetched", jobs=len(batch.received), again=len(again), broken=len(batch.broken))
    return batch.response(again)
