"""Twitch: Followers."""

from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import AUDIENCE, Kind, MetricSource

SOURCE = MetricSource(
    slug="twitch",
    name="Twitch",
    color="#9146FF",
    metric="Followers",
    kind=Kind.GAUGE,
    endpoint=AUDIENCE,
    code="twitch",
    cadence=Cadence.EVERY_FEW_DAYS,
)
