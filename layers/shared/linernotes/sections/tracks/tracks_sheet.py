"""The sheet Tracks: what tracks did on charts, one row a track, by artist and platform."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.utils import get_column_letter

from linernotes.model.json_values import json_number
from linernotes.model.platforms import platform_name
from linernotes.sections.audience.breakdown_sheet import letter_of
from linernotes.sections.audience.result import label_of
from linernotes.sections.tracks.track_json import metric_name
from linernotes.sections.tracks.track_notes import breakdown_note
from linernotes.sections.tracks.tracks import TrackBreakdown, TrackRow
from linernotes.workbook.book import Book
from linernotes.workbook.cells import Value, fitted, row_cells, row_height
from linernotes.workbook.schema import TRACKS, WORLDWIDE, Column
from linernotes.workbook.sheet import Sheet
from linernotes.workbook.text import display_width

_TOP = "Top"


@dataclass(frozen=True, slots=True)
class WrittenTracks:
    """An artist on a platform as written: how many rows with a track, and what their totals add up to."""

    breakdown: TrackBreakdown
    rows: int
    total: Decimal


def write_tracks(
    book: Book, breakdowns: Sequence[TrackBreakdown], *, rows_per_sheet: int, footer: str
) -> list[WrittenTracks]:
    """Write every track, on further sheets where one is full; returns what was written of each breakdown."""
    columns = fitted(TRACKS.columns, [_longest(breakdown) for breakdown in breakdowns])
    sheets = [_new_sheet(book, columns, 1, footer)]
    written = []
    for breakdown in breakdowns:
        rows, total = 0, Decimal(0)
        for values in _rows(breakdown):
            if sheets[-1].rows > rows_per_sheet:
                sheets.append(_new_sheet(book, columns, len(sheets) + 1, footer))
            cells = row_cells(columns, values)
            sheets[-1].add_row(cells, height=row_height(columns, cells))
            rows += "Track UUID" in values
            total += _decimal(values.get("Total streams"))
        written.append(WrittenTracks(breakdown, rows, total))
    for sheet in sheets:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{sheet.rows}"
        sheet.print_area = f"A1:{letter_of(TRACKS, 'Note')}{sheet.rows}"
    return written


def _new_sheet(book: Book, columns: Sequence[Column], number: int, footer: str) -> Sheet:
    name = TRACKS.name if number == 1 else f"{TRACKS.name} {number}"
    sheet = book.add_sheet(name, columns, freeze="E2", repeat_row=1, footer=footer)
    sheet.add_header(columns)
    return sheet


def _longest(breakdown: TrackBreakdown) -> dict[str, Value]:
    """Give what needs the most room in the columns that are fitted to what they hold."""
    return {
        "Artist": label_of(breakdown.question.artist),
        "Track": max((row.name for row in breakdown.rows), key=display_width, default=None),
        "Credit": max((row.credit or "" for row in breakdown.rows), key=display_width, default=None),
        "Total streams": json_number(max((row.total_streams or 0 for row in breakdown.rows), default=None)),
        "Peak": json_number(max((row.peak_streams or 0 for row in breakdown.rows), default=None)),
    }


def _rows(breakdown: TrackBreakdown) -> Iterator[dict[str, Value]]:
    """Give a row for each track, the first with the note on all of them; without tracks one that says why."""
    question = breakdown.question
    of: dict[str, Value] = {
        "Artist": label_of(question.artist),
        "Platform": platform_name(question.platform),
        "Country": question.country or WORLDWIDE,
        "Artist UUID": question.artist.uuid,
        "Chart days": breakdown.looked_at.chart_days.stored,
        "Of chart days": breakdown.looked_at.chart_days.expected,
        "Frequency": breakdown.frequency.value,
    }
    if not breakdown.rows:
        yield {**of, "Note": breakdown_note(breakdown)}
    of["Metric"] = metric_name(breakdown.metrics)
    of["Status"] = "lower_bound" if breakdown.is_lower_bound else "measured"
    for number, row in enumerate(breakdown.rows):
        first = number == 0
        yield {
            **of,
            **_track_values(row),
            "Top track": _TOP if first and breakdown.top else None,
            "Note": breakdown_note(breakdown) if first else None,
        }


def _track_values(row: TrackRow) -> dict[str, Value]:
    return {
        "Track": row.name,
        "Credit": row.credit,
        "Total streams": json_number(row.total_streams),
        "Average a day": json_number(row.avg_daily_streams),
        "Peak": json_number(row.peak_streams),
        "Best position": row.best_position,
        "Weeks on chart so far": row.weeks_on_chart,
        "Data points": row.data_points,
        "Track UUID": row.uuid,
    }


def _decimal(value: Value) -> Decimal:
    return Decimal(str(value)) if isinstance(value, int | float) else Decimal(0)
