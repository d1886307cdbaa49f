"""The platforms of the section: what each counts besides followers, and of which videos are listed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from linernotes.model.platforms import platform_name
from linernotes.sections.sources import SOURCES
from linernotes.sections.sources.metric_source import AUDIENCE, LIKES, POSTS, VIEWS


class Measure(StrEnum):
    """What is counted of an artist on a platform, by the word for it."""

    FOLLOWERS = "followers"
    POSTS = "posts"
    LIKES = "likes"
    VIEWS = "views"


FIELDS = {Measure.LIKES: LIKES, Measure.POSTS: POSTS, Measure.VIEWS: VIEWS}
"""The field of Soundcharts' answers each is in; followers are the figure itself."""


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform by Soundcharts' code, which is its slug too.

    `counts` are what it publishes. Another count is shown all the same, should it come.
    """

    code: str
    counts: tuple[Measure, ...]
    lists_videos: bool = False

    @property
    def name(self) -> str:
        """Name it for a reader."""
        return platform_name(self.code)

    @property
    def of_windows(self) -> bool:
        """Say whether the windows of its metric source hold all that is counted."""
        return SOURCES[self.code].endpoint == AUDIENCE


PLATFORMS = {
    platform.code: platform
    for platform in (
        Platform("instagram", (Measure.FOLLOWERS, Measure.POSTS), lists_videos=True),
        Platform("tiktok", (Measure.FOLLOWERS, Measure.LIKES)),
        Platform("youtube", (Measure.FOLLOWERS, Measure.POSTS, Measure.VIEWS), lists_videos=True),
        Platform("twitter", (Measure.FOLLOWERS, Measure.POSTS, Measure.LIKES)),
        Platform("soundcloud", (Measure.FOLLOWERS, Measure.POSTS)),
    )
}
"""By their codes, in the order they are shown, whatever platforms a request asks for."""
