"""Pandora: Monthly Listeners."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import LISTENING, Kind, MetricSource

SOURCE = MetricSource(
    slug="pandora",
    name="Pandora",
    color="#224099",
    metric="Monthly Listeners",
    kind=Kind.ROLLING,
    endpoint=LISTENING,
    code="pandora",
    cadence=Cadence.DAILY,
)
