"""What the plan_rankings function works with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache

from linernotes.aws.clients import client
from linernotes.bootstrap import clock
from linernotes.bootstrap.soundcharts import make_soundcharts_client
from linernotes.charts.chart_client import ChartClient
from linernotes.charts.dynamo_charts import DynamoChartStore
from linernotes.charts.ranking_queue import SqsRankingQueue
from linernotes.settings import SoundchartsSettings


@dataclass(frozen=True, slots=True)
class PlanRankingsSettings(SoundchartsSettings):
    """Settings of the plan_rankings function.

    `chart_platforms` and `chart_countries` are what the schedule ingests, `rankings_per_run` how many
    rankings it asks for at a time.
    """

    chart_entries_table: str
    chart_retention_days: int
    rankings_queue_url: str
    chart_platforms: tuple[str, ...]
    chart_countries: tuple[str, ...]
    rankings_per_run: int


@dataclass
class Services:
    """What the plan_rankings function works with."""

    settings: PlanRankingsSettings
    charts: DynamoChartStore
    queue: SqsRankingQueue
    source: ChartClient


@cache
def services() -> Services:
    """Make what the function works with."""
    settings = PlanRankingsSettings.from_env(os.environ)
    return Services(
        settings,
        DynamoChartStore(
            client("dynamodb"),
            settings.chart_entries_table,
            retention_days=settings.chart_retention_days,
            clock=clock.now,
        ),
        SqsRankingQueue(client("sqs"), settings.rankings_queue_url),
        ChartClient(make_soundcharts_client(settings)),
    )
