"""The sheet Songs: a row a song, by artist and platform."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from linernotes.model.json_values import json_number
from linernotes.model.platforms import platform_name
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted
from linernotes.sections.songs.figures import SongRow, SongsOf
from linernotes.workbook import looks
from linernotes.workbook.audit import Audit
from linernotes.workbook.cells import Value
from linernotes.workbook.checks import Check, detail_of
from linernotes.workbook.drawings import MOST_BARS, Bars
from linernotes.workbook.schema import Column, SheetSchema
from linernotes.workbook.tables import Remark, Table

SONGS = SheetSchema(
    "Songs",
    (
        Column("Artist", looks.NAME, 18),
        Column("Song", looks.NAME, 26),
        Column("Released", looks.DAY, 11.5),
        Column("Platform", looks.WORD, 13),
        Column("To date at start", looks.FIGURE, 14),
        Column("To date at end", looks.FIGURE, 14),
        Column("Gained", looks.DIFFERENCE, 13),
        Column("Change vs compared", looks.DIFFERENCE, 13),
        Column("Daily average", looks.AVERAGE, 12),
        Column("Identifiers", looks.FIGURE, 10.5),
        Column("First day", looks.DAY, 11.5),
        Column("Last day", looks.DAY, 11.5),
        Column("Status", looks.WORD, 14),
        Column("Note", looks.NOTE, 52),
        Column("Metric", looks.WORD, 12),
        Column("Credit", looks.NAME, 26),
        Column("Song UUID", looks.WORD, 39),
        Column("Artist UUID", looks.WORD, 39),
    ),
)


def songs_table(found: Sequence[SongsOf]) -> Table:
    """Make the table of every song."""
    return Table(
        SONGS,
        lambda: (row for of in found for row in _rows(of)),
        lambda: _audit(found),
        widest=[row for of in found for row in _rows(of)],
        scrolls_from="Released",
        checks=_checks(found),
        remarks=[
            Remark(_name(of), of.total.status.value, of.total.note)
            for of in found
            if of.rows and of.total.note
        ],
        drawing=_drawing(found),
    )


def _drawing(found: Sequence[SongsOf]) -> Bars | None:
    """Draw the songs that gained most, of all artists, on the first platform asked for that has any.

    Not on several: streams and views are not of one kind.
    """
    with_gains = [of for of in found if any(row.now.gained for row in of.rows)]
    if not with_gains:
        return None
    drawn = [of for of in with_gains if of.platform == with_gains[0].platform]
    gains = [
        (json_number(row.now.gained) or 0, row.song.label, of.artist.label)
        for of in drawn
        for row in of.rows
        if row.now.gained is not None
    ]
    top = sorted(gains, key=lambda gain: -gain[0])[:MOST_BARS]
    labels = [f"{song} · {artist}" if len(drawn) > 1 else song for _, song, artist in top]
    platform = platform_name(drawn[0].platform)
    return Bars(
        title=f"Songs that gained most on {platform}",
        unit=f"{drawn[0].metric or 'Total'} gained",
        alt_text=f"Bars of what {counted(len(top), 'song')} gained on {platform}. {labels[0]} leads with "
        f"{top[0][0]:,}.",
        of="Song",
        bars=[(label, gained) for label, (gained, _, _) in zip(labels, top, strict=True)],
    )


def _audit(found: Sequence[SongsOf]) -> Audit:
    return Audit(
        SONGS.name,
        counted="Song UUID",
        expected_rows=sum(len(of.rows) for of in found),
        group=("Artist UUID", "Platform"),
        total="Gained",
        expected_totals={
            (of.artist.uuid, platform_name(of.platform)): (_name(of), of.total.gained or 0) for of in found
        },
    )


def _checks(found: Sequence[SongsOf]) -> list[Check]:
    rows = [(of, row) for of in found for row in of.rows]
    fell = [f"{_name(of)}: {row.song.label}" for of, row in rows if _fell(row)]
    uncorrected = [(of, row) for of, row in rows if row.now.status is not RowStatus.RESTATED]
    listed = [of for of in found if of.listed is not None]
    too_many = [_name(of) for of in listed if (of.total.counted or 0) > (of.listed or 0)]
    return [
        Check(
            "Songs: totals rose, or are restated",
            expected=len(uncorrected),
            found=len(uncorrected) - len(fell),
            detail=detail_of("Totals that fell by more than 1 %, and are not said to be corrected.", fell),
        ),
        Check(
            "Songs: counted ≤ listed",
            expected=len(listed),
            found=len(listed) - len(too_many),
            detail=detail_of("Songs counted against the songs Soundcharts lists of an artist.", too_many),
        ),
    ]


def _fell(row: SongRow) -> bool:
    """Say whether a total fell by more than the 1 % that is no correction."""
    gained, start = row.now.gained, row.now.start_total
    return gained is not None and start is not None and -100 * gained > abs(Fraction(start))


def _name(of: SongsOf) -> str:
    return f"{of.artist.label} · {platform_name(of.platform)}"


def _rows(of: SongsOf) -> Iterator[dict[str, Value]]:
    """Give a row for each song; without any one that says why."""
    if not of.rows:
        yield {**_about(of), "Status": of.total.status.value, "Note": of.total.note}
    for row in of.rows:
        yield {**_about(of), **_of_song(row), "Note": _note(row)}


def _about(of: SongsOf) -> dict[str, Value]:
    return {
        "Artist": of.artist.label,
        "Platform": platform_name(of.platform),
        "Metric": of.metric,
        "Artist UUID": of.artist.uuid,
    }


def _of_song(row: SongRow) -> dict[str, Value]:
    song, now = row.song, row.now
    return {
        "Song": song.label,
        "Released": song.released,
        "To date at start": json_number(now.start_total),
        "To date at end": json_number(now.end_total),
        "Gained": json_number(now.gained),
        "Change vs compared": json_number(row.change.change) if row.change else None,
        "Daily average": json_number(now.avg_daily),
        "Identifiers": now.identifiers,
        "First day": now.start_date,
        "Last day": now.end_date,
        "Status": now.status.value,
        "Credit": song.credit,
        "Song UUID": song.uuid,
    }


def _note(row: SongRow) -> str | None:
    return " ".join(filter(None, (row.now.note, row.change.note if row.change else None))) or None
