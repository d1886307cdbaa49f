"""What is asked of Soundcharts for an artist on a platform, and the plan of it (contract 10.5).

One list serves both additions and removals: by the day of the last position, latest first, it has whatever is
on a playlist now or left one lately. A placement that was added in a period was also seen in it or later, and
one that was removed was seen a short time before: so the list is followed to some days before the period.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from linernotes.model.periods import Need, needs_of
from linernotes.sections.lookups.lists import ListPage, list_until, read_page, whole_list
from linernotes.sections.lookups.lookup import Fetching, Lookup, LookupKey, Question
from linernotes.sections.lookups.plan import Answers, Plan, Subject
from linernotes.sections.playlists.reading import (
    TYPES,
    Entries,
    Entry,
    Reach,
    ReachDay,
    entry_of,
    identity_of,
    last_seen,
    reach_day,
)
from linernotes.soundcharts.calls import Get
from linernotes.soundcharts.paging import PAGE_ITEMS

PLATFORMS = ("spotify", "apple-music", "deezer", "amazon", "youtube")
"""The platforms with playlists, as Soundcharts and the answer call them."""

TOP = 25
"""So many placements with the most followers are shown, whether or not anything happened to them."""

MOST_PAGES_OF_TYPE = 10
"""Of the placements of one type no more than these pages are read."""

LATE = timedelta(days=7)
"""Small lists are looked at only so often: a placement may have been seen last that long before its exit."""
_MOST_PAGES_OF_ALL = len(TYPES)
"""A list of all types that takes more pages than there are types is asked for by type."""


@dataclass(frozen=True, slots=True)
class OfPlatform:
    """What was found of an artist on a platform. A lookup that could not be fetched is None.

    `reach` has the windows of counts and reach, none where a country was asked for. `entries` are stays that
    began or ended since before the periods, of all types in one lookup or by type in several. `top` are the
    placements with the most followers now.
    """

    reach: Sequence[tuple[Need, Lookup[Reach] | None]] = ()
    entries: Sequence[Lookup[Entries] | None] = ()
    top: Lookup[Entries] | None = None

    @property
    def lookups(self) -> list[Lookup[Reach] | Lookup[Entries] | None]:
        """List all of them."""
        return [*(lookup for _, lookup in self.reach), *self.entries, self.top]


def plan_of(subject: Subject) -> Plan[OfPlatform]:
    """Ask for counts and reach, placements and the largest of them; by type where there are many."""
    needs = [] if subject.country else needs_of(subject.periods, today=subject.today)
    windows = [(need, _reach_question(subject, need)) for need in needs]
    every, top = _entries_question(subject, None), _top_question(subject)
    answers: Answers = yield [*(question for _, question in windows), every, top]
    reach = [(need, answers.lookup(question)) for need, question in windows]
    found, largest = answers.lookup(every), answers.lookup(top)
    if found is None or found.content is None or found.content.whole:
        return OfPlatform(reach, [found], largest)
    by_type = [_entries_question(subject, type_) for type_ in TYPES]
    answers = yield by_type
    return OfPlatform(reach, [answers.lookup(question) for question in by_type], largest)


def calls_by_type() -> int:
    """Say how many calls placements take at most where they are asked for by type."""
    return len(TYPES) * MOST_PAGES_OF_TYPE


def reached_back_to(subject: Subject) -> date:
    """Give the day lists are followed back to: a Monday, at least a week before the first period.

    Reports whose periods begin in the same week so share what was fetched.
    """
    first = min(period.start for period in subject.periods) - LATE
    return first - timedelta(days=first.weekday())


def _reach_question(subject: Subject, need: Need) -> Question[Reach]:
    window = need.window
    path = f"/api/v2/artist/{subject.artist_uuid}/playlist/reach/{subject.platform}"
    dates = {"startDate": window.first.isoformat(), "endDate": window.last.isoformat()}

    def fetch() -> Fetching[Reach]:
        # A day that comes twice keeps what came last (contract 4.2), so no item stands for another one.
        found = yield from whole_list(path, {"type": "all", **dates}, identity=id)
        days: dict[date, ReachDay] = {}
        unreadable = 0
        for item in found.items:
            read, whole = reach_day(item)
            if read is not None and not window.holds(read.day):
                continue
            unreadable += not whole
            if read is not None:
                days[read.day] = read.over(days.get(read.day))
        return Reach(tuple(days[day] for day in sorted(days)), found.announced, unreadable)

    return Question(
        LookupKey(_subject_key(subject), f"playlist-reach.{window.first}"),
        Reach,
        fetch,
        asks_to=window.last,
        needed_to=need.to,
    )


def _entries_question(subject: Subject, type_: str | None) -> Question[Entries]:
    """Ask for placements by the day they were last seen, of one type or, if there are not many, of all."""
    since, market = reached_back_to(subject), subject.country
    params = _params(subject, type_ or "all", current_only=False, by="positionDate")
    most_pages = MOST_PAGES_OF_TYPE if type_ else _MOST_PAGES_OF_ALL

    def fetch() -> Fetching[Entries]:
        reached = _Reached(since, most_rows=None if type_ else _MOST_PAGES_OF_ALL * PAGE_ITEMS)
        found = yield from list_until(
            _entries_path(subject),
            params,
            identity=identity_of,
            ends=reached.by,
            most_pages=most_pages,
        )
        if not reached.day and (reached.gave_up or found.cut_off):
            if type_ is None:
                return Entries(read=len(found.items), whole=False)
            return _entries(found.items, type_, market, since, whole=False)
        read = _entries(found.items, type_, market, since, announced=found.announced)
        if type_ is None and any(entry.type is None for entry in read.entries):
            # A list that does not say of what type its rows are has to be asked for by type.
            return Entries(read=read.read, whole=False)
        return read

    periods_end = max(period.end for period in subject.periods)
    return Question(
        LookupKey(
            _subject_key(subject), f"playlist-entries.{type_ or 'all'}.{market or 'all'}.{since.isoformat()}"
        ),
        Entries,
        fetch,
        needed_to=periods_end,
        # What a list of all types takes beyond one call is less than its types may: see `calls_by_type`.
        calls=most_pages if type_ else 1,
        at_most=True,
        leads_on=type_ is None,
    )


def _top_question(subject: Subject) -> Question[Entries]:
    params = _params(subject, "all", current_only=True, by="subscriberCount") | {"limit": TOP}
    market = subject.country

    def fetch() -> Fetching[Entries]:
        (body,) = yield [Get(_entries_path(subject), params)]
        return _entries(read_page(body).rows, None, market, None)

    periods_end = max(period.end for period in subject.periods)
    return Question(
        LookupKey(_subject_key(subject), f"playlist-top.{market or 'all'}"),
        Entries,
        fetch,
        needed_to=periods_end,
    )


def _entries(
    items: Sequence[object],
    type_: str | None,
    market: str | None,
    since: date | None,
    *,
    whole: bool = True,
    announced: int | None = None,
) -> Entries:
    """Read rows, and keep those that began or ended since a day; all of them without one."""
    kept: list[Entry] = []
    read = unreadable = 0
    for item in items:
        entry = entry_of(item, type_asked=type_)
        if entry is None:
            unreadable += 1
            continue
        if market and entry.market != market:
            continue
        read += 1
        if since is not None and not (_counts(entry) and _may_matter(entry, since)):
            continue
        unreadable += not entry.whole
        kept.append(entry)
    return Entries(tuple(kept), read, whole, announced, unreadable)


def _counts(entry: Entry) -> bool:
    """Say whether a stay is of a type that counts, or of one that is not known yet."""
    return entry.type is None or entry.type in TYPES


def _may_matter(entry: Entry, since: date) -> bool:
    """Say whether a stay began or ended since a day, as far as is known."""
    days = [day for day in (entry.entered, entry.left) if day is not None]
    return not days or max(days) >= since


@dataclass(slots=True)
class _Reached:
    """Follows a list by the day its rows were last seen, until that is before `since`.

    One that says it has more than `most_rows` is given up at once, unless it got there. The order is relied
    on only where a page keeps it.
    """

    since: date
    most_rows: int | None
    day: bool = field(default=False, init=False)
    gave_up: bool = field(default=False, init=False)

    def by(self, page: ListPage) -> bool:
        """Say whether a page ends what is wanted of the list."""
        seen = [day for day in map(last_seen, page.rows) if day]
        in_order = all(earlier >= later for earlier, later in pairwise(seen))
        self.day = bool(seen) and in_order and seen[-1] < self.since
        self.gave_up = self.most_rows is not None and (page.total or 0) > self.most_rows
        return self.day or self.gave_up


def _entries_path(subject: Subject) -> str:
    return f"/api/v2.20/artist/{subject.artist_uuid}/playlist/current/{subject.platform}"


def _params(subject: Subject, type_: str, *, current_only: bool, by: str) -> dict[str, str | int]:
    """Say which placements are asked for, and in which order; the largest or the latest come first."""
    params: dict[str, str | int] = {
        "type": type_, "currentOnly": int(current_only), "sortBy": by, "sortOrder": "desc"
    }  # fmt: skip
    return params | {"countryCode": subject.country} if subject.country else params


def _subject_key(subject: Subject) -> str:
    return f"{subject.artist_uuid}#{subject.platform}"
