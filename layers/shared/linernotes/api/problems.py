"""Problem documents (RFC 9457) for every error of the project."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Unpack

from linernotes.model import errors

if TYPE_CHECKING:
    from linernotes.api.answer_types import FieldError, Problem, ProblemParts
    from linernotes.sections.tracks.answer_types import NoTracks

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 30
"""What a caller is told to wait when Soundcharts does not say how long itself."""

RETRY_AFTER_QUOTA_S = 3_600
"""A spent quota comes back with the next month, or when somebody buys more."""

RETRY_AFTER_BUSY_S = 5
BUSY_DETAIL = "Too much is being stored at this moment. Nothing was lost; try again in a few seconds."

_TITLES = {
    400: "The request could not be read",
    404: "Not found",
    405: "Method not allowed",
    409: "Not possible in the report's present state",
    422: "The request is not valid",
    500: "Something broke on our side",
    502: "Soundcharts refuses",
    503: "Not possible at present",
}


def problem(status: int, detail: str, **parts: Unpack[ProblemParts]) -> str:
    """Write a problem document; `detail` is for the person who reads it."""
    document: Problem = {
        "type": "about:blank",
        "title": _TITLES[status],
        "status": status,
        "detail": detail,
        **parts,
    }
    return json.dumps(document, ensure_ascii=False)


def no_entries_problem(answer: NoTracks) -> str:
    """Write the problem document that stands for an answer without tracks (contract 5.5)."""
    about = {name: value for name, value in answer.items() if name != "problem"}
    return json.dumps({**answer["problem"], **about}, ensure_ascii=False)


def problem_of(error: errors.LinerNotesError) -> tuple[int, str, dict[str, str]]:
    """Translate an error to status, body and headers: the only place that knows which is which."""
    match error:
        case errors.InvalidRequest():
            parts: ProblemParts = {
                "errors": [{"field": field, "message": message} for field, message in error.errors]
            }
            if error.candidates:
                parts["candidates"] = list(error.candidates)
            return 422, problem(422, "See errors: each names a field and what is allowed.", **parts), {}
        case errors.IdempotencyConflict():
            message = str(error)
            fields: list[FieldError] = [{"field": "Idempotency-Key", "message": message}]
            return 422, problem(422, message, errors=fields), {}
        case errors.ReportNotFound():
            return 404, problem(404, str(error)), {}
        case errors.ReportNotFinished() | errors.FileMissing() | errors.NothingToRepair():
            return 409, problem(409, str(error)), {}
        case errors.StoreBusy():
            return 503, problem(503, BUSY_DETAIL), {"Retry-After": str(RETRY_AFTER_BUSY_S)}
        case errors.Throttled():
            return 503, problem(503, str(error)), {"Retry-After": str(max(1, math.ceil(error.wait_s)))}
        case errors.QuotaSpent():
            return 503, problem(503, str(error)), {"Retry-After": str(RETRY_AFTER_QUOTA_S)}
        case errors.UpstreamError() if error.retryable:
            return 503, problem(503, str(error)), {"Retry-After": str(RETRY_AFTER_S)}
        case errors.UpstreamError():
            return 502, problem(502, str(error)), {}
        case _:
            return 500, problem(500, "The failure was recorded."), {}
