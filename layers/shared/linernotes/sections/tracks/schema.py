"""The sheet Tracks: its columns."""

from __future__ import annotations

from linernotes.workbook import looks
from linernotes.workbook.schema import Column, SheetSchema

TRACKS = SheetSchema(
    "Tracks",
    (
        Column("Artist", looks.NAME, 18),
        Column("Platform", looks.NAME, 13),
        Column("Country", looks.NAME, 10.5),
        Column("Track", looks.NAME, 22),
        Column("Credit", looks.NAME, 22),
        Column("Top track", looks.WORD, 8),
        Column("Total streams", looks.FIGURE, 13),
        Column("Average a day", looks.AVERAGE, 12),
        Column("Peak", looks.FIGURE, 12),
        Column("Best position", looks.FIGURE, 9.5),
        Column("Weeks on chart so far", looks.FIGURE, 12),
        Column("Data points", looks.FIGURE, 8.5),
        Column("Chart days", looks.FIGURE, 8),
        Column("Of chart days", looks.FIGURE, 8.5),
        Column("Status", looks.WORD, 13),
        Column("Metric", looks.WORD, 11),
        Column("Frequency", looks.WORD, 12),
        Column("Note", looks.NOTE, 52),
        Column("Track UUID", looks.WORD, 39),
        Column("Artist UUID", looks.WORD, 39),
    ),
)
