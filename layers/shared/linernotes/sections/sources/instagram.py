"""Instagram: Followers."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import SOCIAL, Kind, MetricSource, Places

SOURCE = MetricSource(
    slug="instagram",
    name="Instagram",
    color="#E4405F",
    metric="Followers",
    kind=Kind.GAUGE,
    endpoint=SOCIAL,
    code="instagram",
    cadence=Cadence.DAILY,
    places=Places.TOP_MARKETS,
    place_cadence=Cadence.MONTHLY,
)
