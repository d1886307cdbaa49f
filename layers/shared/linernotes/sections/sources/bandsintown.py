"""Bandsintown: Followers."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import AUDIENCE, Kind, MetricSource

SOURCE = MetricSource(
    slug="bandsintown",
    name="Bandsintown",
    color="#00B4B3",
    metric="Followers",
    kind=Kind.GAUGE,
    endpoint=AUDIENCE,
    code="bandsintown",
    cadence=Cadence.EVERY_FEW_DAYS,
)
