"""Instagram: Followers."""

from linernotes.sources.metric_source import SOCIAL, Kind, MetricSource, Places

SOURCE = MetricSource(
    slug="instagram",
    name="Instagram",
    color="#E4405F",
    metric="Followers",
    kind=Kind.GAUGE,
    endpoint=SOCIAL,
    code="instagram",
    cadence="daily",
    places=Places.TOP_MARKETS,
    place_cadence="once a month",
)
