"""The calls about reports."""

from __future__ import annotations

from linernotes.api.openapi import examples
from linernotes.api.openapi.components import Schema, ref
from linernotes.api.openapi.parts import (
    IF_NONE_MATCH,
    NOT_MODIFIED,
    in_header,
    in_path,
    in_query,
    json_answer,
    operation,
    redirect,
)
from linernotes.api.resource import CSV_FILES, FILES
from linernotes.reports.sharing import TOKEN
from linernotes.sections.registry import SECTIONS

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
_SECTION = in_query(
    "section",
    {"type": "string", "enum": list(SECTIONS)},
    next(iter(SECTIONS)),
    "The table of this section in place of the daily values, as CSV; the report must have the section.",
    required=False,
)
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


def of_reports() -> Schema:
    """Describe the calls about a caller's own reports."""
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
                        examples.ACCEPTED,
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
                parameters=[_REPORT_ID, IF_NONE_MATCH],
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
                parameters=[_REPORT_ID, _FORMAT, _SEPARATOR, _SECTION],
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


def of_shared_reports() -> Schema:
    """Describe the calls about a report by its shared link."""
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
                parameters=[_TOKEN, IF_NONE_MATCH],
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
                parameters=[_TOKEN, _FORMAT, _SEPARATOR, _SECTION],
                problems=("404", "409", "422"),
                with_key=False,
            )
        },
    }
