"""The arguments of the tools, checked field by field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema

from linernotes.mcp.services import LONGEST_WAIT_S
from linernotes.model.errors import InvalidRequest
from linernotes.reports.resolve_lines import LONGEST_ADDRESS, LONGEST_LINE, SHORTEST_LINE
from linernotes.sections.registry import SECTIONS

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


def _whole(value: Any) -> Any:
    """Take 5.0 for 5, as JSON Schema does."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


type RequestField = dict[str, Any]
"""A request, which the API's own check reads, and describes."""
WaitField = Annotated[
    int,
    Field(
        ge=0,
        le=LONGEST_WAIT_S,
        description="Seconds to wait for the end; a report is made on if it takes longer.",
    ),
    BeforeValidator(_whole),
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
    artist: Annotated[
        str | None,
        Field(
            default=None,
            description="Only this artist: by uuid, or by a name that one artist of the report has.",
        ),
    ] = None
    platform: Annotated[
        str | None,
        Field(default=None, description="Only this platform, by its slug as the rows have it."),
    ] = None
    limit: Annotated[
        Annotated[int, Field(ge=1, le=MOST_ROWS)] | None,
        BeforeValidator(_whole),
        Field(
            default=None,
            description="So many rows, or days of each series, even if the answer is then longer than 8 kB.",
        ),
    ] = None
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
        from linernotes.mcp.meant import part_meant, with_what_is_meant

        meant = part_meant(read.part, parts())
        raise InvalidRequest([("part", with_what_is_meant(_allowed("part"), read.part, meant))])
    return read


def _readable(entry: Any, model: type[Arguments]) -> tuple[str, str]:
    where = ".".join(str(part) for part in entry["loc"])
    if entry["type"] == "extra_forbidden":
        known = ", ".join(model.model_fields)
        return where, f"unknown argument; {f'known are {known}' if known else 'this tool takes none'}"
    if entry["type"] == "missing":
        return where, f"this argument is required: {_allowed(where)}"
    return where, _allowed(where)


def _allowed(argument: str) -> str:
    """Say what an argument may be, whatever was given."""
    match argument:
        case "q":
            return (
                f"give text: a name of {SHORTEST_LINE} to {LONGEST_LINE} characters, a Soundcharts uuid or "
                "an artist's address"
            )
        case "request":
            return (
                "give a JSON object, not text, with artists, platforms, start_date and end_date; see the "
                "tool's input schema"
            )
        case "report_id":
            return "give the report_id of an answer of create_report, as text"
        case "part":
            return f"give one of {', '.join(parts())}"
        case "artist":
            return "give the uuid or name of one of the report's artists, as text, or leave it out for all"
        case "platform":
            return "give the slug of one of the report's platforms, as text, or leave it out for all"
        case "limit":
            return f"give a whole number from 1 to {MOST_ROWS}, or leave it out"
        case _:  # wait_s
            return f"give a whole number of seconds from 0 to {LONGEST_WAIT_S}"
