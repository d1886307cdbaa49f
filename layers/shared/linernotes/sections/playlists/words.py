"""What readers are told of playlists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from linernotes.model.countries import in_country
from linernotes.model.period_words import period_words
from linernotes.model.platforms import platform_name
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted, figure, sentence
from linernotes.sections.playlists.placements import EXITS_TOLD_FROM, FOLLOWERS_PUBLISHED_ON, Event
from linernotes.sections.playlists.questions import LATE, MOST_PAGES_OF_TYPE, OfPlatform
from linernotes.sections.playlists.reading import Entries
from linernotes.sections.windows.window_data import Outcome
from linernotes.soundcharts.paging import PAGE_ITEMS

if TYPE_CHECKING:
    from linernotes.sections.playlists.totals import InPeriod

THRESHOLD = "Soundcharts follows lists with at least 6 followers."
NO_REACH_BY_COUNTRY = "Counts and reach of playlists are not published by country."
EXITS_UNKNOWN = "Soundcharts has recorded them only since August 2025."
EXITS_COME_LATE = "Small lists are looked at every few days, so removals of the last week may still come."

TYPE_WORDS = {
    "all": "All",
    "editorial": "Editorial",
    "algotorial": "Algotorial",
    "algorithmic": "Algorithmic",
    "major": "Major label",
    "charts": "Charts",
    "curators_listeners": "Curators and listeners",
    "user": "Curators and listeners",
    "radios": "Radios",
    "this_is": "This Is",
}
"""What readers call the types of playlists."""

EVENT_WORDS = {
    Event.ADDED: "Added",
    Event.REMOVED: "Removed",
    Event.ADDED_AND_REMOVED: "Added and removed",
    Event.HELD: "Held",
}
"""What readers call what happened to a placement."""

READING = (
    (
        "Playlists",
        "A row is a placement: a song on a playlist. Those added or removed in the period, on editorial, "
        "algotorial, major label and chart lists, and of the 25 with most followers today those held since "
        f"before it. {THRESHOLD} Other services count from other sizes on, so their counts differ.",
    ),
    ("Followers (today)", "Those the list has today, whenever the song was added."),
    (
        "Removed on Playlists",
        f"Removals are known from August 2025 on. {EXITS_COME_LATE}",
    ),
    (
        "Playlist reach",
        "First, Last, Average and Peak are reach: the followers of all lists of the type added up. They are "
        "not people, and grow with the lists themselves as well. Spotify, YouTube and Deezer publish them.",
    ),
)
"""How the sheets are to be read: subjects and what there is to know of them."""


def note_of(
    status: RowStatus,
    found: OfPlatform,
    now: InPeriod,
    delivered: Sequence[Entries],
    *,
    platform: str,
    country: str | None,
    fetched_on: date | None,
    reason: str,
) -> str:
    """Say what the totals of a platform are, or why there are none."""
    name = platform_name(platform)
    if status is RowStatus.FAILED:
        return sentence(reason)
    if status is RowStatus.NOT_IN_PLAN:
        return f"Playlists on {name} are not in the Soundcharts plan."
    if status is RowStatus.NOT_FOUND:
        return f"Soundcharts does not know the artist on playlists of {name}."
    if status is RowStatus.NO_DATA:
        where = f" of {_market(country)}" if country else ""
        when = period_words(now.period)
        return f"Soundcharts has no playlist{where} on {name} with a song of this artist for {when}."
    told = [
        *_of_what_lacks(found, reason),
        *_of_market(platform, country),
        *_of_reach(found, now, name, platform, country),
        *_of_exits(now, fetched_on),
        *_of_lists(found, delivered),
        THRESHOLD,
    ]
    return " ".join(told)


def _of_what_lacks(found: OfPlatform, reason: str) -> list[str]:
    lacks = {
        "some counts and reach": any(lookup is None for _, lookup in found.reach),
        "some placements": any(lookup is None for lookup in found.entries),
        "the placements with most followers": found.top is None,
    }
    return [
        f"Not fetched: {', '.join(what for what, lacking in lacks.items() if lacking)} ({reason})."
    ] * any(lacks.values())


def _market(country: str) -> str:
    return in_country(country).removeprefix("in ")


def _of_market(platform: str, country: str | None) -> list[str]:
    if country is None:
        return []
    where = _market(country)
    if platform in ("apple-music", "amazon"):
        return [f"Lists of the storefront of {where}.", NO_REACH_BY_COUNTRY]
    return [
        f"Lists whose editors name {where} as their market, which is not where their listeners are; "
        "most lists name none.",
        NO_REACH_BY_COUNTRY,
    ]


def _of_reach(found: OfPlatform, now: InPeriod, name: str, platform: str, country: str | None) -> list[str]:
    if country is not None:
        return []
    outcomes = {lookup.outcome for _, lookup in found.reach if lookup}
    if outcomes == {Outcome.NOT_IN_PLAN}:
        return ["Counts and reach of playlists are not in the Soundcharts plan."]
    if outcomes == {Outcome.NOT_FOUND}:
        return [f"Soundcharts has no counts of playlists on {name} for the artist."]
    every = now.series[0].playlists
    told = []
    if not every.data_points and outcomes:
        told.append(f"Soundcharts has no counts of playlists for {period_words(now.period)}.")
    elif every.data_points == 1:
        told.append(f"One count, of {every.latest_date}: there is no difference to give.")
    if platform not in FOLLOWERS_PUBLISHED_ON:
        told.append(f"{name} does not publish the followers of lists, so there is no reach.")
    return told


def _of_exits(now: InPeriod, fetched_on: date | None) -> list[str]:
    if now.removed is None and now.period.end < EXITS_TOLD_FROM:
        return [f"Removals are not known: {EXITS_UNKNOWN}"]
    told = []
    if now.period.end < EXITS_TOLD_FROM:
        told.append(f"There may be more removals: {EXITS_UNKNOWN}")
    elif now.period.start < EXITS_TOLD_FROM:
        told.append(f"Removals are counted from 1 August 2025 on: {EXITS_UNKNOWN}")
    if fetched_on is not None and now.period.end > fetched_on - LATE:
        told.append(EXITS_COME_LATE)
    return told


def _of_lists(found: OfPlatform, delivered: Sequence[Entries]) -> list[str]:
    told = []
    refused = {lookup.outcome for lookup in found.entries if lookup and lookup.content is None}
    if Outcome.NOT_IN_PLAN in refused:
        told.append("Placements are not in the Soundcharts plan.")
    elif refused:
        told.append("Soundcharts has no placements of the artist.")
    if any(not of.whole for of in delivered):
        most = figure(MOST_PAGES_OF_TYPE * PAGE_ITEMS)
        told.append(f"Of each type the {most} placements seen last were read; there are more.")
    lost = [(of.announced, of.read) for of in delivered if of.announced is not None]
    if lost:
        announced, came = (sum(pair) for pair in zip(*lost, strict=True))
        told.append(f"Soundcharts announced {counted(announced, 'placement')} and delivered {came:,}.")
    windows = [lookup.content for _, lookup in found.reach if lookup and lookup.content]
    told += [
        f"Soundcharts announced {counted(of.announced, 'day')} of counts and delivered {len(of.days)}."
        for of in windows
        if of.announced is not None
    ]
    top = found.top.content if found.top else None
    unreadable = sum(of.unreadable for of in windows) + sum(
        of.unreadable for of in (*delivered, top) if of is not None
    )
    if unreadable:
        told.append(f"{counted(unreadable, 'row')} of Soundcharts' answer could not be read whole.")
    return told


def change_note(
    added: int | None, removed: int | None, *, sure: bool, whole_exits: bool, known: bool
) -> str | None:
    """Say why additions or removals cannot be compared; None where both can."""
    if added is not None and removed is not None:
        return None
    if not known:
        return "Not compared: additions and removals are not known."
    if not sure:
        return "Not compared: not all placements were read."
    if not whole_exits:
        return f"Removals are not compared: {EXITS_UNKNOWN}"
    return "Not compared: additions and removals of a period are not known."
