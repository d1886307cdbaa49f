"""Growth against an earlier period, and a report in each of its forms."""

from __future__ import annotations

import csv
from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
import requests
from python_calamine import CalamineWorkbook

from tests.e2e.caller import Caller
from tests.e2e.world import World

FIGURES = (
    "first_value", "latest_value", "difference", "difference_percent", "period_average", "peak_value",
    "peak_date", "data_points", "expected_points", "coverage",
)  # fmt: skip


def asked(artists: list[str], start: str, end: str, **more: Any) -> dict[str, Any]:
    return {
        "artists": artists,
        "platforms": ["spotify", "instagram"],
        "start_date": start,
        "end_date": end,
        **more,
    }


@pytest.mark.parametrize(
    ("comparison", "start", "end"),
    [("previous_period", "2025-06-01", "2025-06-30"), ("previous_year", "2024-07-01", "2024-07-30")],
)
def test_the_compared_figures_are_those_of_a_report_about_that_period(
    world: World, caller: Caller, comparison: str, start: str, end: str
) -> None:
    artists = world.new_artists(2)
    growth = caller.make(asked(artists, "2025-07-01", "2025-07-30", compare=comparison))
    assert (growth["status"], growth["request"]["compare"]) == ("succeeded", comparison)
    calls = world.simulator.calls()["total"]
    earlier = caller.make(asked(artists, start, end))
    assert world.simulator.calls()["total"] == calls, "the compared period was fetched already"
    for name in ("detailed_breakdown", "platform_summaries"):
        for row, before in zip(growth["result"][name], earlier["result"][name], strict=True):
            compared = row["compared"]
            assert (compared["period"]["start"], compared["period"]["end"]) == (start, end)
            assert {figure: compared[figure] for figure in FIGURES} == {
                figure: before[figure] for figure in FIGURES
            }
            # Every artist of the simulated upstream has figures in both periods.
            points = [round(side["coverage"] * 30) for side in (row, before)]
            expected = [side["expected_points"] for side in (row, before)]
            if all(count >= max(1, (most + 1) // 2) for count, most in zip(points, expected, strict=True)):
                change = row["period_average"] - before["period_average"]
                assert compared["change"] == pytest.approx(change)
                assert compared["change_percent"] == pytest.approx(100 * change / before["period_average"])
            else:
                assert compared["change"] is None
                assert "half are needed" in compared["note"]


def test_a_report_comes_as_workbook_json_and_csv_that_agree(world: World, caller: Caller) -> None:
    report = caller.make(asked(world.new_artists(2), "2025-07-01", "2025-07-30", compare="previous_year"))
    path = f"/reports/{report['report_id']}/download"
    files = {}
    for form in ("xlsx", "json", "csv"):
        answer = caller.get(path, format=form)
        assert answer.status_code == 302
        files[form] = requests.get(answer.headers["Location"], timeout=10)
        assert files[form].status_code == 200
    assert files["json"].json() == report["result"]
    points = [
        (row["artist__uuid"], row["platform__name"], day, value)
        for row in report["result"]["detailed_breakdown"]
        for day, value in row["series"]
    ]
    rows = list(csv.DictReader(files["csv"].content.decode("utf-8-sig").splitlines()))
    assert [(row["Artist UUID"], row["Platform"], row["Date"], float(row["Value"])) for row in rows] == points
    workbook = CalamineWorkbook.from_filelike(BytesIO(files["xlsx"].content))
    assert workbook.sheet_names == ["Summary", "Breakdown", "Daily data", "Comparison", "Notes"]
    _, *daily = workbook.get_sheet_by_name("Daily data").to_python()
    assert [(row[1], row[2], str(row[5]), row[6]) for row in daily] == points


@pytest.mark.parametrize("separator", [";", "%3B", "semicolon"])
def test_a_csv_with_semicolons_has_the_same_rows_however_the_separator_is_written(
    world: World, caller: Caller, separator: str
) -> None:
    report = caller.make(asked(world.new_artists(1), "2025-07-01", "2025-07-30", country="IT"))
    path = f"/reports/{report['report_id']}/download"
    # Written out, as the client would encode it.
    answer = caller.get(f"{path}?format=csv&separator={separator}")
    assert answer.status_code == 302
    file = requests.get(answer.headers["Location"], timeout=10)
    rows = list(csv.reader(file.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    commas = requests.get(caller.get(path, format="csv").headers["Location"], timeout=10)
    assert rows == list(csv.reader(commas.content.decode("utf-8-sig").splitlines()))
    assert len(rows) > 1


def test_a_file_is_saved_under_its_artist_country_and_period(world: World, caller: Caller) -> None:
    report = caller.make(asked(world.new_artists(2), "2025-07-01", "2025-09-30", country="IT"))
    name = report["result"]["metadata"]["artists"][0]["name"]
    for form in ("xlsx", "json", "csv"):
        answer = caller.get(f"/reports/{report['report_id']}/download", format=form)
        disposition = requests.get(answer.headers["Location"], timeout=10).headers["Content-Disposition"]
        saved_as = f"liner-notes-{name} and 1 more-IT-2025-Q3.{form}"
        assert name.isascii()
        assert disposition == (
            f"attachment; filename=\"{saved_as}\"; filename*=UTF-8''{quote(saved_as, safe='')}"
        )


def test_a_form_there_is_not_is_refused_with_those_there_are(world: World, caller: Caller) -> None:
    report = caller.make(asked(world.new_artists(1), "2025-07-01", "2025-07-02"))
    answer = caller.get(f"/reports/{report['report_id']}/download", format="pdf")
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "format", "message": "give one of xlsx, json, csv"}]
