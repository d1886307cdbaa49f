"""The sheets of radio: by station, in all, and, where they are told, by song and by day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

from linernotes.model.figures import rounded
from linernotes.model.json_values import json_number
from linernotes.model.words import counted, duplicates_told_apart
from linernotes.sections.radio.answer import verdict_of
from linernotes.sections.radio.radio_of import RadioOf
from linernotes.workbook import looks
from linernotes.workbook.audit import Audit
from linernotes.workbook.cells import Value
from linernotes.workbook.checks import Check, detail_of
from linernotes.workbook.drawings import MOST_LINES, DrawnLine, Lines
from linernotes.workbook.schema import WORLDWIDE, Column, SheetSchema
from linernotes.workbook.tables import Table

RADIO = SheetSchema(
    "Radio",
    (
        Column("Artist", looks.NAME, 18),
        Column("Country", looks.NAME, 10.5),
        Column("City", looks.NAME, 16),
        Column("Station", looks.NAME, 24),
        Column("Spins", looks.FIGURE, 9),
        Column("Share of spins", looks.SHARE, 9),
        Column("Change vs compared", looks.DIFFERENCE, 11),
        Column("Status", looks.WORD, 14),
        Column("Note", looks.NOTE, 52),
        Column("Station slug", looks.WORD, 24),
        Column("Artist UUID", looks.WORD, 39),
    ),
)
RADIO_TOTALS = SheetSchema(
    "Radio totals",
    (
        Column("Artist", looks.NAME, 18),
        Column("Country", looks.NAME, 11),
        Column("Spins", looks.FIGURE, 9),
        Column("Stations", looks.FIGURE, 9),
        Column("Countries", looks.FIGURE, 10),
        Column("Spins per day", looks.AVERAGE, 10),
        Column("First spin (UTC)", looks.MOMENT, 17),
        Column("Last spin (UTC)", looks.MOMENT, 17),
        Column("Broadcasts told", looks.FIGURE, 11),
        Column("Tie-out", looks.WORD, 9),
        Column("Compared from", looks.DAY, 11.5),
        Column("Compared to", looks.DAY, 11.5),
        Column("Spins compared", looks.FIGURE, 10),
        Column("Change vs compared", looks.DIFFERENCE, 11),
        Column("Change %", looks.CHANGE, 10),
        Column("Status", looks.WORD, 14),
        Column("Note", looks.NOTE, 60),
        Column("Artist UUID", looks.WORD, 39),
    ),
)
RADIO_BY_SONG = SheetSchema(
    "Radio by song",
    (
        Column("Artist", looks.NAME, 18),
        Column("Song", looks.NAME, 30),
        Column("Spins", looks.FIGURE, 9),
        Column("Share of spins", looks.SHARE, 9),
        Column("Status", looks.WORD, 14),
        Column("Note", looks.NOTE, 52),
        Column("Track UUID", looks.WORD, 39),
        Column("Artist UUID", looks.WORD, 39),
    ),
)
RADIO_BY_DAY = SheetSchema(
    "Radio by day",
    (
        Column("Artist", looks.NAME, 18),
        Column("Day (UTC)", looks.DAY, 11.5),
        Column("Spins", looks.FIGURE, 9),
        Column("Status", looks.WORD, 14),
        Column("Note", looks.NOTE, 52),
        Column("Artist UUID", looks.WORD, 39),
    ),
)
SHEETS = (RADIO, RADIO_TOTALS, RADIO_BY_SONG, RADIO_BY_DAY)


def radio_tables(found: Sequence[RadioOf]) -> list[Table]:
    """Make the tables; those of songs and days where any are told."""
    tables = [
        _table(RADIO, "Station", found, _stations, [len(of.now.stations) for of in found], _checks(found)),
        _table(RADIO_TOTALS, "Artist", found, _total, [1] * len(found)),
    ]
    if any(of.now.songs for of in found):
        songs = [len(of.now.songs or ()) for of in found]
        tables.append(_table(RADIO_BY_SONG, "Track UUID", found, _songs, songs))
    if any(of.now.days for of in found):
        days = [len(of.now.days or ()) for of in found]
        by_day = _table(RADIO_BY_DAY, "Day (UTC)", found, _days, days)
        tables.append(replace(by_day, drawing=_drawing(found)))
    return tables


def _table(
    schema: SheetSchema,
    counted: str,
    found: Sequence[RadioOf],
    rows: Callable[[RadioOf], Iterator[dict[str, Value]]],
    expected_rows: Sequence[int],
    checks: Sequence[Check] = (),
) -> Table:
    def audit() -> Audit:
        return Audit(
            schema.name,
            counted=counted,
            expected_rows=sum(expected_rows),
            group=("Artist UUID",),
            total="Spins",
            expected_totals={(of.artist.uuid,): (of.artist.label, _spins_on(schema, of)) for of in found},
        )

    return Table(
        schema,
        lambda: (row for of in found for row in rows(of)),
        audit,
        widest=[row for of in found for row in rows(of)],
        scrolls_from="Spins",
        checks=checks,
    )


def _drawing(found: Sequence[RadioOf]) -> Lines:
    """Draw the spins of each artist by day; a day without any is a zero, as the days are known."""
    drawn = [of for of in found if of.now.days][:MOST_LINES]
    period = drawn[0].now.period
    days = [period.start + timedelta(days=number) for number in range(period.days)]
    labels = duplicates_told_apart([of.artist.label for of in drawn])
    by_day = [dict(of.now.days or ()) for of in drawn]
    lines = [
        DrawnLine(label, [spins.get(day, 0) for day in days])
        for label, spins in zip(labels, by_day, strict=True)
    ]
    most = max(drawn, key=lambda of: _spins_on(RADIO_BY_DAY, of))
    return Lines(
        title="Spins by day (UTC)",
        unit="Spins",
        alt_text=f"Line chart of spins a day, {counted(len(lines), 'line')}. "
        f"{most.artist.label} had most, {counted(_spins_on(RADIO_BY_DAY, most), 'spin')}.",
        days=days,
        lines=lines,
    )


def _spins_on(schema: SheetSchema, of: RadioOf) -> int:
    """Say what the spins of an artist add up to on a sheet."""
    if schema is RADIO_BY_SONG:
        return sum(song.spins for song in of.now.songs or ())
    if schema is RADIO_BY_DAY:
        return sum(spins for _, spins in of.now.days or ())
    return of.now.spins


def _checks(found: Sequence[RadioOf]) -> list[Check]:
    """Compare spins by station with what else tells how many there are, an artist at a time."""
    told = [of for of in found if of.now.ties_out is not None]
    counts: dict[str, list[tuple[RadioOf, int]]] = {
        "broadcasts Soundcharts gives": [(of, of.now.broadcasts or 0) for of in told],
        "spins by song": [(of, _spins_on(RADIO_BY_SONG, of)) for of in found if of.now.songs is not None],
        "spins by day": [(of, _spins_on(RADIO_BY_DAY, of)) for of in found if of.now.days is not None],
    }
    checks = []
    for what, pairs in counts.items():
        off = [
            f"{of.artist.label} ({of.now.spins:,} by station, {count:,} {what})"
            for of, count in pairs
            if of.now.spins != count
        ]
        checks.append(
            Check(
                f"Radio: spins by station = {what}",
                expected=len(pairs),
                found=len(pairs) - len(off),
                detail=detail_of("Artists for whom both are known, and for how many they are equal.", off),
            )
        )
    return checks


def _stations(of: RadioOf) -> Iterator[dict[str, Value]]:
    """Give a row for each station; where there is none, one that says why.

    What is to be known of all of an artist's rows is on Radio totals.
    """
    about: dict[str, Value] = {"Artist": of.artist.label, "Artist UUID": of.artist.uuid}
    if not of.now.stations:
        none = 0 if of.now.known else None
        yield {**about, "Spins": none, "Status": of.status.value, "Note": of.note}
    changes = of.changes or [None] * len(of.now.stations)
    for station, change in zip(of.now.stations, changes, strict=True):
        yield {
            **about,
            "Country": station.country,
            "City": station.city,
            "Station": station.name,
            "Spins": station.spins,
            "Share of spins": json_number(of.now.share_of(station)),
            "Change vs compared": change,
            "Status": of.status_of_rows.value,
            "Note": of.note_of_rows,
            "Station slug": station.slug,
        }


def _total(of: RadioOf) -> Iterator[dict[str, Value]]:
    now = of.now
    row: dict[str, Value] = {
        "Artist": of.artist.label,
        "Country": of.country or WORLDWIDE,
        "Spins": now.spins if now.known else None,
        "Stations": len(now.stations) if now.known else None,
        "Countries": now.countries if now.known else None,
        "Spins per day": json_number(now.per_day),
        "First spin (UTC)": now.first,
        "Last spin (UTC)": now.last,
        "Broadcasts told": now.broadcasts,
        "Tie-out": (verdict_of(now) or "").upper() or None,
        "Status": of.status.value,
        "Note": of.note,
        "Artist UUID": of.artist.uuid,
    }
    if change := of.change:
        percent = json_number(change.percent)
        row |= {
            "Compared from": change.before.period.start,
            "Compared to": change.before.period.end,
            "Spins compared": change.before.spins if change.before.known else None,
            "Change vs compared": change.spins,
            "Change %": None if percent is None else percent / 100,
            "Note": f"{of.note} {change.note}" if change.note else of.note,
        }
    yield row


def _songs(of: RadioOf) -> Iterator[dict[str, Value]]:
    # Of the spins on this sheet: stations may have none where broadcasts have some.
    spins = _spins_on(RADIO_BY_SONG, of)
    for song in of.now.songs or ():
        yield {
            **_of_broadcasts(of),
            "Song": song.name,
            "Spins": song.spins,
            "Share of spins": json_number(rounded(Fraction(song.spins, spins), 4)) if spins else None,
            "Track UUID": song.uuid,
        }


def _days(of: RadioOf) -> Iterator[dict[str, Value]]:
    for day, spins in of.now.days or ():
        yield {**_of_broadcasts(of), "Day (UTC)": day, "Spins": spins}


def _of_broadcasts(of: RadioOf) -> dict[str, Value]:
    return {
        "Artist": of.artist.label,
        "Status": of.status.value,
        "Note": of.note_of_rows,
        "Artist UUID": of.artist.uuid,
    }
