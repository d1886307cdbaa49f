"""A section is one package and one line of the registry: one that is made up here is found everywhere."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from linernotes.api.openapi.document import openapi_document
from linernotes.api.resource import downloads_of, platforms_json, preview_json, report_json
from linernotes.api.validation import parse_report_request
from linernotes.model.errors import InvalidRequest
from linernotes.model.report import Status
from linernotes.reports.file_names import RESULT_NAME
from linernotes.reports.preview_report import preview_report
from linernotes.reports.write_workbook import write_workbook
from linernotes.sections.registry import SECTIONS, sections_of
from linernotes.sections.section import Stores
from linernotes.slack.figures import figure_blocks
from linernotes.slack.form import form_view
from linernotes.slack.payloads import Origin
from local.slack_double import texts_of
from tests.unit.builders import A_BUDGET, ELISA, LAURO, NOW, a_request
from tests.unit.template import ROOT
from tests.unit.world import REPORT_ID, World

ASKED = {
    "artists": [LAURO.uuid, ELISA.uuid],
    "platforms": ["spotify"],
    "start_date": "2024-09-01",
    "end_date": "2024-09-30",
    "sections": ["weather"],
}
REQUEST = a_request(artists=(LAURO, ELISA), sections=("weather",))


@pytest.fixture
def _weather(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SECTIONS.modules, "weather", "tests.unit.weather_section")


@pytest.fixture
def made(_weather: None) -> World:
    world = World()
    world.request(REQUEST)
    world.run()
    return world


def test_no_section_that_is_not_registered_can_be_asked_for() -> None:
    with pytest.raises(InvalidRequest, match="give one of"):
        parse_report_request(ASKED, today=NOW.date(), callback_hosts=())


@pytest.mark.usefixtures("_weather")
def test_a_registered_section_can_be_asked_for() -> None:
    asked = parse_report_request(ASKED, today=NOW.date(), callback_hosts=())
    assert asked.resolved((LAURO, ELISA)).sections == ("weather",)


@pytest.mark.usefixtures("_weather")
def test_a_registered_section_has_its_price_in_the_preview() -> None:
    world = World()
    preview = preview_report(REQUEST, now=NOW, stores=Stores(world.windows, world.charts, world.lookups))
    answer = preview_json(preview, REQUEST.canonical(), limit=3_000, budget=A_BUDGET)
    assert answer["sections"] == [
        {"name": "weather", "jobs": 2, "upstream_calls": 2, "cached": 0, "at_most": True}
    ]
    assert (answer["jobs"], answer["upstream_calls"]) == (4, 4)


def test_the_jobs_of_a_registered_section_are_the_reports_jobs(made: World) -> None:
    report = made.report()
    assert report.status is Status.SUCCEEDED
    assert [(job.job_id, job.section, job.platform) for job in report.jobs] == [
        ("0.spotify", "audience", "spotify"),
        ("1.spotify", "audience", "spotify"),
        ("0.weather", "weather", None),
        ("1.weather", "weather", None),
    ]
    assert report_json(report)["progress"] == {"total": 4, "done": 4, "failed": 0}
    assert report.upstream_calls == 4


def test_a_registered_section_is_in_the_answer_and_among_the_files(made: World) -> None:
    answer: dict[str, Any] = made.result(REPORT_ID)
    assert [row["sunny_days"] for row in answer["sections"]["weather"]["rows"]] == [7, 7]
    files = {name for _, name in made.files.files}
    assert {"weather.csv", "weather-semicolon.csv", RESULT_NAME} <= files
    assert {name for _, name in downloads_of(made.report())} >= {"weather.csv", "weather-semicolon.csv"}


@pytest.mark.usefixtures("_weather")
def test_a_registered_section_is_described() -> None:
    schemas = openapi_document()["components"]["schemas"]
    sections = schemas["Sections"]["properties"]
    assert "weather" in SECTIONS
    assert set(sections) == {*SECTIONS}
    assert schemas["SectionName"]["enum"] == [*SECTIONS]


def test_a_registered_section_has_its_sheet_between_those_of_others_and_notes(
    made: World, tmp_path: Path
) -> None:
    ((report, result, status),) = made.write_workbook.written
    path = tmp_path / "report.xlsx"
    write_workbook(path, report, result, made_at=NOW, version="1", status=status)

    book = load_workbook(path)

    assert book.sheetnames == ["Summary", "Breakdown", "Daily data", "Weather", "Notes"]
    assert [row[1].value for row in book["Weather"].iter_rows(min_row=2)] == [7, 7]
    notes = {(row[0].value, row[1].value) for row in book["Notes"].iter_rows()}
    assert ("Check", "Rows in Weather = weather in the result") in notes
    assert ("Reading", "Sunny days") in notes


@pytest.mark.usefixtures("_weather")
def test_a_registered_section_is_offered_by_the_page_and_by_slack() -> None:
    assert platforms_json()["sections"][-1] == {
        "name": "weather",
        "title": "Weather",
        "about": "how sunny it was where each artist lives",
    }
    form = form_view(Origin("C0", "T0", "U0", "a-trigger", "https://hooks.slack.com/x"), today=NOW.date())
    assert "Weather" in texts_of(form["blocks"])


def test_a_registered_section_says_its_lines_in_slack(made: World) -> None:
    blocks, _ = figure_blocks(made.result(REPORT_ID))
    assert "Sunny days: 7" in texts_of([block.to_dict() for block in blocks])


def test_nothing_outside_its_package_names_a_section() -> None:
    package = ROOT / "layers" / "shared" / "linernotes"
    naming = {
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if path.parts[-2] not in SECTIONS
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and node.value in SECTIONS
    }
    # The rankings of charts and the API's own calls for tracks are there without any report.
    assert naming <= {
        "sections/registry.py",
        "sections/windows/codec.py",  # what a stored window calls its countries
        "charts/chart_items.py",  # how many songs a stored ranking has
        "model/platforms.py",  # Soundcharts' codes of platforms, of which Shazam is one
        "sections/song_totals/platforms.py",  # those with running totals of songs
        "request_line/words.py",  # the one that a line may say a number with
        "api/openapi/charts.py",
        "api/openapi/reports.py",
        "api/openapi/examples.py",
    }


def test_the_guide_to_the_api_names_every_section() -> None:
    guide = (ROOT / "docs" / "api.md").read_text()
    assert [name for name in SECTIONS if f'`"{name}"`' not in guide and f"`{name}`" not in guide] == []


def test_the_rows_of_metric_sources_come_first_and_sections_in_the_order_of_the_registry() -> None:
    both = a_request(sections=("places", "tracks"))
    assert [section.name for section in sections_of(both)] == ["audience", "tracks", "places"]
