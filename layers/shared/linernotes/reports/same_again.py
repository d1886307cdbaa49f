"""The same again (contract 2): a finished answer that is still fresh is given once more, to whoever asks.

What ended `succeeded` is kept under a digest of what was asked. An equal request gets a report of its own
that is born ended, with the answer and files of the first: nothing is fetched, made or written. One that
comes while the first is being made follows it: a report like any other, whose jobs are not sent as long as
the one before it may end well. So a crash anywhere leaves a report that its own watch and deadline end.

Files are those of the report that wrote them, and are held by every report that has them: they go when the
last of these is deleted. Each change is one conditional write.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from linernotes.model.errors import StoreBusy
from linernotes.model.report import Report, Status
from linernotes.model.request import Artist, ReportRequest
from linernotes.reports.material import Stored, taken_from
from linernotes.reports.ports import CheckReason, JobQueue, ReportFiles, ReportStore
from linernotes.sections.registry import sections_of

MOST_HOLDERS = 100
"""How many reports may be given an answer, or follow a report: what they are kept in is read whole."""
_LONGEST = timedelta(hours=24)
"""How long an answer is given again at most, though what it is made of were fresh for longer."""
_NO_PART = ("callback_url", "max_upstream_calls")
"""What of a request does not change its answer."""


def marks_of(request: ReportRequest) -> set[str]:
    """List the marks of what a request's sections are made from."""
    return {mark for section in sections_of(request) for mark in section.marks(request)}


@dataclass(frozen=True, slots=True)
class FinishedAnswer:
    """An answer to be given again until `fresh_until`, unless a mark has another number than `marks` says.

    `report_id` is the report that made it, `folder` where its files are, which are there until `expires_at`.
    `artists` are those of the request, with their names, `hits` is how much there is in it.
    """

    report_id: str
    folder: str
    artists: tuple[Artist, ...]
    hits: int
    fresh_until: datetime
    expires_at: datetime
    marks: Mapping[str, int]


class AnswerStore(Protocol):
    """Keeps finished answers, by the digest of what was asked, and who has them.

    Each method raises StoreBusy.
    """

    def find(self, digest: str) -> FinishedAnswer | None:
        """Give the answer kept last, as of the last write."""

    def keep(self, digest: str, answer: FinishedAnswer) -> None:
        """Keep an answer, in place of what was kept before."""

    def forget(self, digest: str, report_id: str) -> None:
        """Give a report's answer to nobody any more; does nothing where another's is kept by now."""

    def hold(self, report_id: str, holder: str, *, until: datetime) -> bool:
        """Have a report's files kept for another report too, once however often that is told.

        False if they are about to be deleted, or are held by as many as may. Files are gone by `until`.
        """

    def let_go(self, report_id: str, holder: str) -> bool:
        """Take back that a report holds another's files; True if that is deleted and nobody holds them."""

    def close(self, report_id: str, *, now: datetime) -> bool:
        """Let nobody hold a report's files any more who does not already; True if nobody does."""

    def lead(self, digest: str, report_id: str, *, now: datetime, until: datetime) -> str:
        """Name the report that answers a question: the one of it that is being made, else this one."""

    def follow(self, digest: str, leader: str, follower: str) -> bool:
        """Have a report told when another ends; False if that leads no more, or has too many followers."""

    def end_lead(self, digest: str, leader: str) -> Set[str]:
        """Have a report lead no more; gives those that follow it."""


class Changes(Protocol):
    """The numbers of marks, see `linernotes.model.marks`."""

    def read(self, marks: Collection[str]) -> dict[str, int]:
        """Read marks, as of the last write; 0 for one that was never raised. Raises StoreBusy."""


@dataclass(frozen=True, slots=True)
class SameAgain:
    """What it takes to give an answer again.

    `release` tells the code that makes answers from any other, `kept_for` is how long a report's files are
    kept after it was asked for. An error in looking for an answer or keeping one costs no more than that it
    is made again: `tell_lost` hears what was being done, and the error. Only that a store is busy is raised,
    by `find`, `marks_before` and `keep` alike.
    """

    answers: AnswerStore
    changes: Changes
    release: str
    kept_for: timedelta
    tell_lost: Callable[[str, Exception], None] = lambda _doing, _error: None

    def digest(self, request: ReportRequest) -> str:
        """Name what is asked, whoever asks, in whatever order sections are: the answer has its own."""
        asked = {name: value for name, value in request.canonical().items() if name not in _NO_PART}
        asked["sections"] = sorted(request.sections)
        written = json.dumps([self.release, asked], sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()

    def find(self, request: ReportRequest, *, now: datetime) -> FinishedAnswer | None:
        """Give a finished answer to a request made at that time, if there is one that may be given."""
        if request.fresh:
            return None
        return self._or_nothing("find", lambda: self._fresh_answer(request, now))

    def marks_before(self, request: ReportRequest) -> Mapping[str, int] | None:
        """Read what may change of a request's data while an answer is made; to be read before them.

        None if the answer is not to be kept.
        """
        if request.fresh:
            return None
        return self._or_nothing("read marks", lambda: self.changes.read(marks_of(request)))

    def keep(self, report: Report, folder: str, stored: Stored, marks: Mapping[str, int] | None) -> None:
        """Keep the answer of a report that is about to end succeeded, with its artists named.

        `stored` is what it is made of, `marks` are those before that was read; without them it is not kept.
        """
        if marks is not None:
            self._or_nothing("keep", lambda: self._keep(report, folder, stored, marks))

    def _fresh_answer(self, request: ReportRequest, now: datetime) -> FinishedAnswer | None:
        answer = self.answers.find(self.digest(request))
        if answer is None or now >= min(answer.fresh_until, answer.expires_at):
            return None
        return answer if self.changes.read(answer.marks) == answer.marks else None

    def _keep(self, report: Report, folder: str, stored: Stored, marks: Mapping[str, int]) -> None:
        fresh_until = stored.fresh_until
        answer = FinishedAnswer(
            report.report_id,
            folder,
            report.request.artists,
            hits=taken_from(report, stored),
            fresh_until=min([report.created_at + _LONGEST, *fresh_until.values()]),
            expires_at=report.created_at + self.kept_for,
            marks={mark: marks[mark] for mark in fresh_until},
        )
        self.answers.keep(self.digest(report.request), answer)

    def _or_nothing[T](self, doing: str, do: Callable[[], T]) -> T | None:
        """Do what only serves to give an answer again; where that fails, tell it and go on without."""
        try:
            return do()
        except StoreBusy:
            raise
        except Exception as error:
            self.tell_lost(doing, error)
            return None


def with_answer(report: Report, answer: FinishedAnswer, *, now: datetime) -> Report:
    """Give a report as it is once it has another's answer: no job of it has taken anything."""
    named = {artist.uuid: artist for artist in answer.artists}
    return replace(
        report,
        request=replace(report.request, artists=answer.artists),
        jobs=[replace(job, artist=named[job.artist.uuid]) for job in report.jobs],
        status=Status.SUCCEEDED,
        finished_at=now,
        folder=answer.folder,
        answer_of=answer.report_id,
        given_hits=answer.hits,
        ended=report.given_ends,
    )


def lead_or_follow(report: Report, *, again: SameAgain) -> Report:
    """Have a report that is about to be stored answer its question, or follow the one that is about to."""
    leader = again.answers.lead(
        again.digest(report.request), report.report_id, now=report.created_at, until=report.deadline
    )
    return report if leader == report.report_id else replace(report, follows=leader)


def follow(report: Report, *, again: SameAgain, reports: ReportStore, queue: JobQueue) -> None:
    """Have a report that was stored hear of its leader's end; if that is over by now, at once.

    Where the leader is not stored, it is just being accepted, or died of that: the watch will see.
    """
    leader = report.follows or ""
    followed = again.answers.follow(again.digest(report.request), leader, report.report_id)
    status = reports.status(leader)
    if status.ended if status is not None else not followed:
        queue.send_check(report.report_id, report.revision, CheckReason.WATCH, owner=report.owner)


def take_answer(report: Report, *, again: SameAgain, reports: ReportStore, now: datetime) -> Report | None:
    """End a report that follows another with that one's answer, if there is one that serves it."""
    answer = again.find(report.request, now=report.created_at)
    if answer is None or not again.answers.hold(answer.report_id, report.report_id, until=answer.expires_at):
        return None
    ended = with_answer(report, answer, now=now)
    return ended if reports.take_answer(ended, expires_at=answer.expires_at) else None


def tell_followers(report: Report, *, again: SameAgain | None, queue: JobQueue) -> None:
    """Have those looked after that follow a report which has ended; a death here leaves it to their watch."""
    if again is None or report.request.fresh or report.follows:
        return
    for follower in sorted(again.answers.end_lead(again.digest(report.request), report.report_id)):
        queue.send_check(follower, 1, CheckReason.WATCH, owner="")


def drop_files(report_id: str, *, files: ReportFiles, again: SameAgain | None, now: datetime) -> None:
    """Delete the files of a report that is deleted, unless another report has them."""
    if again is None or again.answers.close(report_id, now=now):
        files.delete_all(report_id)


def let_go(report: Report, *, files: ReportFiles, again: SameAgain | None) -> None:
    """Let go of the files a report about to be deleted was given, and delete them if it is the last."""
    if (
        again is not None
        and report.answer_of is not None
        and again.answers.let_go(report.answer_of, report.report_id)
    ):
        files.delete_all(report.answer_of)
