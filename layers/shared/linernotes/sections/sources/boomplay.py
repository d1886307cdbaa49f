"""Boomplay: Favorites."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import AUDIENCE, Kind, MetricSource

SOURCE = MetricSource(
    slug="boomplay",
    name="Boomplay",
    color="#00C8E0",
    metric="Favorites",
    kind=Kind.GAUGE,
    endpoint=AUDIENCE,
    code="boomplay",
    cadence=Cadence.EVERY_FEW_DAYS,
)
