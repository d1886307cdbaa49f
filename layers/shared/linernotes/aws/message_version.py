"""The version of messages, so that none is misread by an older release, as after a deployment is undone.

A field that is added, with a default, is no new version: older code passes it over. One that changes its
meaning is: what older code cannot read is parked, and can be sent back to work by a release that reads it.
"""

from __future__ import annotations

from typing import Any

from linernotes.model.errors import MessageBroken

VERSION = 1
"""What messages are written in. Those that say nothing of it are of the first."""


def check_version(version: Any) -> None:
    """Raise MessageBroken for a version that this release does not know."""
    if type(version) is not int or not 1 <= version <= VERSION:
        raise MessageBroken(f"a message of version {version!r}, and this release reads up to {VERSION}")
