"""The calls that share a report, and those about a report by its shared link."""

from __future__ import annotations

from linernotes.api.openapi import examples
from linernotes.api.openapi.components import Schema
from linernotes.api.openapi.files import FILE_ANSWERS, FILE_PARAMETERS
from linernotes.api.openapi.parts import (
    IF_NONE_MATCH,
    NOT_MODIFIED,
    REPORT_ID,
    in_header,
    json_answer,
    operation,
)
from linernotes.reports.sharing import TOKEN, TOKEN_HEADER

_TOKEN = in_header(
    TOKEN_HEADER,
    "What a shared link has after #shared=. In a header, as addresses are traced and kept in many places.",
    {"pattern": f"^{TOKEN.pattern}$", "examples": ["A" * 43]},
    required=True,
)


def of_shares() -> Schema:
    """Describe how a caller shares a report."""
    return {
        "/reports/{report_id}/shares": {
            "post": operation(
                "shareReport",
                "Reports",
                "Share a report by a link",
                "The link opens this report on the page without a key until `expires_at`. "
                "One that is still being made is shown as it stands.",
                {"201": json_answer("The link, which is kept nowhere else.", "SharedLink", examples.SHARED)},
                parameters=[REPORT_ID],
                problems=("404", "422", "503"),
            ),
            "delete": operation(
                "unshareReport",
                "Reports",
                "Revoke every link to a report",
                "Links made later work.",
                {"204": {"description": "No link made so far opens the report any more."}},
                parameters=[REPORT_ID],
                problems=("404", "503"),
            ),
        }
    }


def of_shared_reports() -> Schema:
    """Describe the calls about a report by its shared link."""
    return {
        "/shared": {
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
                problems=("404", "422"),
                with_key=False,
            )
        },
        "/shared/download": {
            "get": operation(
                "downloadSharedReport",
                "Shared reports",
                "Download the report a shared link stands for",
                "Redirects to the file; no key is needed.",
                FILE_ANSWERS,
                parameters=[_TOKEN, *FILE_PARAMETERS],
                problems=("404", "409", "422"),
                with_key=False,
            )
        },
    }
