"""The names readers rely on: sheets, columns, and the version that changes with them."""

from __future__ import annotations

import hashlib
import json

import pytest

from linernotes.reports.workbook_schema import WORKBOOK_SCHEMA_VERSION, sheets
from linernotes.sections.registry import SECTIONS
from linernotes.workbook.schema import SheetSchema

FINGERPRINTS = {
    1: "461903189ffe7a58",
    2: "7444f0202aaa93d5",
    3: "6b8dca4c8dba2a77",
    4: "760b0e7e1d107386",
    5: "5f4284f096d9e750",
    6: "bfcef3ec5f34672d",
}
"""What the names of each version hash to. Changed names need a new version and a new line here."""


def fingerprint() -> str:
    names = [[sheet.name, *sheet.headers] for sheet in sheets()]
    return hashlib.sha256(json.dumps(names).encode()).hexdigest()[:16]


def test_names_do_not_change_without_a_new_version() -> None:
    assert FINGERPRINTS[WORKBOOK_SCHEMA_VERSION] == fingerprint()


def test_the_sheets_stand_in_the_order_of_the_contract() -> None:
    assert [sheet.name for sheet in sheets()] == [
        "Summary",
        "Breakdown",
        "Daily data",
        *(sheet.name for section in SECTIONS.values() for sheet in section.sheets()),
        "Comparison",
        "Notes",
    ]


def test_daily_data_has_the_columns_of_the_contract() -> None:
    daily = next(sheet for sheet in sheets() if sheet.name == "Daily data")

    assert daily.headers == (
        "Artist",
        "Artist UUID",
        "Platform",
        "Metric",
        "Country",
        "Date",
        "Value",
        "Status",
    )


@pytest.mark.parametrize("sheet", sheets(), ids=lambda sheet: sheet.name)
def test_no_header_comes_twice_on_a_sheet(sheet: SheetSchema) -> None:
    assert len({header.casefold() for header in sheet.headers}) == len(sheet.headers)
