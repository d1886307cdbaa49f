"""Problem documents (RFC 9457) for every error of the project."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Unpack

from linernotes.api import refusals
from linernotes.api.rate_limit import rate_limit_headers
from linernotes.model import errors
from linernotes.model.plain_text import encodable
from linernotes.model.problem_types import INTERNAL_ERROR, NO_CHART_ENTRIES, ProblemType

if TYPE_CHECKING:
    from linernotes.api.answer_types import FieldError, Problem, ProblemParts
    from linernotes.sections.tracks.answer_types import NoTracks

MEDIA_TYPE = "application/problem+json"

NO_VALID_KEY = ProblemType("no-valid-key", 403, "No valid API key")
UPSTREAM_REFUSES = ProblemType("upstream-refuses", 502, "Soundcharts refuses")
UPSTREAM_UNAVAILABLE = ProblemType("upstream-unavailable", 503, "Soundcharts does not answer", 30)

OF_ERRORS: Mapping[type[errors.LinerNotesError], ProblemType] = {
    refusals.UnreadableJson: ProblemType("unreadable-json", 400, "The body is not JSON"),
    refusals.NothingHere: ProblemType("not-found", 404, "Not found"),
    refusals.MethodNotAllowed: ProblemType("method-not-allowed", 405, "Method not allowed"),
    refusals.UnsupportedMediaType: ProblemType("unsupported-media-type", 415, "Unsupported media type"),
    errors.InvalidRequest: ProblemType("validation", 422, "The request is not valid"),
    errors.ArtistAmbiguous: ProblemType("artist-ambiguous", 422, "Several artists have this name"),
    errors.ArtistUnknown: ProblemType("artist-unknown", 422, "No artist has exactly this name"),
    errors.IdempotencyConflict: ProblemType("idempotency-key-reused", 422, "The Idempotency-Key was used"),
    errors.KeyRevoked: NO_VALID_KEY,
    errors.SearchesSpent: ProblemType("too-many-searches", 429, "Too many searches"),
    errors.TooExpensive: ProblemType("too-expensive", 422, "The report would take too many calls"),
    errors.BudgetSpent: ProblemType("budget-spent", 429, "The month's budget is spent"),
    errors.QuotaReserved: ProblemType(
        "quota-reserved", 503, "The rest of the month's calls is kept back", 3_600
    ),
    errors.ReportNotFound: ProblemType("report-not-found", 404, "There is no such report"),
    errors.ReportDeleted: ProblemType("report-deleted", 410, "The report was deleted"),
    errors.ReportNotFinished: ProblemType("not-finished", 409, "The report has not ended yet"),
    errors.FileMissing: ProblemType("file-missing", 409, "The file is not there"),
    errors.NoCallback: ProblemType("no-callback", 409, "There is no callback to send"),
    errors.RedeliveredTooSoon: ProblemType(
        "redelivered-too-soon", 429, "Too soon to send the callback once more"
    ),
    errors.NothingToRepair: ProblemType("nothing-to-repair", 409, "There is nothing to repair"),
    errors.LineNotUnderstood: ProblemType("line-not-understood", 422, "The line is not understood"),
    errors.RosterNotFound: ProblemType("roster-not-found", 404, "There is no such roster"),
    errors.RosterChanged: ProblemType("roster-changed", 409, "The roster was changed meanwhile"),
    errors.RosterNameTaken: ProblemType("roster-name-taken", 409, "A roster has this name already"),
    errors.TooManyRosters: ProblemType("too-many-rosters", 409, "There are too many rosters"),
    errors.SubscriptionNotFound: ProblemType("subscription-not-found", 404, "There is no such subscription"),
    errors.SubscriptionChanged: ProblemType(
        "subscription-changed", 409, "The subscription was changed meanwhile"
    ),
    errors.SubscriptionTooExpensive: ProblemType(
        "subscription-too-expensive", 422, "The subscription would take too many calls"
    ),
    errors.TooManySubscriptions: ProblemType(
        "too-many-subscriptions", 409, "There are too many subscriptions"
    ),
    errors.StoreBusy: ProblemType("busy", 503, "Too much is being stored at this moment", 5),
    errors.Throttled: ProblemType("throttled", 503, "Soundcharts takes no more calls this minute"),
    # A spent quota comes back with the next month, or when somebody buys more.
    errors.QuotaSpent: ProblemType("quota-spent", 503, "The month's Soundcharts calls are used up", 3_600),
    errors.BadCredentials: UPSTREAM_REFUSES,
    errors.NotInPlan: UPSTREAM_REFUSES,
    errors.NotFound: UPSTREAM_REFUSES,
    errors.RequestRefused: UPSTREAM_REFUSES,
    errors.ListTooLong: UPSTREAM_REFUSES,
    errors.Unavailable: UPSTREAM_UNAVAILABLE,
    errors.BrokenAnswer: UPSTREAM_UNAVAILABLE,
    # Whatever else is an error of ours never reaches a caller, but by a mistake of ours.
    errors.LinerNotesError: INTERNAL_ERROR,
}
"""Which problem each error is to a caller; an error without a line of its own is what its base is."""

OF_SLACK = (
    ProblemType("not-signed-by-slack", 401, "Not signed by Slack"),
    ProblemType("not-understood", 400, "Not understood"),
)
NOT_SIGNED_BY_SLACK, NOT_UNDERSTOOD = OF_SLACK

OF_MCP = (
    ProblemType("no-valid-bearer-key", 401, "No valid key"),
    ProblemType("foreign-origin", 403, "Foreign origin"),
)
NO_VALID_BEARER_KEY, FOREIGN_ORIGIN = OF_MCP

OF_API_GATEWAY = (
    NO_VALID_KEY,
    ProblemType("too-many-requests", 429, "Too many requests"),
    ProblemType("request-too-large", 413, "The request is too large"),
    ProblemType("no-answer-in-time", 504, "No answer in time"),
    ProblemType("request-refused", 400, "The request was refused"),
)
"""What API Gateway answers by itself, as the template words it; besides not-found and internal-error."""

PROBLEM_TYPES = {
    kind.name: kind for kind in (*OF_ERRORS.values(), NO_CHART_ENTRIES, *OF_SLACK, *OF_MCP, *OF_API_GATEWAY)
}
"""Every kind of problem there is, by its name."""


def instance_of(event: Mapping[str, Any]) -> str:
    """Name a call of API Gateway as `instance` does: by its request id, which the logs have too."""
    return f"urn:uuid:{event['requestContext']['requestId']}"


def problem(kind: ProblemType, detail: str, *, instance: str, **parts: Unpack[ProblemParts]) -> str:
    """Write a problem document; `detail` is for the person who reads it, `instance` for them to quote."""
    document: Problem = {
        "type": kind.uri,
        "title": kind.title,
        "status": kind.status,
        "detail": detail,
        "instance": instance,
        **parts,
    }
    return _written(document)


def no_entries_problem(answer: NoTracks, *, instance: str) -> str:
    """Write the problem document that stands for an answer without tracks (contract 5.5)."""
    about = {name: value for name, value in answer.items() if name != "problem"}
    return _written({**answer["problem"], "instance": instance, **about})


def _written(document: Any) -> str:
    """Write a document that may quote what was asked, as the name of a field: be that what it may."""
    return encodable(json.dumps(document, ensure_ascii=False))


def type_of(error: Exception) -> ProblemType:
    """Say which problem an error is to a caller; one nobody raised on purpose is an internal error."""
    return next((OF_ERRORS[kind] for kind in type(error).__mro__ if kind in OF_ERRORS), INTERNAL_ERROR)


def problem_of(error: Exception, *, instance: str) -> tuple[int, str, dict[str, str]]:
    """Translate an error to status, body and headers: the only place that knows which is which.

    How long to wait is what the error says by `wait_s`, else what its kind does.
    """
    kind = type_of(error)
    body = problem(kind, _detail(error, kind), instance=instance, **_parts(error))
    headers = {}
    wait_s: float | None = getattr(error, "wait_s", kind.retry_after_s)
    if wait_s is not None and kind is not INTERNAL_ERROR:
        headers["Retry-After"] = str(max(1, math.ceil(wait_s)))
    if isinstance(error, errors.BudgetSpent):
        headers |= rate_limit_headers(error.budget, now=error.now)
    if isinstance(error, refusals.MethodNotAllowed):
        headers["Allow"] = error.allowed
    if isinstance(error, refusals.UnsupportedMediaType):
        headers["Accept-Post"] = refusals.JSON
    return kind.status, body, headers


def _detail(error: Exception, kind: ProblemType) -> str:
    if kind is INTERNAL_ERROR:
        return "The failure was recorded. Quote the instance to whoever runs this stack: the logs have it."
    if isinstance(error, errors.InvalidRequest | errors.RosterNameTaken):
        return "See errors: each names a field and what is allowed."
    if isinstance(error, errors.StoreBusy):
        return "Nothing was lost; try again in a few seconds."
    if isinstance(error, errors.TooExpensive):
        return f"{error}. To allow more, give max_upstream_calls in the request."
    if isinstance(error, errors.BudgetSpent):
        return f"{error}. The next month begins on {error.budget.account.resets_at:%Y-%m-%d}."
    if isinstance(error, errors.SubscriptionTooExpensive):
        return f"{error}. Have it due less often, or about fewer artists, platforms or sections."
    return f"{error}." if isinstance(error, errors.QuotaReserved) else str(error)


def _parts(error: Exception) -> ProblemParts:
    """Give what only some problems have."""
    if isinstance(error, errors.IdempotencyConflict):
        return {"errors": [{"field": "Idempotency-Key", "message": str(error)}]}
    if isinstance(error, errors.RosterNameTaken):
        return {"errors": [{"field": "name", "message": str(error)}]}
    if isinstance(error, errors.RosterChanged):
        return {"roster": error.roster}
    if isinstance(error, errors.SubscriptionChanged):
        return _as_it_is(error)
    if isinstance(error, errors.SubscriptionTooExpensive):
        budget = error.budget
        return {
            "runs_a_month": error.runs,
            "upstream_calls": error.upstream_calls,
            "limit": budget.limit,
            "spent": budget.spent,
            "left": budget.left,
        }
    if isinstance(error, errors.LineNotUnderstood):
        return {"errors": [{"field": "text", "message": str(error)}], "suggestion": error.corrected}
    if isinstance(error, errors.TooExpensive | errors.BudgetSpent | errors.QuotaReserved):
        return _figures(error)
    if not isinstance(error, errors.InvalidRequest):
        return {}
    fields: list[FieldError] = [{"field": field, "message": message} for field, message in error.errors]
    parts: ProblemParts = {"errors": fields}
    if error.candidates:
        parts["candidates"] = list(error.candidates)
    return parts


def _as_it_is(error: errors.SubscriptionChanged) -> ProblemParts:
    """Give a subscription as somebody else left it, where it is known."""
    from linernotes.api.subscriptions.resource import subscription_json

    if error.subscription is None:
        return {}
    return {"subscription": subscription_json(error.subscription, error.cost, scheduled=error.scheduled)}


def _figures(error: errors.TooExpensive | errors.BudgetSpent | errors.QuotaReserved) -> ProblemParts:
    """Give what a report would have taken, and what it might."""
    if isinstance(error, errors.TooExpensive):
        return {
            "jobs": error.jobs,
            "upstream_calls": error.upstream_calls,
            "cached": error.cached,
            "limit": error.limit,
        }
    if isinstance(error, errors.QuotaReserved):
        return {"price": error.price, "left": error.left}
    budget = error.budget
    return {
        "limit": budget.limit,
        "spent": budget.spent,
        "left": budget.left,
        "price": error.price,
        "resets_at": f"{budget.account.resets_at:%Y-%m-%dT%H:%M:%SZ}",
    }
