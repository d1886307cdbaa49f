"""Twitch: Followers."""

from linernotes.sources.metric_source import AUDIENCE, EVERY_FEW_DAYS, Kind, MetricSource

SOURCE = MetricSource(
    slug="twitch",
    name="Twitch",
    color="#9146FF",
    metric="Followers",
    kind=Kind.GAUGE,
    endpoint=AUDIENCE,
    code="twitch",
    cadence=EVERY_FEW_DAYS,
)
