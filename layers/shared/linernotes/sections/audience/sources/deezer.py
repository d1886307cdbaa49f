"""Deezer: Fans."""

from linernotes.sections.audience.sources.cadence import Cadence
from linernotes.sections.audience.sources.metric_source import AUDIENCE, Kind, MetricSource

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
