"""Fetch jobs: an SQS batch in, the messages to be delivered again out."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes import bootstrap
from linernotes.model.errors import MessageBroken
from linernotes.reports.fetch_jobs import Attempt, fetch_jobs
from linernotes.reports.messages import job_from
from linernotes.sections.windows.fetch import WindowClient
from linernotes.telemetry import logger

RESERVE_S = 3.0
"""Left for storing and telling what came, when Soundcharts uses up the rest of the time."""


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Run a batch of fetch jobs; a message that is not one is left to the dead letters."""
    services = bootstrap.fetch()
    broken: list[str] = []
    records: list[dict[str, Any]] = []
    attempts: list[Attempt] = []
    for record in event["Records"]:
        try:
            job = job_from(record["body"])
        except MessageBroken as error:
            logger.error("broken message", message_id=record["messageId"], reason=str(error))
            broken.append(record["messageId"])
            continue
        records.append(record)
        attempts.append(Attempt(job, number=int(record["attributes"]["ApproximateReceiveCount"])))
    again = fetch_jobs(
        attempts,
        reports=services.reports,
        series=services.series,
        queue=services.queue,
        upstream=WindowClient(services.upstream),
        clock=bootstrap.now,
        random=bootstrap.random_share,
        budget_s=context.get_remaining_time_in_millis() / 1000 - RESERVE_S,
        max_tries=services.settings.max_tries,
    )
    services.queue.deliver_again(
        {records[position]["receiptHandle"]: delay for position, delay in again.items()}
    )
    logger.info("jobs fetched", jobs=len(attempts), again=len(again), broken=len(broken))
    failed = broken + [records[position]["messageId"] for position in again]
    return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}
