"""What Soundcharts' answers mean: bytes in, typed values out, nothing asked of the network.

Both forms of a series are read: the real one, and that of the older in-house description (plain dates,
`total` beside `items`). Unknown fields are ignored. What cannot be read raises BrokenAnswer, which names
what is wrong; a value is never guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from linernotes.domain.errors import BrokenAnswer
from linernotes.domain.request import Artist
from linernotes.domain.series import Number, Outcome, WindowData
from linernotes.use_cases.ports import FoundArtist, Wanted

MAX_FOUND = 20
_LONGEST_MESSAGE = 200
_FIGURE_FIELDS = ("value", "followerCount")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# JSON can hold numbers such as 1e999999999, which are short to write and fill the memory when used.
_LARGEST = 10**18
_MOST_DECIMALS = 30


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a series: a day, its figure if it has one, and those of countries."""

    day: date
    value: Number | None
    places: Mapping[str, Number]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a series: its rows in the order given, and what came along.

    `total` is how many items Soundcharts says the whole series has, None if it does not say.
    """

    rows: tuple[Row, ...]
    total: int | None = None
    artist_name: str | None = None
    artist_image_url: str | None = None
    crawled_at: str | None = None


@dataclass(frozen=True, slots=True)
class Quota:
    """How many calls the month has left, and the day its period ends (None if not said)."""

    remaining: int
    period_end: str | None


def parse_page(body: bytes, value_field: str) -> Page:
    """Read a page of a series whose figure is in `value_field`. Raises BrokenAnswer."""
    answer = _object(_decoded(body), "the answer")
    items = _items(answer)
    related = _first_object(answer.get("related"))
    artist = _first_object(related.get("artist")) or related
    return Page(
        rows=tuple(_row(item, value_field) for item in items),
        total=_total(answer),
        artist_name=_text(artist.get("name")),
        artist_image_url=_text(artist.get("imageUrl")),
        crawled_at=_text(related.get("lastCrawlDate")),
    )


def window_data(
    wanted: Wanted, pages: Sequence[Page], *, fetched_at: datetime, announced: int | None
) -> WindowData:
    """Put the pages of a window together, in order of offset.

    Days outside the window are dropped. A day, or a country on a day, given twice keeps the last value
    returned; a later row without a value takes nothing away.
    """
    values: dict[date, Number] = {}
    places: dict[str, dict[date, Number]] = {}
    for row in (row for page in pages for row in page.rows if wanted.window.holds(row.day)):
        if row.value is not None:
            values[row.day] = row.value
        for country, value in row.places.items():
            places.setdefault(country, {})[row.day] = value
    return WindowData(
        key=wanted.key,
        window=wanted.window,
        outcome=Outcome.DELIVERED,
        fetched_at=fetched_at,
        artist_name=_first(page.artist_name for page in pages),
        artist_image_url=_first(page.artist_image_url for page in pages),
        crawled_at=_first(page.crawled_at for page in pages),
        values=values,
        places=places,
        announced=announced,
    )


def parse_found(body: bytes) -> list[FoundArtist]:
    """Read the answer of a search by name, best first, at most 20. Raises BrokenAnswer."""
    answer = _object(_decoded(body), "the answer")
    return [_found(item) for item in _items(answer)[:MAX_FOUND]]


def parse_quota(body: bytes) -> Quota | None:
    """Read the month's quota from the answer of the usage endpoint; None if it does not say."""
    try:
        usage = _object(_decoded(body), "the answer").get("object")
    except BrokenAnswer:
        return None
    quota = usage.get("quota") if isinstance(usage, dict) else None
    remaining = quota.get("remaining") if isinstance(quota, dict) else None
    if not isinstance(quota, dict) or isinstance(remaining, bool) or not isinstance(remaining, int):
        return None
    period_end = _text(quota.get("endPeriodDate"))
    return Quota(remaining, period_end[:10] if period_end else None)


def message_of(body: bytes) -> str | None:
    """Give the message of an error answer, on one line of at most 200 characters; None if it has none."""
    try:
        answer = _decoded(body)
    except BrokenAnswer:
        return None
    return _error_message(answer) if isinstance(answer, dict) else None


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, InvalidOperation, RecursionError) as error:
        raise BrokenAnswer("Soundcharts' answer is not JSON") from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _items(answer: Mapping[str, Any]) -> list[Any]:
    items = answer.get("items")
    if not items and (message := _error_message(answer)):
        raise BrokenAnswer(f"Soundcharts answered with an error in place of items: {message}")
    if "items" not in answer:
        raise BrokenAnswer("Soundcharts' answer has no items")
    if not isinstance(items, list):
        raise BrokenAnswer(f"Soundcharts' answer has {_kind(items)} for items, not a list")
    return items


def _error_message(answer: Mapping[str, Any]) -> str | None:
    errors = answer.get("errors")
    if not isinstance(errors, list) or not errors:
        return None
    message = _text(errors[0].get("message")) if isinstance(errors[0], dict) else _text(errors[0])
    return " ".join(message.split())[:_LONGEST_MESSAGE] if message else "no reason given"


def _total(answer: Mapping[str, Any]) -> int | None:
    page = answer.get("page")
    total = page.get("total") if isinstance(page, dict) else None
    if total is None:
        total = answer.get("total")
    if total is None:
        return None
    if isinstance(total, bool) or not isinstance(total, int) or not 0 <= total <= _LARGEST:
        raise BrokenAnswer(f"Soundcharts' answer has {_kind(total)} for total, not a count")
    return total


def _row(item: Any, value_field: str) -> Row:
    fields = _object(item, "an item")
    day = _day(fields.get("date"))
    name = next((name for name in (value_field, *_FIGURE_FIELDS) if name in fields), value_field)
    return Row(day, _number(fields.get(name), name, day), _places(fields.get("countryPlots"), day))


def _day(raw: Any) -> date:
    if not isinstance(raw, str) or not _DAY.fullmatch(raw[:10]):
        raise BrokenAnswer(f"an item of Soundcharts' answer has {_kind(raw)} for date, not a day")
    try:
        # The day as written: a Paris midnight turned into UTC would fall on the day before.
        return date.fromisoformat(raw[:10])
    except ValueError as error:
        raise BrokenAnswer(f"an item of Soundcharts' answer has {raw[:10]} for date, not a day") from error


def _places(plots: Any, day: date) -> dict[str, Number]:
    if plots is None:
        return {}
    if not isinstance(plots, list):
        raise BrokenAnswer(f"countryPlots of {day} in Soundcharts' answer is {_kind(plots)}, not a list")
    places = {}
    for plot in plots:
        fields = _object(plot, f"an entry of countryPlots of {day}")
        code = fields.get("countryCode")
        value = _number(fields.get("value"), "countryPlots.value", day)
        if code is not None and not isinstance(code, str):
            raise BrokenAnswer(
                f"countryPlots.countryCode of {day} in Soundcharts' answer is {_kind(code)}, not a code"
            )
        if code and value is not None:
            places[code.upper()] = value
    return places


def _number(raw: Any, field: str, day: date) -> Number | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise BrokenAnswer(f"{field} of {day} in Soundcharts' answer is {_kind(raw)}, not a number")
    if not -_LARGEST <= raw <= _LARGEST:
        raise BrokenAnswer(f"{field} of {day} in Soundcharts' answer is too large for a figure")
    if isinstance(raw, int):
        return raw
    if raw == raw.to_integral_value():
        return int(raw)
    if raw.adjusted() < -_MOST_DECIMALS or -int(raw.as_tuple().exponent) > _MOST_DECIMALS:
        raise BrokenAnswer(f"{field} of {day} in Soundcharts' answer has too many decimals for a figure")
    return raw


def _found(item: Any) -> FoundArtist:
    fields = _object(item, "an artist found")
    uuid, name = _text(fields.get("uuid")), _text(fields.get("name"))
    if uuid is None or name is None:
        raise BrokenAnswer("an artist found in Soundcharts' answer has no uuid or no name")
    code = _text(fields.get("countryCode"))
    return FoundArtist(
        artist=Artist(uuid.lower(), name, _text(fields.get("imageUrl"))),
        slug=_text(fields.get("slug")),
        country_code=code.upper() if code else None,
    )


def _object(raw: Any, what: str) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise BrokenAnswer(f"{what} from Soundcharts is {_kind(raw)}, not an object")
    return raw


def _first_object(raw: Any) -> dict[str, Any]:
    """Give `related`, which some documents show as an object and some as a list of one."""
    if isinstance(raw, list):
        raw = raw[0] if raw else None
    return raw if isinstance(raw, dict) else {}


def _text(raw: Any) -> str | None:
    """Give a non-empty text, any half of a surrogate pair replaced: it could not be stored."""
    if not isinstance(raw, str):
        return None
    return raw.encode("utf-8", "replace").decode("utf-8") or None


def _first(texts: Any) -> str | None:
    return next((text for text in texts if text is not None), None)


def _kind(raw: Any) -> str:
    match raw:
        case None:
            return "nothing"
        case bool():
            return "a boolean"
        case str():
            return "a text"
        case list():
            return "a list"
        case dict():
            return "an object"
        case _:
            return "a number"
