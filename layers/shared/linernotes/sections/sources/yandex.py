"""Yandex Music: Monthly Listeners."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import LISTENING, Kind, MetricSource

SOURCE = MetricSource(
    slug="yandex",
    name="Yandex Music",
    color="#FFCC00",
    metric="Monthly Listeners",
    kind=Kind.ROLLING,
    endpoint=LISTENING,
    code="yandex",
    cadence=Cadence.DAILY,
)
