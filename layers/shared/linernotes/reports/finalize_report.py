"""What happens to a report between its jobs and its files: watched, finalized, ended."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from linernotes.model.budget import Account, Charge
from linernotes.model.report import DEFAULT_DOOR, JobEnd, Report, Status, ending_status
from linernotes.reports.budgets import Budgets, conclude_report
from linernotes.reports.fail_dead_letters import REPORT_REASON
from linernotes.reports.file_names import RESULT_NAME, WORKBOOK_NAME, FileName, file_name
from linernotes.reports.material import jobs_without_data, material_from, read_stored
from linernotes.reports.ports import CheckReason, JobQueue, ReportFiles, ReportStore, Writer
from linernotes.reports.report_ended import ReportEnded, ReportEvents
from linernotes.reports.request_report import WATCH_AFTER_S, dispatch
from linernotes.reports.result_json import result_json
from linernotes.reports.same_again import SameAgain, drop_files, take_answer, tell_followers
from linernotes.reports.section_csv import section_writers
from linernotes.reports.unbuilt import Unbuilt
from linernotes.sections.audience.result import Result
from linernotes.sections.audience.section import SECTION as AUDIENCE
from linernotes.sections.registry import asked_sections
from linernotes.sections.section import Answer, Material, Stores

MOST_REFETCHES = 2
"""How often windows that are missing at the end are fetched again: more would not bring them either."""
_PUTS_AT_ONCE = 4
"""Files that are stored at once, while the next are written."""
GONE_REASON = "what was fetched for this is no longer stored"
UNWRITTEN_REASON = "it could not be written; the failure was recorded"
DIED_REASON = "the function writing it stopped, several times over"


def finalize_report(
    report_id: str,
    revision: int,
    check_reason: CheckReason,
    *,
    account: Account | None = None,
    reports: ReportStore,
    budgets: Budgets,
    stores: Stores,
    queue: JobQueue,
    events: ReportEvents,
    files: ReportFiles,
    writers: Mapping[str, Writer],
    clock: Callable[[], datetime],
    try_id: str,
    received: int,
    max_tries: int,
    tell_unwritten: Callable[[str, Exception], None] = lambda _name, _error: None,
    tell_unbuilt: Callable[[str, Exception], None] = lambda _name, _error: None,
    again: SameAgain | None = None,
) -> Report | None:
    """Do what the report needs now: finalize it, send its jobs again, wait for its time, or nothing.

    `account` is what the revision may be charged to, if the message says.
    `writers` make the report's files besides those of its sections, by their names, the workbook last;
    `try_id` tells this call from every other. The message was `received` so often. At the last of
    `max_tries`, those before having died, the workbook is left out; beyond them the report ends failed.
    `tell_unwritten` hears of each file that could not be written, `tell_unbuilt` of each section that could
    not be worked out, and of the error. Returns the report if this call ended it. Raises StoreBusy, and
    whatever keeps files from being stored: to be called again.
    """
    report = reports.get(report_id)
    if report is None or report.revision != revision:
        if account is not None and (report is None or report.revision < revision):
            # Whoever began this revision died before storing it, or was refused.
            budgets.settle(Charge(account, report_id, revision), None)
        if report is None:
            # A try that died may have written files after the report was deleted.
            drop_files(report_id, files=files, again=again, now=clock())
            _tell_deleted(report_id, revision, reports=reports, events=events)
        return None
    if report.status.ended:
        # A try that died between ending the report and publishing that comes here again; so do the watch and
        # the deadline of every report, long after.
        conclude_report(report, budgets=budgets, events=events)
        return None
    wait_s = (report.collect_until - clock()).total_seconds()
    if report.pending and report.status is not Status.FINALIZING and wait_s > 0:
        if check_reason is CheckReason.DEADLINE:
            delay_s = math.ceil(wait_s)
            queue.send_check(
                report_id, revision, check_reason, owner=report.owner, delay_s=delay_s, account=account
            )
        elif report.status is Status.QUEUED and report.follows and again is not None:
            ended = _follow(report, report.follows, again=again, reports=reports, queue=queue, now=clock())
            if ended is not None:
                conclude_report(ended, budgets=budgets, events=events)
            return ended
        elif report.status is Status.QUEUED:
            dispatch(report, reports=reports, queue=queue)
        return None
    claimed = reports.claim_finalize(report_id, revision)
    if claimed is None:
        return None
    # Deaths raise both: what is received of a function that is throttled, and tries side by side, only one.
    tries = min(received, claimed.finalize_tries)
    if tries > max_tries:
        given_up = _given_up(claimed, reports=reports, budgets=budgets, events=events, now=clock())
        tell_followers(claimed, again=again, queue=queue)
        return given_up
    marks = again.marks_before(claimed.request) if again is not None else {}
    stored = read_stored(claimed, stores.windows, stores.lookups)
    if gone := jobs_without_data(claimed, stored):
        if wait_s > 0 and claimed.refetches < MOST_REFETCHES:
            resumed = reports.resume(claimed, gone)
            if resumed is not None:
                dispatch(resumed, reports=reports, queue=queue)
            return None
        claimed = reports.replace_ends(claimed, {job_id: _gone(claimed.ended[job_id]) for job_id in gone})
    material = material_from(claimed, stored.windows, stores, stored.gathered)
    result = build_report(material, tell_unbuilt=tell_unbuilt)
    status = ending_status(claimed, whole=result.whole, delivered_anything=result.has_figures)
    folder = f"{report_id}/{revision}/{try_id}"
    left_out = {WORKBOOK_NAME: DIED_REASON} if tries == max_tries and status is not Status.FAILED else {}
    missing = left_out | _write_files(
        claimed,
        result,
        status,
        folder,
        files=files,
        writers={name: write for name, write in writers.items() if name not in left_out},
        now=clock(),
        tell_unwritten=tell_unwritten,
    )
    if missing and status is Status.SUCCEEDED:
        status = Status.PARTIAL
    now = clock()
    named = replace(claimed.request, artists=tuple(result.artists))
    if again is not None and status is Status.SUCCEEDED:
        # Before the report ends: who follows it and finds it ended finds its answer, too.
        again.keep(replace(claimed, request=named), folder, stored, marks)
    if not reports.complete(
        report_id, revision, status, now=now, folder=folder, missing_files=missing, request=named
    ):
        if reports.get(report_id) is None:
            # It was deleted meanwhile, perhaps before the last of these files was there to be deleted.
            drop_files(report_id, files=files, again=again, now=now)
        return None
    conclude_report(claimed, budgets=budgets, events=events)
    tell_followers(claimed, again=again, queue=queue)
    # Not read again: by now a repair may have begun the next revision.
    return replace(
        claimed, request=named, status=status, finished_at=now, folder=folder, missing_files=missing
    )


def _follow(
    report: Report,
    leader: str,
    *,
    again: SameAgain,
    reports: ReportStore,
    queue: JobQueue,
    now: datetime,
) -> Report | None:
    """Give a report the answer it waits for, wait on, or fetch it after all; returns it if it ended."""
    ended = take_answer(report, again=again, reports=reports, now=now)
    if ended is not None:
        return ended
    status = reports.status(leader)
    if status is not None and not status.ended:
        queue.send_check(
            report.report_id, report.revision, CheckReason.WATCH, owner=report.owner, delay_s=WATCH_AFTER_S
        )
        return None
    # That one came to nothing which serves this one, or to nothing at all.
    again.answers.end_lead(again.digest(report.request), leader)
    dispatch(report, reports=reports, queue=queue)
    return None


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


def _tell_deleted(report_id: str, revision: int, *, reports: ReportStore, events: ReportEvents) -> None:
    """Publish that a report has ended that was deleted: who waits for its end asks for it and finds none."""
    deleted = reports.deleted(report_id)
    if deleted is not None and deleted.door != DEFAULT_DOOR:
        ended = ReportEnded(report_id, revision, deleted.door, has_callback=False)
        events.publish(ended, owner=deleted.owner)


def _given_up(
    report: Report, *, reports: ReportStore, budgets: Budgets, events: ReportEvents, now: datetime
) -> Report | None:
    """End a report failed that killed its function again and again; None if another call has ended it."""
    ended = reports.complete(report.report_id, report.revision, Status.FAILED, now=now, failure=REPORT_REASON)
    if not ended:
        return None
    conclude_report(report, budgets=budgets, events=events)
    return replace(report, status=Status.FAILED, finished_at=now, failure=REPORT_REASON)


def _write_files(
    report: Report,
    result: Result,
    status: Status,
    folder: str,
    *,
    files: ReportFiles,
    writers: Mapping[str, Writer],
    now: datetime,
    tell_unwritten: Callable[[str, Exception], None],
) -> dict[str, str]:
    """Write what the report delivers; returns what could not be written, by name, and why.

    Into a folder of this try, so that of two tries at once, which may have found different windows, the one
    that ends the report is also the one whose files it has. A crash leaves files that nothing names.
    """
    document = result_json(report, result, status)
    files.put_json(folder, RESULT_NAME, document, save_as=_save_as(report, result, RESULT_NAME))
    missing: dict[str, str] = {}
    if status is Status.FAILED:
        return missing
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(_PUTS_AT_ONCE) as pool:
        being_stored: list[Future[None]] = []
        for name, write in {**section_writers(result), **writers}.items():
            path = Path(scratch) / name
            try:
                write(path, report, result, made_at=now, status=status)
            except Exception as error:
                # Whatever it is, the other files are as good as before.
                missing[name] = UNWRITTEN_REASON
                tell_unwritten(name, error)
            else:
                if name == WORKBOOK_NAME:
                    # Nothing is stored once it is: whoever finds it finds the others.
                    _wait_for(being_stored)
                save_as = _save_as(report, result, name)
                being_stored.append(pool.submit(files.put, folder, name, path, save_as=save_as))
        _wait_for(being_stored)
    return missing


def _wait_for(being_stored: Iterable[Future[None]]) -> None:
    """Wait until files are stored; raises what keeps one from being so."""
    for future in being_stored:
        future.result()


def _save_as(report: Report, result: Result, name: str) -> FileName:
    return file_name(report.request, result.artists, name)


def _gone(end: JobEnd) -> JobEnd:
    """Give the end of a job whose windows were stored and are there no more."""
    return replace(end, reason=GONE_REASON, retryable=True)
