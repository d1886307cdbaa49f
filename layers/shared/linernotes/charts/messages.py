"""Rankings to ingest as they go through their queue, as JSON text."""

from __future__ import annotations

from datetime import datetime

from linernotes.aws.messages import MessageReader, message_text
from linernotes.charts.ports import RankingJob


def ranking_text(job: RankingJob) -> str:
    """Write a ranking to ingest."""
    return message_text(job)


def ranking_from(text: str) -> RankingJob:
    """Read a ranking to ingest. Raises MessageBroken."""
    return _RANKINGS.read(text)


def _check(job: RankingJob) -> None:
    if datetime.fromisoformat(job.key.moment).tzinfo is None:
        raise ValueError("its moment has no zone")


_RANKINGS = MessageReader(RankingJob, what="a ranking", check=_check)
