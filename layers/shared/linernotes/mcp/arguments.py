"""The arguments of the tools, checked field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, WithJsonSchema

from linernotes.model.errors import InvalidRequest
from linernotes.reports.resolve_lines import LONGEST_ADDRESS, SHORTEST_LINE
from linernotes.sections.registry import SECTIONS

LONGEST_WAIT_S = 20
"""API Gateway gives up after 29 s, of which a cold start takes some."""
MOST_ROWS = 500
SUMMARY, SERIES = "summary", "series"


def parts() -> list[str]:
    """List the parts of a report, by the registry as it is then."""
    return [SUMMARY, *SECTIONS, SERIES]


class Arguments(BaseModel):
    """Base: nothing else is taken."""

    model_config = ConfigDict(extra="forbid", strict=True)


class FindArtists(Arguments):
    """Arguments of find_artists."""

    q: str = Field(
        min_length=SHORTEST_LINE,
        max_length=LONGEST_ADDRESS,
        description="A name as the user wrote it, 2 to 200 characters; or a Soundcharts uuid, or the address "
        "of an artist at Soundcharts, Spotify, Apple Music or YouTube.",
    )


class ListSources(Arguments):
    """Arguments of list_sources: none."""


type RequestField = dict[str, Any]
"""A request, which the API's own check reads, and describes."""
WaitField = Annotated[
    int,
    Field(
        ge=0,
        le=LONGEST_WAIT_S,
        description="Seconds to wait for the end; a report is made on if it takes longer.",
    ),
]
ReportIdField = Annotated[
    str,
    Field(pattern=r"^[A-Za-z0-9-]{1,64}$", description="As create_report gave it."),
]


class PreviewReport(Arguments):
    """Arguments of preview_report."""

    request: RequestField


class CreateReport(Arguments):
    """Arguments of create_report."""

    request: RequestField
    wait_s: WaitField = LONGEST_WAIT_S


class GetReport(Arguments):
    """Arguments of get_report."""

    report_id: ReportIdField
    part: Annotated[
        str,
        WithJsonSchema({"type": "string", "enum": parts()}),
        Field(description="summary: figures by artist and platform; a section: its rows; series: by day."),
    ] = SUMMARY
    artist: str | None = Field(default=None, description="Only this artist, by uuid.")
    platform: Annotated[
        str | None,
        Field(default=None, description="Only this platform, by its slug as the rows have it."),
    ] = None
    limit: int | None = Field(
        default=None,
        ge=1,
        le=MOST_ROWS,
        description="So many rows, or days of each series, even if the answer is then longer than 8 kB.",
    )
    wait_s: WaitField = 0


class RepairReport(Arguments):
    """Arguments of repair_report."""

    report_id: ReportIdField


def read[A: Arguments](model: type[A], arguments: Mapping[str, Any]) -> A:
    """Check arguments. Raises InvalidRequest naming every one that is wrong, and what is allowed."""
    try:
        read = model.model_validate(dict(arguments))
    except ValidationError as error:
        raise InvalidRequest(
            [_readable(entry, model) for entry in error.errors(include_url=False)]
        ) from error
    if isinstance(read, GetReport) and read.part not in parts():
        raise InvalidRequest([("part", f"give one of {', '.join(parts())}")])
    return read


def _readable(entry: Any, model: type[Arguments]) -> tuple[str, str]:
    where = ".".join(str(part) for part in entry["loc"])
    if entry["type"] == "extra_forbidden":
        known = ", ".join(model.model_fields)
        return where, f"unknown argument; {f'known are {known}' if known else 'this tool takes none'}"
    if entry["type"] == "missing":
        return where, "this argument is required"
    return where, str(entry["msg"])
