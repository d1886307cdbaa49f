"""What goes through the queues, as JSON text."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from linernotes.domain.errors import LinerNotesError
from linernotes.domain.report import Job
from linernotes.use_cases.ports import Occasion


class MessageBroken(LinerNotesError):
    """A message is not one of ours: no try will make it so."""


@dataclass(frozen=True, slots=True)
class FinalizeRequest:
    """Asks for a report to be looked after."""

    report_id: str
    revision: int
    occasion: Occasion


@dataclass(frozen=True, slots=True)
class Callback:
    """Asks for a report's callback to be sent."""

    report_id: str
    revision: int


def job_text(job: Job) -> str:
    """Write a fetch job."""
    return _text(
        report_id=job.report_id,
        revision=job.revision,
        job_id=job.job_id,
        artist_uuid=job.artist_uuid,
        source=job.source_slug,
        start_date=job.start_date.isoformat(),
        end_date=job.end_date.isoformat(),
        collect_until=job.collect_until.isoformat(),
        requested_at=job.requested_at.isoformat(),
        fresh=job.fresh,
    )


def job_from(text: str) -> Job:
    """Read a fetch job. Raises MessageBroken."""
    try:
        body = _object(text)
        return Job(
            report_id=body["report_id"],
            revision=int(body["revision"]),
            job_id=body["job_id"],
            artist_uuid=body["artist_uuid"],
            source_slug=body["source"],
            start_date=date.fromisoformat(body["start_date"]),
            end_date=date.fromisoformat(body["end_date"]),
            collect_until=datetime.fromisoformat(body["collect_until"]),
            requested_at=datetime.fromisoformat(body["requested_at"]),
            fresh=bool(body["fresh"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise MessageBroken(f"not a fetch job: {error!r}") from error


def finalize_text(asked: FinalizeRequest) -> str:
    """Write a request to look after a report."""
    return _text(report_id=asked.report_id, revision=asked.revision, occasion=asked.occasion.value)


def finalize_from(text: str) -> FinalizeRequest:
    """Read a request to look after a report. Raises MessageBroken."""
    try:
        body = _object(text)
        return FinalizeRequest(str(body["report_id"]), int(body["revision"]), Occasion(body["occasion"]))
    except (KeyError, TypeError, ValueError) as error:
        raise MessageBroken(f"not about a report: {error!r}") from error


def callback_text(callback: Callback) -> str:
    """Write a request to send a callback."""
    return _text(report_id=callback.report_id, revision=callback.revision)


def callback_from(text: str) -> Callback:
    """Read a request to send a callback. Raises MessageBroken."""
    try:
        body = _object(text)
        return Callback(str(body["report_id"]), int(body["revision"]))
    except (KeyError, TypeError, ValueError) as error:
        raise MessageBroken(f"not a callback: {error!r}") from error


def _text(**body: Any) -> str:
    return json.dumps(body, separators=(",", ":"))


def _object(text: str) -> dict[str, Any]:
    body = json.loads(text)
    if not isinstance(body, dict):
        raise TypeError("not an object")
    return body
