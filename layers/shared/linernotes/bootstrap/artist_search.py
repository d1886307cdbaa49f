"""Artist search at Soundcharts for functions that seldom need it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linernotes.model.request import FoundArtist
    from linernotes.settings import SoundchartsSettings
    from linernotes.soundcharts.client import SoundchartsClient


class LazyArtistSearch:
    """Makes, and loads, the client of Soundcharts with the first search; a start saves 30 ms without it."""

    def __init__(self, settings: SoundchartsSettings) -> None:
        self._settings = settings

    def search(self, name: str) -> list[FoundArtist]:
        """See `ArtistSearch.search`."""
        return self._client.search(name)

    @cached_property
    def _client(self) -> SoundchartsClient:
        from linernotes.bootstrap.soundcharts import make_soundcharts_client

        return make_soundcharts_client(self._settings)
