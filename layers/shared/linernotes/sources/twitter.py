"""X (Twitter): Followers."""

from linernotes.sources.metric_source import AUDIENCE, EVERY_FEW_DAYS, Kind, MetricSource

SOURCE = MetricSource(
    slug="twitter",
    name="X (Twitter)",
    color="#1D9BF0",
    metric="Followers",
    kind=Kind.GAUGE,
    endpoint=AUDIENCE,
    code="twitter",
    cadence=EVERY_FEW_DAYS,
)
