"""What goes through the queues of reports, as JSON text."""

from __future__ import annotations

from dataclasses import dataclass

from linernotes.aws.messages import MessageReader, message_text
from linernotes.model.budget import Account
from linernotes.model.report import FetchJob
from linernotes.model.request import ROWS
from linernotes.reports.ports import CheckReason
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES


@dataclass(frozen=True, slots=True)
class ReportCheck:
    """Asks for a report to be looked after.

    `account` is what this revision may be charged to, in case that it is never stored.
    """

    report_id: str
    revision: int
    check_reason: CheckReason
    account: Account | None = None


def job_text(job: FetchJob) -> str:
    """Write a fetch job."""
    return message_text(job)


def job_from(text: str) -> FetchJob:
    """Read a fetch job. Raises MessageBroken."""
    return _JOBS.read(text)


def check_text(asked: ReportCheck) -> str:
    """Write a request to look after a report."""
    return message_text(asked)


def check_from(text: str) -> ReportCheck:
    """Read a request to look after a report. Raises MessageBroken."""
    return _CHECKS.read(text)


def _check_job(job: FetchJob) -> None:
    if job.section not in (ROWS, *SECTIONS):
        raise ValueError("no such section")
    if job.section == ROWS and job.platform not in SOURCES:
        raise ValueError("no such metric source")
    if not job.periods:
        raise ValueError("it has no period")


_JOBS = MessageReader(FetchJob, what="a fetch job", check=_check_job)
_CHECKS = MessageReader(ReportCheck, what="about a report")
