"""The queues of reports in SQS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from linernotes.aws.queues import deliver_again, send_all
from linernotes.model.report import FetchJob
from linernotes.reports.messages import ReportCheck, check_text, job_text
from linernotes.reports.ports import CheckReason


class SqsQueue:
    """Sends to the queues of the stack; a function that never sends to one of them has no address for it."""

    def __init__(self, client: Any, *, jobs_url: str = "", checks_url: str = "") -> None:
        """Take the queues' URLs."""
        self._client = client
        self._jobs_url = jobs_url
        self._finalize_url = checks_url

    def send_jobs(self, jobs: Sequence[FetchJob], *, delay_s: int = 0) -> None:
        """See `JobQueue.send_jobs`; raises QueueRefused if any message was not taken."""
        send_all(self._client, self._jobs_url, [job_text(job) for job in jobs], delay_s=delay_s)

    def send_check(
        self, report_id: str, revision: int, check_reason: CheckReason, *, delay_s: int = 0
    ) -> None:
        """See `JobQueue.send_check`."""
        body = check_text(ReportCheck(report_id, revision, check_reason))
        self._client.send_message(QueueUrl=self._finalize_url, MessageBody=body, DelaySeconds=delay_s)

    def deliver_again(self, delays_s: Mapping[str, int]) -> None:
        """Have received job messages come back, see `deliver_again` of `aws.queues`."""
        deliver_again(self._client, self._jobs_url, delays_s)
