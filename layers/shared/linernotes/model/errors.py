"""Every error the project raises on purpose.

LinerNotesError
├── InvalidRequest           the caller asked for something that is not allowed
├── IdempotencyConflict      the same key came with another request
├── ReportNotFound           no such report for this owner
├── ReportNotFinished        the report has not ended yet
├── FileMissing              a file of the report could not be written
├── NothingToRepair          every job of the report ended done
├── SettingMissing           a function was deployed without a setting it needs
├── MessageBroken            a message of a queue is not one of ours: no try will make it so
├── CallbackRefused          a callback address breaks a rule or refuses: final
├── CallbackUnavailable      a callback address does not answer: trying again may help
├── LineNotUnderstood        a line typed for a report breaks the grammar
├── SlackError               Slack did not do what it was asked to
│   ├── SlackBusy            it may later: rate-limited, broken or not reached; `wait_s` says when
│   └── SlackRefused         it will not: `code` is Slack's own word for why, `needed` the scope that lacks
├── StoreBusy                a table takes no more, or others keep changing the same item: try again later
└── UpstreamError            Soundcharts did not deliver; `retryable` says whether asking again can help
    ├── BadCredentials       401
    ├── NotInPlan            403
    ├── NotFound             404
    ├── RequestRefused       400 and any other 4xx
    ├── QuotaSpent           429, the month's calls are used up
    ├── Throttled            429, too many calls this minute; `wait_s` says how long to hold
    ├── Unavailable          5xx, time-outs, broken connections
    └── BrokenAnswer         a body that is not what the API documents
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar


class LinerNotesError(Exception):
    """Base of every error raised on purpose."""


class InvalidRequest(LinerNotesError):
    """The request breaks a rule; `errors` holds (field, what is allowed) pairs, in the caller's words.

    `candidates` lists artists to choose from, as JSON, where a name was ambiguous or unknown.
    """

    def __init__(self, errors: Sequence[tuple[str, str]], candidates: Sequence[Any] = ()) -> None:
        super().__init__("; ".join(f"{field}: {message}" for field, message in errors))
        self.errors = tuple(errors)
        self.candidates = tuple(candidates)


class IdempotencyConflict(LinerNotesError):
    """The Idempotency-Key was used before with another request."""


class ReportNotFound(LinerNotesError):
    """There is no such report, or it belongs to another owner: the two are not told apart."""


class ReportNotFinished(LinerNotesError):
    """What was asked needs a report that has ended."""


class FileMissing(LinerNotesError):
    """A file of a report that has ended is not there, since it could not be written."""


class NothingToRepair(LinerNotesError):
    """Every job of the report ended done, and every file is there."""


class SettingMissing(LinerNotesError):
    """An environment variable the function needs is absent or malformed."""


class MessageBroken(LinerNotesError):
    """A message is not one of ours: no try will make it so."""


class CallbackRefused(LinerNotesError):
    """A callback will not be taken however often it is sent: a rule is broken, or the receiver refuses."""


class CallbackUnavailable(LinerNotesError):
    """A callback was not taken this time; the receiver or the way to it may be well again later."""


class LineNotUnderstood(LinerNotesError):
    """A line asks for a report in a way that is not understood; `corrected` is the line as it should be."""

    def __init__(self, message: str, corrected: str) -> None:
        super().__init__(message)
        self.corrected = corrected


class SlackError(LinerNotesError):
    """Slack did not do what it was asked to."""


class SlackBusy(SlackError):
    """Slack asks to hold, is broken or was not reached.

    `wait_s` is how long it asks to hold, `may_be_done` whether it may have done what it was asked to.
    """

    def __init__(self, message: str, wait_s: float | None = None, *, may_be_done: bool = True) -> None:
        super().__init__(message)
        self.wait_s = wait_s
        self.may_be_done = may_be_done


class SlackRefused(SlackError):
    """Slack refuses, for a reason that asking again does not change."""

    def __init__(self, code: str, needed: str | None = None) -> None:
        super().__init__(f"{code}, the scope {needed} is missing" if needed else code)
        self.code = code
        self.needed = needed


class StoreBusy(LinerNotesError):
    """A table takes no more for the moment, or others keep changing the same item of it: try again later."""


class UpstreamError(LinerNotesError):
    """Soundcharts did not deliver. The message is fit to show to the caller."""

    retryable: ClassVar[bool] = False


class BadCredentials(UpstreamError):
    """401: the app id or key is wrong or expired."""


class NotInPlan(UpstreamError):
    """403: the endpoint is not in the plan these credentials have."""


class NotFound(UpstreamError):
    """404: Soundcharts knows no such artist, or nothing of it on this platform."""


class RequestRefused(UpstreamError):
    """400 and every other 4xx: asking the same again will be refused again."""


class QuotaSpent(UpstreamError):
    """429 for the rest of the month: the team's calls are used up."""


class Throttled(UpstreamError):
    """429 for this minute; `wait_s` is how long Soundcharts asks to hold."""

    retryable = True

    def __init__(self, message: str, wait_s: float) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class Unavailable(UpstreamError):
    """5xx, a time-out or a broken connection."""

    retryable = True


class BrokenAnswer(UpstreamError):
    """The answer is not JSON, or not in the documented form."""

    retryable = True
