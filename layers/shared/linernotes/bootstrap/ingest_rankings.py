"""What the rankings function works with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache

from linernotes.aws.clients import client
from linernotes.bootstrap import clock
from linernotes.bootstrap.soundcharts import make_soundcharts_client
from linernotes.charts.chart_client import ChartClient
from linernotes.charts.dynamo_charts import DynamoChartStore
from linernotes.charts.dynamo_songs import DynamoSongStore
from linernotes.charts.ranking_queue import SqsRankingQueue
from linernotes.settings import SoundchartsSettings


@dataclass(frozen=True, slots=True)
class IngestRankingsSettings(SoundchartsSettings):
    """Settings of the rankings function."""

    chart_entries_table: str
    chart_retention_days: int
    rankings_queue_url: str
    max_tries: int


@dataclass
class Services:
    """What the rankings function works with."""

    settings: IngestRankingsSettings
    charts: DynamoChartStore
    songs: DynamoSongStore
    queue: SqsRankingQueue
    source: ChartClient


@cache
def services() -> Services:
    """Make what the function works with."""
    settings = IngestRankingsSettings.from_env(os.environ)
    dynamodb = client("dynamodb")
    return Services(
        settings,
        DynamoChartStore(
            dynamodb,
            settings.chart_entries_table,
            retention_days=settings.chart_retention_days,
            clock=clock.now,
        ),
        DynamoSongStore(dynamodb, settings.chart_entries_table),
        SqsRankingQueue(client("sqs"), settings.rankings_queue_url),
        ChartClient(make_soundcharts_client(settings)),
    )
