"""X (Twitter): Followers."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import AUDIENCE, Kind, MetricSource

SOURCE = MetricSource(
    slug="twitter",
    name="X (Twitter)",
    color="#1D9BF0",
    metric="Followers",
    kind=Kind.GAUGE,
    endpoint=AUDIENCE,
    code="twitter",
    cadence=Cadence.EVERY_FEW_DAYS,
)
