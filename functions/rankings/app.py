"""Rankings of charts: an SQS batch in, the messages to be delivered again out."""

from __future__ import annotations

import time
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes import bootstrap
from linernotes.charts.ingest_rankings import Ingested, IngestTools, RankingAttempt, ingest_rankings
from linernotes.model.errors import MessageBroken
from linernotes.reports.messages import ranking_from
from linernotes.telemetry import MetricUnit, logger, metrics

RESERVE_S = 3.0
"""Left for telling the queue what comes back."""
WORKERS = 16
"""How many writes wait for DynamoDB at once."""


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Ingest a batch of rankings; a message that is not one is left to the dead letters."""
    broken: list[str] = []
    records: list[dict[str, Any]] = []
    attempts: list[RankingAttempt] = []
    for record in event["Records"]:
        try:
            job = ranking_from(record["body"])
        except MessageBroken as error:
            logger.error("broken message", message_id=record["messageId"], reason=str(error))
            broken.append(record["messageId"])
            continue
        records.append(record)
        attempts.append(RankingAttempt(job, number=int(record["attributes"]["ApproximateReceiveCount"])))
    outcome = ingest_rankings(
        attempts, _tools(), budget_s=context.get_remaining_time_in_millis() / 1000 - RESERVE_S
    )
    bootstrap.rankings().queue.deliver_again(
        {records[position]["receiptHandle"]: delay for position, delay in outcome.again.items()}
    )
    _tell(outcome, rankings=len(attempts), broken=len(broken))
    failed = broken + [records[position]["messageId"] for position in outcome.again]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}


def _tools() -> IngestTools:
    services = bootstrap.rankings()
    return IngestTools(
        charts=services.charts,
        songs=services.songs,
        queue=services.queue,
        source=services.source,
        clock=bootstrap.now,
        sleep=time.sleep,
        random=bootstrap.random_share,
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
    metrics.add_metric("RankingsStored", MetricUnit.Count, outcome.stored)
    metrics.add_metric("RankingsFailed", MetricUnit.Count, outcome.failed)
    metrics.add_metric("ChartEntries", MetricUnit.Count, outcome.entries)
    metrics.flush_metrics()
