"""Short videos: those of an artist on a platform with their figures now, and the figures of one by day."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from math import exp
from typing import Any

from local.simulator.answers import Answer, Refusal, collection, encode, page_block
from local.simulator.artists import ARTIST_BY_UUID, ARTISTS, Artist
from local.simulator.calls import Call, Kind
from local.simulator.chance import between, dice, fraction
from local.simulator.paging import paging
from local.simulator.platforms import NO_PROFILE, PLATFORMS
from local.simulator.profiles import light
from local.simulator.settings import Settings

PLATFORMS_WITH_VIDEOS = ("instagram", "youtube")

_FIRST_DAY = date(2021, 1, 4)
"""Short videos are younger than the platforms they are on."""

_DAYS_BACK = 30
_DAYS_TO_SPREAD = 20.0
"""A video has most of its views after so many days."""

_ROUNDED_FROM = 100_000
_DIGITS_KEPT = 3
_MOST_PINNED = 3

_TITLES = (
    "rehearsal",
    "new single",
    "backstage",
    "acoustic take",
    "thank you",
    "on the road",
    "studio diary",
)


@dataclass(frozen=True, slots=True)
class Video:
    """A video of an artist on a platform, published on a day (ordinal)."""

    artist: Artist
    platform: str
    day: int

    @property
    def name(self) -> str:
        """Name it for chance."""
        return f"{self.artist.uuid}|{self.platform}|{self.day}"

    @property
    def identifier(self) -> str:
        """Give the eleven letters it is known by: who, where, when, and two bytes that only it has."""
        who = ARTISTS.index(self.artist).to_bytes(2, "big")
        where = bytes([PLATFORMS_WITH_VIDEOS.index(self.platform)])
        mark = dice(0, "video", self.name, size=2)
        return urlsafe_b64encode(who + where + self.day.to_bytes(3, "big") + mark).decode().rstrip("=")

    @property
    def url(self) -> str:
        """Give its address."""
        if self.platform == "instagram":
            return f"https://www.instagram.com/reel/{self.identifier}/"
        return f"https://www.youtube.com/shorts/{self.identifier}"


class Videos:
    """Answers `/artist/{uuid}/shorts/{platform}/videos` and `/artist/shorts/{identifier}/audience`."""

    kinds = frozenset({Kind.VIDEOS, Kind.VIDEO_AUDIENCE})

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._published = lru_cache(maxsize=512)(self._publish)

    def answer(self, call: Call) -> Answer:
        """Answer a call. Raises `Refusal`."""
        return self._list(call) if call.kind is Kind.VIDEOS else self._series(call)

    def _list(self, call: Call) -> Answer:
        if call.platform not in PLATFORMS_WITH_VIDEOS:
            raise Refusal(400, f'Only "{", ".join(PLATFORMS_WITH_VIDEOS)}" are supported platforms.')
        artist = ARTIST_BY_UUID.get(call.artist.lower())
        if artist is None:
            raise Refusal(404)
        offset, limit = paging(call)
        videos = self._in_order(artist, call.platform)
        block = page_block(call.path, call.query, offset, limit, len(videos))
        shown = [encode(self._item(video)) for video in videos[offset : offset + limit]]
        return collection(shown, block, encode(light(artist)))

    def _series(self, call: Call) -> Answer:
        video = self._known(call.video)
        today = self._settings.last_day()
        last = min(_day(call, "endDate") or today, today)
        first = _day(call, "startDate") or last - timedelta(days=_DAYS_BACK)
        if first > last:
            raise Refusal(400, "The start date must not be after the end date.")
        offset, limit = paging(call)
        days = [day for day in self._crawled(video) if first.toordinal() <= day <= last.toordinal()]
        rows = [encode(self._figures(video, day)) for day in days]
        block = page_block(call.path, call.query, offset, limit, len(rows))
        return collection(rows[offset : offset + limit], block, encode(light(video.artist)))

    def _in_order(self, artist: Artist, platform: str) -> list[Video]:
        """List videos newest first but for those the artist pinned to the top, which Instagram lets do."""
        videos = list(reversed(self._published(artist, platform, self._settings.last_day())))
        pinned = int(fraction(self._settings.seed, artist.uuid, "pinned") * (_MOST_PINNED + 1))
        if platform != "instagram" or len(videos) <= pinned:
            return videos
        best = sorted(videos, key=lambda video: -self._views(video, video.day + 400))[:pinned]
        return [*best, *(video for video in videos if video not in best)]

    def _publish(self, artist: Artist, platform: str, today: date) -> tuple[Video, ...]:
        if platform in NO_PROFILE.get(artist.name, ()):
            return ()
        seed = self._settings.seed
        a_day = between(0.03, 0.3, seed, artist.uuid, platform, "videos a day")
        return tuple(
            Video(artist, platform, day)
            for day in range(_FIRST_DAY.toordinal(), today.toordinal() + 1)
            if fraction(seed, artist.uuid, platform, "video", day) < a_day
        )

    def _known(self, identifier: str) -> Video:
        try:
            told = urlsafe_b64decode(identifier + "=")
            artist, platform = ARTISTS[int.from_bytes(told[:2], "big")], PLATFORMS_WITH_VIDEOS[told[2]]
        except (ValueError, IndexError):
            raise Refusal(404) from None
        video = Video(artist, platform, int.from_bytes(told[3:6], "big"))
        if video.identifier != identifier or video not in self._published(
            artist, platform, self._settings.last_day()
        ):
            raise Refusal(404)
        return video

    def _item(self, video: Video) -> dict[str, Any]:
        seed = self._settings.seed
        crawled = self._crawled(video)
        # A reel has a text that few fill in; a short has a title.
        titled = video.platform == "youtube" or fraction(seed, video.name, "titled") < 0.5
        title = _TITLES[int(fraction(seed, video.name, "title") * len(_TITLES))]
        at = dice(seed, video.name, "at", size=2)
        return {
            "identifier": video.identifier,
            "title": f"{video.artist.name}: {title}" if titled else None,
            "url": video.url,
            "createdAt": f"{date.fromordinal(video.day)}T{at[0] % 24:02}:{at[1] % 60:02}:00+00:00",
            "latestAudience": self._figures(video, crawled[-1]) if crawled else None,
        }

    def _figures(self, video: Video, day: int) -> dict[str, Any]:
        seed = self._settings.seed
        views = self._views(video, day)
        likes = int(views * between(0.03, 0.12, seed, video.name, "likes"))
        comments = int(likes * between(0.005, 0.04, seed, video.name, "comments"))
        commented = fraction(seed, video.name, "comments off") > 0.03
        views_field = "playCount" if video.platform == "instagram" else "viewCount"
        return {
            "date": f"{date.fromordinal(day)}T00:00:00+00:00",
            "commentCount": _rounded(comments) if commented else None,
            "likeCount": _rounded(likes),
            views_field: _rounded(views),
            "shareCount": None if video.platform == "instagram" else _rounded(likes // 20),
        }

    def _views(self, video: Video, day: int) -> int:
        followers = PLATFORMS[video.platform].followers or 0
        reach = between(0.02, 1.1, self._settings.seed, video.name, "reach") ** 2
        seen = 1 - exp(-(day - video.day + 0.5) / _DAYS_TO_SPREAD)
        return int(video.artist.size * 1e6 * followers * reach * seen)

    def _crawled(self, video: Video) -> list[int]:
        """List the days on which Soundcharts looked at a video: every other one, none in its first two."""
        today = self._settings.last_day().toordinal()
        return [day for day in range(video.day + 2, today + 1) if (day + video.day) % 2 == 0]


def _rounded(figure: int) -> int:
    """Round as platforms show large figures: to three digits."""
    if figure < _ROUNDED_FROM:
        return figure
    step = int("1" + "0" * (len(str(figure)) - _DIGITS_KEPT))
    return figure // step * step


def _day(call: Call, name: str) -> date | None:
    text = call.query.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refusal(400, f'Invalid date "{text}" for "{name}", expected YYYY-MM-DD.') from None
