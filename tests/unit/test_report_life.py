"""A report's life under everything that may go wrong at once: it always ends, once, and tells the truth."""

from __future__ import annotations

from contextlib import suppress
from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from linernotes.model.errors import (
    BrokenAnswer,
    QuotaSpent,
    RequestRefused,
    StoreBusy,
    Throttled,
    Unavailable,
    UpstreamError,
)
from linernotes.model.report import FetchJob, Report, Status, ending_status
from linernotes.model.windows import Window
from linernotes.reports.file_names import RESULT_NAME, WORKBOOK_NAME
from linernotes.sections.windows.window_data import WindowKey, WindowRequest
from tests.unit.builders import ELISA, LAURO, NOW, a_request
from tests.unit.memory import Message, figure, full_window
from tests.unit.world import REPORT_ID, World, windows_of

REQUEST = a_request(
    artists=(LAURO, ELISA),
    platforms=("spotify", "deezer"),
    start_date=NOW.date() - timedelta(days=150),
    end_date=NOW.date() - timedelta(days=30),
    callback_url="https://hooks.example.org/done",
)
WINDOWS = windows_of(REQUEST)
ERRORS = st.sampled_from(
    [
        Unavailable("Soundcharts answered 500"),
        BrokenAnswer("Soundcharts answered no JSON"),
        Throttled("slow down", 20),
        Throttled("slow down", 400),
        RequestRefused("Soundcharts answered 400"),
        QuotaSpent("the month's calls are spent"),
    ]
)
KILLS = st.none() | st.integers(0, 12)


def test_whatever_is_sent_about_a_report_takes_its_owners_turn() -> None:
    world = World()
    sent: list[Message] = []
    put = world.queue.put

    def noting(*told: Any, **of: Any) -> None:
        put(*told, **of)
        sent.append(world.queue.messages[-1])

    world.queue.put = noting  # type: ignore[method-assign]
    world.upstream.usual = Unavailable("Soundcharts answered 500")
    world.request(REQUEST, owner="name:ada")
    world.run()
    world.upstream.usual = full_window
    assert world.repair() is not None
    world.run()

    assert {message.queue for message in sent} == {"FetchJobsQueue", "ReportChecksQueue", "NotifyQueue"}
    assert {message.owner for message in sent} == {"name:ada"}


class ReportLife(RuleBasedStateMachine):
    """Requests, faults and deliveries in any order; then everything left is delivered."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(together=2)
        self.ended: dict[int, Report] = {}

    @initialize(kill_after=KILLS, deadline_s=st.sampled_from([20, 120, 900]))
    def request(self, kill_after: int | None, deadline_s: int) -> None:
        self.world.request(REQUEST, deadline_s=deadline_s, kill_after=kill_after)

    @rule(
        artist=st.sampled_from(REQUEST.artists),
        source=st.sampled_from(REQUEST.platforms),
        window=st.sampled_from(WINDOWS),
        errors=st.lists(ERRORS, min_size=1, max_size=3),
    )
    def soundcharts_will_fail(self, artist: Any, source: str, window: Any, errors: list[Any]) -> None:
        self.world.upstream.scripts[WindowKey(artist.uuid, source, window.first)].extend(errors)

    @rule(seconds=st.sampled_from([1, 30, 300, 900]))
    def time_passes(self, seconds: int) -> None:
        self.world.clock.advance(seconds)

    @precondition(lambda self: self.due)
    @rule(data=st.data(), kill_after=KILLS)
    def deliver(self, data: st.DataObject, kill_after: int | None) -> None:
        self.world.deliver(*self.some_due(data), kill_after=kill_after)

    @precondition(lambda self: self.due)
    @rule(data=st.data(), kill_after=KILLS)
    def deliver_and_keep(self, data: st.DataObject, kill_after: int | None) -> None:
        self.world.deliver(*map(copy, self.some_due(data)), kill_after=kill_after)

    @precondition(lambda self: self.world.windows.windows)
    @rule(data=st.data())
    def a_window_is_deleted(self, data: st.DataObject) -> None:
        del self.world.windows.windows[data.draw(st.sampled_from(list(self.world.windows.windows)))]

    @rule(writes=st.integers(1, 4))
    def tables_are_busy(self, writes: int) -> None:
        self.world.fuse.busy = writes

    @rule(
        artist=st.sampled_from(REQUEST.artists),
        window=st.sampled_from(WINDOWS),
        hours=st.sampled_from([2, 48]),
    )
    def a_fetch_of_another_report_lands_late(self, artist: Any, window: Any, hours: int) -> None:
        self.world.fuse.busy = 0
        wanted = WindowRequest(WindowKey(artist.uuid, "spotify", window.first), window)
        self.world.windows.write([full_window(wanted, self.world.clock() - timedelta(hours=hours))])

    @precondition(lambda self: self.report is not None and self.report.failures and self.report.status.ended)
    @rule()
    def repair(self) -> None:
        with suppress(StoreBusy):  # which its caller is told
            self.world.repair()

    @invariant()
    def an_ended_report_never_changes(self) -> None:
        report = self.report
        if report is not None and report.status.ended:
            # How its callback goes is known later, and changes nothing else.
            not_notified = replace(report, notified_revision=0, callback=None)
            assert self.ended.setdefault(report.revision, not_notified) == not_notified

    @invariant()
    def no_revision_ends_twice(self) -> None:
        assert set(self.world.reports.completions.values()) <= {0, 1}

    def teardown(self) -> None:
        self.world.fuse.busy = 0
        self.world.run()
        report = self.report
        if report is None:
            assert self.world.files.files == {}
            return
        self.an_ended_report_never_changes()
        self.no_revision_ends_twice()
        assert report.status.ended
        assert (REPORT_ID, report.revision) in self.world.notified
        if report.failure is None:
            self.check_answer(report)

    def check_answer(self, report: Report) -> None:
        """Hold the state and the files of an ended report to its jobs and to Soundcharts' own figures."""
        world = self.world
        result = world.result()
        rows = result["detailed_breakdown"]
        delivered = any(row["data_points"] for row in rows)
        whole = not any(row["status"] in ("partial", "failed") for row in rows)
        ending = ending_status(report, whole=whole, delivered_anything=delivered)
        if report.missing_files and ending is Status.SUCCEEDED:
            ending = Status.PARTIAL
        assert report.status is ending
        assert result["success"] == (report.status is not Status.FAILED)
        has_workbook = (report.folder, WORKBOOK_NAME) in world.files.files
        # The last try, those before it having died, leaves the workbook out.
        assert has_workbook or WORKBOOK_NAME in report.missing_files or report.status is Status.FAILED
        assert (report.folder, RESULT_NAME) in world.files.files
        for row in rows:
            artist_uuid, slug = row["artist__uuid"], row["platform__slug"]
            expected = {
                day.isoformat(): figure(WindowKey(artist_uuid, slug, window.first), day)
                for window in WINDOWS
                for day in days_of(window)
            }
            shown = dict(row["series"])
            assert shown.items() <= expected.items()
            assert (row["status"] == "measured") == (len(shown) == REQUEST.days)
        assert report.status is not Status.SUCCEEDED or {row["status"] for row in rows} == {"measured"}

    @property
    def report(self) -> Report | None:
        return self.world.reports.get(REPORT_ID)

    @property
    def due(self) -> list[Message]:
        return [message for message in self.world.queue.messages if message.due <= self.world.clock()]

    def some_due(self, data: st.DataObject) -> list[Message]:
        """Choose a message that is due, or a few jobs that are."""
        first = data.draw(st.sampled_from(self.due))
        if not isinstance(first.body, FetchJob):
            return [first]
        others = [
            message for message in self.due if isinstance(message.body, FetchJob) and message is not first
        ]
        if not others:
            return [first]
        return [first, *data.draw(st.lists(st.sampled_from(others), unique_by=id, max_size=3))]


def days_of(window: Window) -> list[date]:
    return [window.first + timedelta(days=index) for index in range((window.last - window.first).days + 1)]


TestReportLife = ReportLife.TestCase
TestReportLife.settings = settings(max_examples=60, stateful_step_count=30)


@settings(max_examples=60)
@given(
    scripts=st.dictionaries(
        st.builds(
            WindowKey,
            st.sampled_from([artist.uuid for artist in REQUEST.artists]),
            st.sampled_from(REQUEST.platforms),
            st.sampled_from([window.first for window in WINDOWS]),
        ),
        st.lists(ERRORS, max_size=30),
    ),
    deadline_s=st.integers(5, 900),
)
def test_a_report_ends_by_its_deadline_whatever_soundcharts_does(
    scripts: dict[WindowKey, list[UpstreamError]], deadline_s: int
) -> None:
    world = World()
    world.upstream.scripts.update({key: [*errors] for key, errors in scripts.items()})
    world.request(REQUEST, deadline_s=deadline_s)
    world.run()
    report = world.report()
    assert report.finished_at is not None
    assert report.finished_at <= report.deadline
    assert world.reports.completions == {(REPORT_ID, 1): 1}
