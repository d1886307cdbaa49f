"""What is to go wrong: the document of `PUT /_control/faults`, read and checked.

The document itself is described in `local.simulator.control`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from local.simulator.calls import Call
from local.simulator.chart_list import CHART_BY_SLUG
from local.simulator.chart_songs import SONG_BY_UUID
from local.simulator.limits import DEFAULT_CALLS_PER_MINUTE, DEFAULT_QUOTA

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
STATUSES = frozenset({400, 401, 403, 404, 405, 409, 410, 429, 500, 502, 503, 504})


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
    """The document is not a scenario; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Match:
    """Which calls a rule is for: those that fit everything that is given."""

    path: re.Pattern[str] | None = None
    artist: str | None = None
    platform: str | None = None
    start: str | None = None

    def fits(self, call: Call) -> bool:
        """Say whether the rule is for this call."""
        return (
            (self.path is None or self.path.search(call.path) is not None)
            and (self.artist is None or self.artist in call.artist.lower().split(","))
            and (self.platform is None or self.platform == call.platform)
            and (self.start is None or self.start == call.query.get("startDate"))
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """What happens to the calls that match: an error of status `then`, or the fault it names."""

    then: int | Fault
    match: Match = Match()
    times: int | None = None
    each: bool = False
    probability: float = 1.0
    seconds: float | None = None
    reset_s: int = 60
    message: str | None = None


@dataclass(frozen=True, slots=True)
class ChartTrouble:
    """What is the matter with charts, by slug, and with songs, by uuid.

    `unranked` are the days, by chart, on which it was not ranked; rankings of charts with `broken_rows` have
    one row without a song and one whose position is a text.
    """

    gone: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()
    revised: frozenset[str] = frozenset()
    republished: frozenset[str] = frozenset()
    songs_without_artists: frozenset[str] = frozenset()
    broken_rows: frozenset[str] = frozenset()
    unranked: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scenario:
    """How the simulator behaves beyond answering; the default is flawless and at once."""

    latency_s: float = 0.0
    calls_per_minute: int = DEFAULT_CALLS_PER_MINUTE
    quota: int = DEFAULT_QUOTA
    no_match: WhenMissing = WhenMissing.EMPTY
    no_profile: WhenMissing = WhenMissing.EMPTY
    rules: tuple[Rule, ...] = ()
    charts: ChartTrouble = ChartTrouble()


def read_scenario(document: object) -> Scenario:
    """Read a decoded document. Raises `BadScenario`."""
    fields = _mapping(document, "the document")
    _only(
        fields,
        {"latency_s", "calls_per_minute", "quota", "no_match", "no_profile", "rules", "charts"},
        "the document",
    )
    rules = fields.get("rules", [])
    if not isinstance(rules, list):
        raise BadScenario("rules must be a list")
    no_match = _choice(fields, "no_match")
    if no_match is WhenMissing.ZEROS:
        raise BadScenario("no_match is one of empty, not_found")
    return Scenario(
        latency_s=_seconds(fields, "latency_s") or 0.0,
        calls_per_minute=_count(fields, "calls_per_minute", DEFAULT_CALLS_PER_MINUTE),
        quota=_count(fields, "quota", DEFAULT_QUOTA),
        no_match=no_match,
        no_profile=_choice(fields, "no_profile"),
        rules=tuple(_rule(rule) for rule in rules),
        charts=_chart_trouble(fields.get("charts", {})),
    )


def _chart_trouble(document: object) -> ChartTrouble:
    fields = _mapping(document, "charts")
    slugs = ("gone", "empty", "revised", "republished", "broken_rows")
    _only(fields, {*slugs, "songs_without_artists", "unranked"}, "charts")
    unranked = _mapping(fields.get("unranked", {}), "unranked")
    _only(unranked, set(CHART_BY_SLUG), "unranked")
    return ChartTrouble(
        **{name: _names(fields, name, CHART_BY_SLUG) for name in slugs},
        songs_without_artists=_names(fields, "songs_without_artists", SONG_BY_UUID),
        unranked={slug: _days(days) for slug, days in unranked.items()},
    )


def _days(days: object) -> frozenset[str]:
    if not isinstance(days, list) or not all(isinstance(day, str) and _DAY.fullmatch(day) for day in days):
        raise BadScenario("unranked has lists of days, as YYYY-MM-DD")
    return frozenset(days)


def _names(fields: Mapping[str, Any], name: str, known: Container[str]) -> frozenset[str]:
    names = fields.get(name, [])
    if not isinstance(names, list):
        raise BadScenario(f"{name} must be a list")
    unknown = [each for each in names if not isinstance(each, str) or each not in known]
    if unknown:
        raise BadScenario(f"{name} names what there is not: {', '.join(map(str, unknown))}")
    return frozenset(names)


def _rule(document: object) -> Rule:
    fields = _mapping(document, "a rule")
    _only(
        fields, {"match", "then", "times", "each", "probability", "seconds", "reset_s", "message"}, "a rule"
    )
    probability = fields.get("probability", 1.0)
    if not _is_number(probability) or not 0 <= probability <= 1:
        raise BadScenario("probability is a number from 0 to 1")
    if not isinstance(fields.get("each", False), bool):
        raise BadScenario("each is true or false")
    return Rule(
        then=_then(fields.get("then")),
        match=_match(fields.get("match", {})),
        times=_count(fields, "times", 0) if "times" in fields else None,
        each=fields.get("each", False),
        probability=probability,
        seconds=_seconds(fields, "seconds"),
        reset_s=_count(fields, "reset_s", 60),
        message=_text(fields, "message"),
    )


def _match(document: object) -> Match:
    fields = _mapping(document, "match")
    _only(fields, {"path", "artist", "platform", "start"}, "match")
    path = _text(fields, "path")
    artist = _text(fields, "artist")
    try:
        pattern = None if path is None else re.compile(path)
    except re.error as problem:
        raise BadScenario(f"path is not a regular expression: {problem}") from problem
    return Match(pattern, artist and artist.lower(), _text(fields, "platform"), _text(fields, "start"))


def _then(then: object) -> int | Fault:
    if isinstance(then, int) and then in STATUSES:
        return then
    if isinstance(then, str) and then in set(Fault):
        return Fault(then)
    choices = ", ".join([*map(str, sorted(STATUSES)), *Fault])
    raise BadScenario(f"then is one of {choices}")


def _choice(fields: Mapping[str, Any], name: str) -> WhenMissing:
    value = fields.get(name, WhenMissing.EMPTY)
    if not isinstance(value, str) or value not in set(WhenMissing):
        raise BadScenario(f"{name} is one of {', '.join(WhenMissing)}")
    return WhenMissing(value)


def _mapping(document: object, what: str) -> Mapping[str, Any]:
    if not isinstance(document, dict):
        raise BadScenario(f"{what} must be an object")
    return document


def _only(fields: Mapping[str, Any], known: set[str], what: str) -> None:
    unknown = sorted(set(fields) - known)
    if unknown:
        raise BadScenario(f"{what} has no {', '.join(unknown)}; it has {', '.join(sorted(known))}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _seconds(fields: Mapping[str, Any], name: str) -> float | None:
    value = fields.get(name)
    if value is None:
        return None
    if not _is_number(value) or value < 0:
        raise BadScenario(f"{name} is a number of seconds")
    return float(value)


def _count(fields: Mapping[str, Any], name: str, default: int) -> int:
    value = fields.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise BadScenario(f"{name} is a whole number, 0 or more")
    return value


def _text(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise BadScenario(f"{name} is a text")
    return value
