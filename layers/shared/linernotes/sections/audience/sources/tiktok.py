"""TikTok: Followers."""

from linernotes.sections.audience.sources.cadence import Cadence
from linernotes.sections.audience.sources.metric_source import SOCIAL, Kind, MetricSource, Places

SOURCE = MetricSource(
    slug="tiktok",
    name="TikTok",
    color="#010101",
    metric="Followers",
    kind=Kind.GAUGE,
    endpoint=SOCIAL,
    code="tiktok",
    cadence=Cadence.DAILY,
    places=Places.TOP_MARKETS,
    place_cadence=Cadence.MONTHLY,
)
