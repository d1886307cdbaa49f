"""Spotify: Monthly Listeners."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import STREAMING, Kind, MetricSource, Places

SOURCE = MetricSource(
    slug="spotify",
    name="Spotify",
    color="#1DB954",
    metric="Monthly Listeners",
    kind=Kind.ROLLING,
    endpoint=STREAMING,
    code="spotify",
    cadence=Cadence.DAILY,
    places=Places.TOP_CITIES,
    place_cadence=Cadence.WEEKLY,
)
