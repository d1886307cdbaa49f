"""SoundCloud: Followers."""

from linernotes.sources.metric_source import AUDIENCE, EVERY_FEW_DAYS, Kind, MetricSource

SOURCE = MetricSource(
    slug="soundcloud",
    name="SoundCloud",
    color="#FF5500",
    metric="Followers",
    kind=Kind.GAUGE,
    endpoint=AUDIENCE,
    code="soundcloud",
    cadence=EVERY_FEW_DAYS,
)
