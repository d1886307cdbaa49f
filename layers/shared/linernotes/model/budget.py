"""An owner's budget of calls to Soundcharts in a month (contract 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Account:
    """What one owner spends in one month of UTC, written as 2026-11."""

    owner: str
    month: str

    @classmethod
    def at(cls, owner: str, moment: datetime) -> Account:
        """Give the account that is charged at a moment."""
        return cls(owner, f"{moment.astimezone(UTC):%Y-%m}")

    @property
    def begins_at(self) -> datetime:
        """Say when the month begins."""
        return datetime.strptime(self.month, "%Y-%m").replace(tzinfo=UTC)

    @property
    def resets_at(self) -> datetime:
        """Say when the next month begins, and with it another account."""
        begins_at = self.begins_at
        return begins_at.replace(year=begins_at.year + begins_at.month // 12, month=begins_at.month % 12 + 1)


@dataclass(frozen=True, slots=True)
class Charge:
    """What an account is charged with: a revision of a report."""

    account: Account
    report_id: str
    revision: int


@dataclass(frozen=True, slots=True)
class Budget:
    """How many calls an account may spend and has spent, with all that may yet be made for what was accepted.

    More than the limit is spent where reports took more calls than could be known.
    """

    account: Account
    limit: int
    spent: int

    @property
    def left(self) -> int:
        """Count the calls that are left."""
        return max(0, self.limit - self.spent)

    def resets_in_s(self, now: datetime) -> int:
        """Say in how many seconds the whole budget is there again, at least 1."""
        return max(1, round((self.account.resets_at - now).total_seconds()))
