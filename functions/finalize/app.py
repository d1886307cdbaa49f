"""Reports to look after: watched, finalized when their jobs have ended or their time is up."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.bootstrap import clock
from linernotes.bootstrap import finalize as bootstrap
from linernotes.model.errors import StoreBusy
from linernotes.model.report import Report, Status
from linernotes.reports.finalize_report import FinalizeTools, finalize_report
from linernotes.reports.messages import ReportCheck, check_from
from linernotes.sections.section import Stores
from linernotes.telemetry import Metric, about, count, logger

BUSY_DELAY_S = 5
"""When a report is looked after again whose table took no more."""


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """Look after one report; the queue's batch size is 1, so that a crash takes no other report with it."""
    services = bootstrap.services()
    (record,) = event["Records"]
    asked = check_from(record["body"])
    with suppress(StoreBusy), about(report_id=asked.report_id, revision=asked.revision, expected=StoreBusy):
        _look_after(services, asked, record, try_id=context.aws_request_id)
        return
    # A new message comes sooner than this one would, and has all its tries left.
    services.queue.send_check(
        asked.report_id,
        asked.revision,
        asked.check_reason,
        owner=record["attributes"].get("MessageGroupId", ""),
        delay_s=BUSY_DELAY_S,
        account=asked.account,
    )


def _look_after(
    services: bootstrap.Services, asked: ReportCheck, record: dict[str, Any], *, try_id: str
) -> None:
    ended = _finalize(services, asked, record, try_id=try_id)
    if ended is None:
        return
    logger.info("report ended", status=ended.status.value)
    count(
        {
            Metric.REPORTS_ENDED: 1,
            Metric.REPORTS_FAILED: int(ended.status is Status.FAILED),
            Metric.REPORTS_LATE: int(_is_late(ended)),
            Metric.JOBS_FAILED: len(ended.failures),
            Metric.UPSTREAM_CALLS: ended.upstream_calls,
            Metric.CACHE_HITS: ended.cache_hits,
        }
    )


def _is_late(ended: Report) -> bool:
    """Say whether a report's time was up before its jobs had ended, or before its files were written."""
    return bool(ended.pending) or (ended.finished_at is not None and ended.finished_at > ended.deadline)


def _finalize(
    services: bootstrap.Services, asked: ReportCheck, record: dict[str, Any], *, try_id: str
) -> Report | None:
    tools = FinalizeTools(
        reports=services.reports,
        budgets=services.budgets,
        stores=Stores(services.windows, services.charts, services.lookups),
        queue=services.queue,
        events=services.events,
        files=services.files,
        writers=services.writers,
        clock=clock.now,
        max_tries=services.settings.max_tries,
        tell_unwritten=_tell_unwritten,
        tell_unbuilt=_tell_unbuilt,
        again=services.again,
    )
    received = int(record["attributes"]["ApproximateReceiveCount"])
    return finalize_report(asked, tools, try_id=try_id, received=received)


def _tell_unwritten(name: str, error: Exception) -> None:
    logger.error("file not written", file=name, exc_info=error)


def _tell_unbuilt(section: str, error: Exception) -> None:
    logger.error("section not built", section=section, exc_info=error)
