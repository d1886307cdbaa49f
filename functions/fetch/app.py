"""Fetch jobs: an SQS batch in, the messages to be delivered again out."""

from __future__ import annotations

from collections import Counter
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

    def tell_stopped(section: str, reports: frozenset[str], error: Exception) -> None:
        for report_id in sorted(reports):
            logger.error("section stopped", report_id=report_id, section=section, exc_info=error)

    batch = read_batch(event, job_from, tell_broken=log_broken)
    from_bulk = any(received.message.bulk for received in batch.received)  # all are of one queue
    upstream = services.bulk_upstream if from_bulk else services.upstream
    jobs_of = Counter((received.message.report_id, received.message.revision) for received in batch.received)
    again = fetch_jobs(
        [Attempt(received.message, number=received.number) for received in batch.received],
        reports=services.reports,
        queue=services.queue,
        tools=FetchTools(
            services.windows,
            WindowClient(upstream),
            services.lookups,
            upstream,
            clock.now,
        ),
        random=chance.random_share,
        budget_s=context.get_remaining_time_in_millis() / 1000 - RESERVE_S,
        max_tries=services.settings.max_tries,
        tell_stopped=tell_stopped,
    )
    services.queue.deliver_again(batch.receipt_handles(again), bulk=from_bulk)
    again_of = Counter(batch.received[position].message.report_id for position in again)
    for (report_id, revision), jobs in jobs_of.items():
        logger.info(
            "jobs fetched", report_id=report_id, revision=revision, jobs=jobs, again=again_of[report_id]
        )
    return batch.response(again)
