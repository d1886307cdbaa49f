"""The logger and the metrics of every function, named once.

Logs are one JSON object a line, an event name and fields; never bodies, never secrets. Whatever is about one
report has its id as `report_id`, from the request to the end. Both say in `service` which stack they are of,
which the template gives them as POWERTOOLS_SERVICE_NAME.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

logger = Logger()
_metrics = Metrics(namespace="LinerNotes")


class Metric(StrEnum):
    """What is counted besides what AWS counts. Each is paid for, by the hours in which it is written."""

    REPORTS_ENDED = "ReportsEnded"
    REPORTS_FAILED = "ReportsFailed"
    REPORTS_LATE = "ReportsLate"
    JOBS_FAILED = "JobsFailed"
    UPSTREAM_CALLS = "UpstreamCalls"
    CACHE_HITS = "CacheHits"
    QUOTA_LEFT = "QuotaLeft"
    RANKINGS_STORED = "RankingsStored"
    RANKINGS_FAILED = "RankingsFailed"
    CHART_ENTRIES = "ChartEntries"
    SLACK_ANSWERS_LATE = "SlackAnswersLate"
    RUNS_DUE = "RunsDue"
    RUNS_ENDED = "RunsEnded"
    RUNS_FAILED = "RunsFailed"


def count(counts: Mapping[Metric, int]) -> None:
    """Write counts to CloudWatch; of what did not happen nothing is written."""
    happened = {metric: number for metric, number in counts.items() if number}
    for metric, number in happened.items():
        _metrics.add_metric(metric.value, MetricUnit.Count, number)
    if happened:
        _metrics.flush_metrics()


def write_share(metric: Metric, percent: float) -> None:
    """Write a share, in percent, to CloudWatch."""
    _metrics.add_metric(metric.value, MetricUnit.Percent, percent)
    _metrics.flush_metrics()


def log_broken(message_id: str, error: Exception) -> None:
    """Log that a message is not one of ours, which leaves it to the dead letters."""
    logger.error("broken message", message_id=message_id, reason=str(error))


@contextmanager
def about(*, expected: type[Exception], **keys: Any) -> Iterator[None]:
    """Have all that is logged meanwhile say what it is about, errors included; these are raised.

    Of errors that nobody `expected` Lambda logs a line too, which says nothing of that.
    """
    with logger.append_context_keys(**keys):
        try:
            yield
        except expected as error:
            logger.warning("to be tried again", error=type(error).__name__, reason=str(error))
            raise
        except Exception as error:
            logger.exception("failed", error=type(error).__name__)
            raise
