"""A section made up for a test: sunny days, by artist. Nothing of the product names it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict

from linernotes.model.report import FetchJob
from linernotes.model.request import Artist, ReportRequest
from linernotes.sections.section import Fetched, FetchTools, JobOutcome, Material, Price, Section
from linernotes.workbook import looks
from linernotes.workbook.audit import Audit
from linernotes.workbook.cells import Value
from linernotes.workbook.schema import Column, SheetSchema
from linernotes.workbook.tables import Table

SHEET = SheetSchema("Weather", (Column("Artist", looks.NAME, 20), Column("Sunny days", looks.FIGURE, 10)))


class WeatherRow(TypedDict):
    """The sunny days of an artist."""

    artist__uuid: str
    sunny_days: int


class Weather(TypedDict):
    """How sunny it was."""

    status: str
    note: str | None
    totals: list[WeatherRow]
    rows: list[WeatherRow] | None
    fetched_from: str | None
    fetched_to: str | None
    upstream_calls: int
    cache_hits: int


@dataclass(frozen=True, slots=True)
class WeatherAnswer:
    """Seven sunny days for everybody."""

    artists: Sequence[Artist]
    whole = True
    has_figures = True

    def json(self) -> Weather:
        rows: list[WeatherRow] = [{"artist__uuid": artist.uuid, "sunny_days": 7} for artist in self.artists]
        return {
            "status": "measured",
            "note": None,
            "totals": rows,
            "rows": rows,
            "fetched_from": None,
            "fetched_to": None,
            "upstream_calls": len(rows),
            "cache_hits": 0,
        }

    def tables(self) -> Sequence[Table]:
        rows: list[dict[str, Value]] = [{"Artist": artist.label, "Sunny days": 7} for artist in self.artists]
        audit = Audit("Weather", "Sunny days", len(rows), ("Artist",), "Sunny days", {})
        return [Table(SHEET, lambda: iter(rows), lambda: audit, printed_to="Sunny days")]

    def reading(self) -> Sequence[tuple[str, str]]:
        return [("Sunny days", "Days on which the sun was seen.")]


class WeatherSection(Section):
    """One job an artist, each of one call."""

    name = "weather"
    title = "Weather"
    about = "how sunny it was where each artist lives"

    def answer_type(self) -> type:
        return Weather

    def jobs(self, request: ReportRequest) -> Iterable[tuple[Artist, str | None]]:
        return [(artist, None) for artist in request.artists]

    def price(self, request: ReportRequest, stores: Fetched, *, now: datetime) -> Price:
        return Price(jobs=len(request.artists), upstream_calls=len(request.artists), at_most=True)

    def fetch(
        self,
        jobs: Mapping[int, FetchJob],
        tools: FetchTools,
        *,
        budget_s: float,
    ) -> Iterator[Mapping[int, JobOutcome]]:
        yield dict.fromkeys(jobs, JobOutcome(upstream_calls=1, cache_hits=0))

    def build(self, material: Material) -> WeatherAnswer:
        return WeatherAnswer([material.artists[artist.uuid] for artist in material.report.request.artists])

    def sheets(self) -> Sequence[SheetSchema]:
        return [SHEET]

    def lines(self, answer: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
        return {row["artist__uuid"]: [f"Sunny days: {row['sunny_days']}"] for row in answer["rows"]}


SECTION = WeatherSection()
