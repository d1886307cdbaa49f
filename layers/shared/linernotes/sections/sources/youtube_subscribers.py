"""YouTube: Subscribers."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import SOCIAL, Kind, MetricSource, Places

SOURCE = MetricSource(
    slug="youtube-subscribers",
    name="YouTube",
    color="#FF0000",
    metric="Subscribers",
    kind=Kind.GAUGE,
    endpoint=SOCIAL,
    code="youtube",
    cadence=Cadence.DAILY,
    places=Places.TOP_MARKETS,
    place_cadence=Cadence.MONTHLY,
)
