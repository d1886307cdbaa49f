"""The sheet Shazam: a row a song."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linernotes.model.json_values import json_number
from linernotes.model.row_status import RowStatus
from linernotes.sections.shazam.rows import SongRow
from linernotes.sections.shazam.totals import ShazamOf
from linernotes.workbook import looks
from linernotes.workbook.audit import Audit
from linernotes.workbook.cells import Value
from linernotes.workbook.checks import Check, detail_of
from linernotes.workbook.schema import Column, SheetSchema
from linernotes.workbook.tables import Remark, Table

SHAZAM = SheetSchema(
    "Shazam",
    (
        Column("Artist", looks.NAME, 18),
        Column("Song", looks.NAME, 30),
        Column("To date", looks.FIGURE, 12),
        Column("Gained", looks.DIFFERENCE, 11),
        Column("Best rank", looks.FIGURE, 10),
        Column("On", looks.NAME_BESIDE_NUMBERS, 20),
        Column("Days charted", looks.FIGURE, 9),
        Column("Cities", looks.FIGURE, 8),
        Column("Status", looks.WORD, 14),
        Column("Note", looks.NOTE, 60),
        Column("Countries", looks.FIGURE, 10),
        Column("Best rank day", looks.DAY, 11.5),
        Column("Credit", looks.WORD, 30),
        Column("Released", looks.DAY, 11.5),
        Column("Track UUID", looks.WORD, 39),
        Column("Artist UUID", looks.WORD, 39),
    ),
)


def shazam_table(found: Sequence[ShazamOf]) -> Table:
    """Make the table of every song."""
    return Table(
        SHAZAM,
        lambda: (row for of in found for row in _rows(of)),
        lambda: _audit(found),
        widest=[row for of in found for row in _rows(of)],
        scrolls_from="To date",
        checks=_checks(found),
        remarks=[Remark(of.artist.label, of.status.value, of.note) for of in found if of.rows and of.note],
    )


def _audit(found: Sequence[ShazamOf]) -> Audit:
    return Audit(
        SHAZAM.name,
        counted="Track UUID",
        expected_rows=sum(len(of.rows) for of in found),
        group=("Artist UUID",),
        total="Gained",
        expected_totals={(of.artist.uuid,): (of.artist.label, of.gained or 0) for of in found},
    )


def _checks(found: Sequence[ShazamOf]) -> list[Check]:
    """Check that counts only rise unless they were corrected, and that no more are counted than there are."""
    rows = [(of, row) for of in found for row in of.rows if row.gained and row.gained.end_total is not None]
    fell = [
        f"{of.artist.label}: {row.song.label}"
        for of, row in rows
        if (row.gain or 0) < 0 and row.status is not RowStatus.RESTATED
    ]
    listed = [of for of in found if of.songs_counted is not None and of.songs_listed is not None]
    over = [of.artist.label for of in listed if (of.songs_counted or 0) > (of.songs_listed or 0)]
    return [
        Check(
            "Shazam: gained is 0 or more, or restated",
            expected=len(rows),
            found=len(rows) - len(fell),
            detail=detail_of("Songs with a count in the period.", fell),
        ),
        Check(
            "Shazam: songs counted ≤ songs listed",
            expected=len(listed),
            found=len(listed) - len(over),
            detail=detail_of("Artists of whom both are known.", over),
        ),
    ]


def _rows(of: ShazamOf) -> Iterator[dict[str, Value]]:
    """Give a row for each song; without any one that says why."""
    about: dict[str, Value] = {"Artist": of.artist.label, "Artist UUID": of.artist.uuid}
    if not of.rows:
        yield {**about, "Status": of.status.value, "Note": of.note}
    for row in of.rows:
        yield {**about, **_song(row), "Note": row.note}


def _song(row: SongRow) -> dict[str, Value]:
    ranks, best = row.ranks, row.ranks.best if row.ranks else None
    return {
        "Song": row.song.label,
        "To date": json_number(row.to_date),
        "Gained": json_number(row.gain),
        "Best rank": best.rank if best else None,
        "On": best.place.name if best else None,
        "Days charted": ranks.longest if ranks else None,
        "Cities": len(ranks.cities) if ranks else None,
        "Status": row.status.value,
        "Countries": len(ranks.countries) if ranks else None,
        "Best rank day": best.on if best else None,
        "Credit": row.song.credit,
        "Released": row.song.released,
        "Track UUID": row.song.uuid,
    }
