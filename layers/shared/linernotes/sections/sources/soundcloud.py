"""SoundCloud: Followers."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import AUDIENCE, Kind, MetricSource

SOURCE = MetricSource(
    slug="soundcloud",
    name="SoundCloud",
    color="#FF5500",
    metric="Followers",
    kind=Kind.GAUGE,
    endpoint=AUDIENCE,
    code="soundcloud",
    cadence=Cadence.EVERY_FEW_DAYS,
)
