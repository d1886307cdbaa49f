"""Equal requests at all times, with deaths between any two writes: each ends, and none shows what is over."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from linernotes.model.errors import NothingToRepair, ReportNotFinished, ReportNotFound
from linernotes.model.report import Report, Status
from linernotes.model.request import ReportRequest
from linernotes.reports.file_names import RESULT_NAME
from linernotes.sections.windows.window_data import WindowKey, is_fresh
from tests.unit.builders import NOW, a_request
from tests.unit.world import World, windows_of

QUESTIONS = [
    a_request(callback_url="https://hooks.example.org/done"),
    a_request(start_date=NOW.date() - timedelta(days=20), end_date=NOW.date() - timedelta(days=1)),
]
KILLS = st.none() | st.integers(0, 14)


def keys_of(request: ReportRequest) -> list[WindowKey]:
    """List the windows a question is answered by."""
    return [
        WindowKey(artist.uuid, platform, window.first)
        for artist in request.artists
        for platform in request.platforms
        for window in windows_of(request)
    ]


class SameAgainMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = World(gives_again=True)
        self.asked: list[str] = []
        self.made_at: dict[str | None, Any] = {}

    @rule(question=st.integers(0, 1), fresh=st.integers(0, 4).map(lambda drawn: drawn == 4), kill=KILLS)
    def ask(self, question: int, *, fresh: bool, kill: int | None) -> None:
        self.ask_now(question, fresh=fresh, kill=kill)

    def ask_now(self, question: int, *, fresh: bool = False, kill: int | None = None) -> None:
        report_id = f"report-{len(self.asked)}"
        self.asked.append(report_id)
        request = a_request(**{"fresh": True}) if fresh else QUESTIONS[question]
        report = self.world.request(request, report_id=report_id, kill_after=kill)
        if report is not None and report.was_given:
            self.shows_what_is_stored(report)

    def shows_what_is_stored(self, report: Report) -> None:
        """Hold a report that was given its answer to the windows: all fresh, none newer than the answer."""
        assert not report.request.fresh
        need = report.request.end_date
        (made_at,) = {self.made_at[report.folder]}
        for key in keys_of(report.request):
            data = self.world.windows.windows[key]
            assert is_fresh(data, now=self.world.clock(), needed_to=min(need, data.window.last))
            assert data.fetched_at <= made_at

    @rule(question=st.integers(0, 1))
    def ask_and_settle(self, question: int) -> None:
        """Have an answer made."""
        self.ask_now(question)
        self.settle_now()

    @rule()
    def settle(self) -> None:
        self.settle_now()

    def settle_now(self) -> None:
        """Let all that is due be done."""
        self.world.run_due()
        self.note_answers()

    @precondition(lambda self: self.world.queue.messages)
    @rule(which=st.integers(0, 5), kill=KILLS)
    def deliver(self, which: int, kill: int | None) -> None:
        waiting = sorted(self.world.queue.messages, key=lambda message: message.due)
        message = waiting[min(which, len(waiting) - 1)]
        self.world.clock.now = max(self.world.clock.now, message.due)
        self.world.deliver(message, kill_after=kill)
        self.note_answers()

    def note_answers(self) -> None:
        """Note when each answer that is kept was made."""
        for answer in self.world.answers.kept.values():
            self.made_at.setdefault(answer.folder, self.world.clock())

    @rule(seconds=st.integers(1, 4 * 3600))
    def wait(self, seconds: int) -> None:
        self.world.clock.advance(seconds)

    @precondition(lambda self: self.asked)
    @rule(which=st.integers(0, 20), kill=KILLS)
    def delete(self, which: int, kill: int | None) -> None:
        with suppress(ReportNotFound):
            self.world.delete(self.asked[which % len(self.asked)], kill_after=kill)

    @precondition(lambda self: self.asked)
    @rule(which=st.integers(0, 20), kill=KILLS, lost=st.booleans())
    def repair(self, which: int, kill: int | None, *, lost: bool) -> None:
        report_id = self.asked[which % len(self.asked)]
        if self.world.reports.get(report_id) is None:
            return
        if lost:  # Kept for weeks, and fresh for a day at most.
            self.world.clock.advance(30 * 24 * 3600)
            self.world.windows.windows.clear()
        with suppress(NothingToRepair, ReportNotFinished):
            self.world.repair(report_id, kill_after=kill)

    @invariant()
    def what_ended_has_its_answer(self) -> None:
        for report in filter(None, map(self.world.reports.get, self.asked)):
            if report.status.ended and report.folder is not None and not self.is_being_deleted(report):
                assert self.world.files.has(report.folder, RESULT_NAME), report.report_id

    def is_being_deleted(self, report: Report) -> bool:
        """Say whether a deletion that died had let go of its files already: its owner wants them gone."""
        holders = self.world.answers.holders[report.answer_of or ""]
        return report.was_given and report.report_id not in holders

    def teardown(self) -> None:
        self.world.run()
        for report in filter(None, map(self.world.reports.get, self.asked)):
            assert report.status.ended, report.report_id
            assert not report.pending or report.status is not Status.SUCCEEDED
        self.what_ended_has_its_answer()
        assert not self.world.budgets.open


SameAgainMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestSameAgain = SameAgainMachine.TestCase
