"""Boomplay: Favorites."""

from linernotes.sources.metric_source import AUDIENCE, EVERY_FEW_DAYS, Kind, MetricSource

SOURCE = MetricSource(
    slug="boomplay",
    name="Boomplay",
    color="#00C8E0",
    metric="Favorites",
    kind=Kind.GAUGE,
    endpoint=AUDIENCE,
    code="boomplay",
    cadence=EVERY_FEW_DAYS,
)
