"""Deezer: Fans."""

from linernotes.sources.metric_source import AUDIENCE, EVERY_FEW_DAYS, Kind, MetricSource

SOURCE = MetricSource(
    slug="deezer",
    name="Deezer",
    color="#A238FF",
    metric="Fans",
    kind=Kind.GAUGE,
    endpoint=AUDIENCE,
    code="deezer",
    cadence=EVERY_FEW_DAYS,
)
