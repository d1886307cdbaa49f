"""The reserve of the month's calls, as every function that makes reports has it."""

from __future__ import annotations

from collections.abc import Callable

from linernotes.aws.clients import client
from linernotes.reports.dynamo_usage import DynamoUsageStore
from linernotes.reports.reserve import Reserve
from linernotes.soundcharts.answers import Quota
from linernotes.telemetry import Metric, write_share


def make_reserve(percent: int, ask: Callable[[], Quota | None], reports_table: str) -> Reserve:
    """Make it; what Soundcharts told is shared through the table of reports, and is a metric too."""

    def ask_and_tell() -> Quota | None:
        quota = ask()
        if quota is not None and quota.limit:
            write_share(Metric.QUOTA_LEFT, 100 * quota.remaining / quota.limit)
        return quota

    return Reserve(percent, ask_and_tell, DynamoUsageStore(client("dynamodb"), reports_table))
