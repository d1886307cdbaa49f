"""What the page function works with; only who asks for a picture pays for what fetches it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from linernotes.page.site import Site
from linernotes.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from linernotes.page.pictures import Pictures


@dataclass(frozen=True, slots=True)
class PageSettings(Settings):
    """Settings of the page function: where pictures of artists may come from."""

    picture_hosts: tuple[str, ...]


@dataclass
class Services:
    """What the page function works with."""

    settings: PageSettings
    site: Site

    @cached_property
    def pictures(self) -> Pictures:
        """Pictures of artists."""
        from linernotes.page.pictures import Pictures

        return Pictures(self.settings.picture_hosts)


@cache
def services(folder: Path) -> Services:
    """Make what the function works with; its build filled the folder."""
    return Services(PageSettings.from_env(os.environ), Site(folder))
