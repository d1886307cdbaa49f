"""Every error the project raises on purpose.

LinerNotesError
├── InvalidRequest           the caller asked for something that is not allowed
│   ├── ArtistAmbiguous      a name that several artists have
│   └── ArtistUnknown        a name that no artist has as it is written
├── TooExpensive             the report would take more calls to Soundcharts than it may
├── BudgetSpent              the report would take more calls than its owner has left this month
├── QuotaReserved            the report would take calls that are kept back of the month's quota
├── IdempotencyConflict      the same key came with another request
├── KeyRevoked               the API key was ended
├── OwnerBusy                another is changing the keys of the same owner
├── ReportNotFound           no such report for this owner
├── ReportDeleted            an Idempotency-Key stands for a report that was deleted
├── ReportNotFinished        the report has not ended yet
├── FileMissing              a file of the report could not be written, or the report failed and has none
├── NoCallback               the report has no callback that could be sent once more
├── RedeliveredTooSoon       a callback was sent once more a moment ago; `wait_s` says when it may be again
├── NothingToRepair          every job of the report ended done
├── RosterNotFound           no such roster for this owner
├── RosterChanged            the roster was changed since the caller read it; `roster` is as it is now
├── RosterNameTaken          the owner has a roster of this name
├── TooManyRosters           the owner has as many rosters as there can be
├── SubscriptionNotFound     no such subscription for this owner
├── SubscriptionChanged      the subscription was changed meanwhile; it is told as it is now
├── SubscriptionTooExpensive its runs would take more calls a month than its owner's budget has
├── TooManySubscriptions     the owner has as many subscriptions as there can be
├── DeliveryRefused          a target of a subscription does not take what is delivered: final
├── DeliveryUnavailable      a target does not take it now: trying again may help
├── SettingMissing           a function was deployed without a setting it needs
├── MessageBroken            a message of a queue is not one of ours: no try will make it so
├── CallbackRefused          a callback address breaks a rule or refuses: final
├── CallbackUnavailable      a callback address does not answer: trying again may help
├── LineNotUnderstood        a line typed for a report breaks the grammar
├── SlackError               Slack did not do what it was asked to
│   ├── SlackBusy            it may later: rate-limited, broken or not reached; `wait_s` says when
│   └── SlackRefused         it will not: `code` is Slack's own word for why, `needed` the scope that lacks
├── StoreBusy                a table takes no more, or others keep changing the same item: try again later
└── UpstreamError            Soundcharts did not deliver; `retryable` says whether asking again can help,
    │                        `repairable` whether it can once its cause was seen to
    ├── BadCredentials       401
    ├── NotInPlan            403
    ├── NotFound             404
    ├── RequestRefused       400 and any other 4xx
    ├── QuotaSpent           429, the month's calls are used up
    ├── Throttled            429, too many calls this minute; `wait_s` says how long to hold
    ├── SearchesSpent        it was not even asked: the owner has searched too often this minute
    ├── Unavailable          5xx, time-outs, broken connections
    └── BrokenAnswer         a body that is not what the API documents
        └── ListTooLong      a list that goes on for more pages than anything wanted has: final
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from datetime import datetime

    from linernotes.model.budget import Budget


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


class ArtistAmbiguous(InvalidRequest):
    """A name means several artists: `candidates` has them."""


class ArtistUnknown(InvalidRequest):
    """A name is no artist's: `candidates` has those whose name is like it, if there are any."""


class TooExpensive(LinerNotesError):
    """A report would take more calls to Soundcharts than `limit`, those left out that are `cached`."""

    def __init__(self, *, jobs: int, upstream_calls: int, cached: int, limit: int) -> None:
        super().__init__(
            f"This would take up to {upstream_calls - cached:,} calls to Soundcharts, "
            f"and {limit:,} are allowed"
        )
        self.jobs = jobs
        self.upstream_calls = upstream_calls
        self.cached = cached
        self.limit = limit


class BudgetSpent(LinerNotesError):
    """A report's `price` is more than is left of its owner's budget, as of `now`."""

    def __init__(self, budget: Budget, price: int, *, now: datetime) -> None:
        super().__init__(
            f"This would take up to {price:,} calls to Soundcharts, and of this month's {budget.limit:,} "
            f"{budget.left:,} are left"
        )
        self.budget = budget
        self.price = price
        self.now = now
        self.wait_s = budget.resets_in_s(now)


class QuotaReserved(LinerNotesError):
    """A report's `price` is above the `left` calls that are not kept back; `wait_s` is when to ask again."""

    def __init__(self, price: int, left: int, *, wait_s: int) -> None:
        super().__init__(
            f"This would take up to {price:,} calls to Soundcharts, and of this month's {left:,} are left "
            "that are not kept back"
        )
        self.price = price
        self.left = left
        self.wait_s = wait_s


class IdempotencyConflict(LinerNotesError):
    """The Idempotency-Key was used before with another request."""


class KeyRevoked(LinerNotesError):
    """The API key was revoked, whether or not API Gateway still lets it pass."""


class OwnerBusy(LinerNotesError):
    """Another is changing the keys of the same owner."""


class ReportNotFound(LinerNotesError):
    """There is no such report, or it belongs to another owner: the two are not told apart."""


class ReportDeleted(LinerNotesError):
    """What was asked stands for a report that was deleted, and must not make it again."""


class ReportNotFinished(LinerNotesError):
    """What was asked needs a report that has ended."""


class FileMissing(LinerNotesError):
    """A file of a report that has ended is not there: it could not be written, or the report failed."""


class NoCallback(LinerNotesError):
    """The report's request gave no address to send a callback to."""


class RedeliveredTooSoon(LinerNotesError):
    """A callback was sent once more, or is being sent, too short a while ago; try again in `wait_s`."""

    def __init__(self, message: str, wait_s: float) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class NothingToRepair(LinerNotesError):
    """Every job of the report ended done, and every file is there."""


class RosterNotFound(LinerNotesError):
    """There is no such roster, or it belongs to another owner: the two are not told apart."""


class RosterChanged(LinerNotesError):
    """Somebody has changed the roster since the caller read it; `roster` is what it is now, as JSON."""

    def __init__(self, message: str, roster: Any) -> None:
        super().__init__(message)
        self.roster = roster


class RosterNameTaken(LinerNotesError):
    """The owner has another roster of this name."""


class TooManyRosters(LinerNotesError):
    """The owner has as many rosters as there can be."""


class SubscriptionNotFound(LinerNotesError):
    """There is no such subscription of this owner's."""


class SubscriptionChanged(LinerNotesError):
    """Another call has changed the subscription since the caller read it.

    `subscription` is what it is now, and `cost` what that costs. Whether it is `scheduled`, the door says.
    """

    def __init__(self, message: str, subscription: Any = None, cost: Any = None) -> None:
        super().__init__(message)
        self.subscription = subscription
        self.cost = cost
        self.scheduled = False


class SubscriptionTooExpensive(LinerNotesError):
    """A subscription's `runs` of a month would take `upstream_calls`, more than a whole month's `budget`."""

    def __init__(self, upstream_calls: int, runs: int, budget: Budget) -> None:
        super().__init__(
            f"This would take up to {upstream_calls:,} calls to Soundcharts a month, in {runs:,} runs, and a "
            f"month's budget is {budget.limit:,}"
        )
        self.upstream_calls = upstream_calls
        self.runs = runs
        self.budget = budget


class TooManySubscriptions(LinerNotesError):
    """The owner has as many subscriptions as there can be."""


class DeliveryRefused(LinerNotesError):
    """A target does not take what is delivered, now or later; says why in the reader's words."""


class DeliveryUnavailable(LinerNotesError):
    """A target does not take it now: trying again may help. `wait_s` is how long it asks to be left alone."""

    def __init__(self, message: str, *, wait_s: float | None = None) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class SettingMissing(LinerNotesError):
    """An environment variable the function needs is absent or malformed."""


class MessageBroken(LinerNotesError):
    """A message is not one of ours: no try will make it so."""


class CallbackRefused(LinerNotesError):
    """A callback will not be taken however often it is sent: a rule is broken, or the receiver refuses."""


class CallbackUnavailable(LinerNotesError):
    """A callback was not taken this time; the receiver or the way to it may be well again later.

    `wait_s` is how long the receiver asks to hold, in seconds, None if it does not.
    """

    def __init__(self, message: str, wait_s: float | None = None) -> None:
        super().__init__(message)
        self.wait_s = wait_s


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
    """Soundcharts did not deliver. The message is fit to show to the caller.

    `retryable` says whether asking again at once can help. Where it cannot, `repairable` says whether a
    repair can, once whoever runs the stack has seen to the cause, or time has.
    """

    retryable: ClassVar[bool] = False
    repairable: ClassVar[bool] = False


class BadCredentials(UpstreamError):
    """401: the app id or key is wrong or expired."""

    repairable = True


class NotInPlan(UpstreamError):
    """403: the endpoint is not in the plan these credentials have."""


class NotFound(UpstreamError):
    """404: Soundcharts knows no such artist, or nothing of it on this platform."""


class RequestRefused(UpstreamError):
    """400 and every other 4xx: asking the same again will be refused again."""


class QuotaSpent(UpstreamError):
    """429 for the rest of the month: the team's calls are used up."""

    repairable = True


class Throttled(UpstreamError):
    """429 for this minute; `wait_s` is how long Soundcharts asks to hold."""

    retryable = True

    def __init__(self, message: str, wait_s: float) -> None:
        super().__init__(message)
        self.wait_s = wait_s


class SearchesSpent(UpstreamError):
    """The owner's searches of this minute are used up; the next minute begins in `wait_s`."""

    retryable = True

    def __init__(self, per_minute: int, wait_s: float) -> None:
        super().__init__(
            f"At most {per_minute} of your searches for artists go to Soundcharts in a minute, and those of "
            "this one are used up. What was found stays found: ask again in the next minute for the rest."
        )
        self.wait_s = wait_s


class Unavailable(UpstreamError):
    """5xx, a time-out or a broken connection."""

    retryable = True


class BrokenAnswer(UpstreamError):
    """The answer is not JSON, or not in the documented form."""

    retryable = True


class ListTooLong(BrokenAnswer):
    """A list goes on for more pages than are read: so it will the next time, at the same cost."""

    retryable = False
