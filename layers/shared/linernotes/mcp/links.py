"""The links of a report that has ended, which an assistant hands to the user (contract 12)."""

from __future__ import annotations

from linernotes.mcp.results import Link
from linernotes.model.report import Report, Status
from linernotes.reports.file_names import WORKBOOK_NAME
from linernotes.reports.sharing import page_link

_WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def links_of(report: Report, page_url: str, token: str) -> tuple[Link, ...]:
    """Give the workbook, unless there is none, and the page; both open with the token."""
    page = Link(
        "report",
        "The report",
        "The page with figures, plots and tables.",
        page_link(page_url, token),
        "text/html",
    )
    if report.status is Status.FAILED or WORKBOOK_NAME in report.missing_files:
        return (page,)
    workbook = Link(
        WORKBOOK_NAME,
        "The workbook",
        "Excel, with all figures, their statuses and sources; the page downloads it.",
        page_link(page_url, token, download="xlsx"),
        _WORKBOOK_TYPE,
    )
    return (workbook, page)
