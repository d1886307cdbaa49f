"""The plan of a job: stations first, then as much of the broadcasts as is wanted and affordable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from linernotes.model.periods import Period
from linernotes.sections.lookups.lookup import Lookup, Question
from linernotes.sections.lookups.plan import Answers, Plan, Subject
from linernotes.sections.radio.contents import Broadcasts, Stations
from linernotes.sections.radio.questions import Radio, pages_of
from linernotes.sections.radio.ranges import Range, ranges_of

MOST_SPINS_LISTED = 2_000
"""Up to so many spins of a period, songs and days are told (contract 10.2)."""

_ENDS_CALLS = 2


@dataclass(frozen=True, slots=True)
class RangeFound:
    """What was found of a range; None is what could not be fetched, or was not asked for."""

    of: Range
    stations: Lookup[Stations] | None
    broadcasts: Lookup[Broadcasts] | None


@dataclass(frozen=True, slots=True)
class PeriodFound:
    """What was found of a period, range by range in order."""

    period: Period
    ranges: Sequence[RangeFound]


def plan_radio(subject: Subject) -> Plan[list[PeriodFound]]:
    """Ask for all ranges of the periods, the report's first; returns what was found of each period."""
    radio = Radio(subject.artist_uuid, subject.country)
    ranges = {period: ranges_of(period) for period in subject.periods}
    stations = {of: radio.stations(of) for each in ranges.values() for of in each}
    of_stations = yield list(stations.values())
    broadcasts: dict[Range, Question[Broadcasts]] = {}
    for number, period in enumerate(subject.periods):
        known = _known_of(ranges[period], stations, of_stations)
        listed = number == 0 and sum(found.spins for found in known.values()) <= MOST_SPINS_LISTED
        pages = _pages_to_list(known) if listed else dict.fromkeys(known, _ENDS_CALLS)
        for of, found in known.items():
            # The two ends of a short list take as many calls as all of it.
            whole = listed or pages_of(found.spins) <= _ENDS_CALLS
            question = radio.broadcasts(of, most_pages=pages[of]) if whole else radio.ends(of)
            broadcasts.setdefault(of, question)
    of_broadcasts = (yield list(broadcasts.values())) if broadcasts else Answers({})
    return [
        PeriodFound(
            period,
            [
                RangeFound(
                    of,
                    of_stations.lookup(stations[of]),
                    of_broadcasts.lookup(broadcasts[of]) if of in broadcasts else None,
                )
                for of in ranges[period]
            ],
        )
        for period in subject.periods
    ]


def _known_of(
    ranges: Sequence[Range], stations: dict[Range, Question[Stations]], answers: Answers
) -> dict[Range, Stations]:
    """Give the stations of those ranges of which they are known."""
    return {of: found for of in ranges if (found := answers.content(stations[of])) is not None}


def _pages_to_list(known: Mapping[Range, Stations]) -> dict[Range, int]:
    """Say how many pages of broadcasts may be read of each range.

    As many as its spins take, and one more: there may be more broadcasts than spins. How many spins a station
    has that could not be read nobody knows: its range has what is left of all that may be listed, too.
    """
    pages = {of: pages_of(found.spins) + 1 for of, found in known.items()}
    unsure = [of for of, found in known.items() if found.unreadable]
    left = max(0, pages_of(MOST_SPINS_LISTED) - sum(pages.values()) + len(pages))
    return {of: most + (left // len(unsure) if of in unsure else 0) for of, most in pages.items()}


def most_calls_for_broadcasts(subject: Subject) -> int:
    """Say how many calls broadcasts may take while the stations are not known."""
    counts = [len(ranges_of(period)) for period in subject.periods]
    # Each range's list may end with a page that is not full, and have one more: see `_pages_to_list`.
    return pages_of(MOST_SPINS_LISTED) + _ENDS_CALLS * sum(counts)
