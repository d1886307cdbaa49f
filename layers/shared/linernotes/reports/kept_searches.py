"""Artist search of which answers are kept, so that preview, report and autocomplete ask the same only once.

An answer is kept for a day, for whomever, one without artists for an hour. What goes to Soundcharts all the
same is bounded by the owner and minute. Looking an artist up by an address is kept and counted likewise.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from linernotes.model.artist_addresses import ArtistAddress, Directory, words_of
from linernotes.model.errors import SearchesSpent, StoreBusy
from linernotes.model.names import search_terms
from linernotes.model.request import FoundArtist
from linernotes.reports.ports import ArtistDirectory

KEPT_FOR = timedelta(days=1)
EMPTY_KEPT_FOR = timedelta(hours=1)
"""Somebody who is not found yet may be new at Soundcharts."""
LONGEST_KEPT_TERM = 200
"""Characters of what is searched for; no artist's name is longer, and a table's key has its limits."""


@dataclass(frozen=True, slots=True)
class FoundArtists:
    """What a search found, best first, and when it was made."""

    found: tuple[FoundArtist, ...]
    searched_at: datetime

    def serves(self, *, now: datetime) -> bool:
        """Say whether it need not be searched for again."""
        return now - self.searched_at < (KEPT_FOR if self.found else EMPTY_KEPT_FOR)


class SearchStore(Protocol):
    """Keeps what searches found by their term, and counts those of an owner by the minute."""

    def read(self, term: str) -> FoundArtists | None:
        """Give what was found as of the last write; None if nothing is kept of it. Raises StoreBusy."""

    def write(self, term: str, answer: FoundArtists) -> None:
        """Keep what was found, unless what a later search found is there already. Raises StoreBusy."""

    def count(self, owner: str, *, now: datetime) -> int:
        """Count one more search of an owner; gives how many they are in this minute. Raises StoreBusy."""


class OwnersSearch:
    """Artist search for an owner; safe to use from several threads."""

    def __init__(
        self,
        owner: str,
        upstream: ArtistDirectory,
        store: SearchStore,
        *,
        per_minute: int,
        now: Callable[[], datetime],
    ) -> None:
        """`per_minute` is how many searches of the owner may go to Soundcharts in a minute of the clock."""
        self._owner = owner
        self._upstream = upstream
        self._store = store
        self._per_minute = per_minute
        self._now = now

    def search(self, name: str) -> list[FoundArtist]:
        """Find artists by name, as `ArtistSearch.search`, of which upper and lower case are one.

        A name with signs that keyboards change is searched for without them where nobody is found with them.
        Raises SearchesSpent, an UpstreamError, where the owner's searches of this minute are used up.
        """
        for term in search_terms(name):
            if found := self._found(term.lower(), partial(self._upstream.search, term)):
                return found
        return []

    def look_up(self, artist: ArtistAddress) -> list[FoundArtist]:
        """Find the artist an address names: none, or one. Raises UpstreamError, as `search` does.

        Soundcharts has no call by slug: the artist is searched for by its words, and known by the slug.
        """
        if artist.directory is Directory.SLUG:
            return self._with_slug(artist.identifier)
        # Two blanks, which no term has, keep it apart from names that are searched for.
        term = f"{artist.directory.value}  {artist.identifier}"
        return self._found(term, lambda: self._upstream.look_up(artist))

    def _with_slug(self, slug: str) -> list[FoundArtist]:
        for words in words_of(slug):
            if of_it := [entry for entry in self.search(words) if entry.slug == slug]:
                return of_it[:1]
        return []

    def _found(self, term: str, ask: Callable[[], list[FoundArtist]]) -> list[FoundArtist]:
        """Give what is kept under a term, else what Soundcharts answers now, which is kept then."""
        kept = self._kept(term)
        if kept is not None and kept.serves(now=self._now()):
            return list(kept.found)
        self._spend()
        found = ask()
        if len(term) <= LONGEST_KEPT_TERM:
            with suppress(StoreBusy):  # It was found all the same; only the next has to search again.
                self._store.write(term, FoundArtists(tuple(found), self._now()))
        return found

    def _kept(self, term: str) -> FoundArtists | None:
        if len(term) <= LONGEST_KEPT_TERM:
            with suppress(StoreBusy):
                return self._store.read(term)
        return None

    def _spend(self) -> None:
        now = self._now()
        if self._store.count(self._owner, now=now) > self._per_minute:
            raise SearchesSpent(self._per_minute, wait_s=60 - now.second - now.microsecond / 1_000_000)
