"""Songkick: Fans."""

from linernotes.sources.metric_source import AUDIENCE, EVERY_FEW_DAYS, Kind, MetricSource

SOURCE = MetricSource(
    slug="songkick",
    name="Songkick",
    color="#F80046",
    metric="Fans",
    kind=Kind.GAUGE,
    endpoint=AUDIENCE,
    code="songkick",
    cadence=EVERY_FEW_DAYS,
)
