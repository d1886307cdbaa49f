"""Where it is kept what owners have spent, and what becomes of a charge when its report has ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from linernotes.model.budget import Account, Charge
from linernotes.reports.report_ended import ReportEvents, publish_end

if TYPE_CHECKING:
    from linernotes.model.report import Report


@dataclass(frozen=True, slots=True)
class Charged:
    """Whether an account has a charge now, what is spent of it, and how much of that is of open charges."""

    accepted: bool
    spent: int
    in_flight: int


class Budgets(Protocol):
    """Keeps accounts. Every change is one conditional write; each method raises StoreBusy."""

    def spent(self, account: Account) -> int:
        """Give what is spent of an account as of the last write, open charges included."""

    def charge(self, charge: Charge, calls: int, *, limit: int, calls_before: int = 0) -> Charged:
        """Charge so many calls if with them no more than `limit` is spent, once however often that is told.

        No calls are accepted whatever is spent. `calls_before` is what the report had made before this
        revision.
        """

    def settle(self, charge: Charge, upstream_calls: int | None) -> None:
        """Put in place of an open charge what was made: what the report counts now, less what it did before.

        None stands for a revision that was never begun: nothing was made. Does nothing where there is no such
        charge, so that it can be told again.
        """

    def keep(self, charge: Charge) -> None:
        """Take an open charge for what was made; does nothing where there is no such charge."""


def charge_of(report: Report) -> Charge:
    """Name what is charged for a report's present revision, in the month in which that was begun."""
    return Charge(Account.at(report.owner, report.started_at), report.report_id, report.revision)


def conclude_report(report: Report, *, budgets: Budgets, events: ReportEvents) -> None:
    """Do what follows the end of a report: settle its charge and publish the end.

    Whoever comes across an ended report does this once more, as the call that ended it may have died first.
    """
    budgets.settle(charge_of(report), report.upstream_calls)
    publish_end(report, events=events)
