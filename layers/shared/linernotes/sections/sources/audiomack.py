"""Audiomack: Plays."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import LISTENING, Kind, MetricSource

SOURCE = MetricSource(
    slug="audiomack",
    name="Audiomack",
    color="#FFA200",
    metric="Plays",
    kind=Kind.TOTAL,
    endpoint=LISTENING,
    code="audiomack",
    cadence=Cadence.DAILY,
)
