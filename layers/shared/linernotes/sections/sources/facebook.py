"""Facebook: Followers."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import AUDIENCE, Kind, MetricSource

SOURCE = MetricSource(
    slug="facebook",
    name="Facebook",
    color="#1877F2",
    metric="Followers",
    kind=Kind.GAUGE,
    endpoint=AUDIENCE,
    code="facebook",
    cadence=Cadence.EVERY_FEW_DAYS,
)
