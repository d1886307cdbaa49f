"""Dead letters: what crashed its function repeatedly ends failed, so that its report ends."""

from __future__ import annotations

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.aws.batches import partial_response
from linernotes.bootstrap import clock
from linernotes.bootstrap import dead_letters as bootstrap
from linernotes.charts.messages import ranking_from
from linernotes.model.errors import MessageBroken, StoreBusy
from linernotes.reports.fail_dead_letters import fail_dead_job, fail_dead_ranking, fail_dead_report
from linernotes.reports.messages import check_from, job_from
from linernotes.telemetry import Metric, about, count, log_broken, logger


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:  # noqa: ARG001
    """Bury a batch; a message that is not ours stays, and is parked for a person to read."""
    failed: list[str] = []
    for record in event["Records"]:
        try:
            _bury(record)
        except MessageBroken as error:
            log_broken(record["messageId"], error)
            failed.append(record["messageId"])
        except StoreBusy:
            failed.append(record["messageId"])
    return partial_response(failed)


def _bury(record: dict[str, Any]) -> None:
    services = bootstrap.services()
    if record["eventSourceARN"] == services.settings.jobs_dead_letters_arn:
        job = job_from(record["body"])
        with about(expected=StoreBusy, report_id=job.report_id, job_id=job.job_id):
            fail_dead_job(job, reports=services.reports, queue=services.queue)
            logger.error("job failed")
        return
    if record["eventSourceARN"] == services.settings.rankings_dead_letters_arn:
        ranking = ranking_from(record["body"]).key
        with about(expected=StoreBusy, chart=ranking.chart.slug, moment=ranking.moment):
            fail_dead_ranking(ranking, charts=services.charts)
            logger.error("ranking failed")
            count({Metric.RANKINGS_FAILED: 1})
        return
    asked = check_from(record["body"])
    with about(expected=StoreBusy, report_id=asked.report_id, revision=asked.revision):
        if fail_dead_report(
            asked.report_id,
            asked.revision,
            asked.check_reason,
            reports=services.reports,
            budgets=services.budgets,
            events=services.events,
            clock=clock.now,
        ):
            logger.error("report failed")
            count({Metric.REPORTS_ENDED: 1, Metric.REPORTS_FAILED: 1})
