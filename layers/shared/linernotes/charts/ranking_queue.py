"""The queue of rankings in SQS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from linernotes.aws.queues import deliver_again, send_all
from linernotes.charts.messages import ranking_text
from linernotes.charts.ports import RankingJob


class SqsRankingQueue:
    """Sends to the queue of rankings."""

    def __init__(self, client: Any, url: str) -> None:
        """Take the queue's URL."""
        self._client = client
        self._url = url

    def send_rankings(self, jobs: Sequence[RankingJob], *, delay_s: int = 0) -> None:
        """See `RankingQueue.send_rankings`; raises QueueRefused if any message was not taken."""
        send_all(self._client, self._url, [ranking_text(job) for job in jobs], delay_s=delay_s)

    def deliver_again(self, delays_s: Mapping[str, int]) -> None:
        """See `deliver_again` of `aws.queues`."""
        deliver_again(self._client, self._url, delays_s)
