"""The registry of metric sources, and so the coverage matrix (contract 3).

`GET /platforms`, validation, the workbook's Notes and the documentation are all drawn from `SOURCES`.
To add a source: write its module, import it here and give it a place in the list.
"""

from linernotes.sections.sources import (
    anghami,
    audiomack,
    bandsintown,
    boomplay,
    deezer,
    facebook,
    instagram,
    jiosaavn,
    kugou,
    lastfm,
    pandora,
    songkick,
    soundcloud,
    spotify,
    spotify_followers,
    tiktok,
    twitch,
    twitter,
    yandex,
    youtube,
    youtube_subscribers,
)
from linernotes.sections.sources.cadence import Cadence
from linernotes.sections.sources.metric_source import Endpoint, Kind, MetricSource, Places

SOURCES: dict[str, MetricSource] = {
    module.SOURCE.slug: module.SOURCE
    for module in (
        spotify,
        spotify_followers,
        youtube,
        youtube_subscribers,
        instagram,
        tiktok,
        deezer,
        twitter,
        facebook,
        soundcloud,
        bandsintown,
        songkick,
        twitch,
        boomplay,
        pandora,
        yandex,
        jiosaavn,
        kugou,
        anghami,
        audiomack,
        lastfm,
    )
}
"""Every metric source by its slug, in the order they are offered."""


def source_in_words(slug: str) -> str:
    """Name a metric source, as "Spotify Monthly listeners"; one that is no more by its slug.

    Reports are kept longer than a source may be offered.
    """
    source = SOURCES.get(slug)
    return f"{source.name} {source.metric}" if source else slug


def chart_platform(slug: str) -> str:
    """Give the platform whose charts belong to a slug: a metric source's platform, else the slug itself."""
    return SOURCES[slug].code if slug in SOURCES else slug


__all__ = [
    "SOURCES",
    "Cadence",
    "Endpoint",
    "Kind",
    "MetricSource",
    "Places",
    "chart_platform",
    "source_in_words",
]
