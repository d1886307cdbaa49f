"""Reading JSON that Soundcharts sent. What cannot be read raises BrokenAnswer, which names what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from linernotes.model.errors import BrokenAnswer
from linernotes.model.points import Number

LONGEST_NAME = 300
"""Characters kept of a name."""
_LONGEST_MESSAGE = 200

# JSON can hold numbers such as 1e999999999, which are short to write and fill the memory when used.
_LARGEST = 10**18
_MOST_DECIMALS = 30

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Unreadable:
    """Stands for a number that none can be made of: NaN, Infinity, or one too long to be read."""


def decoded(body: bytes) -> Any:
    """Read JSON, decimals exact.

    What is JSON but for its numbers or a few bytes of a text is read all the same, the numbers as
    `Unreadable`: one bad field costs no more than itself (contract 4.1).
    """
    try:
        return json.loads(body, parse_float=Decimal, parse_constant=_refuse_constant)
    except (ValueError, InvalidOperation, RecursionError):
        return _decoded_leniently(body)


def _decoded_leniently(body: bytes) -> Any:
    try:
        return json.loads(
            body.decode("utf-8", "replace"),
            parse_float=_number_or_not,
            parse_int=_number_or_not,
            parse_constant=lambda _: Unreadable(),
        )
    except (ValueError, RecursionError) as error:
        raise BrokenAnswer("Soundcharts' answer is not JSON") from error


def _number_or_not(digits: str) -> Any:
    try:
        return int(digits) if digits.lstrip("-").isdigit() else Decimal(digits)
    except (ValueError, InvalidOperation):
        return Unreadable()


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def items_of(answer: Mapping[str, Any]) -> list[Any]:
    """Give the items of a page."""
    items = answer.get("items")
    if not items and (message := error_message(answer)):
        raise BrokenAnswer(f"Soundcharts answered with an error in place of items: {message}")
    if "items" not in answer:
        raise BrokenAnswer("Soundcharts' answer has no items")
    if not isinstance(items, list):
        raise BrokenAnswer(f"Soundcharts' answer has {kind_of(items)} for items, not a list")
    return items


def error_message(answer: Mapping[str, Any]) -> str | None:
    """Give the message of an answer that tells of errors, on one line; None if it does not."""
    errors = answer.get("errors")
    if not isinstance(errors, list) or not errors:
        return None
    message = text(errors[0].get("message")) if isinstance(errors[0], dict) else text(errors[0])
    return " ".join(message.split())[:_LONGEST_MESSAGE] if message else "no reason given"


def total_of(answer: Mapping[str, Any]) -> int | None:
    """Give how many items there are on all pages, None if that is not said."""
    page = answer.get("page")
    total = page.get("total") if isinstance(page, dict) else None
    if total is None:
        total = answer.get("total")
    if total is None:
        return None
    if isinstance(total, bool) or not isinstance(total, int) or not 0 <= total <= _LARGEST:
        raise BrokenAnswer(f"Soundcharts' answer has {kind_of(total)} for total, not a count")
    return total


def number(raw: Any, what: str) -> Number | None:
    """Give a figure, exact; None for nothing. `what` says in an error what should have been a number."""
    if raw is None:
        return None
    # Asked first, as an answer has thousands of them.
    if type(raw) is int and -_LARGEST <= raw <= _LARGEST:
        return raw
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise BrokenAnswer(f"{what} in Soundcharts' answer is {kind_of(raw)}, not a number")
    if not -_LARGEST <= raw <= _LARGEST:
        raise BrokenAnswer(f"{what} in Soundcharts' answer is too large for a figure")
    if isinstance(raw, int) or raw == raw.to_integral_value():
        return int(raw)
    if raw.adjusted() < -_MOST_DECIMALS or -int(raw.as_tuple().exponent) > _MOST_DECIMALS:
        raise BrokenAnswer(f"{what} in Soundcharts' answer has too many decimals for a figure")
    return raw


def day(raw: Any) -> date:
    """Give the day of a date, with or without a time: its first 10 characters (contract 4.2)."""
    if not isinstance(raw, str) or not _DAY.fullmatch(raw[:10]):
        raise BrokenAnswer(f"an item of Soundcharts' answer has {kind_of(raw)} for date, not a day")
    try:
        # The day as written: a Paris midnight turned into UTC would fall on the day before.
        return date.fromisoformat(raw[:10])
    except ValueError as error:
        raise BrokenAnswer(f"an item of Soundcharts' answer has {raw[:10]} for date, not a day") from error


def read_or[**Arguments, Read](
    otherwise: Read, read: Callable[Arguments, Read], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> Read:
    """Read a field, or give `otherwise` where it cannot be read."""
    try:
        return read(*args, **kwargs)
    except BrokenAnswer:
        return otherwise


def an_object(raw: Any, what: str) -> dict[str, Any]:
    """Give an object; `what` says in an error what should have been one."""
    if not isinstance(raw, dict):
        raise BrokenAnswer(f"{what} from Soundcharts is {kind_of(raw)}, not an object")
    return raw


def first_object(raw: Any) -> dict[str, Any]:
    """Give `related`, which some documents show as an object and some as a list of one."""
    if isinstance(raw, list):
        raw = raw[0] if raw else None
    return raw if isinstance(raw, dict) else {}


def text(raw: Any) -> str | None:
    """Give a non-empty text, any half of a surrogate pair replaced: it could not be stored."""
    if not isinstance(raw, str):
        return None
    if raw.isascii():
        return raw or None
    return raw.encode("utf-8", "replace").decode("utf-8") or None


def name_of(raw: Any) -> str | None:
    """Give the name of an artist, a song, a station, a place and the like, cut where none goes on so long.

    What is longer is no name, and would fill what it is stored in.
    """
    read = text(raw)
    return read[:LONGEST_NAME] if read else None


def kind_of(raw: Any) -> str:
    """Name the kind of a JSON value, for an error."""
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
        case Unreadable():
            return "a number nobody can read"
        case _:
            return "a number"
