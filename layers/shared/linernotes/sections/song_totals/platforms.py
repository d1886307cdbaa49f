"""The platforms that have running totals of songs, and what they count."""

from __future__ import annotations

from linernotes.model.request import ReportRequest
from linernotes.sections.sources import chart_platform

SHAZAM = "shazam"

SONG_METRICS = {
    "spotify": "Streams",
    "youtube": "Views",
    "tiktok": "Videos",
    "instagram": "Reels",
    "soundcloud": "Plays",
    "audiomack": "Plays",
    "jiosaavn": "Plays",
    "anghami": "Plays",
    "lastfm": "Plays",
    SHAZAM: "Shazams",
}
"""What is counted of a song on a platform, by Soundcharts' code of the platform."""

SOUND_PLATFORMS = frozenset({"tiktok", "instagram"})
"""Where the identifiers of a song are different sounds, whose figures add up.

Anywhere else they are listings of one recording that share a counter.
"""


def platforms_of(request: ReportRequest) -> list[str]:
    """List the platforms of the metric sources asked for, by code, each once, in the order asked for."""
    return list(dict.fromkeys(chart_platform(slug) for slug in request.platforms))
