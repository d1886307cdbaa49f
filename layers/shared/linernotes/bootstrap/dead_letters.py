"""What the dead_letters function works with; only a dead ranking loads what keeps charts."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from linernotes.aws.clients import client
from linernotes.bootstrap import clock
from linernotes.reports.dynamo_budgets import DynamoBudgets
from linernotes.reports.dynamo_reports import DynamoReportStore
from linernotes.reports.sns import SnsReportEvents
from linernotes.reports.sqs import SqsQueue
from linernotes.settings import Settings

if TYPE_CHECKING:
    from linernotes.charts.dynamo_charts import DynamoChartStore


@dataclass(frozen=True, slots=True)
class DeadLettersSettings(Settings):
    """Settings of the dead_letters function."""

    reports_table: str
    report_checks_queue_url: str
    report_ended_topic: str
    chart_entries_table: str
    chart_retention_days: int
    jobs_dead_letters_arn: str
    rankings_dead_letters_arn: str
    retention_days: int


@dataclass
class Services:
    """What the dead_letters function works with."""

    settings: DeadLettersSettings
    reports: DynamoReportStore
    budgets: DynamoBudgets
    queue: SqsQueue
    events: SnsReportEvents

    @cached_property
    def charts(self) -> DynamoChartStore:
        """Chart entries and months."""
        from linernotes.charts.dynamo_charts import DynamoChartStore

        return DynamoChartStore(
            client("dynamodb"),
            self.settings.chart_entries_table,
            retention_days=self.settings.chart_retention_days,
            clock=clock.now,
        )


@cache
def services() -> Services:
    """Make what the function works with."""
    settings = DeadLettersSettings.from_env(os.environ)
    return Services(
        settings,
        DynamoReportStore(
            client("dynamodb"),
            settings.reports_table,
            retention_days=settings.retention_days,
            clock=clock.now,
        ),
        DynamoBudgets(client("dynamodb"), settings.reports_table),
        SqsQueue(
            client("sqs"),
            checks_url=settings.report_checks_queue_url,
        ),
        SnsReportEvents(client("sns"), settings.report_ended_topic),
    )
