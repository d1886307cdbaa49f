"""The calls about reports."""

from __future__ import annotations

from linernotes.api.openapi import examples
from linernotes.api.openapi.callbacks import callbacks
from linernotes.api.openapi.components import Schema, ref
from linernotes.api.openapi.files import FILE_ANSWERS, FILE_PARAMETERS
from linernotes.api.openapi.parts import (
    IF_NONE_MATCH,
    LEADS_TO_REPORT,
    NOT_MODIFIED,
    REPORT_ID,
    found,
    in_header,
    in_query,
    json_answer,
    leads_to,
    operation,
)
from linernotes.api.queries import MOST_LISTED, USUAL_LIMIT

LIMIT = in_query(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": MOST_LISTED, "default": USUAL_LIMIT},
    20,
    "How many at most.",
    required=False,
)
CURSOR = in_query(
    "cursor",
    {"type": "string", "minLength": 1},
    None,
    "`next` of the answer before, for what follows.",
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
_POSTED_PROBLEMS = ("400", "413", "415", "422", "502", "503")
_BUDGET = ("RateLimit-Policy", "RateLimit")


_LINKS: Schema = {
    **LEADS_TO_REPORT,
    "downloadReport": leads_to("downloadReport", "Its files, once it has ended."),
    "repairReport": leads_to("repairReport", "What failed or is missing, fetched again."),
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
                "Its price, which preview tells, is charged to the caller's budget and corrected at the end. "
                "The report ends by its `deadline`, whatever happens: poll it, or give a `callback_url`. "
                "The same as a report that succeeded and is still fresh is answered at once, for nothing.",
                {
                    "202": json_answer(
                        "The report was accepted.",
                        "Report",
                        examples.ACCEPTED,
                        "Location",
                        "Retry-After",
                        *_BUDGET,
                        links=_LINKS,
                    ),
                    "200": json_answer(
                        "It has ended.", "Report", examples.FINISHED, "Location", *_BUDGET, links=_LINKS
                    ),
                },
                body=_REQUEST,
                parameters=[_PREFER, _IDEMPOTENCY_KEY],
                problems=("410", *_POSTED_PROBLEMS),
            )
            | {"callbacks": callbacks()},
            "get": operation(
                "listReports",
                "Reports",
                "List the caller's own reports",
                "Newest first; deleted and expired ones are left out. A report may take a moment to appear.",
                found("A part of the list.", "Reports", examples.LISTED),
                parameters=[LIMIT, CURSOR, IF_NONE_MATCH],
                problems=("422", "503"),
            ),
        },
        "/reports/preview": {
            "post": operation(
                "previewReport",
                "Reports",
                "Say what a request would do and cost",
                "Counts jobs and calls to Soundcharts, and names what no call could answer or compare. "
                "Makes no report.",
                {"200": json_answer("What it would take.", "Preview", examples.PREVIEW, *_BUDGET)},
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
                parameters=[REPORT_ID, IF_NONE_MATCH],
                problems=("404",),
            ),
            "delete": operation(
                "deleteReport",
                "Reports",
                "Delete a report",
                "The report, its files and its shared links are gone at once, also while it is being made.",
                {"204": {"description": "It is deleted."}},
                parameters=[REPORT_ID],
                problems=("404", "503"),
            ),
        },
        "/reports/{report_id}/download": {
            "get": operation(
                "downloadReport",
                "Reports",
                "Download the report as a workbook, as JSON or its daily values as CSV",
                "Redirects to the file. A report that has not ended, or failed, has none.",
                FILE_ANSWERS,
                parameters=[REPORT_ID, *FILE_PARAMETERS],
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
                        *_BUDGET,
                        links=LEADS_TO_REPORT,
                    )
                },
                parameters=[REPORT_ID],
                problems=("404", "409", "422", "503"),
            )
        },
    }
