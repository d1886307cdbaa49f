"""Where lookups are kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Protocol

from linernotes.sections.lookups.lookup import Lookup, LookupKey, Question


class StoredLookups(Protocol):
    """Lookups, to be read."""

    def read(self, questions: Collection[Question[Any]]) -> dict[LookupKey, Lookup[Any]]:
        """Read as of the last write; those not stored, or stored in another form, are absent.

        Each has content of the type its question says. Raises StoreBusy.
        """


class LookupStore(StoredLookups, Protocol):
    """Keeps lookups: the cache, and what sections are made from."""

    def write(self, lookups: Iterable[Lookup[Any]]) -> None:
        """Store lookups, each unless one fetched later is there already. Raises StoreBusy."""
