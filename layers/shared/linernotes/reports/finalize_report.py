"""What happens to a report between its jobs and its files: watched, finalized, ended."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from linernotes.model.budget import Charge
from linernotes.model.report import DEFAULT_DOOR, JobEnd, Report, Status, ending_status
from linernotes.reports.budgets import Budgets, conclude_report
from linernotes.reports.fail_dead_letters import REPORT_REASON
from linernotes.reports.file_names import WORKBOOK_NAME
from linernotes.reports.material import jobs_without_data, material_from, read_stored
from linernotes.reports.messages import ReportCheck
from linernotes.reports.ports import CheckReason, JobQueue, ReportFiles, ReportStore, Writer
from linernotes.reports.report_ended import ReportEnded, ReportEvents
from linernotes.reports.request_report import WATCH_AFTER_S, dispatch
from linernotes.reports.same_again import SameAgain, drop_files, take_answer, tell_followers
from linernotes.reports.unbuilt import Unbuilt
from linernotes.reports.write_files import write_files
from linernotes.sections.audience.result import Result
from linernotes.sections.audience.section import SECTION as AUDIENCE
from linernotes.sections.registry import asked_sections
from linernotes.sections.section import Answer, Material, Stores

MOST_REFETCHES = 2
"""How often windows that are missing at the end are fetched again: more would not bring them either."""
GONE_REASON = "what was fetched for this is no longer stored"
DIED_REASON = "the function writing it stopped, several times over"


@dataclass(frozen=True, slots=True)
class FinalizeTools:
    """What reports are looked after and finalized with.

    `writers` make a report's files besides those of its sections, by their names, the workbook last. A report
    is given up after `max_tries`. `tell_unwritten` hears of each file that could not be written,
    `tell_unbuilt` of each section that could not be worked out, and of the error.
    """

    reports: ReportStore
    budgets: Budgets
    stores: Stores
    queue: JobQueue
    events: ReportEvents
    files: ReportFiles
    writers: Mapping[str, Writer]
    clock: Callable[[], datetime]
    max_tries: int
    tell_unwritten: Callable[[str, Exception], None] = lambda _name, _error: None
    tell_unbuilt: Callable[[str, Exception], None] = lambda _name, _error: None
    again: SameAgain | None = None


def finalize_report(check: ReportCheck, tools: FinalizeTools, *, try_id: str, received: int) -> Report | None:
    """Do what the report needs now: finalize it, send its jobs again, wait for its time, or nothing.

    `try_id` tells this call from every other. The message was `received` so often. At the last try, those
    before having died, the workbook is left out; beyond it the report ends failed. Returns the report if this
    call ended it. Raises StoreBusy, and whatever keeps files from being stored: to be called again.
    """
    report = tools.reports.get(check.report_id)
    if report is None or report.revision != check.revision:
        _forget(check, report, tools)
        return None
    if report.status.ended:
        # A try that died between ending the report and publishing that comes here again; so do the watch and
        # the deadline of every report, long after.
        conclude_report(report, budgets=tools.budgets, events=tools.events)
        return None
    left_s = (report.collect_until - tools.clock()).total_seconds()
    if report.pending and report.status is not Status.FINALIZING and left_s > 0:
        return _wait(report, check, tools, left_s=left_s)
    claimed = tools.reports.claim_finalize(check.report_id, check.revision)
    if claimed is None:
        return None
    # Deaths raise both: what is received of a function that is throttled, and tries side by side, only one.
    tries = min(received, claimed.finalize_tries)
    if tries > tools.max_tries:
        return _given_up(claimed, tools)
    return _finalized(
        claimed, tools, try_id=try_id, is_last_try=tries == tools.max_tries, may_fetch=left_s > 0
    )


def _forget(check: ReportCheck, report: Report | None, tools: FinalizeTools) -> None:
    """See to what a revision left that is not there, or no more; `report` is as it is by now."""
    if check.account is not None and (report is None or report.revision < check.revision):
        # Whoever began this revision died before storing it, or was refused.
        tools.budgets.settle(Charge(check.account, check.report_id, check.revision), None)
    if report is None:
        # A try that died may have written files after the report was deleted.
        drop_files(check.report_id, files=tools.files, again=tools.again, now=tools.clock())
        _tell_deleted(check, tools)


def _tell_deleted(check: ReportCheck, tools: FinalizeTools) -> None:
    """Publish that a report has ended that was deleted: who waits for its end asks for it and finds none."""
    deleted = tools.reports.deleted(check.report_id)
    if deleted is not None and deleted.door != DEFAULT_DOOR:
        ended = ReportEnded(check.report_id, check.revision, deleted.door, has_callback=False)
        tools.events.publish(ended, owner=deleted.owner)


def _wait(report: Report, check: ReportCheck, tools: FinalizeTools, *, left_s: float) -> Report | None:
    """Leave a report to its jobs while its time lasts; returns it if another's answer ended it."""
    if check.check_reason is CheckReason.DEADLINE:
        tools.queue.send_check(
            check.report_id,
            check.revision,
            check.check_reason,
            owner=report.owner,
            delay_s=math.ceil(left_s),
            account=check.account,
        )
    elif report.status is Status.QUEUED and report.follows and tools.again is not None:
        ended = _follow(report, report.follows, tools.again, tools)
        if ended is not None:
            conclude_report(ended, budgets=tools.budgets, events=tools.events)
        return ended
    elif report.status is Status.QUEUED:
        dispatch(report, reports=tools.reports, queue=tools.queue)
    return None


def _follow(report: Report, leader: str, again: SameAgain, tools: FinalizeTools) -> Report | None:
    """Give a report the answer it waits for, wait on, or fetch it after all; returns it if it ended."""
    ended = take_answer(report, again=again, reports=tools.reports, now=tools.clock())
    if ended is not None:
        return ended
    status = tools.reports.status(leader)
    if status is not None and not status.ended:
        tools.queue.send_check(
            report.report_id, report.revision, CheckReason.WATCH, owner=report.owner, delay_s=WATCH_AFTER_S
        )
        return None
    # That one came to nothing which serves this one, or to nothing at all.
    again.answers.end_lead(again.digest(report.request), leader)
    dispatch(report, reports=tools.reports, queue=tools.queue)
    return None


def _given_up(report: Report, tools: FinalizeTools) -> Report | None:
    """End a report failed that killed its function repeatedly; None if another call has ended it."""
    now = tools.clock()
    ended = tools.reports.complete(
        report.report_id, report.revision, Status.FAILED, now=now, failure=REPORT_REASON
    )
    if ended:
        conclude_report(report, budgets=tools.budgets, events=tools.events)
    tell_followers(report, again=tools.again, queue=tools.queue)
    return replace(report, status=Status.FAILED, finished_at=now, failure=REPORT_REASON) if ended else None


def _finalized(
    claimed: Report, tools: FinalizeTools, *, try_id: str, is_last_try: bool, may_fetch: bool
) -> Report | None:
    """Work a report out, write its files and end it; or fetch again what is gone, if it `may_fetch`."""
    again = tools.again
    marks = again.marks_before(claimed.request) if again is not None else {}
    stored = read_stored(claimed, tools.stores.windows, tools.stores.lookups)
    if gone := jobs_without_data(claimed, stored):
        if may_fetch and claimed.refetches < MOST_REFETCHES:
            resumed = tools.reports.resume(claimed, gone)
            if resumed is not None:
                dispatch(resumed, reports=tools.reports, queue=tools.queue)
            return None
        ends = {job_id: _gone(claimed.ended[job_id]) for job_id in gone}
        claimed = tools.reports.replace_ends(claimed, ends)
    material = material_from(claimed, stored.windows, tools.stores, stored.gathered)
    result = build_report(material, tell_unbuilt=tools.tell_unbuilt)
    folder = f"{claimed.report_id}/{claimed.revision}/{try_id}"
    status, missing = _written(claimed, result, folder, tools, is_last_try=is_last_try)
    now = tools.clock()
    named = replace(claimed.request, artists=tuple(result.artists))
    finished = replace(
        claimed, request=named, status=status, finished_at=now, folder=folder, missing_files=missing
    )
    if again is not None and status is Status.SUCCEEDED:
        # Before the report ends: who follows it and finds it ended finds its answer, too.
        again.keep(replace(claimed, request=named), folder, stored, marks)
    return _ended(claimed, finished, tools, now=now)


def _written(
    report: Report, result: Result, folder: str, tools: FinalizeTools, *, is_last_try: bool
) -> tuple[Status, dict[str, str]]:
    """Write a report's files; gives how it ends, and why it lacks those it lacks, by name."""
    status = ending_status(report, whole=result.whole, delivered_anything=result.has_figures)
    left_out = {WORKBOOK_NAME: DIED_REASON} if is_last_try and status is not Status.FAILED else {}
    missing = left_out | write_files(
        report,
        result,
        status,
        folder,
        files=tools.files,
        writers={name: write for name, write in tools.writers.items() if name not in left_out},
        now=tools.clock(),
        tell_unwritten=tools.tell_unwritten,
    )
    return Status.PARTIAL if missing and status is Status.SUCCEEDED else status, missing


def _ended(claimed: Report, finished: Report, tools: FinalizeTools, *, now: datetime) -> Report | None:
    """End a report whose files are written; gives it as it then is, None if another call has ended it."""
    if not tools.reports.complete(
        finished.report_id,
        finished.revision,
        finished.status,
        now=now,
        folder=finished.folder,
        missing_files=finished.missing_files,
        request=finished.request,
    ):
        if tools.reports.get(finished.report_id) is None:
            # It was deleted meanwhile, perhaps before the last of these files was there to be deleted.
            drop_files(finished.report_id, files=tools.files, again=tools.again, now=now)
        return None
    conclude_report(claimed, budgets=tools.budgets, events=tools.events)
    tell_followers(claimed, again=tools.again, queue=tools.queue)
    # Not read again: by now a repair may have begun the next revision.
    return finished


def build_report(
    material: Material, *, tell_unbuilt: Callable[[str, Exception], None] = lambda _name, _error: None
) -> Result:
    """Have every section of a report say what it has to; `tell_unbuilt` hears of each that failed to."""
    answers: dict[str, Answer] = {}
    for section in asked_sections(material.report.request):
        try:
            answer = section.build(material)
            answer.json()
        except Exception as error:
            # Whatever it is, the other sections are as good as before.
            answer = Unbuilt(material.report, section.name)
            tell_unbuilt(section.name, error)
        answers[section.name] = answer
    return replace(AUDIENCE.build(material), sections=answers)


def _gone(end: JobEnd) -> JobEnd:
    """Give the end of a job whose windows were stored and are there no more."""
    return replace(end, reason=GONE_REASON, retryable=True)
