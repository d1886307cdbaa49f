"""What a line takes in a channel where it says nothing itself: platforms, a country, sections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from linernotes.model.countries import COUNTRIES
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES


@dataclass(frozen=True, slots=True)
class ChannelDefaults:
    """The settings of a channel; what is empty has none, and a line must say it or goes without."""

    platforms: tuple[str, ...] = ()
    country: str | None = None
    sections: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.platforms or self.country or self.sections)

    def known(self) -> ChannelDefaults:
        """Give those of the settings that a report can still have; they may be older than what there is."""
        return ChannelDefaults(
            tuple(slug for slug in self.platforms if slug in SOURCES),
            self.country if self.country in COUNTRIES else None,
            tuple(name for name in SECTIONS if name in self.sections),
        )


NO_DEFAULTS = ChannelDefaults()
ReadDefaults = Callable[[], ChannelDefaults]
"""Reads the settings of the channel something is asked in; called only where they matter."""


def no_defaults() -> ChannelDefaults:
    """Give the settings of a channel that has none."""
    return NO_DEFAULTS
