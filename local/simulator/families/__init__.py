"""Families of endpoints, each a module and a line here; `local.simulator.calls` has their paths."""

from __future__ import annotations

from typing import Protocol

from local.simulator.answers import Answer
from local.simulator.calls import Call, Kind
from local.simulator.families.playlists import Playlists
from local.simulator.families.radio import Radio
from local.simulator.families.ranks import Ranks
from local.simulator.families.songs import Songs
from local.simulator.families.videos import Videos
from local.simulator.settings import Settings


class Family(Protocol):
    """Answers calls of some kinds."""

    kinds: frozenset[Kind]

    def answer(self, call: Call) -> Answer:
        """Answer a call. Raises `Refusal`."""


class MakesFamily(Protocol):
    """Makes a family, given what the simulator is started with."""

    def __call__(self, settings: Settings) -> Family:
        """Make it."""


FAMILIES: tuple[MakesFamily, ...] = (
    Songs,
    Radio,
    Playlists,
    Ranks,
    Videos,
)
"""Every family, in the order of the sections of a report."""
