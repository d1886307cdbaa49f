"""A Soundcharts that tells of the broadcasts a test gives it, as the two endpoints of radio do."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from linernotes.model.errors import NotFound, UpstreamError
from linernotes.soundcharts.calls import Get

Raw = dict[str, Any]

RTL: Raw = {"slug": "rtl", "name": "RTL 102.5", "countryCode": "IT", "cityName": "Milan"}
R101: Raw = {"slug": "r101", "name": "R101", "countryCode": "IT", "cityName": "Milan"}
BBC: Raw = {"slug": "bbc-2", "name": "BBC Radio 2", "countryCode": "GB", "cityName": "London"}
NAMELESS_CITY: Raw = {"slug": "ici", "name": "Ici", "countryCode": "FR", "cityName": None}
STATIONS = (RTL, R101, BBC, NAMELESS_CITY)

ROSA: Raw = {"uuid": "7d534228-5165-11e9-9375-549f35161576", "name": "Rosa"}
VIOLA: Raw = {"uuid": "2ffc5f25-f191-4551-a1b4-40fe9ddcc075", "name": "Viola"}
SONGS = (ROSA, VIOLA)


def aired(day: date, radio: Raw = RTL, song: Raw = ROSA, *, second: int = 0) -> Raw:
    """Make a broadcast, so many seconds after midnight in UTC."""
    moment = datetime.combine(day, time(), UTC) + timedelta(seconds=second)
    return {"airedAt": moment.isoformat(), "duration": 194, "radio": radio, "song": song}


def many(count: int, day: date, radio: Raw = RTL, song: Raw = ROSA) -> list[Raw]:
    """Make so many broadcasts of a day, one every few seconds."""
    return [aired(day, radio, song, second=number * (86_400 // count)) for number in range(count)]


@dataclass
class RadioUpstream:
    """Answers calls by what it has; newest first, unless told otherwise.

    `changed` has the last word on each answer, a list of items by endpoint; `fails` on whether there is one.
    """

    broadcasts: Sequence[Raw] = ()
    newest_first: bool = True
    added: Mapping[str, int] = field(default_factory=dict)
    """Spins that groups have more than there are broadcasts, by slug."""
    changed: Callable[[str, list[Any]], list[Any]] = lambda _, items: items
    total: Callable[[str, int], Any] = lambda _, count: count
    fails: Callable[[Get], UpstreamError | None] = lambda _: None
    largest_page: int = 100

    def __call__(self, get: Get) -> bytes | UpstreamError:
        """Answer a call."""
        endpoint = get.path.rpartition("/")[2]
        if endpoint not in ("broadcasts", "broadcast-groups"):
            return NotFound(get.path)
        if error := self.fails(get):
            return error
        items = self.changed(endpoint, self.items(endpoint, get.params))
        offset, limit = int(get.params.get("offset", 0)), int(get.params.get("limit", 100))
        page = {"offset": offset, "limit": limit, "total": self.total(endpoint, len(items)), "next": None}
        shown = items[offset : offset + min(limit, self.largest_page)]
        return json.dumps({"items": shown, "page": page, "errors": []}).encode()

    def items(self, endpoint: str, params: Mapping[str, str | int]) -> list[Any]:
        """List what an endpoint has of the days and the country that are asked for."""
        country = params.get("countryCode")
        found = [
            broadcast
            for broadcast in self.broadcasts
            if str(params["startDate"]) <= broadcast["airedAt"][:10] <= str(params["endDate"])
            and country in (None, broadcast["radio"]["countryCode"])
        ]
        if endpoint == "broadcasts":
            return sorted(found, key=lambda each: str(each["airedAt"]), reverse=self.newest_first)
        radios = {each["radio"]["slug"]: each["radio"] for each in found}
        counts = Counter(each["radio"]["slug"] for each in found)
        return [
            {"playCount": count + self.added.get(slug, 0), "radio": radios[slug]}
            for slug, count in counts.most_common()
        ]
