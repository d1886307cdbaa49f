"""Songkick: Fans."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import AUDIENCE, Kind, MetricSource

SOURCE = MetricSource(
    slug="songkick",
    name="Songkick",
    color="#F80046",
    metric="Fans",
    kind=Kind.GAUGE,
    endpoint=AUDIENCE,
    code="songkick",
    cadence=Cadence.EVERY_FEW_DAYS,
)
