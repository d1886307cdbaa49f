"""Bandsintown: Followers."""

from linernotes.sources.metric_source import AUDIENCE, EVERY_FEW_DAYS, Kind, MetricSource

SOURCE = MetricSource(
    slug="bandsintown",
    name="Bandsintown",
    color="#00B4B3",
    metric="Followers",
    kind=Kind.GAUGE,
    endpoint=AUDIENCE,
    code="bandsintown",
    cadence=EVERY_FEW_DAYS,
)
