"""The CSV files of sections: the table of each, as its sheet has it, in both forms."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from linernotes.model.report import Status
from linernotes.reports.section_csv import section_writers
from tests.unit.builders import NOW
from tests.unit.workbook_cases import with_places, with_tracks


def read(path: Path, separator: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=separator))


@pytest.mark.parametrize(
    ("name", "separator", "share"), [("places", ",", "0.041"), ("places-semicolon", ";", "0,041")]
)
def test_a_section_is_a_csv_file_with_the_columns_and_rows_of_its_sheet(
    tmp_path: Path, name: str, separator: str, share: str
) -> None:
    report, result = with_places()
    path = tmp_path / "x.csv"
    section_writers(result)[f"{name}.csv"](path, report, result, made_at=NOW, status=Status.SUCCEEDED)

    rows = read(path, separator)

    (table,) = result.sections["places"].tables()
    assert list(rows[0]) == list(table.schema.headers)
    assert len(rows) == len(list(table.rows()))
    italy = next(row for row in rows if (row["Country"], row["City"]) == ("IT", ""))
    assert (italy["Latest value"], italy["Latest date"], italy["Share"]) == ("41000", "2024-09-08", share)


def test_what_is_headed_percent_is_a_number_of_percent(tmp_path: Path) -> None:
    report, result = with_places()
    path = tmp_path / "x.csv"
    section_writers(result)["places.csv"](path, report, result, made_at=NOW, status=Status.SUCCEEDED)

    changed = [row for row in read(path, ",") if row["Change %"]]

    assert changed
    for row in changed:
        percent = 100 * float(row["Difference"]) / float(row["First value"])
        assert float(row["Change %"]) == pytest.approx(percent, abs=1e-4)


def test_a_report_has_a_file_for_each_section_and_separator() -> None:
    _, with_both = with_places()
    _, tracks = with_tracks()
    assert set(section_writers(with_both)) == {"places.csv", "places-semicolon.csv"}
    assert set(section_writers(tracks)) == {"tracks.csv", "tracks-semicolon.csv"}


def test_text_of_a_section_is_no_formula(tmp_path: Path) -> None:
    report, result = with_tracks()
    path = tmp_path / "x.csv"
    section_writers(result)["tracks.csv"](path, report, result, made_at=NOW, status=Status.SUCCEEDED)
    assert all(not value.startswith(("=", "+", "@")) for row in read(path, ",") for value in row.values())


def test_a_row_has_its_own_note_and_what_all_have_in_common_is_a_remark() -> None:
    for _, result in (with_places(), with_tracks()):
        for answer in result.sections.values():
            (table,) = answer.tables()
            of_totals = {total["note"] for total in answer.json()["totals"] if total["note"]}
            of_several = {remark.text for remark in table.remarks}
            assert of_several
            assert of_several <= of_totals
            assert [row["Note"] for row in table.rows() if row.get("Note") in of_several] == []
