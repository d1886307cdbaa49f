"""Deezer: Fans."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import AUDIENCE, Kind, MetricSource

SOURCE = MetricSource(
    slug="deezer",
    name="Deezer",
    color="#A238FF",
    metric="Fans",
    kind=Kind.GAUGE,
    endpoint=AUDIENCE,
    code="deezer",
    cadence=Cadence.EVERY_FEW_DAYS,
)
