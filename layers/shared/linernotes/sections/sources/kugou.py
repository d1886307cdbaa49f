"""Kugou: Monthly Listeners."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import LISTENING, Kind, MetricSource

SOURCE = MetricSource(
    slug="kugou",
    name="Kugou",
    color="#2CA2F9",
    metric="Monthly Listeners",
    kind=Kind.ROLLING,
    endpoint=LISTENING,
    code="kugou",
    cadence=Cadence.DAILY,
)
