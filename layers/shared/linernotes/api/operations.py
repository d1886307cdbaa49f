"""Every call of the API: what it is for, what it takes and what it can answer."""

from __future__ import annotations

from linernotes.api import examples
from linernotes.api.components import Schema, ref
from linernotes.api.operation_parts import (
    NOT_MODIFIED,
    headers,
    in_header,
    in_path,
    in_query,
    json_answer,
    operation,
    redirect,
)
from linernotes.api.resource import CSV_FILES, FILES
from linernotes.model.request import UUID
from linernotes.reports.sharing import TOKEN
from linernotes.sections.answer_values import MONTH_PATTERN

_UUID: Schema = {"type": "string", "pattern": f"^{UUID.pattern}$"}
_DAY: Schema = {"type": "string", "format": "date"}
_MONTH: Schema = {"type": "string", "pattern": MONTH_PATTERN}

_REPORT_ID = in_path(
    "report_id",
    {"type": "string", "pattern": "^[A-Za-z0-9-]+$"},
    examples.REPORT_ID,
    "What the report is called in `report_id`.",
)
_TOKEN = in_path(
    "token",
    {"type": "string", "pattern": f"^{TOKEN.pattern}$"},
    "A" * 43,
    "What a shared link has after #shared=.",
)
_FORMAT = in_query(
    "format",
    {"type": "string", "enum": list(FILES), "default": "xlsx"},
    "csv",
    "Which file: the workbook, the answer as JSON, or its daily values as CSV.",
    required=False,
)
_SEPARATOR = in_query(
    "separator",
    # A client would send a default with every format, and only a CSV takes one.
    {"type": "string", "enum": list(CSV_FILES)},
    "semicolon",
    "What separates the fields of a CSV, the comma if absent; with the semicolon, decimals have a comma.",
    required=False,
)
_PLATFORM = in_query("platform", ref("ChartPlatformSlug"), "spotify", "Whose charts.")
_COUNTRY = in_query(
    "country",
    ref("CountryCode"),
    "IT",
    "Only this country's charts; all and the worldwide one together without it.",
    required=False,
)
_IF_NONE_MATCH = in_header("If-None-Match", "The ETag of the answer the caller has.")
_PREFER = in_header(
    "Prefer", "wait=N: answer with the finished report if it takes no longer than N s, 25 at most."
)
_IDEMPOTENCY_KEY = in_header(
    "Idempotency-Key",
    "The same key and request give the same report for 24 hours, its names as found.",
    {"minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
)
_REQUEST: Schema = {"schema": ref("ReportRequest"), "example": examples.REQUEST}
_POSTED_PROBLEMS = ("400", "413", "422", "502", "503")
_FILE = "Where the file is, by a link signed now."


def _follow(operation_id: str, description: str) -> Schema:
    return {
        "operationId": operation_id,
        "description": description,
        "parameters": {"report_id": "$response.body#/report_id"},
    }


_GET = {"getReport": _follow("getReport", "The report as it stands then.")}
_LINKS: Schema = {
    **_GET,
    "downloadReport": _follow("downloadReport", "Its files, once it has ended."),
    "repairReport": _follow("repairReport", "What failed or is missing, fetched again."),
}


def all_paths() -> Schema:
    """Describe every call, by path and method."""
    return {
        **_of_reports(),
        **_of_shared_reports(),
        **_of_charts_and_sources(),
        **_of_the_page(),
        **_of_the_api(),
    }


def _of_reports() -> Schema:
    return {
        "/reports": {
            "post": operation(
                "createReport",
                "Reports",
                "Make a report",
                "Fetches what the request asks for and is not stored yet, then makes its answer and files. "
                "The report ends by its `deadline`, whatever happens: poll it, or give a `callback_url`.",
                {
                    "202": json_answer(
                        "The report was accepted.",
                        "Report",
                        examples.RUNNING,
                        "Location",
                        "Retry-After",
                        links=_LINKS,
                    ),
                    "200": json_answer(
                        "It has ended.", "Report", examples.FINISHED, "Location", links=_LINKS
                    ),
                },
                body=_REQUEST,
                parameters=[_PREFER, _IDEMPOTENCY_KEY],
                problems=_POSTED_PROBLEMS,
            )
        },
        "/reports/preview": {
            "post": operation(
                "previewReport",
                "Reports",
                "Say what a request would do and cost",
                "Counts jobs and calls to Soundcharts, and names what no call could answer or compare. "
                "Makes no report.",
                {"200": json_answer("What it would take.", "Preview", examples.PREVIEW)},
                body=_REQUEST,
                problems=_POSTED_PROBLEMS,
            )
        },
        "/reports/{report_id}": {
            "get": operation(
                "getReport",
                "Reports",
                "Give a report",
                "Tells its progress, and once it has ended its answer and a link to each of its files.",
                {
                    "200": json_answer(
                        "The report as it stands.", "Report", examples.FINISHED, "ETag", links=_LINKS
                    ),
                    "304": NOT_MODIFIED,
                },
                parameters=[_REPORT_ID, _IF_NONE_MATCH],
                problems=("404",),
            )
        },
        "/reports/{report_id}/download": {
            "get": operation(
                "downloadReport",
                "Reports",
                "Download the report as a workbook, as JSON or its daily values as CSV",
                "Redirects to the file. A report that has not ended, or failed, has none.",
                {"302": redirect(_FILE)},
                parameters=[_REPORT_ID, _FORMAT, _SEPARATOR],
                problems=("404", "409", "422"),
            )
        },
        "/reports/{report_id}/repair": {
            "post": operation(
                "repairReport",
                "Reports",
                "Fetch again what failed or is missing",
                "The report keeps its id and gets the next revision. What is there is not fetched again.",
                {
                    "202": json_answer(
                        "The next revision was begun.",
                        "Report",
                        examples.REPAIRED,
                        "Location",
                        "Retry-After",
                        links=_GET,
                    )
                },
                parameters=[_REPORT_ID],
                problems=("404", "409"),
            )
        },
    }


def _of_shared_reports() -> Schema:
    return {
        "/shared/{token}": {
            "get": operation(
                "getSharedReport",
                "Shared reports",
                "Give the report a shared link stands for",
                "As its owner sees it, but for the callback's address; no key is needed.",
                {
                    "200": json_answer("The report as it stands.", "Report", examples.FINISHED, "ETag"),
                    "304": NOT_MODIFIED,
                },
                parameters=[_TOKEN, _IF_NONE_MATCH],
                problems=("404",),
                with_key=False,
            )
        },
        "/shared/{token}/download": {
            "get": operation(
                "downloadSharedReport",
                "Shared reports",
                "Download the report a shared link stands for",
                "Redirects to the file; no key is needed.",
                {"302": redirect(_FILE)},
                parameters=[_TOKEN, _FORMAT, _SEPARATOR],
                problems=("404", "409", "422"),
                with_key=False,
            )
        },
    }


def _of_charts_and_sources() -> Schema:
    return {
        "/artists": {
            "get": operation(
                "findArtists",
                "Artists",
                "Find artists by name",
                "What Soundcharts finds, for autocomplete and for the uuid that a request takes.",
                {"200": json_answer("Up to 20 artists.", "Artists", examples.ARTISTS)},
                parameters=[
                    in_query(
                        "q",
                        {"type": "string", "minLength": 2, "maxLength": 200},
                        "Billie Eilish",
                        "Some of the name.",
                    )
                ],
                problems=("422", "502", "503"),
            )
        },
        "/tracks": {
            "get": operation(
                "getTracks",
                "Charts",
                "Say what an artist's tracks did on a platform's charts",
                "From the chart rankings that are stored; `chart_days` says how many of the period's are.",
                {"200": json_answer("Its tracks, most streams first.", "Tracks", examples.TRACKS)},
                parameters=[
                    in_query("artist", _UUID, examples.ARTIST, "Whose tracks."),
                    _PLATFORM,
                    in_query("start_date", _DAY, "2024-09-23", "The first day, included."),
                    in_query("end_date", _DAY, "2024-09-29", "The last day, included."),
                    _COUNTRY,
                ],
                problems=("404", "422"),
            )
        },
        "/artists/{uuid}/monthly": {
            "get": operation(
                "getMonthlyTracks",
                "Charts",
                "Give what an artist's tracks did on a platform's charts, month by month",
                "The same as `/tracks`, summed up by calendar month.",
                {"200": json_answer("The months that have entries.", "Monthly", examples.MONTHLY)},
                parameters=[
                    in_path("uuid", _UUID, examples.ARTIST, "Whose tracks."),
                    _PLATFORM,
                    in_query("from", _MONTH, "2024-09", "The first month, included."),
                    in_query("to", _MONTH, "2024-09", "The last month, included."),
                    _COUNTRY,
                ],
                problems=("404", "422"),
            )
        },
        "/platforms": {
            "get": operation(
                "listPlatforms",
                "Platforms",
                "Give the coverage matrix",
                "Every metric source: its endpoint, what its figures are, how often, and which by country.",
                {
                    "200": json_answer("Every source.", "Platforms", examples.PLATFORMS, "ETag"),
                    "304": NOT_MODIFIED,
                },
                parameters=[_IF_NONE_MATCH],
            )
        },
    }


def _of_the_page() -> Schema:
    return {
        "/": {
            "get": operation(
                "getPage",
                "Page",
                "Give the page",
                "The page that makes and shows reports in a browser; it asks for a key.",
                {
                    "200": {
                        "description": "The page.",
                        "content": {
                            "text/html": {"schema": {"type": "string"}, "example": "<!doctype html>…"}
                        },
                    }
                },
                with_key=False,
            )
        },
        "/assets/{file}": {
            "get": operation(
                "getPageAsset",
                "Page",
                "Give a file of the page",
                "Its styles, scripts and icon, under the names the page refers to.",
                {
                    "200": {
                        "description": "The file, which is immutable: a changed one has another name.",
                        "content": {
                            media_type: {"schema": {"type": "string"}}
                            for media_type in ("text/css", "text/javascript", "image/svg+xml")
                        },
                    }
                },
                parameters=[
                    in_path(
                        "file",
                        {"type": "string", "pattern": "^[A-Za-z0-9._-]+$"},
                        "main-ABCD2345.css",
                        "A name the page refers to.",
                    )
                ],
                problems=("404",),
                with_key=False,
            )
        },
        "/pictures": {
            "get": operation(
                "getPicture",
                "Page",
                "Give a picture of an artist",
                "Passes on a picture that Soundcharts names, as the page loads nothing from elsewhere.",
                {
                    "200": {
                        "description": "The picture.",
                        "content": {"image/*": {"schema": {"type": "string", "format": "binary"}}},
                    },
                    "204": {"description": "It is not to be had."},
                },
                parameters=[
                    in_query(
                        "url",
                        {"type": "string", "format": "uri", "minLength": 1},
                        "https://assets.soundcharts.com/artist/a.jpg",
                        "The address of the picture.",
                    )
                ],
                problems=("422",),
                with_key=False,
            )
        },
    }


def _of_the_api() -> Schema:
    return {
        "/openapi.json": {
            "get": operation(
                "getOpenapi",
                "Service",
                "Describe this API",
                "The document you are reading.",
                {
                    "200": {
                        "description": "This document.",
                        "headers": headers("ETag"),
                        "content": {
                            "application/json": {
                                "schema": {"type": "object"},
                                "example": {"openapi": "3.1.0"},
                            }
                        },
                    },
                    "304": NOT_MODIFIED,
                },
                parameters=[_IF_NONE_MATCH],
                with_key=False,
            )
        },
        "/health": {
            "get": operation(
                "getHealth",
                "Service",
                "Say that the API answers",
                "For whoever watches over it; no key is needed.",
                {"200": json_answer("It does.", "Health", examples.HEALTH)},
                with_key=False,
            )
        },
    }
