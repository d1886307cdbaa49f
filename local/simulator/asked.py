"""What a call asks about: an artist the simulator knows, and a range of days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from local.simulator.answers import Refusal
from local.simulator.artists import ARTIST_BY_UUID, Artist
from local.simulator.calls import Call

DEFAULT_DAYS_BACK = 30

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def known_artist(uuid: str) -> Artist:
    """Find an artist. Raises `Refusal`, a 404, where there is none."""
    artist = ARTIST_BY_UUID.get(uuid.lower())
    if artist is None:
        raise Refusal(404)
    return artist


def period_of(call: Call, today: date) -> tuple[date, date]:
    """Read the inclusive range of days; by default the latest, from 30 days before the end on.

    Raises `Refusal` for what is no day, and for an end before the start.
    """
    last = day_of(call, "endDate") or today
    first = day_of(call, "startDate") or last - timedelta(days=DEFAULT_DAYS_BACK)
    if first > last:
        raise Refusal(400, "The start date must not be after the end date.")
    return first, last


def day_of(call: Call, name: str) -> date | None:
    """Read a day of the query by its name, None where it is not given. Raises `Refusal`."""
    text = call.query.get(name, "")
    if not text:
        return None
    try:
        # `fromisoformat` alone would let other ISO forms through, such as 20240901.
        if not _DAY.fullmatch(text):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(400, f'Invalid date "{text}" for "{name}", expected YYYY-MM-DD.') from None
