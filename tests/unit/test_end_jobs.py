from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import batched

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.report import JobEnd, Report, Status
from linernotes.reports.end_jobs import end_jobs
from linernotes.reports.jobs import jobs_of
from linernotes.reports.messages import ReportCheck
from linernotes.reports.ports import CheckReason
from tests.unit.builders import NOW, a_report, a_request, an_artist
from tests.unit.memory import Clock, Fuse, Killed, MemoryQueue, MemoryReportStore

REQUEST = a_request(
    artists=tuple(an_artist(number) for number in range(3)), platforms=("spotify", "tiktok", "deezer")
)
JOBS = [cell.job_id for cell in jobs_of(REQUEST)]
REPORT = a_report(REQUEST, status=Status.RUNNING)
ASKED = ReportCheck(REPORT.report_id, 1, CheckReason.ALL_JOBS_ENDED)


class Ending:
    """A running report whose jobs are being told as ended."""

    def __init__(self, report: Report = REPORT) -> None:
        self.fuse = Fuse()
        self.reports = MemoryReportStore(self.fuse)
        self.reports.create(report)
        self.queue = MemoryQueue(Clock(NOW), self.fuse)

    def end(self, *job_ids: str, how: JobEnd | None = None, revision: int = 1) -> None:
        ends = {job_id: how or JobEnd(upstream_calls=1) for job_id in job_ids}
        end_jobs(REPORT.report_id, revision, ends, reports=self.reports, queue=self.queue)

    @property
    def report(self) -> Report:
        report = self.reports.get(REPORT.report_id)
        assert report is not None
        return report


@pytest.fixture
def ending() -> Ending:
    return Ending()


@given(order=st.permutations(JOBS), batch=st.integers(1, 9))
def test_the_last_job_and_no_other_has_the_report_finalized_in_any_order(
    order: list[str], batch: int
) -> None:
    ending = Ending()
    for told in batched(order, batch):
        assert ending.queue.messages == []
        ending.end(*told)
    assert ending.queue.finalizes == [ASKED]
    assert ending.report.status is Status.FINALIZING


@given(told=st.lists(st.lists(st.sampled_from(JOBS), min_size=1, max_size=4)))
def test_a_report_is_finalized_only_when_each_of_its_jobs_was_told_however_often(
    told: list[list[str]],
) -> None:
    ending = Ending()
    for job_ids in told:
        ending.end(*job_ids)
        ended = {job_id for job_id in JOBS if job_id in ending.report.ended}
        assert bool(ending.queue.finalizes) == (ended == set(JOBS))
    assert ending.report.ended.keys() == {job_id for job_ids in told for job_id in job_ids}
    assert ending.report.upstream_calls == len(ending.report.ended)


def test_threads_ending_all_jobs_at_once_have_the_report_finalized_once() -> None:
    artists = tuple(an_artist(number) for number in range(50))
    request = a_request(artists=artists, platforms=("spotify", "tiktok", "deezer", "youtube"))
    job_ids = [cell.job_id for cell in jobs_of(request)]
    random.Random(1).shuffle(job_ids)  # noqa: S311 - it guards nothing
    ending = Ending(a_report(request, status=Status.RUNNING))
    with ThreadPoolExecutor(max_workers=16) as pool:
        list(pool.map(lambda some: ending.end(*some), batched(job_ids, 3)))
    assert ending.queue.finalizes == [ASKED]
    assert ending.report.ended.keys() == set(job_ids)


def test_the_first_end_told_of_a_job_stays(ending: Ending) -> None:
    ending.end(JOBS[0], how=JobEnd(upstream_calls=3))
    ending.end(JOBS[0], how=JobEnd(reason="came later", retryable=True))
    assert ending.report.ended == {JOBS[0]: JobEnd(upstream_calls=3)}


def test_a_job_that_ends_before_the_last_one_was_sent_counts() -> None:
    queued = Ending(a_report(REQUEST, status=Status.QUEUED))
    queued.end(*JOBS)
    assert queued.queue.finalizes == [ASKED]
    assert queued.report.status is Status.FINALIZING


@pytest.mark.parametrize("writes", [0, 1, 2])
def test_telling_that_was_killed_is_made_good_by_telling_again(ending: Ending, writes: int) -> None:
    ending.end(*JOBS[:-1])
    ending.fuse.left = writes
    with pytest.raises(Killed):
        ending.end(JOBS[-1])
    assert ending.queue.messages == []
    ending.end(JOBS[-1])
    assert ending.queue.finalizes == [ASKED]
    assert ending.report.ended.keys() == set(JOBS)


def test_a_job_that_ends_while_the_deadline_finalizes_the_report_is_too_late(ending: Ending) -> None:
    ending.end(*JOBS[:-1])
    ending.reports.claim_finalize(REPORT.report_id, 1)
    ending.end(JOBS[-1])
    assert JOBS[-1] not in ending.report.ended
    assert ending.queue.messages == []


def claimed_and_completed(ending: Ending) -> None:
    ending.reports.claim_finalize(REPORT.report_id, 1)
    ending.reports.complete(REPORT.report_id, 1, Status.SUCCEEDED, now=NOW)


def repaired(ending: Ending) -> None:
    claimed_and_completed(ending)
    ending.reports.reopen(ending.report, keep=[], now=NOW, deadline=NOW)


@pytest.mark.parametrize("moved_on", [claimed_and_completed, repaired])
def test_jobs_told_of_a_report_that_moved_on_change_nothing(
    ending: Ending, moved_on: Callable[[Ending], None]
) -> None:
    moved_on(ending)
    before = ending.report
    ending.end(*JOBS)
    assert ending.report == before
    assert ending.queue.messages == []


def test_jobs_of_an_unknown_report_change_nothing() -> None:
    reports, queue = MemoryReportStore(), MemoryQueue(Clock(NOW))
    end_jobs("nobody's", 1, {"0.spotify": JobEnd()}, reports=reports, queue=queue)
    assert queue.messages == []
