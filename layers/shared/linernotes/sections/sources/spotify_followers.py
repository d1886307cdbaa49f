"""Spotify: Followers."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import AUDIENCE, Kind, MetricSource

SOURCE = MetricSource(
    slug="spotify-followers",
    name="Spotify",
    color="#1DB954",
    metric="Followers",
    kind=Kind.GAUGE,
    endpoint=AUDIENCE,
    code="spotify",
    cadence=Cadence.EVERY_FEW_DAYS,
)
