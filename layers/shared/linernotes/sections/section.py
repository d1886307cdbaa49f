"""The door of a section: all that the rest of the product asks of one.

A section is a package beside this module and a line in the registry. It says which jobs it takes, what they
cost, how they are fetched and what it answers; reports, files, page, Slack and API know it by this alone.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from linernotes.charts.ports import ChartStore
from linernotes.model.errors import UpstreamError
from linernotes.model.marks import data_mark
from linernotes.model.notes import Note
from linernotes.model.periods import Need
from linernotes.model.report import FetchJob, Report
from linernotes.model.request import ROWS, Artist, ReportRequest
from linernotes.model.row_status import RowStatus
from linernotes.sections.lookups.store import LookupStore, StoredLookups
from linernotes.sections.sources import MetricSource
from linernotes.sections.windows.store import StoredWindows, WindowSource, WindowStore
from linernotes.sections.windows.window_data import WindowData, WindowKey
from linernotes.soundcharts.calls import CallSource

if TYPE_CHECKING:  # what makes tables imports openpyxl
    from linernotes.workbook.schema import SheetSchema
    from linernotes.workbook.tables import Table


class Fetched(Protocol):
    """What was fetched, as far as it decides which calls a report would make."""

    @property
    def windows(self) -> StoredWindows:
        """Give the windows."""

    @property
    def lookups(self) -> StoredLookups:
        """Give the lookups."""


@dataclass(frozen=True, slots=True)
class Stores:
    """Where sections find what was fetched."""

    windows: WindowStore
    charts: ChartStore
    lookups: LookupStore


@dataclass(frozen=True, slots=True)
class FetchTools:
    """What sections fetch with; `clock` tells the time, in UTC."""

    windows: WindowStore
    source: WindowSource
    lookups: LookupStore
    calls: CallSource
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """What a try of a job came to: it is done unless there is an error; calls and hits are what it used."""

    upstream_calls: int
    cache_hits: int
    error: UpstreamError | None = None


@dataclass(frozen=True, slots=True)
class Unanswerable:
    """What a request asks for that no call could answer, with the status it will have and the reason."""

    artist: Artist
    platform: str
    status: RowStatus
    reason: str
    section: str = ROWS


@dataclass(frozen=True, slots=True)
class Price:
    """What a section of a request would take: `cached` of the `upstream_calls` would not be made.

    With `at_most` the number of calls depends on what is found. `not_comparable` are the metric sources that
    cannot be compared whatever data comes, each with the reason.
    """

    jobs: int = 0
    upstream_calls: int = 0
    cached: int = 0
    at_most: bool = False
    unanswerable: Sequence[Unanswerable] = ()
    not_comparable: Sequence[tuple[MetricSource, Note]] = ()


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a section found of what was fetched for a report besides windows, in a form of its own.

    `lacking` are the jobs of which something is not stored, whether or not they ended done. `count` counts
    what was found for each of them, `fresh_until` says by mark until when all of that may be used.
    """

    found: Any = None
    lacking: Collection[str] = ()
    count: int = 0
    fresh_until: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Material:
    """What the sections of a report are made from.

    `artists` are named as far as data or a search gave names, `windows` those that may be shown in it.
    `gathered` is what each section found besides, by its name.
    """

    report: Report
    artists: Mapping[str, Artist]
    windows: Mapping[WindowKey, WindowData]
    stores: Stores
    gathered: Mapping[str, Any] = field(default_factory=dict)


class Answer(Protocol):
    """What a section says: as JSON, as tables of the workbook and CSV, and in words."""

    @property
    def whole(self) -> bool:
        """Say whether nothing of it is partial or failed (contract 2)."""

    @property
    def has_figures(self) -> bool:
        """Say whether there is anything to show."""

    def json(self) -> Mapping[str, Any]:
        """Give it as it stands in `result.sections` (contract 10)."""

    def tables(self) -> Sequence[Table]:
        """Give its sheets, which are its CSV files too."""

    def reading(self) -> Sequence[tuple[str, str]]:
        """Say how its sheets are to be read: subjects and what there is to know of them."""


class Section(ABC):
    """A section of a report. One that takes no jobs and no windows says only what it builds and shows."""

    name: ClassVar[str]
    """What requests, answers and jobs call it."""
    title: ClassVar[str]
    """What readers call it."""
    about: ClassVar[str]
    """Says in a few words what it shows."""

    def jobs(self, request: ReportRequest) -> Iterable[tuple[Artist, str | None]]:
        """List what has to be fetched: for which artist, on which platform if it is of one."""
        return ()

    def price(self, request: ReportRequest, stores: Fetched, *, now: datetime) -> Price:
        """Say what its jobs would cost, asking nobody but the stores."""
        return Price()

    def writing_s(self, request: ReportRequest) -> float:
        """Say how many seconds writing its part of the files may take, at most."""
        return 0.0

    def fetch(
        self, jobs: Mapping[int, FetchJob], tools: FetchTools, *, budget_s: float
    ) -> Iterator[Mapping[int, JobOutcome]]:
        """Fetch what jobs need, within about `budget_s` seconds; yields what each came to, in groups.

        Every job is told once, and what was fetched for it is stored by then. Raises StoreBusy before any
        call was made.
        """
        yield dict.fromkeys(jobs, JobOutcome(0, 0))

    def needs(self, report: Report) -> Mapping[WindowKey, tuple[str | None, Need]]:
        """List the windows it is made from, each with the job that fetches it, if one of its own does."""
        return {}

    def gather(self, report: Report, lookups: LookupStore) -> Gathered:
        """Find what was fetched for it besides windows. Raises StoreBusy."""
        return Gathered()

    def marks(self, request: ReportRequest) -> Collection[str]:
        """List the marks of all it may be made from, see `linernotes.model.marks`."""
        return {data_mark(artist.uuid) for artist in request.artists}

    @abstractmethod
    def answer_type(self) -> type:
        """Give the typed description of its answer's JSON, which is loaded for this alone."""

    @abstractmethod
    def build(self, material: Material) -> Answer:
        """Make its answer."""

    @abstractmethod
    def sheets(self) -> Sequence[SheetSchema]:
        """Give the names and columns of its sheets."""

    def lines(self, answer: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
        """Say the most important of its answer, given as JSON: a line or two an artist, by uuid."""
        return {}
