"""YouTube: Views."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import STREAMING, Kind, MetricSource, Places

SOURCE = MetricSource(
    slug="youtube",
    name="YouTube",
    color="#FF0000",
    metric="Views",
    kind=Kind.ROLLING,
    endpoint=STREAMING,
    code="youtube",
    cadence=Cadence.DAILY,
    places=Places.TOP_MARKETS,
    place_cadence=Cadence.ABOUT_WEEKLY,
    place_cadence_words="for artists on YouTube's charts, about once a week",
)
