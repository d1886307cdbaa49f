"""What Soundcharts' answers mean: bytes in, typed values out, nothing asked of the network.

Both forms of a series are read: the real one, and that of the older in-house description (plain dates,
`total` beside `items`). Unknown fields are ignored. What cannot be read costs itself and is counted
(contract 4.1); an answer of which nothing can be read raises BrokenAnswer. A value is never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from linernotes.model.errors import BrokenAnswer
from linernotes.model.request import Artist, FoundArtist
from linernotes.model.uuids import uuid_in_lower_case
from linernotes.soundcharts.reading import (
    an_object,
    decoded,
    error_message,
    first_object,
    items_of,
    name_of,
    read_or,
    text,
)

MAX_FOUND = 20


@dataclass(frozen=True, slots=True)
class Quota:
    """What the usage endpoint tells: how many calls the month has left, and when its period ends.

    `left_this_minute` are the calls the limit by the minute has left, `limit` is how many the month has in
    all. What is not said is None.
    """

    remaining: int
    period_end: datetime | None = None
    left_this_minute: int | None = None
    limit: int | None = None


def parse_found(body: bytes) -> list[FoundArtist]:
    """Read the answer of a search by name, best first, at most 20, those left out that cannot be read.

    Raises BrokenAnswer where there is no list, or artists of whom none can be read.
    """
    answer = an_object(decoded(body), "the answer")
    items = items_of(answer)
    found = [artist for artist in (read_or(None, _found, item) for item in items) if artist is not None]
    if items and not found:
        raise BrokenAnswer("no artist found in Soundcharts' answer has a uuid and a name")
    return found[:MAX_FOUND]


def parse_artist(body: bytes) -> list[FoundArtist]:
    """Read the answer of an artist's metadata, by uuid or by platform. Raises BrokenAnswer."""
    answer = an_object(decoded(body), "the answer")
    if "object" not in answer and (message := error_message(answer)):
        raise BrokenAnswer(f"Soundcharts answered with an error in place of an artist: {message}")
    return [_found(answer.get("object"))]


def parse_quota(body: bytes) -> Quota | None:
    """Read the answer of the usage endpoint; None if it does not say how many calls the month has left."""
    try:
        usage = an_object(decoded(body), "the answer").get("object")
    except BrokenAnswer:
        return None
    usage = usage if isinstance(usage, dict) else {}
    quota, rate = first_object(usage.get("quota")), first_object(usage.get("rateLimit"))
    remaining = _count(quota.get("remaining"))
    if remaining is None:
        return None
    return Quota(
        remaining,
        _moment(quota.get("endPeriodDate")),
        _count(rate.get("remaining")),
        _count(quota.get("limit")),
    )


def _count(raw: Any) -> int | None:
    return raw if isinstance(raw, int) and not isinstance(raw, bool) else None


def _moment(raw: Any) -> datetime | None:
    """Read a moment, in UTC where it does not say; None for what is none."""
    try:
        moment = datetime.fromisoformat(text(raw) or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def message_of(body: bytes) -> str | None:
    """Give the message of an error answer, on one line of at most 200 characters; None if it has none."""
    try:
        answer = decoded(body)
    except BrokenAnswer:
        return None
    return error_message(answer) if isinstance(answer, dict) else None


def _found(item: Any) -> FoundArtist:
    fields = an_object(item, "an artist found")
    uuid, name = uuid_in_lower_case(text(fields.get("uuid")) or ""), name_of(fields.get("name"))
    if uuid is None or name is None:
        raise BrokenAnswer("an artist found in Soundcharts' answer has no uuid or no name")
    code = text(fields.get("countryCode"))
    return FoundArtist(
        artist=Artist(uuid, name, text(fields.get("imageUrl"))),
        slug=text(fields.get("slug")),
        country_code=code.upper() if code else None,
    )
