"""JioSaavn: Monthly Listeners."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import LISTENING, Kind, MetricSource

SOURCE = MetricSource(
    slug="jiosaavn",
    name="JioSaavn",
    color="#2BC5B4",
    metric="Monthly Listeners",
    kind=Kind.ROLLING,
    endpoint=LISTENING,
    code="jiosaavn",
    cadence=Cadence.DAILY,
)
