"""The page on paper: what Chromium prints, read as a reader of the PDF sees it."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.e2e.browser.made_reports import PLATFORMS, a_report, give
from tests.e2e.browser.visitor import Visitor, grouped

MOST_PAGES = {"A4": 5, "Letter": 5, "A4 that lies": 6}
"""Of ten artists on eight platforms: two cards a row or three, and a table of eighty rows."""
ON_THE_FIRST_PAGE = {"A4": 4, "Letter": 4, "A4 that lies": 3}
"""Cards there is room for below the heading."""
_LARGER = """() => [...document.querySelectorAll('.answer *')]
  .filter(each => each.checkVisibility() && !each.closest('h2, h3, h4, .visually-hidden'))
  .filter(each => [...each.childNodes].some(({nodeType, data}) => nodeType === 3 && data.trim()))
  .filter(each => parseFloat(getComputedStyle(each).fontSize) > 11)
  .map(each => `${each.tagName} ${each.className}: ${each.textContent.slice(0, 40)}`)"""
"""Lists text below the headings that is larger than the page's."""


def printed(visitor: Visitor, folder: Path, paper: str = "A4") -> list[str]:
    """Print the page as browsers do unless told otherwise; gives the text of each page, as laid out."""
    path = folder / "page.pdf"
    landscape = paper.endswith("that lies")
    visitor.page.pdf(path=path, format=paper.split()[0], landscape=landscape, print_background=False)
    return _read("pdftotext", "-layout", path, "-").split("\f")[:-1]


def pictures_in(folder: Path) -> list[str]:
    """List what the PDF has as pixels, and not as lines."""
    return _read("pdfimages", "-list", folder / "page.pdf").splitlines()[2:]


def _read(*command: str | Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout


def opened(visitor: Visitor, report: dict[str, Any]) -> Visitor:
    """Open a report that was made by hand."""
    give(visitor.page, report)
    visitor.opened(report=report["report_id"]).answered()
    expect(visitor.page.locator("canvas")).to_have_count(len(report["result"]["platform_summaries"]))
    return visitor


def test_the_printed_page_is_the_whole_report_and_no_form(visitor: Visitor, tmp_path: Path) -> None:
    report = a_report(10, list(PLATFORMS))
    opened(visitor, report)
    for paper, most_pages in MOST_PAGES.items():
        pages = printed(visitor, tmp_path, paper)
        text = "".join(pages)
        for control in (
            *("New report", "Create report", "Name or address", "Export to Excel", "Other files"),
            *("Change key", "Recent", "Share", "Print", "Values", "Choose artists"),
        ):
            assert control not in text, (control, paper)
        for artist in report["result"]["metadata"]["artists"]:
            assert artist["name"] in pages[0].partition("made ")[0]
        assert re.sub(r"\s", "", visitor.page.url) in re.sub(r"\s", "", pages[0])
        assert len(pages) <= most_pages, paper
        assert pages[0].count("Sum of 10 artists") == ON_THE_FIRST_PAGE[paper]
        assert pictures_in(tmp_path) == [], "charts are printed as lines, as sharp as the paper"
        # Every column of the table on every page of it, and every row whole on one line.
        rows = re.compile(r"(?:Listeners|Followers|Fans|Views|Subscribers) +\d[\d,]+ +\d")
        heads = [
            re.search(r"^ *Artist +Platform .*", page, re.MULTILINE) for page in pages if rows.search(page)
        ]
        assert heads
        assert all(head and {"Average", "Peak", "Days"} <= set(head[0].split()) for head in heads)
        for row in report["result"]["detailed_breakdown"]:
            shown = [
                line
                for line in text.splitlines()
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


def test_on_paper_only_headings_are_larger_than_the_text(visitor: Visitor) -> None:
    visitor.page.goto(f"{visitor.world.stack.api_url}/?example")
    expect(visitor.page.locator("canvas").first).to_be_visible()
    for way in ("Together", "One by one"):
        visitor.page.emulate_media(media="screen")
        visitor.page.get_by_role("button", name=way, exact=True).first.click()
        visitor.page.emulate_media(media="print")
        assert visitor.page.evaluate(_LARGER) == [], way


def test_on_paper_what_has_no_figures_is_no_larger_than_what_has(visitor: Visitor) -> None:
    report = a_report(1, country="IT", blank=["spotify"])
    give(visitor.page, report)
    visitor.opened(report=report["report_id"]).answered()
    visitor.page.emulate_media(media="print")
    expect(visitor.text("Not by country:")).to_be_visible()
    assert visitor.page.evaluate(_LARGER) == []


def test_the_scale_that_was_chosen_is_named_on_paper(visitor: Visitor, tmp_path: Path) -> None:
    opened(visitor, a_report(2))
    scales = visitor.page.get_by_role("group", name="Scale of all charts")
    for scale in ("Change %", "Index 100", "Log"):
        scales.get_by_role("button", name=scale).click()
        assert f"Scale of all charts: {scale}." in printed(visitor, tmp_path)[0]
    scales.get_by_role("button", name="Values").click()
    assert "Scale of all charts" not in printed(visitor, tmp_path)[0]


def test_paper_is_white_in_the_dark_too(visitor: Visitor) -> None:
    visitor.page.emulate_media(color_scheme="dark")
    opened(visitor, a_report(1))
    visitor.page.emulate_media(color_scheme="dark", media="print")
    ground, ink = visitor.page.evaluate(
        "[getComputedStyle(document.body).backgroundColor,"
        " getComputedStyle(document.querySelector('.answer h2')).color]"
    )
    assert (ground, ink) == ("rgb(255, 255, 255)", "rgb(29, 27, 24)")
