"""What may be asked in a query, parameter by parameter. Without pydantic, so that a GET need not load it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import unquote

from linernotes.api.cursors import position_of
from linernotes.api.fields import (
    check_end,
    check_range,
    invalid_request,
    read_country,
    read_date,
    read_slug,
    read_uuid,
)
from linernotes.api.resource import CSV_FILES, FILES
from linernotes.charts.charts import Month
from linernotes.model.errors import InvalidRequest
from linernotes.model.period_limits import EARLIEST_DAY
from linernotes.model.periods import Period
from linernotes.model.platforms import CHART_PLATFORMS
from linernotes.model.request import Artist
from linernotes.reports.file_names import SEMICOLON_CSV_NAME, section_csv_name
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES
from linernotes.sections.tracks.monthly import MAX_MONTHS
from linernotes.sections.tracks.tracks import TrackQuestion

PLATFORMS = tuple(dict.fromkeys((*SOURCES, *CHART_PLATFORMS)))
"""The slugs whose charts may be asked for: those of metric sources, and of all platforms with charts."""

_COMMAND = re.compile(r"\A\s*/\w[\w-]*(?:\s+|\Z)")
"""A command of Slack's that was copied with its line."""

USUAL_LIMIT, MOST_LISTED = 20, 100
"""How many reports a list has at a time, unless told otherwise and at most."""

Query = Mapping[str, Sequence[str]]
"""The parameters of a query, each with every value it was given."""


def parse_tracks_query(query: Query, *, today: date) -> TrackQuestion:
    """Read the query of GET /tracks. Raises InvalidRequest naming every parameter that is wrong."""
    asked = _Asked(query, ("artist", "platform", "start_date", "end_date", "country"))
    uuid = asked.required("artist", _artist)
    platform = asked.required("platform", _platform)
    start = asked.required("start_date", read_date)
    end = asked.required("end_date", lambda text: check_end(read_date(text), today))
    country = asked.optional("country", read_country)
    if start is not None and end is not None:
        asked.check("start_date", partial(check_range, start, end))
    if asked.errors or uuid is None or platform is None or start is None or end is None:
        raise asked.refusal()
    return TrackQuestion(Artist(uuid), platform, Period(start, end), country)


def parse_monthly_query(uuid: str, query: Query, *, today: date) -> TrackQuestion:
    """Read the query of GET /artists/{uuid}/monthly: a period of whole months, up to today.

    Raises InvalidRequest naming every parameter that is wrong.
    """
    asked = _Asked(query, ("platform", "from", "to", "country"))
    artist = asked.check("uuid", partial(_artist, uuid))
    platform = asked.required("platform", _platform)
    first = asked.required("from", _month)
    last = asked.required("to", lambda text: _check_last(_month(text), today))
    country = asked.optional("country", read_country)
    if first is not None and last is not None:
        asked.check("from", partial(_check_months, first, last))
    if asked.errors or artist is None or platform is None or first is None or last is None:
        raise asked.refusal()
    return TrackQuestion(Artist(artist), platform, Period(first.first, min(last.last, today)), country)


@dataclass(frozen=True, slots=True)
class AskedPage:
    """Which part of a list is asked for: so many, from after a position or from the beginning."""

    limit: int
    after: str | None


def parse_list_query(query: Query, *, owner: str) -> AskedPage:
    """Read the query of an owner's GET /reports. Raises InvalidRequest naming what is wrong."""
    asked = _Asked(query, ("limit", "cursor"))
    limit = asked.optional("limit", _limit)
    after = asked.optional("cursor", partial(position_of, owner=owner))
    if asked.errors:
        raise asked.refusal()
    return AskedPage(limit or USUAL_LIMIT, after)


def parse_line_query(query: Query) -> str:
    """Read the query of GET /line: gives the line, without a command such as "/report" before it.

    Raises InvalidRequest naming what is wrong.
    """
    asked = _Asked(query, ("text",))
    text = asked.required("text", str)
    if asked.errors or text is None:
        raise asked.refusal()
    return _COMMAND.sub("", text)


def parse_download_query(query: Query) -> str:
    """Read the query of a download: gives the name of the file asked for, the workbook's without any.

    Raises InvalidRequest naming every parameter that is wrong.
    """
    asked = _Asked(query, ("format", "separator", "section"))
    form = asked.optional("format", lambda text: read_slug(text, FILES))
    csv = asked.optional("separator", _csv_file)
    section = asked.optional("section", lambda text: read_slug(text, SECTIONS))
    for name, value in (("separator", csv), ("section", section)):
        if value is not None and form != "csv" and not asked.errors:
            asked.errors.append((name, "only a CSV has one: leave it out, or give format=csv with it"))
    if asked.errors:
        raise asked.refusal()
    if section is not None:
        return section_csv_name(section, ";" if csv == SEMICOLON_CSV_NAME else ",")
    return csv or FILES[form or "xlsx"]


class _Asked:
    """Parameters as they are read; `errors` gathers what is wrong with them."""

    def __init__(self, query: Query, known: Sequence[str]) -> None:
        self._query = query
        rule = f"unknown parameter; known are {', '.join(known)}"
        self.errors = [(name, rule) for name in query if name not in known]

    def required[T](self, name: str, read: Callable[[str], T]) -> T | None:
        """Read a parameter that must be there; None if there is anything wrong."""
        if not self._query.get(name):
            self.errors.append((name, "this parameter is required"))
        return self.optional(name, read)

    def optional[T](self, name: str, read: Callable[[str], T]) -> T | None:
        """Read a parameter; None if it is not there or there is anything wrong."""
        values = self._query.get(name, ())
        if len(values) > 1:
            self.errors.append((name, "give it once"))
        return self.check(name, partial(read, values[0])) if len(values) == 1 else None

    def check[T](self, field: str, rule: Callable[[], T]) -> T | None:
        """Apply a rule to a field; None if it is broken."""
        try:
            return rule()
        except ValueError as error:
            self.errors.append((field, str(error)))
            return None

    def refusal(self) -> InvalidRequest:
        """Make the error that names all that is wrong."""
        return invalid_request(self.errors, whole="query")


def _csv_file(separator: str) -> str:
    # Whoever has a parameter encoded that was encoded already means the same.
    name = CSV_FILES.get(unquote(separator).lower())
    if name is None:
        # API Gateway ends a parameter at a bare semicolon, so that its value is lost.
        raise ValueError("give one of comma, semicolon, or the character: , or ; (written %2C or %3B)")
    return name


def _limit(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_LISTED):
        raise ValueError(f"give a number from 1 to {MOST_LISTED}")
    return int(text)


def _artist(text: str) -> str:
    return read_uuid(text, "GET /artists finds it by name")


def _platform(text: str) -> str:
    return read_slug(text, PLATFORMS)


def _month(text: str) -> Month:
    try:
        month = Month.parse(text)
    except ValueError:
        raise ValueError("give a month as YYYY-MM") from None
    earliest = Month.of(EARLIEST_DAY)
    if month < earliest:
        raise ValueError(f"the first month that can be asked for is {earliest}")
    return month


def _check_last(month: Month, today: date) -> Month:
    if month > Month.of(today):
        raise ValueError(f"the last month there can be figures for is this one, {Month.of(today)} (UTC)")
    return month


def _check_months(first: Month, last: Month) -> None:
    if first > last:
        raise ValueError("must not be after to")
    if (last.year - first.year) * 12 + last.number - first.number + 1 > MAX_MONTHS:
        raise ValueError(f"at most {MAX_MONTHS} months, both included")
