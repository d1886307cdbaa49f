"""Reports to look after: watched, finalized when their jobs have ended or their time is up."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.bootstrap import clock
from linernotes.bootstrap import finalize as bootstrap
from linernotes.model.errors import StoreBusy
from linernotes.model.report import Report, Status
from linernotes.reports.finalize_report import finalize_report
from linernotes.reports.messages import ReportCheck, check_from
from linernotes.sections.section import Stores
from linernotes.telemetry import MetricUnit, logger, metrics

BUSY_DELAY_S = 5
"""When a report is looked after again whose table took no more."""


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Look after one report; the queue's batch size is 1, so that a crash takes no other report with it."""
    services = bootstrap.services()
    (record,) = event["Records"]
    asked = check_from(record["body"])
    try:
        ended = _finalize(services, asked, record, try_id=context.aws_request_id)
    except StoreBusy as busy:
        # A new message comes sooner than this one would, and has all its tries left.
        logger.warning("table busy", report_id=asked.report_id, reason=str(busy))
        services.queue.send_check(asked.report_id, asked.revision, asked.check_reason, delay_s=BUSY_DELAY_S)
        return
    if ended is None:
        return
    logger.info("report ended", report_id=ended.report_id, revision=ended.revision, status=ended.status.value)
    metrics.add_metric("ReportsEnded", MetricUnit.Count, 1)
    metrics.add_metric("ReportsFailed", MetricUnit.Count, int(ended.status is Status.FAILED))
    metrics.add_metric("JobsFailed", MetricUnit.Count, len(ended.failures))
    metrics.add_metric("UpstreamCalls", MetricUnit.Count, ended.upstream_calls)
    metrics.add_metric("CacheHits", MetricUnit.Count, ended.cache_hits)
    metrics.flush_metrics()


def _finalize(
    services: bootstrap.Services, asked: ReportCheck, record: dict[str, Any], *, try_id: str
) -> Report | None:
    def tell_unwritten(name: str, error: Exception) -> None:
        logger.error("file not written", report_id=asked.report_id, file=name, exc_info=error)

    return finalize_report(
        asked.report_id,
        asked.revision,
        asked.check_reason,
        reports=services.reports,
        stores=Stores(services.windows, services.charts),
        queue=services.queue,
        events=services.events,
        files=services.files,
        writers=services.writers,
        clock=clock.now,
        try_id=try_id,
        last_try=int(record["attributes"]["ApproximateReceiveCount"]) >= services.settings.max_tries,
        tell_unwritten=tell_unwritten,
    )
