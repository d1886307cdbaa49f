"""What is to go wrong: the document of `PUT /_control/faults`, read and checked.

The document itself is described in `local.simulator.control`. What a field may hold is its type here; its
description says that to whoever wrote something else.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from local.simulator.calls import Call
from local.simulator.chart_list import CHART_BY_SLUG
from local.simulator.chart_songs import SONG_BY_UUID
from local.simulator.limits import DEFAULT_CALLS_PER_MINUTE, DEFAULT_QUOTA

Status = Literal[400, 401, 403, 404, 405, 409, 410, 429, 500, 502, 503, 504]
"""The errors a rule may answer with."""


class WhenMissing(StrEnum):
    """How to say that there is nothing: both forms occur upstream, and for series zeros too."""

    EMPTY = "empty"
    NOT_FOUND = "not_found"
    ZEROS = "zeros"


class Fault(StrEnum):
    """What a rule may do to a call, other than answer with a status."""

    QUOTA_SPENT = "quota_spent"
    PER_MINUTE = "per_minute"
    SLOW = "slow"
    SLOW_DRIP = "slow_drip"
    HANG = "hang"
    DISCONNECT = "disconnect"
    GARBAGE = "garbage"
    HTML = "html"
    WRONG_SHAPE = "wrong_shape"
    OLD_FORM = "old_form"


class BadScenario(ValueError):
    """The document is not a scenario; the message names each field that is wrong and what is allowed."""


_UNKNOWN_NAME = "unknown_name"


def _known(names: Container[str], otherwise: str) -> AfterValidator:
    """Accept these names only; `otherwise` is what the message says of the field before an unknown name."""

    def check(name: str) -> str:
        if name not in names:
            raise PydanticCustomError(_UNKNOWN_NAME, "{said} {name}", {"said": otherwise, "name": name})
        return name

    return AfterValidator(check)


_NOT_THERE = "names what there is not:"
_Count = Annotated[int, Field(ge=0, description="is a whole number, 0 or more")]
_Text = Annotated[str | None, Field(description="is a text")]
_Charts = Annotated[
    frozenset[Annotated[str, _known(CHART_BY_SLUG, _NOT_THERE)]],
    Field(description="must be a list of slugs of charts"),
]
_Songs = Annotated[
    frozenset[Annotated[str, _known(SONG_BY_UUID, _NOT_THERE)]],
    Field(description="must be a list of uuids of songs"),
]
_DaysByChart = Annotated[
    Mapping[Annotated[str, _known(CHART_BY_SLUG, "has no")], frozenset[date]],
    Field(description="has lists of days, as YYYY-MM-DD, by the slug of a chart"),
]
_Then = Annotated[
    Status | Fault, Field(description=f"is one of {', '.join([*map(str, get_args(Status)), *Fault])}")
]


class _Part(BaseModel):
    # Every field has a description: what it may hold, said after its name.
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Match(_Part):
    """Which calls a rule is for: those that fit everything that is given."""

    path: Annotated[re.Pattern[str] | None, Field(description="is a regular expression")] = None
    artist: _Text = None
    platform: _Text = None
    start: _Text = None

    def fits(self, call: Call) -> bool:
        """Say whether the rule is for this call."""
        return (
            (self.path is None or self.path.search(call.path) is not None)
            and (self.artist is None or self.artist.lower() in call.artist.lower().split(","))
            and (self.platform is None or self.platform == call.platform)
            and (self.start is None or self.start == call.query.get("startDate"))
        )


class Rule(_Part):
    """What happens to the calls that match: an error of status `then`, or the fault it names."""

    then: _Then
    match: Annotated[Match, Field(description="must be an object")] = Match()
    times: Annotated[int | None, Field(ge=0, description="is a whole number, 0 or more")] = None
    each: Annotated[bool, Field(description="is true or false")] = False
    probability: Annotated[float, Field(ge=0, le=1, description="is a number from 0 to 1")] = 1.0
    seconds: Annotated[
        float | None, Field(ge=0, allow_inf_nan=False, description="is a number of seconds")
    ] = None
    reset_s: _Count = 60
    message: _Text = None


class ChartTrouble(_Part):
    """What is the matter with charts, by slug, and with songs, by uuid.

    `unranked` are the days, by chart, on which it was not ranked; rankings of charts with `broken_rows` have
    one row without a song and one whose position is a text.
    """

    gone: _Charts = frozenset()
    empty: _Charts = frozenset()
    revised: _Charts = frozenset()
    republished: _Charts = frozenset()
    songs_without_artists: _Songs = frozenset()
    broken_rows: _Charts = frozenset()
    unranked: _DaysByChart = {}


class Scenario(_Part):
    """How the simulator behaves beyond answering; the default is flawless and at once."""

    latency_s: Annotated[float, Field(ge=0, allow_inf_nan=False, description="is a number of seconds")] = 0.0
    calls_per_minute: _Count = DEFAULT_CALLS_PER_MINUTE
    quota: _Count = DEFAULT_QUOTA
    no_match: Annotated[
        Literal[WhenMissing.EMPTY, WhenMissing.NOT_FOUND], Field(description="is one of empty, not_found")
    ] = WhenMissing.EMPTY
    no_profile: Annotated[WhenMissing, Field(description=f"is one of {', '.join(WhenMissing)}")] = (
        WhenMissing.EMPTY
    )
    rules: Annotated[tuple[Rule, ...], Field(description="must be a list; a rule must be an object")] = ()
    charts: Annotated[ChartTrouble, Field(description="must be an object")] = ChartTrouble()


_INSIDE: Mapping[str, type[_Part]] = {"rules": Rule, "match": Match, "charts": ChartTrouble}
"""What the fields hold that have fields of their own."""


def read_scenario(document: bytes) -> Scenario:
    """Read a document, which is JSON. Raises `BadScenario`."""
    try:
        return Scenario.model_validate_json(document)
    except ValidationError as problem:
        wrong = dict.fromkeys(_what_is_wrong(error) for error in problem.errors(include_url=False))
        raise BadScenario("; ".join(wrong)) from problem


def _what_is_wrong(error: ErrorDetails) -> str:
    path, part, allowed = _field_at(error["loc"])
    if error["type"] == "json_invalid":
        return f"not JSON: {error['ctx']['error']}"
    if error["type"] == "extra_forbidden":
        *path, name = error["loc"]
        allowed = f"has no {name}; it has {', '.join(part.model_fields)}"
    elif error["type"] == _UNKNOWN_NAME:
        allowed = error["msg"]
    return f"{'.'.join(map(str, path)) or 'the document'} {allowed}"


def _field_at(location: tuple[int | str, ...]) -> tuple[list[int | str], type[_Part], str]:
    """Find the field something is wrong in: its path, the part around what is wrong, and what it may hold.

    Behind a field that has none of its own, pydantic's location goes on with what it tried.
    """
    path: list[int | str] = []
    part: type[_Part] = Scenario
    allowed = "must be an object"
    for at, step in enumerate(location):
        if isinstance(step, int):
            continue
        if step not in part.model_fields:
            break
        path, allowed = list(location[: at + 1]), part.model_fields[step].description or ""
        if step not in _INSIDE:
            break
        part = _INSIDE[step]
    return path, part, allowed
