"""A call as the API sees it: which endpoint, and of what: an artist, a platform, a chart, a song."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """The endpoints, as the control plane counts them; `OTHER` is any path that is none of them."""

    SEARCH = "search"
    METADATA = "metadata"
    BY_PLATFORM = "by_platform"
    IDENTIFIERS = "identifiers"
    STREAMING = "streaming"
    LISTENING = "listening"
    SOCIAL = "social"
    AUDIENCE = "audience"
    CHART_PLATFORMS = "chart_platforms"
    CHART_LIST = "chart_list"
    CHART_RANKINGS = "chart_rankings"
    RANKING = "ranking"
    SONG = "song"
    SONG_LIST = "song_list"
    SONG_AUDIENCE = "song_audience"
    SONG_RANKS = "song_ranks"
    BROADCAST_GROUPS = "broadcast_groups"
    BROADCASTS = "broadcasts"
    PLAYLIST_REACH = "playlist_reach"
    PLAYLIST_ENTRIES = "playlist_entries"
    VIDEOS = "videos"
    VIDEO_AUDIENCE = "video_audience"
    USAGE = "usage"
    OTHER = "other"


# Each path has the one version it is documented with; the slash at the end of followers is part of it.
_PATHS = (
    (Kind.STREAMING, r"/api/v2/artist/(?P<artist>[^/]+)/streaming/(?P<platform>[^/]+)"),
    (Kind.LISTENING, r"/api/v2/artist/(?P<artist>[^/]+)/streaming/(?P<platform>[^/]+)/listening"),
    (Kind.SOCIAL, r"/api/v2\.37/artist/(?P<artist>[^/]+)/social/(?P<platform>[^/]+)/followers/"),
    (Kind.AUDIENCE, r"/api/v2/artist/(?P<artist>[^/]+)/audience/(?P<platform>[^/]+)"),
    (Kind.SEARCH, r"/api/v2/artist/search/(?P<term>.+)"),
    (Kind.METADATA, r"/api/v2\.9/artist/(?P<artist>[^/]+)"),
    (
        Kind.BY_PLATFORM,
        r"/api/v2\.9/artist/by-platform/(?P<platform>[^/]+)/(?P<identifier>[^/]+)",
    ),
    (Kind.IDENTIFIERS, r"/api/v2/artist/(?P<artist>[^/]+)/identifiers"),
    (Kind.CHART_PLATFORMS, r"/api/v2/chart/song/platforms"),
    (Kind.CHART_LIST, r"/api/v2/chart/song/by-platform/(?P<platform>[^/]+)"),
    (Kind.CHART_RANKINGS, r"/api/v2/chart/song/(?P<chart>[^/]+)/available-rankings"),
    (Kind.RANKING, r"/api/v2\.14/chart/song/(?P<chart>[^/]+)/ranking/(?P<moment>[^/]+)"),
    (Kind.SONG, r"/api/v2\.25/song/(?P<song>[^/]+)"),
    (Kind.SONG_LIST, r"/api/v2\.21/artist/(?P<artist>[^/]+)/songs"),
    (Kind.SONG_AUDIENCE, r"/api/v2/song/(?P<song>[^/]+)/audience/(?P<platform>[^/]+)"),
    (Kind.SONG_RANKS, r"/api/v2/artist/(?P<artist>[^/]+)/charts/song/ranks/(?P<platform>[^/]+)"),
    (Kind.BROADCAST_GROUPS, r"/api/v2/artist/(?P<artist>[^/]+)/broadcast-groups"),
    (Kind.BROADCASTS, r"/api/v2/artist/(?P<artist>[^/]+)/broadcasts"),
    (Kind.PLAYLIST_REACH, r"/api/v2/artist/(?P<artist>[^/]+)/playlist/reach/(?P<platform>[^/]+)"),
    (Kind.PLAYLIST_ENTRIES, r"/api/v2\.20/artist/(?P<artist>[^/]+)/playlist/current/(?P<platform>[^/]+)"),
    (Kind.VIDEOS, r"/api/v2/artist/(?P<artist>[^/]+)/shorts/(?P<platform>[^/]+)/videos"),
    (Kind.VIDEO_AUDIENCE, r"/api/v2/artist/shorts/(?P<video>[^/]+)/audience"),
    (Kind.USAGE, r"/api/v2/team/usage"),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _PATHS)


@dataclass(frozen=True, slots=True)
class Call:
    """A call; what the path names is in the fields after `kind`, each empty where it names none.

    `artist` is several uuids with commas between them in a batch of metadata. `moment` is that of a ranking,
    or `latest`.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    kind: Kind = Kind.OTHER
    artist: str = ""
    platform: str = ""
    term: str = ""
    chart: str = ""
    moment: str = ""
    song: str = ""
    video: str = ""
    identifier: str = ""


def read_call(method: str, path: str, query: Mapping[str, str]) -> Call:
    """Tell which endpoint a (decoded) path is, and what it names."""
    for kind, pattern in _PATTERNS:
        match = pattern.fullmatch(path)
        if match:
            return Call(method, path, query, kind, **match.groupdict())
    return Call(method, path, query)
