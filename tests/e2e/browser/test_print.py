"""The page on paper: what Chromium prints, read as a reader of the PDF sees it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.e2e.browser.made_reports import PLATFORMS, a_report, give
from tests.e2e.browser.visitor import Visitor, grouped

MOST_PAGES = 6
"""Of ten artists on eight platforms: two cards a row, and a table of eighty rows."""


def printed(visitor: Visitor, folder: Path) -> str:
    """Print the page; gives the text of the PDF, laid out as on paper, pages ended by form feeds."""
    path = folder / "page.pdf"
    visitor.page.pdf(path=path, prefer_css_page_size=True)
    return subprocess.run(
        ["pdftotext", "-layout", path, "-"],  # noqa: S607 - of poppler-utils, on the path
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def opened(visitor: Visitor, report: dict[str, Any]) -> Visitor:
    """Open a report that was made by hand."""
    give(visitor.page, report)
    visitor.opened(report=report["report_id"]).answered()
    expect(visitor.page.locator("canvas")).to_have_count(len(report["result"]["platform_summaries"]))
    return visitor


def test_the_printed_page_is_the_whole_report_and_no_form(visitor: Visitor, tmp_path: Path) -> None:
    report = a_report(10, list(PLATFORMS))
    opened(visitor, report)
    text = printed(visitor, tmp_path)

    for control in (
        "New report",
        "Create report",
        "Name or address",
        "Export to Excel",
        "Other files",
        "Change key",
    ):
        assert control not in text
    assert "as of " in text
    assert re.sub(r"\s", "", visitor.page.url) in re.sub(r"\s", "", text)
    assert text.count("\f") <= MOST_PAGES
    # Every column of the table on every page of it, and every row whole on one line.
    lines = text.splitlines()
    heads = [line.split() for line in lines if line.split()[:2] == ["Artist", "Platform"]]
    assert heads
    assert {"Average", "Peak", "Days", "Status"} <= set(heads[0])
    for row in report["result"]["detailed_breakdown"]:
        shown = [
            line
            for line in lines
            if row["artist__name"] in line
            and f"{row['platform__name']} {row['platform__audience_metric_name']}" in line
        ]
        assert any(grouped(row["peak_value"]) in line for line in shown), (row["artist__name"], shown)


def test_what_is_drawn_is_as_wide_as_its_card_on_paper(visitor: Visitor) -> None:
    opened(visitor, a_report(2, ["spotify", "instagram"]))
    visitor.page.emulate_media(media="print")
    expect(visitor.page.locator(".form-column")).to_be_hidden()
    visitor.page.set_viewport_size({"width": 703, "height": 1000})
    widths = visitor.page.evaluate(
        "[...document.querySelectorAll('.card')]"
        ".map(card => [card.clientWidth, card.querySelector('canvas').clientWidth])"
    )
    assert len(widths) == 2
    assert all(0.85 * card < drawn <= card for card, drawn in widths), widths
    tops = visitor.page.evaluate("[...document.querySelectorAll('.card')].map(card => card.offsetTop)")
    assert len(set(tops)) == 1  # two cards a row


def test_paper_is_white_in_the_dark_too(visitor: Visitor) -> None:
    visitor.page.emulate_media(color_scheme="dark")
    opened(visitor, a_report(1))
    visitor.page.emulate_media(color_scheme="dark", media="print")
    ground, ink = visitor.page.evaluate(
        "[getComputedStyle(document.body).backgroundColor,"
        " getComputedStyle(document.querySelector('.answer h2')).color]"
    )
    assert (ground, ink) == ("rgb(255, 255, 255)", "rgb(29, 27, 24)")
