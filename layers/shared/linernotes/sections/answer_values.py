"""What the typed answers of the API are made of: values, and what JSON Schema says of each.

The modules of answers are read by mypy, which holds the functions that write them to them, and by the build,
which makes the OpenAPI document of them. No function loads them: they need pydantic.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from pydantic import Field, GetCoreSchemaHandler
from pydantic_core import CoreSchema

from linernotes.model.countries import COUNTRIES
from linernotes.model.row_status import RowStatus
from linernotes.model.uuids import WHOLE_UUID_PATTERN
from linernotes.sections.sources import SOURCES

Count = Annotated[int, Field(ge=0)]
Position = Annotated[int, Field(ge=1)]
Number = float
"""An integer where it is one, else the nearest double."""
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
"""A moment in UTC, to the second, ending in Z."""
Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]
Uuid = Annotated[str, Field(pattern=WHOLE_UUID_PATTERN)]
MONTH_PATTERN = "^[0-9]{4}-(0[1-9]|1[0-2])$"
DAY_ASKED_FOR = {
    "type": "string",
    "format": "date",
    "pattern": "^2[0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
}
"""A day there may be data of: none before 2000."""
MONTH_ASKED_FOR = {"type": "string", "pattern": "^2[0-9]{3}-(0[1-9]|1[0-2])$"}
CalendarMonth = Annotated[str, Field(pattern=MONTH_PATTERN)]

type PlatformSlug = Annotated[
    str, Field(description="A metric source, by its slug.", json_schema_extra={"enum": list(SOURCES)})
]
type AnyPlatformSlug = Annotated[
    str, Field(description="A platform: a metric source by its slug, or one that only a section has.")
]
type CountryCode = Annotated[
    str,
    Field(description="A country by ISO 3166-1, alpha-2.", json_schema_extra={"enum": sorted(COUNTRIES)}),
]
type DaySpan = Annotated[tuple[Day, Day], Field(description="The first and the last day.")]
type Point = Annotated[tuple[Day, Number], Field(description="A day and its value.")]


class DescribedAs:
    """Describes a value as the type a function gives: one mypy does not know, or made of the registry."""

    def __init__(self, other: Callable[[], type]) -> None:
        self._other = other

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Give the other type's schema in place of the value's own."""
        return handler.generate_schema(self._other())


class Period(TypedDict):
    """Days from `start` to `end`, both included."""

    start: Day
    end: Day
    days: Count


class NamedArtist(TypedDict):
    """An artist, whose name may not be known."""

    uuid: Uuid
    name: str | None


class ArtistWithStatus(NamedArtist):
    """An artist, and why its figures are not there."""

    status: RowStatus


class BasicProblem(TypedDict):
    """What every problem document says (RFC 9457)."""

    type: Annotated[
        str,
        Field(
            description="What kind of problem it is: `urn:problem-type:liner-notes:` and a name that does "
            "not change. Of a kind you do not know, the status says enough.",
            json_schema_extra={"format": "uri"},
        ),
    ]
    title: Annotated[str, Field(description="The kind in words, the same each time.")]
    status: NotRequired[
        Annotated[
            int,
            Field(
                description="That of the answer. It is left out where API Gateway refuses a call by itself, "
                "for a reason that has no type of its own."
            ),
        ]
    ]
    detail: Annotated[str, Field(description="What is wrong, for the person who reads it.")]


class UnreadableRows(TypedDict):
    """Rows of Soundcharts' answer that could not be read."""

    code: Literal["unreadable_rows"]
    rows: Count


class ChartDays(TypedDict):
    """For how many of the period's days the main chart is stored, or for how many weeks of weekly charts."""

    stored: Count
    expected: Count
