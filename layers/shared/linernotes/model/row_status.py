"""Why a row shows what it shows (contract 4.4 and 10)."""

from __future__ import annotations

from enum import StrEnum


class RowStatus(StrEnum):
    """Whether a row has figures, of what worth they are, or why there are none."""

    MEASURED = "measured"
    LOWER_BOUND = "lower_bound"
    RESTATED = "restated"
    PARTIAL = "partial"
    NO_DATA = "no_data"
    NOT_PUBLISHED = "not_published"
    NOT_AVAILABLE = "not_available"
    NOT_IN_PLAN = "not_in_plan"
    NOT_FOUND = "not_found"
    FAILED = "failed"

    @property
    def words(self) -> str:
        """Say it to a reader."""
        return _WORDS[self]


_WORDS = {
    RowStatus.MEASURED: "measured",
    RowStatus.LOWER_BOUND: "a lower bound",
    RowStatus.RESTATED: "corrected within the period",
    RowStatus.PARTIAL: "partly fetched",
    RowStatus.NO_DATA: "no data for this period",
    RowStatus.NOT_PUBLISHED: "not published by country",
    RowStatus.NOT_AVAILABLE: "published by nobody",
    RowStatus.NOT_IN_PLAN: "not in the Soundcharts plan",
    RowStatus.NOT_FOUND: "not found",
    RowStatus.FAILED: "could not be fetched",
}
