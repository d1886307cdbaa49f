"""Marks: numbers that go up when what finished answers are made of changes before its time.

A finished answer is given again while what it is made of is fresh (contract 2, "The same again"). By time it
says itself until when that is. What changes earlier, a window that is fetched again while it is fresh or a
chart that is ingested, raises a mark, and an answer that knew another number is given no more. Data share a
few marks, so that few are read: a mark raised for others ends an answer too early, which costs no more than
that it is made again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zlib import crc32

_DATA_MARKS = 16

DATA_MARKS = tuple(f"data#{number}" for number in range(_DATA_MARKS))
"""The marks of all that is fetched for reports."""


def data_mark(subject: str) -> str:
    """Name the mark of what is fetched about a subject: an artist, a song."""
    return DATA_MARKS[crc32(subject.encode()) % _DATA_MARKS]


def chart_mark(platform: str) -> str:
    """Name the mark of a platform's charts."""
    return f"charts#{platform}"


def platform_of(mark: str) -> str | None:
    """Say whose charts a mark is of; None for one of what is fetched."""
    kind, _, platform = mark.partition("#")
    return platform if kind == "charts" else None


def earliest(fresh_until: Iterable[tuple[str, datetime]]) -> dict[str, datetime]:
    """Give for each mark the earliest of the moments told with it."""
    first: dict[str, datetime] = {}
    for mark, until in fresh_until:
        first[mark] = min(until, first.get(mark, until))
    return first
