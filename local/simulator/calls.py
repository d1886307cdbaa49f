"""A call as the API sees it: which endpoint, of which artist, on which platform."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """The endpoints, as the control plane counts them; `OTHER` is any path that is none of them."""

    SEARCH = "search"
    METADATA = "metadata"
    IDENTIFIERS = "identifiers"
    STREAMING = "streaming"
    LISTENING = "listening"
    SOCIAL = "social"
    AUDIENCE = "audience"
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
    (Kind.IDENTIFIERS, r"/api/v2/artist/(?P<artist>[^/]+)/identifiers"),
    (Kind.USAGE, r"/api/v2/team/usage"),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _PATHS)


@dataclass(frozen=True, slots=True)
class Call:
    """A call; `artist`, `platform` and `term` are what the path names, empty where it names none.

    `artist` is several uuids with commas between them in a batch of metadata.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    kind: Kind = Kind.OTHER
    artist: str = ""
    platform: str = ""
    term: str = ""


def read_call(method: str, path: str, query: Mapping[str, str]) -> Call:
    """Tell which endpoint a (decoded) path is, and what it names."""
    for kind, pattern in _PATTERNS:
        match = pattern.fullmatch(path)
        if match:
            return Call(method, path, query, kind, **match.groupdict())
    return Call(method, path, query)
