"""Which pages of a list to ask for, and when it is complete.

`page.next` of Soundcharts is not to be trusted: it may name another version or be absent while there is
more. What counts is the total it announces and the items that really came.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from linernotes.model.errors import BrokenAnswer

PAGE_ITEMS = 100
"""The most items Soundcharts gives on a page."""

MAX_PAGES = 40
"""Whatever is asked for fits fewer; beyond this something is wrong at the other end."""


class Page(Protocol):
    """A page: its rows in the order given, and how many there are on all pages, None if that is not said."""

    @property
    def rows(self) -> Sequence[Any]:
        """Give the rows."""

    @property
    def total(self) -> int | None:
        """Give the total."""


class Paging[P: Page]:
    """The pages of one list so far; offset 0 is asked for from the start."""

    def __init__(self, *, most_pages: int = MAX_PAGES) -> None:
        """Start with no page."""
        self._most_pages = most_pages
        self._pages: dict[int, P] = {}
        self._asked = {0}

    def take(self, offset: int, page: P) -> Sequence[int]:
        """Take the page at an offset; returns the offsets to ask for now, all at once.

        Raises BrokenAnswer if that would make more than `most_pages`.
        """
        self._pages[offset] = page
        if len(self._pages) < len(self._asked):
            return []
        offsets = self._missing()
        if len(self._asked) + len(offsets) > self._most_pages:
            raise BrokenAnswer(
                f"Soundcharts wants to spread one list over more than {self._most_pages} pages"
            )
        self._asked.update(offsets)
        return offsets

    @property
    def complete(self) -> bool:
        """Say whether every page asked for has come; once `take` returns no offset, the list is whole."""
        return len(self._pages) == len(self._asked)

    @property
    def pages(self) -> list[P]:
        """List the pages in order of offset."""
        return [self._pages[offset] for offset in sorted(self._pages)]

    @property
    def announced(self) -> int | None:
        """Give the total Soundcharts announced, if fewer items than that came."""
        received, total, _ = self._walk()
        return total if total is not None and received < total else None

    def _missing(self) -> Sequence[int]:
        received, total, ended = self._walk()
        if ended or (total is not None and received >= total):
            return []
        last_items = len(self._pages[max(self._pages)].rows)
        if total is None:
            return [received] if last_items >= PAGE_ITEMS else []
        if len(self._pages) == 1 and last_items >= PAGE_ITEMS:
            return range(last_items, total, last_items)
        return [received]

    def _walk(self) -> tuple[int, int | None, bool]:
        """Step from page to page by the items each really held.

        Returns the items received without a gap, the last total announced on the way, and whether the
        series ended: with an empty page, or with one that repeats the page before it, as a server that
        ignores the offset gives.
        """
        received, total, previous = 0, None, None
        while (page := self._pages.get(received)) is not None:
            total = total if page.total is None else page.total
            if not page.rows or page.rows == previous:
                return received, total, True
            previous = page.rows
            received += len(page.rows)
        return received, total, False
