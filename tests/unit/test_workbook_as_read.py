"""The workbook as its reader finds it: types, formats, blanks, headers, filters, print set-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter

from linernotes.model.json_values import json_number
from linernotes.model.report import Report
from linernotes.model.row_status import RowStatus
from linernotes.reports.workbook_schema import sheets
from linernotes.sections.audience.result import Result
from linernotes.sections.audience.schema import COMPARISON
from linernotes.sections.places.sheet import PLACES
from linernotes.sections.registry import SECTIONS
from linernotes.sections.tracks.schema import TRACKS
from linernotes.workbook.looks import Holds
from linernotes.workbook.schema import SheetSchema
from tests.unit.builders import LAURO, a_request
from tests.unit.workbook_cases import (
    MADE_AT,
    Written,
    climbing,
    comparing,
    finished,
    local,
    nothing_found,
    one_artist,
    ten_artists,
    three_artists,
    with_places,
    with_tracks,
    within,
)

Case = Callable[[], tuple[Report, Result]]
CASES: dict[str, Case] = {
    "one artist": one_artist,
    "three artists with gaps": three_artists,
    "ten artists": ten_artists,
    "nothing found": nothing_found,
    "comparing": comparing,
    "tracks": with_tracks,
    "places": with_places,
}


def schemas_of(case: str) -> list[SheetSchema]:
    """List the sheets there must be: those of sections and Comparison only when asked for."""
    there = {"comparing": [COMPARISON], "tracks": [TRACKS], "places": [PLACES]}.get(case, [])
    of_sections = [schema for section in SECTIONS.values() for schema in section.sheets()]
    absent = [schema for schema in (COMPARISON, *of_sections) if schema not in there]
    return [schema for schema in sheets() if schema not in absent]


each_sheet = pytest.mark.parametrize(
    ("written", "schema"),
    [pytest.param(case, schema, id=f"{case}-{schema.name}") for case in CASES for schema in schemas_of(case)],
    indirect=["written"],
)
PYTHON_TYPES: dict[Holds, tuple[type, ...]] = {
    Holds.TEXT: (str,),
    Holds.NUMBER: (int, float),
    Holds.DAY: (datetime,),
    Holds.MOMENT: (datetime,),
}


@pytest.fixture(scope="module")
def written_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Written]:
    @cache
    def write(case: str) -> Written:
        return Written(tmp_path_factory.mktemp("workbook") / "report.xlsx", *CASES[case]())

    return write


@pytest.fixture(params=CASES)
def written(request: pytest.FixtureRequest, written_once: Callable[[str], Written]) -> Written:
    return written_once(request.param)


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return Written(tmp_path_factory.mktemp("workbook") / "report.xlsx", *three_artists())


def test_the_sheets_are_those_of_the_schema(written: Written) -> None:
    request = written.report.request
    case = "comparing" if request.compare else (*request.sections, "any other")[0]

    assert written.book.sheetnames == [schema.name for schema in schemas_of(case)]


@each_sheet
def test_every_cell_has_the_type_and_format_of_its_column(written: Written, schema: SheetSchema) -> None:
    header, *rows = written.table(schema.name)

    assert [cell.value for cell in header] == list(schema.headers)
    for row in rows:
        for cell, column in zip(row, schema.columns, strict=True):
            if cell.value is not None:
                assert isinstance(cell.value, PYTHON_TYPES[column.look.holds]), (cell.coordinate, cell.value)
                assert cell.number_format == column.look.number_format, cell.coordinate


def test_no_cell_holds_a_formula_or_a_link(written: Written) -> None:
    tags = {
        local(element.tag) for part in written.parts("xl/worksheets/").values() for element in part.iter()
    }

    assert not tags & {"f", "hyperlink", "hyperlinks", "mergeCell"}


def test_there_is_nothing_to_work_out_on_opening(written: Written) -> None:
    (calculation,) = within(written.parts("xl/workbook.xml")["xl/workbook.xml"], "calcPr")

    assert calculation.get("fullCalcOnLoad") == "0"


def test_nothing_points_outside_the_file(written: Written) -> None:
    relations = [
        element for name, part in written.parts().items() if name.endswith(".rels") for element in part
    ]

    assert relations
    assert all(element.get("TargetMode") != "External" for element in relations)
    assert not written.parts("xl/externalLinks")


@each_sheet
def test_the_header_is_frozen_and_filtered(written: Written, schema: SheetSchema) -> None:
    sheet = written.sheet(schema.name)
    header_row = written.header_row(schema.name)

    assert sheet.sheet_view.pane is not None
    assert sheet.sheet_view.pane.state == "frozen"
    assert sheet.sheet_view.pane.ySplit == header_row
    assert all(
        cell.font.b and cell.fill.fgColor.rgb == "001F2A37" for cell in sheet[header_row] if cell.value
    )


@each_sheet
def test_headers_are_one_row_without_repeats(written: Written, schema: SheetSchema) -> None:
    row = written.sheet(schema.name)[written.header_row(schema.name)]
    headers = [str(cell.value).casefold() for cell in row if cell.value is not None]

    assert len(set(headers)) == len(headers)


@each_sheet
def test_columns_are_as_wide_as_what_they_show(written: Written, schema: SheetSchema) -> None:
    sheet = written.sheet(schema.name)
    rows = written.table(schema.name)[1:]

    for index, column in enumerate(schema.columns):
        width = sheet.column_dimensions[chr(ord("A") + index)].width
        assert width >= column.width
        for row in rows:
            value = row[index].value
            if isinstance(value, int | float) and "%" not in column.look.number_format:
                assert len(f"{value:,.0f}") < width, row[index].coordinate


def test_columns_grow_with_large_figures_and_long_names(tmp_path: Path) -> None:
    request = a_request(artists=(replace(LAURO, name="The Artist Formerly Known"),))
    case = finished(request, {"0.spotify": climbing(request, 999_999_999_999, 1)})

    written = Written(tmp_path / "report.xlsx", *case)

    for name in ("Summary", "Breakdown"):
        letter = get_column_letter(written.headers(name).index("Latest value") + 1)
        assert written.sheet(name).column_dimensions[letter].width > len("1,000,000,000,028")
    for name in ("Breakdown", "Daily data"):
        assert written.sheet(name).column_dimensions["A"].width > len("The Artist Formerly Known")


@each_sheet
def test_a_sheet_prints_landscape_one_page_wide_under_a_repeated_row(
    written: Written, schema: SheetSchema
) -> None:
    sheet = written.sheet(schema.name)
    repeated = 1 if schema.name == "Summary" else written.header_row(schema.name)

    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToWidth == 1
    assert sheet.print_title_rows == f"${repeated}:${repeated}"
    assert written.report.report_id in str(sheet.oddFooter)


def test_the_document_names_its_maker_time_and_subject(written: Written) -> None:
    properties = written.book.properties

    assert properties.creator == "Liner Notes"
    assert properties.created == properties.modified == MADE_AT.replace(tzinfo=None)
    assert properties.title
    assert properties.description == written.sheet("Summary")["A1"].value


def test_daily_data_has_one_row_a_point_in_order(written: Written) -> None:
    expected = [
        (row.artist.name, row.artist.uuid, row.source.name, row.source.metric, day, json_number(value))
        for row in written.result.breakdown
        for day, value in row.points
    ]

    rows = [row for row in written.calamine("Daily data")[1:] if row[0] != ""]

    assert [(*row[:4], row[5], row[6]) for row in rows] == expected


def test_breakdown_reads_back_as_the_result(written: Written) -> None:
    header, *rows = written.calamine("Breakdown")

    assert len(rows) == len(written.result.breakdown)
    for values, row in zip(rows, written.result.breakdown, strict=True):
        record = dict(zip(header, values, strict=True))
        figures = row.figures
        assert record["Artist UUID"] == row.artist.uuid
        assert (record["Platform"], record["Metric"]) == (row.source.name, row.source.metric)
        assert record["First value"] == blank_or_number(figures.first_value)
        assert record["Latest value"] == blank_or_number(figures.latest_value)
        assert record["Difference"] == blank_or_number(figures.difference)
        assert record["Average"] == blank_or_number(figures.period_average)
        assert record["Peak"] == blank_or_number(figures.peak_value)
        assert record["Change %"] == (
            ""
            if figures.difference_percent is None
            else pytest.approx(float(figures.difference_percent) / 100)
        )
        assert record["Peak date"] == blank_or_day(figures.peak_date)
        assert record["First date"] == blank_or_day(figures.first_date)
        assert record["Latest date"] == blank_or_day(figures.latest_date)
        assert record["Data points"] == figures.data_points
        assert record["Expected points"] == figures.expected_points
        assert record["Coverage"] == pytest.approx(float(figures.coverage))
        assert record["Status"] == row.status.value
        assert record["Note"] == (row.note or "")


def blank_or_number(value: Any) -> Any:
    return "" if value is None else pytest.approx(float(value))


def blank_or_day(day: date | None) -> Any:
    return day or ""


def test_summary_reads_back_as_the_result(written: Written) -> None:
    records = written.records("Summary")

    for record, summary in zip(records, written.result.summaries, strict=True):
        assert record["Platform"] == summary.source.name
        assert record["Latest value"] == json_number(summary.figures.latest_value)
        assert record["Average"] == json_number(summary.figures.period_average)
        assert record["Points of all artists"] == summary.figures.data_points
        assert record["Days with a total"] == len(summary.totals)
        assert record["Expected points"] == summary.figures.expected_points
        assert record["Coverage"] == pytest.approx(float(summary.figures.coverage))
        assert record["Status"] == summary.status.value
        assert record["Note"] == summary.note


def test_a_missing_figure_is_a_blank_cell_with_its_reason_beside_it(mixed: Written) -> None:
    blanks = [record for record in mixed.records("Breakdown") if record["Latest value"] is None]

    assert {record["Status"] for record in blanks} == {"no_data", "not_found", "not_published"}
    for record in blanks:
        figures = ("First value", "Difference", "Change %", "Average", "Peak", "Peak date", "Latest date")
        assert [record[header] for header in figures] == [None] * len(figures)
        assert record["Data points"] == 0
        assert record["Note"]


def test_daily_data_says_country_and_status_of_every_point(mixed: Written) -> None:
    records = mixed.records("Daily data")

    assert {record["Country"] for record in records} == {"IT"}
    statuses = {(record["Platform"], record["Status"]) for record in records}
    assert statuses == {("Spotify", "lower_bound"), ("Instagram", "measured")}


def test_without_a_country_the_column_says_worldwide(tmp_path: Path) -> None:
    written = Written(tmp_path / "report.xlsx", *one_artist())

    assert {record["Country"] for record in written.records("Daily data")} == {"Worldwide"}
    assert {record["Country"] for record in written.records("Breakdown")} == {"Worldwide"}


def test_breakdown_tells_data_from_the_cache_from_data_just_fetched(mixed: Written) -> None:
    origins = {
        (record["Artist"], record["Platform"]): record["Origin"] for record in mixed.records("Breakdown")
    }

    assert origins["Achille Lauro", "Spotify"] == "fetched for this report"
    assert origins["Elisa", "Spotify"] == "from cache"
    assert origins["Elisa", "Deezer"] is None


def test_bars_on_averages_never_compare_two_metric_families(mixed: Written) -> None:
    sheet = mixed.sheet("Breakdown")
    letter = "ABCDEFGHIJ"[mixed.headers("Breakdown").index("Average")]
    metrics = {row: str(sheet.cell(row, 3).value) for row in range(2, sheet.max_row + 1)}

    barred = [
        {metrics[cell.row] for block in sheet[str(area)] for cell in block}
        if ":" in str(area)
        else {metrics[sheet[str(area)].row]}
        for formatting in sheet.conditional_formatting
        if formatting.rules[0].type == "dataBar"
        for area in str(formatting.sqref).split()
        if str(area).startswith(letter)
    ]
    assert barred
    assert all(len(group) == 1 for group in barred)
    rules = [
        formatting for formatting in sheet.conditional_formatting if formatting.rules[0].type == "dataBar"
    ]
    assert len(rules) == 2


@pytest.mark.parametrize("name", ["Summary", "Breakdown"])
def test_differences_are_coloured_by_their_sign(mixed: Written, name: str) -> None:
    rules = [
        rule
        for formatting in mixed.sheet(name).conditional_formatting
        for rule in formatting.rules
        if rule.type == "cellIs"
    ]

    assert [rule.operator for rule in rules] == ["greaterThan", "lessThan"] * 2
    assert {rule.dxf.font.color.rgb for rule in rules} == {"001B7F4B", "00B42318"}


def test_every_status_of_the_result_is_explained_on_notes(mixed: Written) -> None:
    subjects = {record["Subject"] for record in mixed.records("Notes") if record["Section"] == "Reading"}

    assert {f"Status {status.value}" for status in RowStatus} <= subjects
