"""The OpenAPI document as programs read it: clients are generated from it, and pages of documentation."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from linernotes.api.openapi import openapi_document
from linernotes.charts.chart_days import ChartDays, LookedAt
from linernotes.charts.charts import Frequency
from linernotes.model.notes import Note, notes_json
from linernotes.model.periods import Period
from linernotes.model.row_status import RowStatus
from linernotes.model.windows import windows_covering
from linernotes.sections.audience import notes
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES, Cadence
from linernotes.sections.tracks.track_notes import SUMMED, WEEKLY, no_entries
from linernotes.sections.tracks.tracks import TrackQuestion
from tests.unit.builders import ELISA, LAURO, NOW
from tests.unit.openapi import DOCUMENT, errors_in, objects_in, operations
from tests.unit.template import ROOT

SCHEMAS = DOCUMENT["components"]["schemas"]
each_operation = pytest.mark.parametrize("name", operations())


# --- Operations -----------------------------------------------------------------------------------


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for operation in operations().values()]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch("[a-z]+([A-Z][a-z]+)*", name)] == []


@each_operation
def test_every_operation_is_described_under_a_heading_of_the_document(name: str) -> None:
    operation = operations()[name]
    assert operation["description"]
    assert operation["summary"]
    (tag,) = operation["tags"]
    assert tag in {heading["name"] for heading in DOCUMENT["tags"]}


@each_operation
def test_every_operation_has_an_example(name: str) -> None:
    assert any("example" in part for part in objects_in(operations()[name]))


def examples() -> Iterator[tuple[str, str, Any]]:
    """Give the examples of whole bodies: of which operation, by which schema it must be valid, and itself."""
    for name, operation in operations().items():
        for part in objects_in(operation):
            if "example" in part and "$ref" in part.get("schema", {}) and "in" not in part:
                yield name, part["schema"]["$ref"].rpartition("/")[2], part["example"]


@pytest.mark.parametrize(("operation", "schema", "example"), list(examples()))
def test_every_example_is_as_described(operation: str, schema: str, example: Any) -> None:
    assert errors_in(example, schema) == [], operation


def test_examples_of_parameters_are_as_described() -> None:
    for operation in operations().values():
        for parameter in operation.get("parameters", []):
            if "example" in parameter:
                assert errors_in(parameter["example"], parameter["schema"]) == []


@pytest.mark.parametrize("status", ["200", "202"])
def test_a_report_leads_to_what_can_be_done_with_it(status: str) -> None:
    links = operations()["POST /reports"]["responses"][status]["links"]
    assert links.keys() == {"getReport", "downloadReport", "repairReport"}


def test_every_link_leads_to_an_operation_and_fills_in_its_path() -> None:
    by_id = {operation["operationId"]: operation for operation in operations().values()}
    for operation in operations().values():
        for response in operation["responses"].values():
            for link in response.get("links", {}).values():
                target = by_id[link["operationId"]]
                in_path = {of["name"] for of in target["parameters"] if of["in"] == "path"}
                assert link["parameters"].keys() == in_path
                (body,) = response["content"].values()
                described = SCHEMAS[body["schema"]["$ref"].rpartition("/")[2]]
                for value in link["parameters"].values():
                    assert value.removeprefix("$response.body#/") in described["required"]


# --- Schemas --------------------------------------------------------------------------------------


def test_a_constant_says_of_which_type_it_is() -> None:
    constants = [part for part in objects_in(SCHEMAS) if "const" in part]
    types = {bool: "boolean", str: "string", int: "integer"}
    assert {type(part["const"]) for part in constants} >= {bool, str}
    assert [part for part in constants if part.get("type") != types[type(part["const"])]] == []


@pytest.mark.parametrize("answer", ["Report", "Preview"])
def test_an_answers_request_is_one_that_may_be_posted(answer: str) -> None:
    assert SCHEMAS[answer]["properties"]["request"]["$ref"] == "#/components/schemas/ReportRequest"


def test_a_result_has_a_property_for_each_section() -> None:
    assert SCHEMAS["Result"]["properties"]["sections"]["$ref"] == "#/components/schemas/Sections"
    assert SCHEMAS["Sections"]["properties"] == {
        name: {"$ref": f"#/components/schemas/{section.answer_type().__name__}"}
        for name, section in SECTIONS.items()
    }


def test_every_schema_says_what_it_is() -> None:
    objects = {name: schema for name, schema in SCHEMAS.items() if schema.get("type") == "object"}
    assert [name for name, schema in objects.items() if not schema.get("description")] == []


# --- Notes ----------------------------------------------------------------------------------------

SEPTEMBER = Period(date(2024, 9, 1), date(2024, 9, 30))
(WINDOW, *_) = windows_covering(SEPTEMBER.start, SEPTEMBER.end, today=NOW.date())
WHO = [(LAURO, RowStatus.NOT_FOUND), (ELISA, RowStatus.FAILED)]
SPOTIFY = SOURCES["spotify"]
AUDIENCE_NOTES = [
    notes.not_fetched([WINDOW], SEPTEMBER, "no luck"),
    notes.not_found(SPOTIFY),
    notes.not_in_plan(SPOTIFY),
    notes.not_published(SOURCES["deezer"]),
    notes.nothing_published(SPOTIFY, "IT", SEPTEMBER),
    notes.no_value(SEPTEMBER),
    notes.country_figures(SPOTIFY),
    notes.few_points(Cadence.WEEKLY, 2, 5),
    notes.artists_few_points(Cadence.WEEKLY, [(LAURO, 2, 5), (ELISA, 1, 5)]),
    notes.answered(WINDOW, SEPTEMBER, "not_found"),
    notes.announced(WINDOW, 90, 89),
    notes.unreadable_rows(2),
    notes.single_point(SEPTEMBER.start),
    notes.single_points(SEPTEMBER.start, SEPTEMBER.end),
    notes.sum_of_artists(2),
    notes.left_out(WHO),
    notes.no_points(WHO),
    notes.windows_failed(WHO),
]
NOBODY = no_entries(TrackQuestion(LAURO, "spotify", SEPTEMBER), LookedAt(Frequency.DAILY, ChartDays(1, 30)))


@pytest.mark.parametrize(
    ("section", "note"),
    [
        *(("AudienceNote", note) for note in AUDIENCE_NOTES),
        *(("TrackNote", note) for note in (SUMMED, WEEKLY, NOBODY)),
    ],
    ids=lambda of: of.code if isinstance(of, Note) else of,
)
def test_a_note_has_the_parts_its_code_is_described_with(section: str, note: Note) -> None:
    (written,) = notes_json([note])
    assert errors_in(written, section) == []


def codes_made_in(folder: str) -> set[str]:
    """Give the codes of every note the modules of a section make."""
    return {
        str(call.args[0].value)
        for module in (ROOT / "layers" / "shared" / "linernotes" / "sections" / folder).rglob("*.py")
        for call in ast.walk(ast.parse(module.read_text()))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "Note"
        and isinstance(call.args[0], ast.Constant)
    }


@pytest.mark.parametrize(("section", "folder"), [("AudienceNote", "audience"), ("TrackNote", "tracks")])
def test_every_code_of_a_note_is_described_and_no_other(section: str, folder: str) -> None:
    assert SCHEMAS[section]["discriminator"]["mapping"].keys() == codes_made_in(folder)


# --- The file -------------------------------------------------------------------------------------


def test_what_the_build_writes_is_the_document(tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"
    subprocess.run(
        [sys.executable, "-W", "error", "-m", "linernotes.api.openapi", str(file)],
        env={"PYTHONPATH": str(ROOT / "layers" / "shared")},
        check=True,
    )
    assert json.loads(file.read_text()) == openapi_document()
