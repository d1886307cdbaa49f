"""The queues of reports in SQS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from linernotes.aws.queues import deliver_again, send_all, send_one
from linernotes.model.budget import Account
from linernotes.model.report import FetchJob
from linernotes.reports.messages import ReportCheck, check_text, job_text
from linernotes.reports.ports import CheckReason
from linernotes.reports.report_ended import ReportEnded, report_ended_text


class SqsQueue:
    """Sends to the queues of the stack; a function that never sends to one of them has no address for it."""

    def __init__(
        self,
        client: Any,
        *,
        jobs_url: str = "",
        bulk_jobs_url: str = "",
        checks_url: str = "",
        notify_url: str = "",
    ) -> None:
        """Take the queues' URLs."""
        self._client = client
        self._jobs_urls = {False: jobs_url, True: bulk_jobs_url}
        self._checks_url = checks_url
        self._notify_url = notify_url

    def send_jobs(self, jobs: Sequence[FetchJob], *, delay_s: int = 0) -> None:
        """See `JobQueue.send_jobs`; raises QueueRefused if any message was not taken."""
        for (owner, bulk), same in groupby(jobs, key=lambda job: (job.owner, job.bulk)):
            texts = [job_text(job) for job in same]
            send_all(self._client, self._jobs_urls[bulk], texts, delay_s=delay_s, group=owner)

    def send_check(
        self,
        report_id: str,
        revision: int,
        check_reason: CheckReason,
        *,
        owner: str,
        delay_s: int = 0,
        account: Account | None = None,
    ) -> None:
        """See `JobQueue.send_check`."""
        body = check_text(ReportCheck(report_id, revision, check_reason, account))
        send_one(self._client, self._checks_url, body, delay_s=delay_s, group=owner)

    def send_ended(self, ended: ReportEnded, *, owner: str) -> None:
        """Send the end of an owner's report to who makes callbacks."""
        send_one(self._client, self._notify_url, report_ended_text(ended), group=owner)

    def deliver_again(self, delays_s: Mapping[str, int], *, bulk: bool) -> None:
        """Have messages of one of the job queues come back, see `deliver_again` of `aws.queues`."""
        deliver_again(self._client, self._jobs_urls[bulk], delays_s)
