"""Spotify: Followers."""

from linernotes.sources.metric_source import AUDIENCE, EVERY_FEW_DAYS, Kind, MetricSource

SOURCE = MetricSource(
    slug="spotify-followers",
    name="Spotify",
    color="#1DB954",
    metric="Followers",
    kind=Kind.GAUGE,
    endpoint=AUDIENCE,
    code="spotify",
    cadence=EVERY_FEW_DAYS,
)
