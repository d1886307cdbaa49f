"""Names of platforms, by Soundcharts' code."""

from __future__ import annotations

CHART_PLATFORMS: dict[str, str] = {
    "spotify": "Spotify",
    "apple-music": "Apple Music",
    "youtube": "YouTube",
    "airplay": "Airplay",
    "shazam": "Shazam",
    "itunes": "iTunes",
    "deezer": "Deezer",
    "tiktok": "TikTok",
    "amazon": "Amazon Music",
    "soundcloud": "SoundCloud",
    "boomplay": "Boomplay",
    "jiosaavn": "JioSaavn",
    "anghami": "Anghami",
    "qq-music": "QQ Music",
    "yandex": "Yandex",
    "vk": "VK",
    "beatport": "Beatport",
    "traxsource": "Traxsource",
}
"""Those that are known to have charts."""

_OTHERS = {
    "audiomack": "Audiomack",
    "bandsintown": "Bandsintown",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "kugou": "Kugou",
    "lastfm": "Last.fm",
    "pandora": "Pandora",
    "songkick": "Songkick",
    "twitch": "Twitch",
    "twitter": "X (Twitter)",
}


def platform_name(code: str) -> str:
    """Give the name of a platform by Soundcharts' code; the code itself where it is not known."""
    return CHART_PLATFORMS.get(code) or _OTHERS.get(code, code)
