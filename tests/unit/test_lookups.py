"""Plans, fetched and read: each lookup once, stored as it comes, and begun where an earlier try ended."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from linernotes.model.errors import (
    BrokenAnswer,
    ListTooLong,
    NotFound,
    NotInPlan,
    StoreBusy,
    Throttled,
    Unavailable,
    UpstreamError,
)
from linernotes.model.periods import Period
from linernotes.model.report import FetchJob
from linernotes.sections.lookups.codec import decode_lookup, encode_lookup
from linernotes.sections.lookups.fetch import PlannedJob, fetch_plans
from linernotes.sections.lookups.lists import ItemList, list_until, whole_list
from linernotes.sections.lookups.lookup import Fetching, Lookup, LookupKey, Question, serves
from linernotes.sections.lookups.plan import Plan, read_plans
from linernotes.sections.windows.window_data import Outcome
from linernotes.soundcharts.calls import Get
from tests.unit.builders import NOW
from tests.unit.memory import Clock, MemoryLookupStore, ScriptedCalls

SEPTEMBER = Period(date(2024, 9, 1), date(2024, 9, 30))


@dataclass(frozen=True, slots=True)
class Names:
    """Names, as a list has them."""

    names: tuple[str, ...]
    unreadable: int = 0


def fetch_names(path: str) -> Fetching[Names]:
    found = yield from whole_list(path, identity=str)
    return Names(tuple(found.items))


def question(path: str, **settings: Any) -> Question[Names]:
    return Question(LookupKey("artist", path), Names, lambda: fetch_names(path), **settings)


def plan_of(*paths: str, then: str | None = None) -> Plan[list[str]]:
    """Ask for lists at once, and with `then` for one more for each name on them."""
    first = [question(path, leads_on=then is not None) for path in paths]
    answers = yield first
    names = [name for one in first if (found := answers.content(one)) for name in found.names]
    if then is None or not names:
        return names
    further = [question(f"{then}/{name}") for name in names]
    answers = yield further
    return [name for one in further if (found := answers.content(one)) for name in found.names]


def body(*names: str, total: int | None = None) -> bytes:
    return json.dumps({"items": names, "page": {"total": len(names) if total is None else total}}).encode()


def a_job(**changes: Any) -> FetchJob:
    job = FetchJob(
        report_id="r",
        revision=1,
        job_id="0.songs",
        section="songs",
        artist_uuid="artist",
        platform=None,
        periods=(SEPTEMBER,),
        country=None,
        collect_until=NOW + timedelta(minutes=10),
        requested_at=NOW,
        started_at=NOW,
        fresh=False,
        songs_limit=25,
        owner="nobody",
        bulk=False,
    )
    return replace(job, **changes)


class Bench:
    """What plans are run with; `answers` are bodies by path, or errors."""

    def __init__(self) -> None:
        self.clock = Clock(NOW)
        self.store = MemoryLookupStore()
        self.calls = ScriptedCalls()
        self.answers: dict[str, bytes | UpstreamError | list[bytes | UpstreamError]] = {}
        self.calls.answer = self._answer

    def _answer(self, get: Get) -> bytes | UpstreamError:
        answer = self.answers[get.path]
        return answer.pop(0) if isinstance(answer, list) else answer

    def run(self, *plans: Plan[Any], job: FetchJob | None = None) -> list[PlannedJob]:
        jobs = {number: (job or a_job(), plan) for number, plan in enumerate(plans)}
        told: dict[int, PlannedJob] = {}
        for group in fetch_plans(jobs, store=self.store, source=self.calls, clock=self.clock, budget_s=40):
            assert not told.keys() & group.keys(), "told twice"
            told |= group
        assert sorted(told) == sorted(jobs)
        return [told[number] for number in sorted(told)]

    @property
    def asked(self) -> list[str]:
        return [get.path for get in self.calls.asked]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_what_a_list_leads_to_is_fetched_after_it_and_all_at_once(bench: Bench) -> None:
    bench.answers = {"/list": body("a", "b"), "/song/a": body("1"), "/song/b": body("2")}
    (job,) = bench.run(plan_of("/list", then="/song"))
    assert (job.error, job.upstream_calls, job.cache_hits) == (None, 3, 0)
    assert bench.asked == ["/list", "/song/a", "/song/b"]
    assert len(bench.store.packed) == 3


def test_a_second_try_begins_where_the_first_ended(bench: Bench) -> None:
    bench.answers = {"/list": body("a", "b"), "/song/a": body("1"), "/song/b": Unavailable("503")}
    (first,) = bench.run(plan_of("/list", then="/song"))
    assert isinstance(first.error, Unavailable)
    bench.answers["/song/b"] = body("2")
    (second,) = bench.run(plan_of("/list", then="/song"))
    assert (second.error, second.upstream_calls) == (None, 1)
    assert second.cache_hits == 0, "what this job fetched itself is no hit"
    assert bench.asked.count("/song/a") == 1


def test_what_another_report_fetched_is_a_hit_and_takes_no_call(bench: Bench) -> None:
    bench.answers = {"/list": body("a")}
    bench.run(plan_of("/list"))
    bench.clock.advance(60)
    (job,) = bench.run(plan_of("/list"), job=a_job(requested_at=bench.clock(), started_at=bench.clock()))
    assert (job.upstream_calls, job.cache_hits) == (0, 1)


def test_a_lookup_two_jobs_want_is_asked_for_once(bench: Bench) -> None:
    bench.answers = {"/list": body("a")}
    one, other = bench.run(plan_of("/list"), plan_of("/list"))
    assert bench.asked == ["/list"]
    assert (one.upstream_calls, one.cache_hits) == (1, 0)
    assert (other.upstream_calls, other.cache_hits) == (0, 1)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(NotFound("404"), Outcome.NOT_FOUND), (NotInPlan("403"), Outcome.NOT_IN_PLAN)],
)
def test_that_there_is_nothing_or_no_plan_for_it_is_an_answer(
    bench: Bench, error: UpstreamError, outcome: Outcome
) -> None:
    bench.answers = {"/list": error}
    (job,) = bench.run(plan_of("/list"))
    assert job.error is None
    ((_, packed),) = bench.store.packed.values()
    found = decode_lookup(LookupKey("artist", "/list"), Names, packed)
    assert found is not None
    assert (found.outcome, found.content) == (outcome, None)


def test_when_time_is_up_jobs_end_and_what_came_is_stored(bench: Bench) -> None:
    bench.answers = {"/list": body("a", "b"), "/song/a": body("1"), "/song/b": body("2")}
    bench.calls.together = 1
    bench.calls.late_after = 2
    (job,) = bench.run(plan_of("/list", then="/song"))
    assert isinstance(job.error, Unavailable)
    assert {key.part for key in bench.store.packed} == {"/list", "/song/a"}


def test_the_error_that_stays_decides(bench: Bench) -> None:
    bench.answers = {"/a": Throttled("429", 5), "/b": BrokenAnswer("no list")}
    (job,) = bench.run(plan_of("/a", "/b"))
    assert isinstance(job.error, Throttled)


def test_what_the_table_does_not_take_has_not_come(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.answers = {"/list": body("a")}

    def busy(lookups: Sequence[Lookup[Any]]) -> None:
        if list(lookups):
            raise StoreBusy("busy")

    monkeypatch.setattr(bench.store, "write", busy)
    (job,) = bench.run(plan_of("/list"))
    assert isinstance(job.error, Unavailable)
    assert job.upstream_calls == 1


def test_a_table_that_cannot_be_read_at_first_stops_all_before_any_call(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_: object) -> None:
        raise StoreBusy("busy")

    monkeypatch.setattr(bench.store, "read", busy)
    with pytest.raises(StoreBusy):
        bench.run(plan_of("/list"))
    assert bench.asked == []


def test_a_table_that_cannot_be_read_later_ends_the_job_which_may_be_tried_again(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.answers = {"/list": body("a")}
    read = bench.store.read

    def busy_later(questions: Any) -> Any:
        if any(one.key.part.startswith("/song") for one in questions):
            raise StoreBusy("busy")
        return read(questions)

    monkeypatch.setattr(bench.store, "read", busy_later)
    (job,) = bench.run(plan_of("/list", then="/song"))
    assert job.error is not None
    assert job.error.retryable


def test_a_plan_over_what_is_stored_tells_what_lacks(bench: Bench) -> None:
    bench.answers = {"/list": body("a", "b"), "/song/a": body("1"), "/song/b": Unavailable("503")}
    bench.run(plan_of("/list", then="/song"))
    read = read_plans({"x": plan_of("/list", then="/song")}, bench.store, usable=lambda *_: True)["x"]
    assert read.result == ["1"]
    assert [one.key.part for one in read.lacks] == ["/song/b"]
    assert read.fetched_at == [NOW, NOW]


# ----------------------------------------------------------------------------------------------- freshness


def a_lookup(*, age: timedelta, asked_to: date | None = None, unreadable: int = 0) -> Lookup[Names]:
    return Lookup(
        LookupKey("artist", "/list"), NOW - age, Outcome.DELIVERED, Names(("a",), unreadable), asked_to
    )


@pytest.mark.parametrize(
    ("lookup", "fresh"),
    [
        (a_lookup(age=timedelta(hours=23)), True),
        (a_lookup(age=timedelta(hours=25)), False),
        (a_lookup(age=timedelta(minutes=61), unreadable=1), False),
        (a_lookup(age=timedelta(minutes=59), unreadable=1), True),
        (a_lookup(age=timedelta(hours=2), asked_to=NOW.date()), False),
        (a_lookup(age=timedelta(hours=2), asked_to=NOW.date() - timedelta(days=30)), True),
    ],
)
def test_a_lookup_is_fresh_for_a_day_and_for_an_hour_if_it_is_recent_or_not_whole(
    lookup: Lookup[Names], fresh: bool
) -> None:
    asked = question("/list", asks_to=lookup.asked_to)
    assert serves(asked, lookup, now=NOW, requested_at=NOW, fresh=False) is fresh
    assert not serves(asked, lookup, now=NOW, requested_at=NOW, fresh=True)


def test_a_list_as_it_stands_now_is_fresh_for_a_day_unless_days_are_needed_that_may_still_change() -> None:
    lookup = a_lookup(age=timedelta(hours=2), asked_to=NOW.date())
    for days_before, fresh in ((0, False), (7, False), (8, True), (90, True)):
        asked = question("/list", needed_to=NOW.date() - timedelta(days=days_before))
        assert serves(asked, lookup, now=NOW, requested_at=NOW, fresh=False) is fresh


def test_a_list_as_it_stands_now_reaches_to_the_day_it_is_asked_on_whoever_asks(bench: Bench) -> None:
    def needing(day: date) -> Plan[None]:
        yield [question("/list", needed_to=day)]

    today = NOW.date()
    bench.answers = {"/list": body("a")}
    first, second = bench.run(needing(today - timedelta(days=7)), needing(today))
    assert (first.error, second.error) == (None, None)
    assert bench.asked == ["/list"]
    # One that is needed less far takes nothing away from who needs it further.
    bench.clock.advance(60)
    later = NOW + timedelta(seconds=60)
    bench.run(needing(today - timedelta(days=7)), job=a_job(requested_at=later, started_at=later, fresh=True))
    assert bench.asked == ["/list"] * 2
    (stored,) = bench.store.read([question("/list")]).values()
    assert (stored.fetched_at, stored.asked_to) == (later, today)
    needed = question("/list", needed_to=today)
    assert serves(needed, stored, now=NOW, requested_at=NOW, fresh=False)


def test_of_jobs_that_need_different_ends_the_furthest_is_asked_for_and_serves_all(bench: Bench) -> None:
    def asking(*ends: date | None) -> list[Plan[None]]:
        def plan(end: date | None) -> Plan[None]:
            yield [question("/list", asks_to=end, needed_to=end)]

        return [plan(end) for end in ends]

    bench.answers = {"/list": body("a")}
    jobs = bench.run(*asking(date(2024, 9, 7), date(2024, 9, 30), date(2024, 9, 14)))
    assert [job.error for job in jobs] == [None] * 3
    assert [job.cache_hits for job in jobs] == [0, 1, 1]
    assert bench.asked == ["/list"]
    (stored,) = bench.store.read([question("/list")]).values()
    assert stored.asked_to == date(2024, 9, 30)


def test_a_job_that_needs_more_than_a_fetch_on_its_way_asks_for_gets_more(bench: Bench) -> None:
    def after_another(path: str, end: date) -> Plan[date | None]:
        yield [question(path)]
        further = question("/list", asks_to=end, needed_to=end)
        answers = yield [further]
        lookup = answers.lookup(further)
        ends.append(lookup.asked_to if lookup else None)
        return ends[-1]

    ends: list[date | None] = []
    # A call ends at a time: the second job asks for the list when the first one's call is out.
    bench.calls.together = 1
    bench.answers = {"/a": body("a"), "/b": body("b"), "/list": body("1")}
    jobs = bench.run(after_another("/a", date(2024, 9, 7)), after_another("/b", date(2024, 9, 30)))
    assert [job.error for job in jobs] == [None, None]
    assert ends == [date(2024, 9, 7), date(2024, 9, 30)]


def test_a_lookup_that_does_not_reach_as_far_as_needed_does_not_serve() -> None:
    asked = question("/list", asks_to=date(2024, 9, 30), needed_to=date(2024, 9, 30))
    reaches, short = date(2024, 9, 30), date(2024, 9, 29)
    assert serves(asked, a_lookup(age=timedelta(0), asked_to=reaches), now=NOW, requested_at=NOW, fresh=True)
    assert not serves(
        asked, a_lookup(age=timedelta(0), asked_to=short), now=NOW, requested_at=NOW, fresh=False
    )


def test_a_lookup_is_unpacked_as_it_was_packed_and_one_of_another_form_is_absent() -> None:
    lookup = a_lookup(age=timedelta(hours=1), asked_to=date(2024, 9, 30))
    packed = encode_lookup(lookup)
    assert decode_lookup(lookup.key, Names, packed) == lookup

    @dataclass(frozen=True, slots=True)
    class Other:
        counts: tuple[int, ...]
        unreadable: int = 0

    assert decode_lookup(lookup.key, Other, packed) is None


# --------------------------------------------------------------------------------------------------- lists


def served(pages: Iterator[list[bytes]], fetching: Fetching[ItemList]) -> tuple[ItemList, list[int]]:
    """Run a fetch over the bodies it is given round by round; gives the list and the offsets asked for."""
    offsets: list[int] = []
    given: Sequence[bytes] | None = None
    while True:
        try:
            calls = fetching.send(given)  # type: ignore[arg-type]
        except StopIteration as stop:
            found: ItemList = stop.value
            return found, offsets
        offsets += [int(call.params.get("offset", 0)) for call in calls]
        given = next(pages)


def numbered(first: int, last: int, total: int) -> bytes:
    return body(*[str(number) for number in range(first, last)], total=total)


def test_the_pages_after_the_first_are_asked_for_at_once() -> None:
    rounds = iter([[numbered(0, 100, 250)], [numbered(100, 200, 250), numbered(200, 250, 250)]])
    found, offsets = served(rounds, whole_list("/x", identity=str))
    assert offsets == [0, 100, 200]
    assert (len(found.items), found.total, found.announced) == (250, 250, None)


def test_an_item_that_comes_twice_as_a_list_grows_counts_once() -> None:
    grown = body(*[str(number) for number in range(99, 150)], total=151)
    rounds = iter([[numbered(0, 100, 150)], [grown]])
    found, _ = served(rounds, whole_list("/x", identity=str))
    assert [int(item) for item in found.items] == list(range(150))


def test_a_list_of_which_items_went_away_while_it_was_read_is_read_again() -> None:
    # "50" went away between the pages: what stood at 100 moved up to 99 and would be missed.
    shrunk = body(*[str(number) for number in range(101, 150)], total=149)
    again = [
        body(*[str(number) for number in range(101) if number != 50], total=149),
        body(*[str(number) for number in range(101, 150)], total=149),
    ]
    rounds = iter([[numbered(0, 100, 150)], [shrunk], again[:1], again[1:]])
    found, _ = served(rounds, whole_list("/x", identity=str))
    assert [int(item) for item in found.items] == [number for number in range(150) if number != 50]


def test_a_total_that_is_announced_and_not_delivered_is_said() -> None:
    rounds = iter([[numbered(0, 100, 120)], [body(total=120)]])
    found, _ = served(rounds, whole_list("/x", identity=str))
    assert (len(found.items), found.announced) == (100, 120)


def test_a_list_that_would_take_more_pages_than_wanted_is_cut_off_after_its_first() -> None:
    rounds = iter([[numbered(0, 100, 900)]])
    found, offsets = served(rounds, whole_list("/x", identity=str, most_pages=8))
    assert offsets == [0]
    assert (len(found.items), found.total, found.announced, found.cut_off) == (100, 900, None, True)


def test_a_list_of_just_as_many_pages_as_wanted_is_whole() -> None:
    rounds = iter([[numbered(0, 100, 300)], [numbered(100, 200, 300), numbered(200, 300, 300)]])
    found, offsets = served(rounds, whole_list("/x", identity=str, most_pages=3))
    assert offsets == [0, 100, 200]
    assert (len(found.items), found.cut_off) == (300, False)


def test_a_list_that_shrinks_is_not_read_again_beyond_the_pages_wanted() -> None:
    shrunk = body(*[str(number) for number in range(101, 150)], total=149)
    rounds = iter([[numbered(0, 100, 150)], [shrunk]])
    found, offsets = served(rounds, whole_list("/x", identity=str, most_pages=3))
    assert offsets == [0, 100]
    assert found.cut_off


def test_a_list_is_followed_no_further_than_what_ends_it() -> None:
    rounds = iter([[numbered(0, 100, 900)], [numbered(100, 200, 900)]])
    found, offsets = served(rounds, list_until("/x", identity=str, ends=lambda page: "150" in page.rows))
    assert offsets == [0, 100]
    assert (len(found.items), found.announced) == (200, None)


def test_a_list_is_cut_off_after_as_many_pages_as_wanted_and_says_so_if_there_are_more() -> None:
    def followed(total: int) -> tuple[ItemList, list[int]]:
        rounds = iter([[numbered(0, 100, total)], [numbered(100, 200, total)]])
        return served(rounds, list_until("/x", identity=str, ends=lambda _: False, most_pages=2))

    found, offsets = followed(900)
    assert (offsets, len(found.items), found.cut_off, found.announced) == ([0, 100], 200, True, None)
    assert not followed(200)[0].cut_off


def test_reading_a_list_that_changed_again_takes_no_more_pages_than_wanted_of_all_readings() -> None:
    def changing(most_pages: int) -> tuple[ItemList, list[int]]:
        shrunk = body(*[str(number) for number in range(101, 150)], total=149)
        rounds = iter([[numbered(0, 100, 150)], [shrunk], [numbered(0, 100, 149)], [numbered(100, 149, 149)]])
        return served(rounds, list_until("/x", identity=str, ends=lambda _: False, most_pages=most_pages))

    found, offsets = changing(4)
    assert (offsets, found.cut_off) == ([0, 100], True)
    found, offsets = changing(5)
    assert (offsets, found.cut_off, len(found.items)) == ([0, 100, 0, 100], False, 149)


def test_a_list_that_has_no_end_is_not_asked_for_again() -> None:
    rounds = ([numbered(100 * page, 100 * page + 100, 10**6)] for page in itertools.count())
    with pytest.raises(ListTooLong, match="more than 200 pages") as raised:
        served(rounds, list_until("/x", identity=str, ends=lambda _: False))
    assert not raised.value.retryable


def test_a_page_after_the_first_that_is_refused_breaks_the_list() -> None:
    fetching = whole_list("/x", identity=str)
    next(fetching)
    fetching.send([numbered(0, 100, 150)])
    with pytest.raises(BrokenAnswer, match="of the rest said"):
        fetching.throw(NotFound("404"))
