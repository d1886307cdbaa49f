"""Anghami: Plays."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import LISTENING, Kind, MetricSource

SOURCE = MetricSource(
    slug="anghami",
    name="Anghami",
    color="#8D00F2",
    metric="Plays",
    kind=Kind.TOTAL,
    endpoint=LISTENING,
    code="anghami",
    cadence=Cadence.DAILY,
)
