"""Fetching lists page by page: one that changes while it is read loses and doubles nothing."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from linernotes.model.errors import BrokenAnswer, ListTooLong, NotFound, NotInPlan
from linernotes.soundcharts.calls import Get
from linernotes.soundcharts.paging import PAGE_ITEMS, Paging
from linernotes.soundcharts.reading import an_object, decoded, first_object, items_of, read_or, total_of

type Params = Mapping[str, str | int]
type Reading[T] = Generator[Sequence[Get], Sequence[bytes], T]

_MOST_READINGS = 3
"""A list of which items went away between two pages may have lost others to us, and is read again."""
_MOST_PAGES_ONE_BY_ONE = 200


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list, its items not looked at yet; `related` is what the list is of."""

    rows: tuple[Any, ...]
    total: int | None
    related: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ItemList:
    """The items that came, each once, in order.

    `total` is how many there are, as Soundcharts said last; `announced` the same where it then gave fewer.
    `cut_off` says that it was followed for as many pages as wanted, and there are more, or that it changed
    meanwhile and reading it again would have taken more pages than wanted.
    """

    items: Sequence[Any]
    total: int | None = None
    announced: int | None = None
    cut_off: bool = False
    related: Mapping[str, Any] = field(default_factory=dict)


def read_page(body: bytes) -> ListPage:
    """Read a page. Raises BrokenAnswer where there is no list; a total that is no count is taken for none."""
    answer = an_object(decoded(body), "the answer")
    return ListPage(
        tuple(items_of(answer)), read_or(None, total_of, answer), first_object(answer.get("related"))
    )


def whole_list(
    path: str,
    params: Params | None = None,
    *,
    identity: Callable[[Any], object],
    most_pages: int | None = None,
) -> Reading[ItemList]:
    """Fetch a list to its end: the first page, then the others at once.

    `identity` tells what makes an item the same as another one: given twice it counts once. One that would
    take more than `most_pages`, of all readings together, is cut off before those are asked for.
    """
    for reading in range(_MOST_READINGS):
        pages, announced, cut_off = yield from _all_pages(path, params, most_pages)
        if cut_off or not _lost_some(pages) or reading == _MOST_READINGS - 1:
            break
        if most_pages is not None:
            most_pages -= len(pages)
            if most_pages < len(pages):
                cut_off = True
                break
    return replace(_joined(pages, identity, None if cut_off else announced), cut_off=cut_off)


def list_until(
    path: str,
    params: Params | None = None,
    *,
    identity: Callable[[Any], object],
    ends: Callable[[ListPage], bool],
    most_pages: int | None = None,
) -> Reading[ItemList]:
    """Fetch a list page after page, until one `ends` what is wanted of it; see `whole_list`.

    After `most_pages`, of all readings together, it is cut off. Without that, one that goes on for too long
    raises ListTooLong.
    """
    for reading in range(_MOST_READINGS):
        pages, ended, cut_off = yield from _pages_until(path, params, ends, most_pages)
        if not _lost_some(pages) or reading == _MOST_READINGS - 1:
            break
        if most_pages is not None:
            # Besides those that held something there may have been an empty one.
            most_pages -= len(pages) + 1
            if most_pages < len(pages):
                cut_off = True
                break
    received, total = sum(len(page.rows) for page in pages), pages[-1].total
    # What was left out on purpose was not lost.
    left_out = ended or cut_off
    announced = total if not left_out and total is not None and received < total else None
    return replace(_joined(pages, identity, announced), cut_off=cut_off)


def _all_pages(
    path: str, params: Params | None, most_pages: int | None
) -> Reading[tuple[list[ListPage], int | None, bool]]:
    """Give the pages, how many items were announced if fewer came, and whether they were cut off."""
    paging: Paging[ListPage] = Paging()
    offsets: Sequence[int] = [0]
    asked = 0
    while offsets:
        asked += len(offsets)
        if most_pages is not None and asked > most_pages:
            return paging.pages, None, True
        bodies = yield from _bodies(path, params, offsets)
        further: list[int] = []
        for offset, body in zip(offsets, bodies, strict=True):
            further += paging.take(offset, read_page(body))
        offsets = further
    return paging.pages, paging.announced, False


def _pages_until(
    path: str, params: Params | None, ends: Callable[[ListPage], bool], most_pages: int | None
) -> Reading[tuple[list[ListPage], bool, bool]]:
    """Give the pages, and whether one ended what is wanted, or they were cut off."""
    pages: list[ListPage] = []
    received = 0
    while True:
        if most_pages is not None and len(pages) == most_pages:
            return pages, False, True
        if len(pages) == _MOST_PAGES_ONE_BY_ONE:
            raise ListTooLong(f"Soundcharts' list goes on for more than {len(pages)} pages")
        (body,) = yield from _bodies(path, params, [received])
        page = read_page(body)
        # A server that ignores the offset gives the same page again.
        if not page.rows or (pages and page.rows == pages[-1].rows):
            return pages or [page], False, False
        pages.append(page)
        received += len(page.rows)
        if ends(page):
            return pages, True, False
        if received >= page.total if page.total is not None else len(page.rows) < PAGE_ITEMS:
            return pages, False, False


def _bodies(path: str, params: Params | None, offsets: Sequence[int]) -> Reading[Sequence[bytes]]:
    try:
        return (yield [_page(path, params, offset) for offset in offsets])
    except (NotFound, NotInPlan) as error:
        if 0 in offsets:
            raise
        # The first page was delivered: half a list must not pass for a whole one, nor for none.
        raise BrokenAnswer(f"Soundcharts delivered the first page, and of the rest said: {error}") from error


def _page(path: str, params: Params | None, offset: int) -> Get:
    query: dict[str, str | int] = {**(params or {}), "limit": PAGE_ITEMS}
    if offset:
        query["offset"] = offset
    return Get(path, query)


def _lost_some(pages: Sequence[ListPage]) -> bool:
    totals = [page.total for page in pages if page.total is not None]
    return any(later < earlier for earlier, later in pairwise(totals))


def _joined(pages: Sequence[ListPage], identity: Callable[[Any], object], announced: int | None) -> ItemList:
    items = {identity(item): item for page in reversed(pages) for item in reversed(page.rows)}
    totals = [page.total for page in pages if page.total is not None]
    return ItemList(
        items=list(reversed(items.values())),
        total=totals[-1] if totals else None,
        announced=announced,
        related=next((page.related for page in pages if page.related), {}),
    )
