"""Response URLs and triggers, which say themselves what they are for and since when."""

from __future__ import annotations

import itertools
import uuid
from dataclasses import dataclass

RESPONSE_URL_USES = 5
RESPONSE_URL_LASTS_S = 30 * 60
TRIGGER_LASTS_S = 3
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Hook:
    """A response URL: a command's only adds messages, a click's can also replace the message `clicked`."""

    channel: str
    since: float
    clicked: str | None

    def expired(self, now: float) -> bool:
        """Say whether it is too old."""
        return now > self.since + RESPONSE_URL_LASTS_S


def hook_path(workspace: str, channel: str, *, now: float, clicked: str | None = None) -> str:
    """Make the path of a response URL; `clicked` is the `ts` of the message a click was made on."""
    kind = "commands" if clicked is None else f"actions/{clicked}"
    return f"hooks/{workspace}/{channel}/{now:.3f}/{kind}/{uuid.uuid4().hex}"


def hook_of(path: str) -> Hook | None:
    """Read the path of a response URL, without `hooks/`; None if it is no such path."""
    match path.split("/"):
        case [_, channel, since, "commands", _]:
            return Hook(channel, float(since), None)
        case [_, channel, since, "actions", clicked, _]:
            return Hook(channel, float(since), clicked)
    return None


def new_trigger(*, now: float) -> str:
    """Make the trigger of something somebody did."""
    return f"{next(_numbers)}.{now * 1000:.0f}.{uuid.uuid4().hex}"


def trigger_since(trigger: str) -> float | None:
    """Give the moment a trigger was made; None if it is none."""
    parts = trigger.split(".")
    return int(parts[1]) / 1000 if len(parts) == 3 and parts[1].isdigit() else None
