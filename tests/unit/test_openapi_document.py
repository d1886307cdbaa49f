"""The OpenAPI document: valid, complete, and true of what the code answers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import jsonschema_rs
import pytest
import schemathesis

from linernotes.api.problems import PROBLEM_TYPES, no_entries_problem, problem, problem_of
from linernotes.api.resource import platforms_json, preview_json, report_json
from linernotes.api.validation import ReportRequestModel
from linernotes.charts.charts import RankedSong
from linernotes.model import errors
from linernotes.model.periods import Period
from linernotes.model.points import Number
from linernotes.model.report import Job, JobEnd, Report, Status
from linernotes.model.request import Artist, FoundArtist
from linernotes.model.row_status import RowStatus
from linernotes.model.windows import Window, windows_covering
from linernotes.reports.jobs import jobs_of
from linernotes.reports.preview_report import Preview
from linernotes.reports.resolve_artists import candidate_json
from linernotes.reports.result_json import result_json
from linernotes.sections.audience.comparison import never_comparable
from linernotes.sections.audience.section import SECTION as AUDIENCE
from linernotes.sections.registry import SECTIONS
from linernotes.sections.section import Price, Stores
from linernotes.sections.sources import SOURCES
from linernotes.sections.tracks.section import TracksAnswer
from linernotes.sections.tracks.track_breakdown import monthly_figures, track_breakdown, track_breakdowns
from linernotes.sections.tracks.track_json import breakdown_json, monthly_json
from linernotes.sections.tracks.tracks import TrackQuestion
from linernotes.sections.windows.window_data import Outcome, WindowData
from linernotes.soundcharts import answers
from tests.unit.builders import (
    A_BUDGET,
    ELISA,
    GIORGIA,
    LAURO,
    NOW,
    a_report,
    a_request,
    a_window,
    result_of,
    september,
)
from tests.unit.chart_memory import MemoryChartStore
from tests.unit.memory import Clock, MemoryLookupStore, MemoryWindowStore
from tests.unit.openapi import DOCUMENT, errors_in, objects_in, operations
from tests.unit.template import answered_routes, functions, of_type
from tests.unit.track_cases import GLOBAL, ROLLS_ROYCE, a_song, stored

INSTANCE = "urn:uuid:9531985d-5d9d-49f8-9818-e811892f902b"
EVERYWHERE = {"403", "429", "500", "504"}
"""What any call may get: no valid key, too many calls, a fault of ours, no answer in time."""
ANSWERS = {
    "POST /reports": {"200", "202", "400", "410", "413", "415", "422", "502", "503"},
    "GET /reports": {"200", "304", "422", "503"},
    "DELETE /reports/{report_id}": {"204", "404", "503"},
    "POST /reports/{report_id}/shares": {"201", "404", "422", "503"},
    "DELETE /reports/{report_id}/shares": {"204", "404", "503"},
    "POST /reports/preview": {"200", "400", "413", "415", "422", "502", "503"},
    "GET /reports/{report_id}": {"200", "304", "404"},
    "GET /reports/{report_id}/download": {"302", "404", "409", "422"},
    "POST /reports/{report_id}/repair": {"202", "404", "409", "422", "503"},
    "POST /reports/{report_id}/redeliver": {"202", "404", "409", "422", "503"},
    "GET /webhook-secret": {"200"},
    "GET /shared": {"200", "304", "404", "422"},
    "GET /shared/download": {"302", "404", "409", "422"},
    "GET /artists": {"200", "304", "422", "502", "503"},
    "POST /artists/resolve": {"200", "400", "413", "415", "422"},
    "GET /line": {"200", "422"},
    "GET /rosters": {"200", "304", "503"},
    "POST /rosters": {"201", "400", "409", "413", "415", "422", "503"},
    "PUT /rosters/{roster_id}": {"200", "400", "404", "409", "413", "415", "422", "503"},
    "DELETE /rosters/{roster_id}": {"204", "404", "503"},
    "GET /subscriptions": {"200", "304", "503"},
    "POST /subscriptions": {"201", "400", "409", "413", "415", "422", "502", "503"},
    "POST /subscriptions/preview": {"200", "400", "413", "415", "422", "502", "503"},
    "GET /subscriptions/{subscription_id}": {"200", "304", "404", "503"},
    "PATCH /subscriptions/{subscription_id}": {
        "200",
        "400",
        "404",
        "409",
        "413",
        "415",
        "422",
        "502",
        "503",
    },
    "DELETE /subscriptions/{subscription_id}": {"204", "404", "503"},
    "POST /subscriptions/{subscription_id}/run": {"202", "404", "422", "503"},
    "GET /subscriptions/{subscription_id}/runs": {"200", "304", "404", "422", "503"},
    "GET /tracks": {"200", "304", "404", "422"},
    "GET /artists/{uuid}/monthly": {"200", "304", "404", "422"},
    "GET /platforms": {"200", "304"},
    "GET /openapi.json": {"200", "304"},
    "GET /": {"200"},
    "GET /assets/{file}": {"200", "404"},
    "GET /pictures": {"200", "204", "422"},
    "GET /health": {"200"},
    "GET /unsubscribe/{token}": {"200", "404"},
    "POST /unsubscribe/{token}": {"200", "404", "503"},
}
WITHOUT_KEY = {
    "GET /openapi.json",
    "GET /",
    "GET /assets/{file}",
    "GET /pictures",
    "GET /health",
    "GET /shared",
    "GET /shared/download",
    "GET /unsubscribe/{token}",
    "POST /unsubscribe/{token}",
}
FOR_READERS = {
    ("GET /unsubscribe/{token}", "404"),
    *(("POST /unsubscribe/{token}", s) for s in ("404", "503")),
}
"""Refusals that somebody reads who has clicked a link of a mail."""


# --- The document itself --------------------------------------------------------------------------


def test_the_document_is_valid_openapi_3_1() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    schemathesis.openapi.from_dict(deepcopy(DOCUMENT)).validate()


@pytest.mark.parametrize("name", DOCUMENT["components"]["schemas"])
def test_every_schema_is_valid_json_schema(name: str) -> None:
    schema = DOCUMENT["components"]["schemas"][name]
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
    assert jsonschema_rs.meta.is_valid(dialect)


def test_every_reference_leads_somewhere_and_every_schema_is_used() -> None:
    references = {part["$ref"] for part in objects_in(DOCUMENT) if isinstance(part.get("$ref"), str)}
    schemas = DOCUMENT["components"]["schemas"]
    assert references == {f"#/components/schemas/{name}" for name in schemas}


def test_what_a_schema_requires_it_also_describes() -> None:
    for part in objects_in(DOCUMENT["components"]["schemas"]):
        if isinstance(part.get("properties"), dict):
            assert set(part.get("required", ())) <= part["properties"].keys()


def test_nothing_of_pydantic_shows_in_the_document() -> None:
    text = json.dumps(DOCUMENT)
    assert "Model" not in text
    assert "$defs" not in text


def test_the_document_says_what_the_template_deploys() -> None:
    deployed = {
        f"{method} {path}": needs_key
        for function in functions()
        for (method, path), needs_key in answered_routes(function).items()
        # What Slack calls is described by Slack.
        if not path.startswith(("/slack/", "/mcp"))
    }
    assert deployed.keys() == operations().keys()
    assert {call for call, needs_key in deployed.items() if not needs_key} == WITHOUT_KEY


@pytest.mark.parametrize("name", operations())
def test_every_operation_has_each_status_it_can_answer_and_no_other(name: str) -> None:
    assert operations()[name]["responses"].keys() == ANSWERS[name] | EVERYWHERE


@pytest.mark.parametrize("name", operations())
def test_every_refusal_is_a_problem_document(name: str) -> None:
    for status, response in operations()[name]["responses"].items():
        if (name, status) in FOR_READERS:
            # What no link of a mail leads to may be no path at all, which is refused as elsewhere.
            also = {"application/problem+json"} if status == "404" else set()
            assert response["content"].keys() == {"text/html", *also}
        elif status >= "400":
            assert response["content"] == {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            }


@pytest.mark.parametrize(
    ("name", "status", "headers"),
    [
        ("POST /reports", "202", {"Location", "Retry-After"}),
        ("POST /reports", "200", {"Location"}),
        ("POST /reports", "503", {"Retry-After"}),
        ("POST /reports/preview", "503", {"Retry-After"}),
        ("GET /reports/{report_id}/download", "302", {"Location"}),
        ("POST /reports/{report_id}/repair", "202", {"Location", "Retry-After"}),
        ("GET /artists", "503", {"Retry-After"}),
    ],
)
def test_the_headers_a_caller_acts_on_are_described(name: str, status: str, headers: set[str]) -> None:
    assert headers <= operations()[name]["responses"][status].get("headers", {}).keys()


@pytest.mark.parametrize("name", operations())
def test_a_key_is_asked_for_where_one_is_needed(name: str) -> None:
    security = operations()[name].get("security", DOCUMENT["security"])
    assert security == ([] if name in WITHOUT_KEY else [{"apiKey": []}])


@pytest.mark.parametrize("name", operations())
def test_what_a_path_names_is_a_parameter(name: str) -> None:
    parameters = operations()[name].get("parameters", [])
    in_path = {parameter["name"] for parameter in parameters if parameter["in"] == "path"}
    assert in_path == {part[1:-1] for part in name.split("/") if part.startswith("{")}
    assert all(parameter["required"] for parameter in parameters if parameter["in"] == "path")


# --- Requests -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "request_",
    [
        a_request(),
        a_request(
            artists=(LAURO, ELISA),
            platforms=tuple(SOURCES),
            country="IT",
            sections=("tracks",),
            title="September",
            callback_url="https://example.org/hook",
            fresh=True,
        ),
        a_request(callback_url="HTTPS://Hooks.Example.ORG:8443/hook?of=us"),
    ],
    ids=["shortest", "longest", "capitals"],
)
def test_a_canonical_request_is_one_that_may_be_posted(request_: Any) -> None:
    assert errors_in(request_.canonical(), "ReportRequest") == []


@pytest.mark.parametrize("artist", [LAURO.uuid, {"uuid": LAURO.uuid}, {"name": "Achille Lauro"}])
def test_an_artist_may_be_given_by_uuid_or_name(artist: Any) -> None:
    assert errors_in({**a_request().canonical(), "artists": [artist]}, "ReportRequest") == []


@pytest.mark.parametrize(
    "broken",
    [
        {"artists": []},
        {"artists": [LAURO.uuid] * 51},
        {"artists": [{"name": "Elisa", "uuid": ELISA.uuid}]},
        {"platforms": []},
        {"platforms": ["myspace"]},
        {"start_date": "2024-02-30"},
        {"country": "XX"},
        {"sections": ["lyrics"]},
        {"title": "t" * 201},
        {"callback_url": "https://example.org/" + "x" * 2_048},
        {"fresh": "yes"},
        {"colour": "red"},
    ],
    ids=str,
)
def test_a_request_the_document_forbids_is_one_that_is_refused(broken: dict[str, Any]) -> None:
    body = {**a_request().canonical(), **broken}
    assert errors_in(body, "ReportRequest") != []


def test_the_request_has_the_fields_that_are_read() -> None:
    described = DOCUMENT["components"]["schemas"]["ReportRequest"]
    assert described["properties"].keys() == ReportRequestModel.model_fields.keys()
    assert described["additionalProperties"] is False


# --- Answers --------------------------------------------------------------------------------------


def reports() -> dict[str, Report]:
    """Make a report in every state, with ends of every kind."""
    request = a_request(artists=(LAURO, ELISA), platforms=("spotify", "deezer"), title="September")
    jobs = [cell.job_id for cell in jobs_of(request)]
    ended = {
        jobs[0]: JobEnd(upstream_calls=1),
        jobs[1]: JobEnd(cache_hits=1),
        jobs[2]: JobEnd(upstream_calls=3, reason="Soundcharts did not answer in time", retryable=True),
    }
    all_jobs_ended = {job: JobEnd(upstream_calls=1) for job in jobs}
    return {
        "queued": a_report(request, status=Status.QUEUED),
        "running": a_report(request, ended=ended, last_errors={jobs[3]: "throttled"}, tried_calls=2),
        "finalizing": a_report(request, status=Status.FINALIZING, ended=ended),
        "succeeded": a_report(request, status=Status.SUCCEEDED, ended=all_jobs_ended, finished_at=NOW),
        "partial": a_report(request, status=Status.PARTIAL, ended=ended, finished_at=NOW, revision=2),
        "failed": a_report(request, status=Status.FAILED, finished_at=NOW),
        "failed as a whole": a_report(
            request, status=Status.FAILED, ended=all_jobs_ended, finished_at=NOW, failure="no workbook"
        ),
    }


@pytest.mark.parametrize("state", reports())
def test_a_report_in_any_state_is_as_described(state: str) -> None:
    assert errors_in(report_json(reports()[state]), "Report") == []


def test_a_finished_report_with_its_links_and_result_is_as_described() -> None:
    report = reports()["partial"]
    links = {
        "download_url": "https://bucket.s3.eu-west-1.amazonaws.com/report.xlsx?X-Amz-Expires=900",
        "download_expires_at": "2025-01-15T12:15:00Z",
        "downloads": [
            {"format": "json", "url": "https://bucket.s3.eu-west-1.amazonaws.com/report.json"},
            {
                "format": "csv",
                "separator": ";",
                "url": "https://bucket.s3.eu-west-1.amazonaws.com/report.csv",
            },
        ],
        "missing_files": [{"format": "xlsx", "reason": "it could not be written"}],
        "result_url": "https://bucket.s3.eu-west-1.amazonaws.com/report.json?X-Amz-Expires=900",
    }
    resource = {**report_json(report), **links, "result": a_result(report, RowStatus.MEASURED)}
    assert errors_in(resource, "Report") == []


def a_result(report: Report, status: RowStatus) -> Any:
    """Build the answer of a report of which every row has this status."""
    request = report.request
    needed = windows_covering(request.start_date, request.end_date, today=NOW.date())
    delivered = {
        cell.job_id: [data for window in needed if (data := delivery(cell, window, needed, status))]
        for cell in jobs_of(request)
    }
    result = result_of(report, delivered)
    assert {row.status for row in result.breakdown} == {status}
    return result_json(report, result, report.status)


def delivery(cell: Job, window: Window, needed: list[Window], status: RowStatus) -> WindowData | None:
    """Give what must come of a window for its row to have a status; None for nothing."""
    outcomes = {RowStatus.NOT_FOUND: Outcome.NOT_FOUND, RowStatus.NOT_IN_PLAN: Outcome.NOT_IN_PLAN}
    missing = status is RowStatus.FAILED or (status is RowStatus.PARTIAL and window != needed[0])
    if missing:
        return None
    days = [window.first + timedelta(days=index) for index in range(90)]
    filled = status in (RowStatus.MEASURED, RowStatus.PARTIAL, RowStatus.LOWER_BOUND)
    values: dict[date, Number] = {day: 1_000 + Decimal("0.5") * day.day for day in days} if filled else {}
    return a_window(
        values,
        artist=cell.artist,
        source=cell.platform or "",
        window=window,
        places={"IT": values},
        outcome=outcomes.get(status, Outcome.DELIVERED),
    )


RESULTS = {
    RowStatus.MEASURED: a_request(artists=(LAURO, ELISA), platforms=tuple(SOURCES)),
    RowStatus.LOWER_BOUND: a_request(artists=(LAURO, GIORGIA), country="IT"),
    RowStatus.PARTIAL: a_request(start_date=date(2024, 5, 1)),
    RowStatus.NO_DATA: a_request(),
    RowStatus.NOT_PUBLISHED: a_request(platforms=("deezer",), country="IT"),
    RowStatus.NOT_IN_PLAN: a_request(platforms=("spotify", "tiktok")),
    RowStatus.NOT_FOUND: a_request(artists=(LAURO, ELISA)),
    RowStatus.FAILED: a_request(end_date=september(1)),
}


OF_SECTIONS = {RowStatus.RESTATED, RowStatus.NOT_AVAILABLE}
"""The statuses that rows of metric sources never have."""


@pytest.mark.parametrize("status", sorted(set(RowStatus) - OF_SECTIONS))
def test_a_result_with_rows_of_any_status_is_as_described(status: RowStatus) -> None:
    report = a_report(RESULTS[status], status=Status.SUCCEEDED, finished_at=NOW)
    assert errors_in(a_result(report, status), "Result") == []


def test_a_result_without_its_series_is_as_described() -> None:
    result = a_result(a_report(), RowStatus.MEASURED)
    for row in result["detailed_breakdown"]:
        row["series"] = None
    assert errors_in(result, "Result") == []


def test_a_point_is_a_day_and_a_number() -> None:
    result = a_result(a_report(), RowStatus.MEASURED)
    result["detailed_breakdown"][0]["series"][0] = [20240901, "8234567"]
    assert errors_in(result, "Result") != []


BREAKDOWNS = {
    "with figures": [a_song(metric=5), a_song(ROLLS_ROYCE, Decimal("0.5"), weeks=2)],
    "without figures": [a_song(position=0, credit=None)],
    "none": [],
}


def charted(songs: Sequence[RankedSong]) -> MemoryChartStore:
    """Store a ranking of Spotify with these songs of Achille Lauro's on it."""
    charts = MemoryChartStore(Clock(NOW))
    stored(charts, GLOBAL, september(3), songs)
    return charts


@pytest.mark.parametrize("case", ["with figures", "without figures"])
def test_a_track_breakdown_is_as_described(case: str) -> None:
    question = TrackQuestion(Artist(LAURO.uuid), "spotify-followers", a_request().period)
    answer = breakdown_json(track_breakdown(question, charted(BREAKDOWNS[case])))
    assert errors_in(answer, "Tracks") == []


def test_that_there_are_no_tracks_is_a_problem_as_described() -> None:
    question = TrackQuestion(LAURO, "apple-music", a_request().period, "IT")
    answer: Any = breakdown_json(track_breakdown(question, charted([])))
    assert errors_in(json.loads(no_entries_problem(answer, instance=INSTANCE)), "Problem") == []


@pytest.mark.parametrize("case", BREAKDOWNS)
def test_months_are_as_described(case: str) -> None:
    question = TrackQuestion(LAURO, "spotify", a_request().period)
    answer = monthly_json(monthly_figures(question, charted(BREAKDOWNS[case])))
    assert errors_in(answer, "Monthly") == []


def test_a_result_with_tracks_is_as_described_whether_they_are_too_many_or_not() -> None:
    report = a_report(a_request(artists=(LAURO, ELISA), sections=("tracks",)), finished_at=NOW)
    breakdowns = track_breakdowns(report.request, report.request.artists, charted(BREAKDOWNS["with figures"]))
    result = {
        **a_result(report, RowStatus.MEASURED),
        "sections": {"tracks": TracksAnswer(breakdowns).json()},
    }
    tracks = result["sections"]["tracks"]
    assert [of["success"] for of in tracks["rows"]] == [True, False]
    assert list(SECTIONS["tracks"].lines(tracks)) == [LAURO.uuid, ELISA.uuid]
    assert errors_in(result, "Result") == []
    rows, tracks["rows"] = tracks["rows"], None
    assert errors_in(result, "Result") == []
    tracks["rows"] = rows
    del rows[1]["problem"]
    assert errors_in(result, "Result") != []


def test_tracks_beside_those_of_another_period_are_as_described() -> None:
    request = a_request(artists=(LAURO, ELISA), sections=("tracks",))
    breakdowns = track_breakdowns(request, request.artists, charted(BREAKDOWNS["with figures"]))
    section = TracksAnswer(breakdowns, breakdowns).json()
    assert all("compared" in total for total in section["totals"])
    assert errors_in(section, "TracksSection") == []


TUESDAY = Period(date(2024, 9, 3), date(2024, 9, 3))


def test_a_preview_is_as_described() -> None:
    request = a_request(artists=(LAURO, ELISA), platforms=tuple(SOURCES), country="IT")
    stores = Stores(MemoryWindowStore(), MemoryChartStore(lambda: NOW), MemoryLookupStore())
    price = AUDIENCE.price(request, stores, now=NOW)
    assert price.unanswerable
    reason = never_comparable(SOURCES["spotify"], "IT", TUESDAY, TUESDAY)
    assert reason
    price = replace(price, not_comparable=[(SOURCES["spotify"], reason)])
    preview = Preview([(AUDIENCE, price), (SECTIONS["tracks"], Price())])
    assert (
        errors_in(preview_json(preview, request.canonical(), limit=3_000, budget=A_BUDGET), "Preview") == []
    )


def test_the_platforms_are_as_described() -> None:
    assert errors_in(platforms_json(), "Platforms") == []


@pytest.mark.parametrize("known", [("elisa", "IT"), (None, None)])
def test_found_artists_are_as_described(known: tuple[str | None, str | None]) -> None:
    found = [candidate_json(FoundArtist(artist, *known)) for artist in (ELISA, LAURO)][: answers.MAX_FOUND]
    assert errors_in({"artists": found}, "Artists") == []


CANDIDATES = [candidate_json(FoundArtist(artist, None, "IT")) for artist in (LAURO, ELISA)]
ERRORS = [
    errors.InvalidRequest([("platforms.0", "give one of spotify"), ("body", "give JSON")]),
    errors.InvalidRequest([("artists.0.name", "2 artists are called 'Elisa'")], CANDIDATES),
    errors.IdempotencyConflict("this Idempotency-Key was used for another request"),
    errors.ReportNotFound("there is no report of this id for this API key"),
    errors.ReportNotFinished("the report is still being made"),
    errors.NothingToRepair("every job of the report ended done"),
    errors.SettingMissing("the environment variable WINDOWS_TABLE is not set"),
    errors.BadCredentials("Soundcharts refuses the app id or API key (401)"),
    errors.NotInPlan("Soundcharts does not offer this in the plan (403)"),
    errors.RequestRefused("Soundcharts refused the request (400)"),
    errors.QuotaSpent("the month's Soundcharts calls are used up"),
    errors.Throttled("Soundcharts takes no more calls this minute", 8.0),
    errors.Unavailable("Soundcharts did not answer in time"),
    errors.BrokenAnswer("Soundcharts' answer is not JSON"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_every_error_is_a_problem_as_described(error: errors.LinerNotesError) -> None:
    status, body, _ = problem_of(error, instance=INSTANCE)
    assert errors_in(json.loads(body), "Problem") == []
    assert json.loads(body)["status"] == status


@pytest.mark.parametrize("name", PROBLEM_TYPES)
def test_a_problem_of_any_type_is_as_described(name: str) -> None:
    document = problem(PROBLEM_TYPES[name], "What happened.", instance=INSTANCE)
    assert errors_in(json.loads(document), "Problem") == []


def gateway_responses() -> dict[str, dict[str, Any]]:
    """Give API Gateway's own answers by their type."""
    (api,) = of_type("AWS::Serverless::Api").values()
    responses: dict[str, dict[str, Any]] = api["GatewayResponses"]
    return responses


@pytest.mark.parametrize("kind", gateway_responses())
def test_a_problem_of_api_gateway_is_as_described_and_says_the_status_it_comes_with(kind: str) -> None:
    response = gateway_responses()[kind]
    template = response["ResponseTemplates"]["application/json"]
    # The one thing API Gateway fills in; it comes with its quotes.
    filled = json.loads(template.replace("$context.error.messageString", '"Why not."'))
    assert errors_in(filled, "Problem") == []
    # Of whatever it is that has no answer of its own the status is kept, so that no body can say it.
    assert filled.get("status") == response.get("StatusCode")
    assert ("StatusCode" not in response) is kind.startswith("DEFAULT_")
