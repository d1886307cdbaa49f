"""Which platform each endpoint takes, how large it is, and who has no profile on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

HISTORY_FROM = date(2016, 1, 1)
"""Nothing is known of the days before; some platforms begin later still."""


class Endpoint(StrEnum):
    """The four families of time series."""

    STREAMING = "streaming"
    LISTENING = "listening"
    SOCIAL = "social"
    AUDIENCE = "audience"

    @property
    def metric(self) -> str:
        """Name what is measured: two endpoints that measure the same give the same figures."""
        return "listening" if self in (Endpoint.STREAMING, Endpoint.LISTENING) else "followers"


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform.

    `listening` and `followers` are its typical figures per monthly Spotify listener of the artist; None
    where it has no such metric. `extras` are the audience fields it fills besides `followerCount`.
    """

    code: str
    name: str
    listening: float | None = None
    followers: float | None = None
    extras: tuple[str, ...] = ()
    first_day: date = HISTORY_FROM


PLATFORMS = {
    platform.code: platform
    for platform in (
        Platform("spotify", "Spotify", listening=1.0, followers=0.9),
        Platform("youtube", "YouTube", listening=3.0, followers=0.45, extras=("postCount", "viewCount")),
        Platform("instagram", "Instagram", followers=1.1, extras=("followingCount", "postCount")),
        Platform(
            "tiktok",
            "TikTok",
            followers=0.4,
            extras=("likeCount", "followingCount"),
            first_day=date(2019, 1, 1),
        ),
        Platform("deezer", "Deezer", followers=0.09),
        Platform("twitter", "X", followers=0.3, extras=("likeCount", "followingCount", "postCount")),
        Platform("facebook", "Facebook", followers=0.6),
        Platform("soundcloud", "SoundCloud", followers=0.05, extras=("followingCount", "postCount")),
        Platform("bandsintown", "Bandsintown", followers=0.03),
        Platform("songkick", "Songkick", followers=0.02),
        Platform("twitch", "Twitch", followers=0.002),
        Platform("boomplay", "Boomplay", followers=0.01),
        Platform("amazon", "Amazon Music", followers=0.04),
        Platform("gaana", "Gaana", followers=0.008),
        Platform("genius", "Genius", followers=0.0005),
        Platform("line-music", "LINE MUSIC", followers=0.002),
        Platform("melon", "Melon", followers=0.001),
        Platform("mixcloud", "Mixcloud", followers=0.0004, extras=("followingCount",)),
        Platform("qq-music", "QQ Music", followers=0.03),
        Platform("triller", "Triller", followers=0.004, extras=("postCount",)),
        Platform("vk", "VK", followers=0.006),
        Platform("pandora", "Pandora", listening=0.06),
        Platform("yandex", "Yandex", listening=0.03, followers=0.004),
        Platform("jiosaavn", "JioSaavn", listening=0.02, followers=0.003),
        Platform("kugou", "KuGou", listening=0.015),
        Platform("anghami", "Anghami", listening=0.8, followers=0.006),
        Platform("audiomack", "Audiomack", listening=0.5, followers=0.004),
        Platform("lastfm", "Last.fm", listening=0.04),
    )
}
"""Every platform of the simulated world by its code."""

RUNNING_TOTALS = frozenset({"anghami", "audiomack"})
"""Where listening is plays that only ever grow; elsewhere it is an audience that also shrinks."""

ALLOWED = {
    Endpoint.STREAMING: ("spotify", "youtube"),
    Endpoint.LISTENING: tuple(code for code, platform in PLATFORMS.items() if platform.listening),
    Endpoint.SOCIAL: ("instagram", "tiktok", "youtube"),
    Endpoint.AUDIENCE: tuple(code for code, platform in PLATFORMS.items() if platform.followers),
}
"""The platforms each endpoint takes; any other is a 400 that lists them."""

NO_PROFILE = {
    "Mina": frozenset({"tiktok", "twitter"}),
    "Lucio Battisti": frozenset({"instagram", "tiktok", "twitter", "twitch"}),
    "Sigur Rós": frozenset({"tiktok"}),
    "Aphex Twin": frozenset({"tiktok", "deezer"}),
    "Kate Bush": frozenset({"tiktok", "instagram"}),
    "Verdena": frozenset({"tiktok", "pandora"}),
    "Tool": frozenset({"soundcloud", "tiktok"}),
}
"""The platforms an artist has no profile on, by the artist's name. Of Mina there is nothing on TikTok."""

YOUTUBE_PLACES_FROM_SIZE = 3.0
"""YouTube publishes places only for artists on its charts: those of at least this size."""
