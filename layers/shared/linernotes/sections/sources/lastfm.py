"""Last.fm: Listeners."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import LISTENING, Kind, MetricSource

SOURCE = MetricSource(
    slug="lastfm",
    name="Last.fm",
    color="#D51007",
    metric="Listeners",
    kind=Kind.GAUGE,
    endpoint=LISTENING,
    code="lastfm",
    cadence=Cadence.DAILY,
)
