"""TikTok: Followers."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import SOCIAL, Kind, MetricSource, Places

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
