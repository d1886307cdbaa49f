"""Rankings of charts: an SQS batch in, the messages to be delivered again out."""

from __future__ import annotations

import time
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.aws.batches import read_batch
from linernotes.bootstrap import chance, clock
from linernotes.bootstrap import ingest_rankings as bootstrap
from linernotes.charts.ingest_rankings import Ingested, IngestTools, RankingAttempt, ingest_rankings
from linernotes.charts.messages import ranking_from
from linernotes.telemetry import Metric, count, log_broken, logger

RESERVE_S = 3.0
"""Left for telling the queue what comes back."""
WORKERS = 16
"""How many writes wait for DynamoDB at once."""


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Ingest a batch of rankings; a message that is not one is left to the dead letters."""
    batch = read_batch(event, ranking_from, tell_broken=log_broken)
    outcome = ingest_rankings(
        [RankingAttempt(received.message, number=received.number) for received in batch.received],
        _tools(),
        budget_s=context.get_remaining_time_in_millis() / 1000 - RESERVE_S,
    )
    bootstrap.services().queue.deliver_again(batch.receipt_handles(outcome.again))
    _tell(outcome, rankings=len(batch.received), broken=len(batch.broken))
    return batch.response(outcome.again)


def _tools() -> IngestTools:
    services = bootstrap.services()
    return IngestTools(
        charts=services.charts,
        songs=services.songs,
        queue=services.queue,
        source=services.source,
        clock=clock.now,
        sleep=time.sleep,
        random=chance.random_share,
        max_tries=services.settings.max_tries,
        workers=WORKERS,
    )


def _tell(outcome: Ingested, *, rankings: int, broken: int) -> None:
    for (slug, day), rows in outcome.unreadable.items():
        logger.warning("rows not read", chart=slug, day=day.isoformat(), rows=rows)
    logger.info(
        "rankings ingested",
        rankings=rankings,
        stored=outcome.stored,
        entries=outcome.entries,
        failed=outcome.failed,
        again=len(outcome.again),
        broken=broken,
    )
    count(
        {
            Metric.RANKINGS_STORED: outcome.stored,
            Metric.RANKINGS_FAILED: outcome.failed,
            Metric.CHART_ENTRIES: outcome.entries,
        }
    )
