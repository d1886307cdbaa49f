"""What stands in a report for a section that could not be worked out: the others are as good as before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from linernotes.model.report import Report
from linernotes.model.row_status import RowStatus
from linernotes.sections.section_json import spent

if TYPE_CHECKING:  # what makes tables imports openpyxl
    from linernotes.workbook.tables import Table

UNBUILT_REASON = "This could not be worked out; the failure was recorded."


@dataclass(frozen=True, slots=True)
class Unbuilt:
    """The answer of a section of which the working out failed. It has no sheet, and its CSV is missing."""

    report: Report
    section: str

    @property
    def whole(self) -> bool:
        """See `Answer.whole`."""
        return False

    @property
    def has_figures(self) -> bool:
        """See `Answer.has_figures`."""
        return False

    def json(self) -> Mapping[str, Any]:
        """See `Answer.json`."""
        return {
            "status": RowStatus.FAILED,
            "note": UNBUILT_REASON,
            "totals": [],
            "rows": [],
            **spent(self.report, self.section, ()),
        }

    def tables(self) -> Sequence[Table]:
        """See `Answer.tables`."""
        return ()

    def reading(self) -> Sequence[tuple[str, str]]:
        """See `Answer.reading`."""
        return ()
