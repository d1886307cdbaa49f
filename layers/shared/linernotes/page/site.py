"""The files of the page as its build leaves them: each plain and packed in two ways, and a list of all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

INDEX = "index.html"
MANIFEST = "manifest.json"
"""Names each file with its media type and its entity tag."""

_ENCODINGS = {"br": ".br", "gzip": ".gz"}
"""Ways a file may be packed, best first, and what its name then ends in."""


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file as it is sent: text as it is, or packed."""

    media_type: str
    etag: str
    encoding: str | None
    content: str | bytes


class Site:
    """The files of a folder. Only names its manifest lists are looked for, so no path leads out of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, name: str, takes: Callable[[str], bool]) -> SiteFile | None:
        """Give a file, packed in the best way the caller `takes`; None if there is none of this name."""
        listed = self._manifest.get(name)
        if listed is None:
            return None
        encoding = next(filter(takes, _ENCODINGS), None)
        path = self._folder / (name + _ENCODINGS.get(encoding or "", ""))
        content = path.read_bytes() if encoding else path.read_text(encoding="utf-8")
        return SiteFile(listed["media_type"], _tagged(listed["etag"], encoding), encoding, content)

    @cached_property
    def _manifest(self) -> dict[str, Any]:
        manifest: dict[str, Any] = json.loads((self._folder / MANIFEST).read_text())
        return manifest


def _tagged(etag: str, encoding: str | None) -> str:
    """Write an entity tag; differently packed, the same file is another representation."""
    return f'"{etag}-{encoding}"' if encoding else f'"{etag}"'
