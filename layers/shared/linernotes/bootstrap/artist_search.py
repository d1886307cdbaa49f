"""Artist search for functions that seldom need it: what it takes is made, and loaded, with the first."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from linernotes.aws.clients import client
from linernotes.bootstrap import clock

if TYPE_CHECKING:
    from linernotes.model.artist_addresses import ArtistAddress
    from linernotes.model.request import FoundArtist
    from linernotes.reports.dynamo_searches import DynamoSearchStore
    from linernotes.reports.kept_searches import OwnersSearch
    from linernotes.settings import SoundchartsSettings
    from linernotes.soundcharts.answers import Quota
    from linernotes.soundcharts.client import SoundchartsClient


class LazyArtistSearch:
    """Makes, and loads, the client of Soundcharts with the first call; a start saves 30 ms without it."""

    def __init__(self, settings: SoundchartsSettings) -> None:
        self._settings = settings

    def search(self, name: str) -> list[FoundArtist]:
        """See `ArtistSearch.search`."""
        return self._client.search(name)

    def look_up(self, artist: ArtistAddress) -> list[FoundArtist]:
        """See `ArtistDirectory.look_up`."""
        return self._client.look_up(artist)

    def prepare(self) -> None:
        """Make the client without a call."""
        self._client  # noqa: B018 - made by being asked for

    def close(self) -> None:
        """Close the connections, if there are any."""
        if "_client" in vars(self):
            self._client.close()

    def usage(self) -> Quota | None:
        """See `SoundchartsClient.usage`."""
        return self._client.usage()

    @cached_property
    def _client(self) -> SoundchartsClient:
        from linernotes.bootstrap.soundcharts import make_soundcharts_client

        return make_soundcharts_client(self._settings)


class ArtistSearches:
    """Artist search as each owner has it: answers are everybody's, how many there may be is the owner's."""

    def __init__(self, settings: SoundchartsSettings, *, table: str, per_minute: int) -> None:
        """Take the table its answers are kept in, and how many searches an owner may make in a minute.

        Those that are answered from the table are not counted.
        """
        self._table = table
        self._per_minute = per_minute
        self._upstream = LazyArtistSearch(settings)

    def of(self, owner: str) -> OwnersSearch:
        """Give an owner's search."""
        from linernotes.reports.kept_searches import OwnersSearch

        return OwnersSearch(
            owner,
            self._upstream,
            self._store,
            per_minute=self._per_minute,
            now=clock.now,
        )

    def usage(self) -> Quota | None:
        """Say what is left of the month's calls, see `SoundchartsClient.usage`."""
        return self._upstream.usage()

    def prepare(self) -> None:
        """Make what a search takes, and ask nobody anything."""
        self._upstream.prepare()
        self._store  # noqa: B018 - made by being asked for

    def close(self) -> None:
        """Close the connections to Soundcharts, if there are any."""
        self._upstream.close()

    @cached_property
    def _store(self) -> DynamoSearchStore:
        from linernotes.reports.dynamo_searches import DynamoSearchStore

        return DynamoSearchStore(client("dynamodb"), self._table)
