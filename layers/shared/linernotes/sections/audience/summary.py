"""What a metric source shows over all artists of a report (contract 4.5)."""

from __future__ import annotations

from collections.abc import Sequence

from linernotes.model.figures import ExactPoints, daily_totals, figures_of
from linernotes.model.notes import Note
from linernotes.model.periods import Period
from linernotes.model.row_status import RowStatus
from linernotes.sections.audience import notes
from linernotes.sections.audience.result import BreakdownRow, PlatformSummary
from linernotes.sections.sources import Cadence, MetricSource

_PRECEDENCE = (
    RowStatus.FAILED,
    RowStatus.NOT_IN_PLAN,
    RowStatus.NO_DATA,
    RowStatus.NOT_PUBLISHED,
    RowStatus.NOT_FOUND,
)
"""Which status a summary without any point takes from its rows: what can be fixed comes first."""


def _summary(
    period: Period, country: str | None, source: MetricSource, rows: Sequence[BreakdownRow]
) -> PlatformSummary:
    filled = [row for row in rows if row.points]
    totals = daily_totals([row.points for row in filled])
    statuses = {row.status for row in rows}
    if not filled:
        status = next(status for status in _PRECEDENCE if status in statuses)
    elif statuses & {RowStatus.PARTIAL, RowStatus.FAILED}:
        status = RowStatus.PARTIAL
    else:
        status = filled[0].status
    return PlatformSummary(
        source=source,
        figures=figures_of(
            totals,
            days=period.days,
            expected_points=source.expected_points(period.start, period.end, country),
            data_points=sum(len(row.points) for row in filled),
            changes=any(len(row.points) > 1 for row in filled),
        ),
        status=status,
        notes=_summary_notes(rows, filled, totals, source.cadence_of(country)),
        totals=totals,
        artists=[row.artist for row in filled],
    )


def _summary_notes(
    rows: Sequence[BreakdownRow],
    filled: Sequence[BreakdownRow],
    totals: ExactPoints,
    cadence: Cadence | None,
) -> Sequence[Note]:
    if len(rows) == 1:
        return rows[0].notes
    told = []
    if len(filled) > 1:
        told.append(notes.sum_of_artists(len(filled)))
    if filled and all(len(row.points) == 1 for row in filled):
        first, latest = totals[0][0], totals[-1][0]
        told.append(notes.single_point(first) if first == latest else notes.single_points(first, latest))
    blank = [(row.artist, row.status) for row in rows if not row.points]
    if blank:
        told.append(notes.left_out(blank) if filled else notes.no_points(blank))
    partial = [(row.artist, row.status) for row in filled if row.status is RowStatus.PARTIAL]
    if partial:
        told.append(notes.windows_failed(partial))
    if any(row.status is RowStatus.LOWER_BOUND for row in filled):
        told.append(notes.country_figures(rows[0].source))
    few = [row for row in filled if _has(row, "few_points")]
    if few and cadence:
        of_few = [(row.artist, len(row.points), row.figures.expected_points) for row in few]
        told.append(notes.artists_few_points(cadence, of_few))
    changed = [(row.artist, row.status) for row in filled if _has(row, "cities_changed")]
    if changed:
        told.append(notes.artists_cities_changed(changed))
    lost = sum(row.unreadable for row in rows)
    if lost:
        told.append(notes.unreadable_rows(lost))
    return told


def _has(row: BreakdownRow, code: str) -> bool:
    return any(note.code == code for note in row.notes)
