"""What a caller may ask for, checked field by field. Loads pydantic, so only POST routes import it."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from linernotes.api.fields import (
    check_end,
    check_range,
    invalid_request,
    read_country,
    read_date,
    read_slug,
    read_uuid,
)
from linernotes.model.period_limits import LONGEST_PERIOD
from linernotes.model.periods import Comparison
from linernotes.model.plain_text import encodable
from linernotes.model.request import (
    DEFAULT_SONGS,
    MAX_ARTISTS,
    MAX_SONGS,
    MOST_CALLS,
    Artist,
    ReportRequest,
)
from linernotes.model.uuids import WHOLE_UUID_PATTERN
from linernotes.outbound.address_rules import check_callback_url
from linernotes.sections.answer_values import DAY_ASKED_FOR, CountryCode, PlatformSlug
from linernotes.sections.registry import SECTIONS, SectionName
from linernotes.sections.sources import SOURCES

_LONGEST_NAME = 200
_LONGEST_TITLE = 200
_LONGEST_LIST = 200
"""Of platforms and sections, which may be given twice and then count once."""


def _artist(value: Any) -> Artist | str:
    """Read a uuid, {"uuid"} or {"name"}: an artist, or a name still to be searched for."""
    if isinstance(value, str):
        return Artist(_uuid(value))
    if isinstance(value, dict) and len(value) == 1:
        if isinstance(value.get("uuid"), str):
            return Artist(_uuid(value["uuid"]))
        name = " ".join(str(value.get("name", "")).split())
        if isinstance(value.get("name"), str) and 0 < len(name) <= _LONGEST_NAME and _is_text(name):
            return name
    raise ValueError(
        'give a Soundcharts uuid as text, or an object {"name": "…"} with a name of 1 to '
        f"{_LONGEST_NAME} characters"
    )


def _is_text(value: str) -> bool:
    """Say whether text can be sent anywhere: JSON may hold halves of characters."""
    return not any(unicodedata.category(char) in ("Cc", "Cs") for char in value)


def _uuid(value: str) -> str:
    return read_uuid(value, 'to search by name give {"name": …}')


def _slug(value: Any) -> str:
    return read_slug(value, SOURCES)


def _section(value: Any) -> str:
    if not isinstance(value, str) or value not in SECTIONS:
        raise ValueError(f"give one of {', '.join(SECTIONS)}")
    return value


def _whole(value: Any) -> Any:
    """Take 25.0 for 25, as JSON Schema does."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _title(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        clean = "".join(char for char in value if unicodedata.category(char) not in ("Cc", "Cs"))
        if len(clean) <= _LONGEST_TITLE:
            return clean.strip() or None
    raise ValueError(f"give text of at most {_LONGEST_TITLE} characters")


ArtistField = Annotated[
    Any,
    BeforeValidator(_artist),
    WithJsonSchema(
        {
            "oneOf": [
                {"type": "string", "pattern": WHOLE_UUID_PATTERN, "description": "A Soundcharts uuid."},
                {
                    "title": "ArtistByName",
                    "type": "object",
                    "properties": {
                        "name": {
                            "type": "string",
                            "minLength": 1,
                            "maxLength": _LONGEST_NAME,
                            "pattern": r"\S",
                        }
                    },
                    "required": ["name"],
                    "additionalProperties": False,
                },
                {
                    "title": "ArtistByUuid",
                    "type": "object",
                    "properties": {"uuid": {"type": "string", "pattern": WHOLE_UUID_PATTERN}},
                    "required": ["uuid"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
DateField = Annotated[
    date,
    BeforeValidator(read_date),
    WithJsonSchema(DAY_ASKED_FOR),
]
WholeNumberField = Annotated[StrictInt, BeforeValidator(_whole)]
SlugField = Annotated[PlatformSlug, BeforeValidator(_slug)]
SectionField = Annotated[SectionName, BeforeValidator(_section)]
CountryField = Annotated[CountryCode | None, BeforeValidator(read_country)]
type CompareWith = Literal["previous_period", "previous_year"]
_HOST_LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
HTTPS_PATTERN = (
    rf"^[Hh][Tt][Tt][Pp][Ss]://({_HOST_LABEL}\.)+[A-Za-z]([A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?"
    r"(:[1-9][0-9]{0,3})?"
    r"([/?](%[0-9A-Fa-f]{2}|[A-Za-z0-9._~:/?@!$&'()*+,;=-])*)?$"
)
"""Addresses that are promised to be taken; one with a public IP address is, too."""
CallbackField = Annotated[
    str | None,
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "format": "uri", "maxLength": 2_048, "pattern": HTTPS_PATTERN},
                {"type": "null"},
            ]
        }
    ),
]
TitleField = Annotated[
    str | None,
    BeforeValidator(_title),
    WithJsonSchema({"anyOf": [{"type": "string", "maxLength": _LONGEST_TITLE}, {"type": "null"}]}),
]


@dataclass(frozen=True, slots=True)
class _Context:
    """What a request is checked against besides itself."""

    today: date
    callback_hosts: Collection[str]


def _context(info: ValidationInfo) -> _Context:
    context: Any = info.context
    assert isinstance(context, _Context)  # noqa: S101 - parse_report_request is the only way in
    return context


class ReportRequestModel(BaseModel):
    """A request for a report, as posted."""

    model_config = ConfigDict(extra="forbid", title="ReportRequest")

    artists: list[ArtistField] = Field(
        min_length=1,
        max_length=MAX_ARTISTS,
        description="Each by its uuid, or by a name that means one artist. One given twice counts once, and "
        "against the most there may be.",
    )
    platforms: list[SlugField] = Field(
        min_length=1,
        max_length=_LONGEST_LIST,
        description="Metric sources by slug, as GET /platforms lists them.",
    )
    start_date: DateField = Field(description="The first day, included.")
    end_date: DateField = Field(description=f"The last day, at the latest today; {LONGEST_PERIOD}.")
    country: CountryField = Field(default=None, description="Figures of this country; else worldwide ones.")
    sections: list[SectionField] = Field(
        default=[], max_length=_LONGEST_LIST, description="What the answer shall have beyond its rows."
    )
    songs_limit: WholeNumberField = Field(
        default=DEFAULT_SONGS,
        ge=1,
        le=MAX_SONGS,
        description="How many songs of each artist are looked at by the sections that count songs.",
    )
    title: TitleField = Field(default=None, description="What lists of reports and the workbook call it.")
    callback_url: CallbackField = Field(
        default=None, max_length=2_048, description="An https address that is told when the report has ended."
    )
    fresh: StrictBool = Field(default=False, description="Fetch again what is stored and still fresh.")
    compare: CompareWith | None = Field(
        default=None, description="Another period, whose figures and the change since stand beside these."
    )
    max_upstream_calls: WholeNumberField | None = Field(
        default=None,
        ge=1,
        le=MOST_CALLS,
        description="How many calls to Soundcharts the report may take, without tries repeated after faults; "
        "if absent, what is usual here.",
    )

    @field_validator("callback_url")
    @classmethod
    def _callback_url_is_safe(cls, value: str | None, info: ValidationInfo) -> str | None:
        hosts = _context(info).callback_hosts
        if value is not None and (refusal := check_callback_url(value, allowed_hosts=hosts)):
            raise ValueError(refusal)
        return value

    @field_validator("end_date")
    @classmethod
    def _end_is_not_in_the_future(cls, value: date, info: ValidationInfo) -> date:
        return check_end(value, _context(info).today)

    @model_validator(mode="after")
    def _range_is_allowed(self) -> Self:
        try:
            check_range(self.start_date, self.end_date)
        except ValueError as error:
            raise PydanticCustomError("start_date", "{rule}", {"rule": str(error)}) from error
        return self


@dataclass(frozen=True, slots=True)
class AskedReport:
    """A request that is valid but may still name artists to search for."""

    artists: tuple[Artist | str, ...]
    model: ReportRequestModel

    def as_asked(self) -> dict[str, Any]:
        """Give the request as JSON with its names as they are; without any it is the canonical request."""
        artists = [asked.uuid if isinstance(asked, Artist) else {"name": asked} for asked in self.artists]
        return {**self.resolved(()).canonical(), "artists": artists}

    def resolved(self, artists: tuple[Artist, ...]) -> ReportRequest:
        """Give the canonical request for the artists the names turned out to mean."""
        model = self.model
        return ReportRequest(
            artists=artists,
            platforms=tuple(dict.fromkeys(model.platforms)),
            start_date=model.start_date,
            end_date=model.end_date,
            country=model.country,
            sections=tuple(dict.fromkeys(model.sections)),
            songs_limit=model.songs_limit,
            title=model.title,
            callback_url=model.callback_url,
            fresh=model.fresh,
            compare=Comparison(model.compare) if model.compare else None,
            max_upstream_calls=model.max_upstream_calls,
        )


def parse_report_request(body: Any, *, today: date, callback_hosts: Collection[str]) -> AskedReport:
    """Check a posted request. Raises InvalidRequest naming every field that is wrong and what is allowed."""
    if isinstance(body, dict):  # pydantic says nothing else of a body one of whose fields it cannot read
        body = {encodable(name): value for name, value in body.items()}
    try:
        model = ReportRequestModel.model_validate(body, context=_Context(today, callback_hosts))
    except ValidationError as error:
        errors = [_readable(entry) for entry in error.errors(include_url=False)]
        raise invalid_request(errors, whole="body") from error
    return AskedReport(tuple(dict.fromkeys(model.artists)), model)


def _readable(entry: Any) -> tuple[str, str]:
    """Say which field is wrong and what is allowed, in our words rather than pydantic's."""
    where = ".".join(str(part) for part in entry["loc"])
    context = entry.get("ctx", {})
    match entry["type"]:
        case "missing":
            return where, "this field is required"
        case "extra_forbidden":
            known = ", ".join(ReportRequestModel.model_fields)
            return where, f"unknown field; known are {known}"
        case "too_short":
            return where, "give at least one"
        case "too_long":
            return where, f"give at most {context['max_length']}"
        case "list_type":
            return where, "give a list"
        case "literal_error":
            return where, f"give one of {context['expected']}"
        case "model_type" | "model_attributes_type":
            return "body", "give a JSON object"
        case "bool_type":
            return where, "give true or false"
        case "int_type" | "greater_than_equal" | "less_than_equal":
            most = MOST_CALLS if where == "max_upstream_calls" else MAX_SONGS
            return where, f"give a whole number from 1 to {most:,}"
        case "string_type":
            return where, "give text"
        case "string_unicode":
            return where, "give text without halves of characters"
        case "string_too_long":
            return where, f"at most {context['max_length']} characters"
        case "start_date":
            return "start_date", str(entry["msg"])
        case "value_error":
            return where, str(context["error"])
        case _:
            return where or "body", str(entry["msg"])
