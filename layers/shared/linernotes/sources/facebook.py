"""Facebook: Followers."""

from linernotes.sources.metric_source import AUDIENCE, EVERY_FEW_DAYS, Kind, MetricSource

SOURCE = MetricSource(
    slug="facebook",
    name="Facebook",
    color="#1877F2",
    metric="Followers",
    kind=Kind.GAUGE,
    endpoint=AUDIENCE,
    code="facebook",
    cadence=EVERY_FEW_DAYS,
)
