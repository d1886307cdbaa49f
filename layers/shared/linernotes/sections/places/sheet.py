"""The sheet Places: a row a country or city, by artist and source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from linernotes.model.json_values import json_number
from linernotes.sections.places.rows import PlacesOf
from linernotes.workbook import looks
from linernotes.workbook.audit import Audit
from linernotes.workbook.cells import Value
from linernotes.workbook.schema import Column, SheetSchema
from linernotes.workbook.tables import Remark, Table

PLACES = SheetSchema(
    "Places",
    (
        Column("Artist", looks.NAME, 18),
        Column("Platform", looks.NAME, 13),
        Column("Metric", looks.NAME, 17),
        Column("Country", looks.NAME, 10.5),
        Column("City", looks.NAME, 16),
        Column("First value", looks.FIGURE, 12),
        Column("First date", looks.DAY, 11.5),
        Column("Latest value", looks.FIGURE, 13),
        Column("Latest date", looks.DAY, 11.5),
        Column("Difference", looks.DIFFERENCE, 12),
        Column("Change %", looks.CHANGE, 10),
        Column("Peak", looks.FIGURE, 12),
        Column("Peak date", looks.DAY, 11.5),
        Column("Data points", looks.FIGURE, 8.5),
        Column("Share", looks.SHARE, 9),
        Column("Status", looks.WORD, 14),
        Column("Note", looks.NOTE, 52),
        Column("Region", looks.WORD, 18),
        Column("Artist UUID", looks.WORD, 39),
    ),
)


def places_table(found: Sequence[PlacesOf]) -> Table:
    """Make the table of every place."""
    return Table(
        PLACES,
        lambda: (row for of in found for row in _rows(of)),
        lambda: _audit(found),
        widest=[row for of in found for row in _rows(of)],
        scrolls_from="First value",
        remarks=[
            Remark(f"{of.artist.label} · {of.source.name} {of.source.metric}", of.status.value, of.note)
            for of in found
            if of.rows and of.note
        ],
    )


def _audit(found: Sequence[PlacesOf]) -> Audit:
    return Audit(
        PLACES.name,
        counted="Country",
        expected_rows=sum(len(of.rows) for of in found),
        group=("Artist UUID", "Platform", "Metric"),
        total="Data points",
        expected_totals={
            (of.artist.uuid, of.source.name, of.source.metric): (
                f"{of.artist.label} · {of.source.name} {of.source.metric}",
                sum(row.figures.data_points for row in of.rows),
            )
            for of in found
        },
    )


def _rows(of: PlacesOf) -> Iterator[dict[str, Value]]:
    """Give a row for each place; without any one that says why."""
    about: dict[str, Value] = {
        "Artist": of.artist.label,
        "Platform": of.source.name,
        "Metric": of.source.metric,
        "Status": of.status.value,
        "Artist UUID": of.artist.uuid,
    }
    if not of.rows:
        yield {**about, "Note": of.note}
    for row in of.rows:
        figures = row.figures
        percent = json_number(figures.difference_percent)
        yield {
            **about,
            "Country": row.country,
            "City": row.city.name if row.city else None,
            "Region": row.city.region if row.city else None,
            "First value": json_number(figures.first_value),
            "First date": figures.first_date,
            "Latest value": json_number(figures.latest_value),
            "Latest date": figures.latest_date,
            "Difference": json_number(figures.difference),
            "Change %": None if percent is None else percent / 100,
            "Peak": json_number(figures.peak_value),
            "Peak date": figures.peak_date,
            "Data points": figures.data_points,
            "Share": json_number(row.share),
            "Note": row.note,
        }
