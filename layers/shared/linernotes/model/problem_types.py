"""Kinds of problem documents (RFC 9457), by names that never change; `docs/problems.md` explains each.

Which error is which kind is in `linernotes.api.problems`.
"""

from __future__ import annotations

from typing import NamedTuple


class ProblemType(NamedTuple):
    """One kind: its name, and the status and title it always has.

    `retry_after_s` is when to try again, where an error does not say so itself; None for never.
    """

    name: str
    status: int
    title: str
    retry_after_s: int | None = None

    @property
    def uri(self) -> str:
        """Give what `type` says: an absolute URI that is the same on every stack."""
        return f"urn:problem-type:liner-notes:{self.name}"


NO_CHART_ENTRIES = ProblemType("no-chart-entries", 404, "No chart entries")
INTERNAL_ERROR = ProblemType("internal-error", 500, "Something broke on our side")
