"""Queues in SQS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import batched
from typing import Any

from linernotes.charts.ports import RankingJob
from linernotes.model.errors import LinerNotesError
from linernotes.model.report import Job
from linernotes.reports.messages import FinalizeRequest, finalize_text, job_text, ranking_text
from linernotes.reports.ports import Occasion

_MESSAGES_A_CALL = 10
_SENDERS = 8
_SENDS = 3


class QueueRefused(LinerNotesError):
    """SQS did not take messages, though asked several times."""


class SqsQueue:
    """Sends to the queues of the stack; a function that never sends to one of them has no address for it."""

    def __init__(self, client: Any, *, jobs_url: str = "", finalize_url: str = "") -> None:
        """Take the queues' URLs."""
        self._client = client
        self._jobs_url = jobs_url
        self._finalize_url = finalize_url

    def send_jobs(self, jobs: Sequence[Job], *, delay_s: int = 0) -> None:
        """See `JobQueue.send_jobs`; raises QueueRefused if any message was not taken."""
        _send_all(self._client, self._jobs_url, [job_text(job) for job in jobs], delay_s)

    def send_finalize(self, report_id: str, revision: int, occasion: Occasion, *, delay_s: int = 0) -> None:
        """See `JobQueue.send_finalize`."""
        body = finalize_text(FinalizeRequest(report_id, revision, occasion))
        self._client.send_message(QueueUrl=self._finalize_url, MessageBody=body, DelaySeconds=delay_s)

    def deliver_again(self, delays_s: Mapping[str, int]) -> None:
        """Have received job messages, by receipt handle, come back after so many seconds."""
        _deliver_again(self._client, self._jobs_url, delays_s)


class SqsRankingQueue:
    """Sends to the queue of rankings."""

    def __init__(self, client: Any, url: str) -> None:
        """Take the queue's URL."""
        self._client = client
        self._url = url

    def send_rankings(self, jobs: Sequence[RankingJob], *, delay_s: int = 0) -> None:
        """See `RankingQueue.send_rankings`; raises QueueRefused if any message was not taken."""
        _send_all(self._client, self._url, [ranking_text(job) for job in jobs], delay_s)

    def deliver_again(self, delays_s: Mapping[str, int]) -> None:
        """Have received messages, by receipt handle, come back after so many seconds."""
        _deliver_again(self._client, self._url, delays_s)


def _send_all(client: Any, url: str, bodies: Sequence[str], delay_s: int) -> None:
    """Send messages, ten a call and several calls at once."""
    chunks = [
        [{"Id": str(index), "MessageBody": body, "DelaySeconds": delay_s} for index, body in enumerate(chunk)]
        for chunk in batched(bodies, _MESSAGES_A_CALL)
    ]
    if len(chunks) == 1:
        _send_batch(client, url, chunks[0])
    elif chunks:
        with ThreadPoolExecutor(max_workers=min(len(chunks), _SENDERS)) as pool:
            list(pool.map(lambda chunk: _send_batch(client, url, chunk), chunks))


def _send_batch(client: Any, url: str, entries: Sequence[dict[str, Any]]) -> None:
    """Send up to ten messages; SQS takes a batch in part, so what it refused is sent again."""
    left = list(entries)
    for _ in range(_SENDS):
        answer = client.send_message_batch(QueueUrl=url, Entries=left)
        refused = {failed["Id"] for failed in answer.get("Failed", ())}
        left = [entry for entry in left if entry["Id"] in refused]
        if not left:
            return
    raise QueueRefused(f"{len(left)} messages were not taken")


def _deliver_again(client: Any, url: str, delays_s: Mapping[str, int]) -> None:
    """Change when messages come back.

    Without it they would come back when the whole visibility timeout is over; that is also what happens to
    those for which SQS refuses the change, so its answer does not matter.
    """
    for chunk in batched(delays_s.items(), _MESSAGES_A_CALL):
        client.change_message_visibility_batch(
            QueueUrl=url,
            Entries=[
                {"Id": str(index), "ReceiptHandle": handle, "VisibilityTimeout": delay_s}
                for index, (handle, delay_s) in enumerate(chunk)
            ],
        )
