"""The sheet Moments: a row a moment, the most unusual first, and one for each source without any."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linernotes.model.figures import rounded
from linernotes.model.json_values import json_number
from linernotes.model.words import counted
from linernotes.sections.moments.answer import by_score
from linernotes.sections.moments.found import MomentsOf
from linernotes.sections.moments.needs import Measure
from linernotes.sections.moments.rule import Moment
from linernotes.sections.moments.words import moment_note
from linernotes.workbook import looks
from linernotes.workbook.audit import Audit
from linernotes.workbook.cells import Value
from linernotes.workbook.schema import Column, SheetSchema
from linernotes.workbook.tables import Remark, Table

MOMENTS = SheetSchema(
    "Moments",
    (
        Column("Artist", looks.NAME, 18),
        Column("Source", looks.NAME, 26),
        Column("From", looks.DAY, 11.5),
        Column("To", looks.DAY, 11.5),
        Column("Now", looks.AVERAGE, 12),
        Column("Usual", looks.AVERAGE, 12),
        Column("Change", looks.CHANGE, 10),
        Column("Score", looks.AVERAGE, 9),
        Column("Status", looks.WORD, 14),
        Column("Note", looks.NOTE, 52),
        Column("Compared", looks.WORD, 15),
        Column("Artist UUID", looks.WORD, 39),
    ),
)

_COMPARED = {
    Measure.VALUE: "value",
    Measure.DAILY_CHANGE: "change a day",
    Measure.WEEKLY_VALUE: "weekly value",
}


def moments_table(found: Sequence[MomentsOf]) -> Table:
    """Make the table of every moment."""
    return Table(
        MOMENTS,
        lambda: _rows(found),
        lambda: _audit(found),
        widest=list(_rows(found)),
        scrolls_from="From",
        remarks=[
            Remark(f"{of.artist.label} · {_source(of)}", of.status.value, of.note)
            for of in found
            if of.moments and of.note
        ],
    )


def _audit(found: Sequence[MomentsOf]) -> Audit:
    return Audit(
        MOMENTS.name,
        counted="From",
        expected_rows=sum(len(of.moments) for of in found),
        group=("Artist UUID", "Source"),
        total="Score",
        expected_totals={
            (of.artist.uuid, _source(of)): (
                f"{of.artist.label} · {_source(of)}",
                sum(rounded(moment.most.score, 2) for moment in of.moments),
            )
            for of in found
        },
    )


def _source(of: MomentsOf) -> str:
    return f"{of.source.name} {of.source.metric}"


def _rows(found: Sequence[MomentsOf]) -> Iterator[dict[str, Value]]:
    """Give the moments of all; then who has none."""
    for of, moment in by_score(found):
        yield {**_about(of), **_figures(moment), "Note": moment_note(of, moment)}
    for of in found:
        if not of.moments:
            yield {**_about(of), "Note": " ".join(filter(None, (_none_of(of), of.note)))}


def _about(of: MomentsOf) -> dict[str, Value]:
    return {
        "Artist": of.artist.label,
        "Source": _source(of),
        "Status": of.status.value,
        "Compared": _COMPARED[of.measure] if of.measure else None,
        "Artist UUID": of.artist.uuid,
    }


def _figures(moment: Moment) -> dict[str, Value]:
    most = moment.most
    return {
        "From": moment.first,
        "To": moment.last,
        "Now": json_number(rounded(most.now, 2)),
        "Usual": json_number(rounded(most.usual, 2)),
        "Change": json_number(moment.change_percent / 100),
        "Score": json_number(rounded(most.score, 2)),
    }


def _none_of(of: MomentsOf) -> str | None:
    """Say of how many days none was unusual; nothing where none could be judged."""
    if not of.judged:
        return None
    if of.measure is Measure.WEEKLY_VALUE:
        return f"Nothing unusual in {counted(len(of.judged), 'weekly figure')}."
    return f"Nothing unusual on the {counted(len(of.judged), 'day')} looked at."
