"""Say what a request would do and cost, without doing it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linernotes.model.notes import Note
from linernotes.model.request import ReportRequest
from linernotes.sections.lookups.lookup import Lookup, LookupKey, Question
from linernotes.sections.registry import sections_of
from linernotes.sections.section import Fetched, Price, Section, Unanswerable
from linernotes.sections.sources import MetricSource
from linernotes.sections.windows.window_data import WindowData, WindowKey


@dataclass(frozen=True, slots=True)
class Preview:
    """What a request would take, section by section, the rows of metric sources first."""

    prices: list[tuple[Section, Price]]

    @property
    def jobs(self) -> int:
        """Count the jobs."""
        return sum(price.jobs for _, price in self.prices)

    @property
    def upstream_calls(self) -> int:
        """Count the calls to Soundcharts, those included that are cached."""
        return sum(price.upstream_calls for _, price in self.prices)

    @property
    def unanswerable(self) -> list[Unanswerable]:
        """List what no call could answer."""
        return [blank for _, price in self.prices for blank in price.unanswerable]

    @property
    def not_comparable(self) -> list[tuple[MetricSource, Note]]:
        """List what cannot be compared whatever data comes, each with the reason (contract 4.6)."""
        return [each for _, price in self.prices for each in price.not_comparable]

    @property
    def cached(self) -> int:
        """Count the calls that would not be made."""
        return sum(price.cached for _, price in self.prices)

    @property
    def price(self) -> int:
        """Give the price of the request: the calls that would be made, at most (contract 2)."""
        return self.upstream_calls - self.cached


class _NoWindows:
    def read(self, keys: Iterable[WindowKey]) -> dict[WindowKey, WindowData]:  # noqa: ARG002
        return {}


class _NoLookups:
    def read(self, questions: Collection[Question[Any]]) -> dict[LookupKey, Lookup[Any]]:  # noqa: ARG002
        return {}


@dataclass(frozen=True, slots=True)
class _NothingFetched:
    windows: _NoWindows
    lookups: _NoLookups


NOTHING_FETCHED = _NothingFetched(_NoWindows(), _NoLookups())
"""Prices by this are bounds, worked out without asking anybody."""


def preview_report(request: ReportRequest, *, now: datetime, stores: Fetched) -> Preview:
    """Price each section of a request, and list what no call could answer, nor compare (contract 4.6)."""
    return Preview([(section, section.price(request, stores, now=now)) for section in sections_of(request)])
