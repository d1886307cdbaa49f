"""The section's answer as JSON (contract 10.7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from linernotes.model.figures import rounded
from linernotes.model.json_values import json_number
from linernotes.model.report import Report
from linernotes.sections.moments.found import NAME, MomentsOf
from linernotes.sections.moments.rule import Moment
from linernotes.sections.moments.words import moment_note
from linernotes.sections.section_json import note_of_all, spent, status_of_all

if TYPE_CHECKING:
    from linernotes.sections.moments import answer_types as answers


def section_json(report: Report, found: Sequence[MomentsOf]) -> answers.MomentsSection:
    """Give the moments of every artist on every source, the most unusual first."""
    has_figures = any(of.judged for of in found)
    fetched_at = [moment for of in found for moment in of.fetched_at]
    return {
        "status": status_of_all({of.status for of in found}, has_figures=has_figures),
        "note": note_of_all((of.note for of in found), has_figures=has_figures),
        "totals": [_total_json(of) for of in found],
        "rows": [_row_json(of, moment) for of, moment in by_score(found)],
        **spent(report, NAME, fetched_at),
    }


def by_score(found: Sequence[MomentsOf]) -> list[tuple[MomentsOf, Moment]]:
    """List all moments, the most unusual first."""
    moments = [(of, moment) for of in found for moment in of.moments]
    return sorted(moments, key=lambda one: (-one[1].most.score, one[1].first))


def _total_json(of: MomentsOf) -> answers.MomentsTotal:
    lowest, highest = of.usual_range or (None, None)
    return {
        "artist__uuid": of.artist.uuid,
        "artist__name": of.artist.name,
        "platform__slug": of.source.slug,
        "platform__name": of.source.name,
        "platform__audience_metric_name": of.source.metric,
        "status": of.status,
        "note": of.note,
        "measure": of.measure,
        "moments": len(of.moments) if of.judged else None,
        "usual_lowest": None if lowest is None else json_number(rounded(lowest, 2)),
        "usual_highest": None if highest is None else json_number(rounded(highest, 2)),
        "days_looked_at": len(of.judged),
    }


def _row_json(of: MomentsOf, moment: Moment) -> answers.MomentsRow:
    most = moment.most
    return {
        "artist__uuid": of.artist.uuid,
        "artist__name": of.artist.name,
        "platform__slug": of.source.slug,
        "platform__name": of.source.name,
        "platform__audience_metric_name": of.source.metric,
        "status": of.moment_status,
        "note": moment_note(of, moment),
        "measure": of.measure,
        "from": moment.first.isoformat(),
        "to": moment.last.isoformat(),
        "most_unusual_on": most.day.isoformat(),
        "now": json_number(rounded(most.now, 2)),
        "usual": json_number(rounded(most.usual, 2)),
        "change_percent": json_number(moment.change_percent),
        "score": json_number(rounded(most.score, 2)),
        "direction": moment.direction,
    }
