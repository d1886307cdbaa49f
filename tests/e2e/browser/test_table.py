"""The table of artists by platforms in a real browser: read, sorted, searched and copied."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.made_reports import PLATFORMS, REPORT_ID, a_report, give
from tests.e2e.browser.visitor import Visitor

OTHER_PERIOD = {"start": "2024-08-01", "end": "2024-08-31", "days": 31}
PHONE, ZOOMED, LAPTOP, DESK = (390, 844), (720, 450), (1280, 720), (1440, 900)

_WHERE_COLUMNS_ARE = """() => {
  const scroll = document.querySelector('.table-panel .scroll');
  const [opener, first, ...others] = scroll.querySelectorAll('thead th');
  return [...others].map(th => {
    th.scrollIntoView({inline: 'nearest', block: 'nearest'});
    const [box, stays, at] = [scroll, first, th].map(each => each.getBoundingClientRect());
    return {name: th.textContent, cut: at.left < stays.right - 1 || at.right > box.right + 1};
  });
}"""


def shown(visitor: Visitor, report: dict[str, Any]) -> Visitor:
    """Open the page at a report."""
    give(visitor.page, report)
    visitor.opened(report=REPORT_ID).answered()
    return visitor


def compared(report: dict[str, Any], *, without: str) -> dict[str, Any]:
    """Hold a report against August, when the average was nine tenths of it; one platform has too little."""
    for row in report["result"]["detailed_breakdown"]:
        few = {"which": "other", "data_points": 3, "expected_points": 31}
        none = row["platform__slug"] == without
        average = row["period_average"]
        row["compared"] = {
            **{name: value for name, value in row.items() if name != "series"},
            "period": OTHER_PERIOD,
            "period_average": None if none else round(average * 0.9),
            "change": None if none else average - round(average * 0.9),
            "change_percent": None if none else 11.1,
            "notes": [{"code": "not_compared", "periods": [few]}] if none else [],
        }
    return report


def headings(visitor: Visitor) -> list[str]:
    """List the artists that rows are grouped below."""
    return visitor.page.locator(".breakdown .group").all_text_contents()


@pytest.mark.parametrize("size", [PHONE, ZOOMED, LAPTOP, DESK])
def test_every_column_is_reached_beside_the_names_and_nothing_is_cut(
    visit: Visit, size: tuple[int, int]
) -> None:
    visitor = visit(viewport=dict(zip(("width", "height"), size, strict=True)))
    visitor.refusals.add(404)  # the artists are made up, and so have no tracks
    shown(visitor, compared(a_report(10, list(PLATFORMS)), without="deezer"))
    columns = visitor.page.evaluate(_WHERE_COLUMNS_ARE)
    assert len(columns) == 10
    assert [column["name"] for column in columns if column["cut"]] == []
    # The head stays too, and what a row opens to is read without scrolling sideways.
    visitor.button(re.compile("^Details of Mahmood on Instagram")).click()
    expect(visitor.page.locator(".details-content dl")).to_be_visible()
    box, head, details = visitor.page.evaluate(
        """() => {
          const scroll = document.querySelector('.table-panel .scroll');
          scroll.scrollTo(10_000, 300);
          return ['.table-panel .scroll', '.breakdown thead th', '.details-content']
            .map(each => document.querySelector(each).getBoundingClientRect().toJSON());
        }"""
    )
    assert head["top"] == pytest.approx(box["top"], abs=1)
    assert details["left"] >= box["left"] - 1
    assert details["right"] <= box["right"] + 1
    visitor.assert_fits()


def test_a_status_is_a_badge_beside_the_figure_and_only_where_something_is_to_be_minded(
    visitor: Visitor,
) -> None:
    report = a_report(2, ["spotify", "instagram", "deezer"], blank=["deezer"])
    (spotify,) = [
        row
        for row in report["result"]["detailed_breakdown"]
        if (row["artist__name"], row["platform__slug"]) == ("Mahmood", "spotify")
    ]
    spotify["status"] = "lower_bound"
    shown(visitor, report)
    figure = visitor.row("Mahmood", "Spotify").get_by_role("cell").filter(has_text="Lower bound")
    expect(figure).to_contain_text(f"{spotify['latest_value']:,}")
    expect(visitor.row("Annalisa", "Deezer")).to_contain_text("Not published")
    expect(visitor.page.locator(".breakdown")).not_to_contain_text("Measured")
    visitor.assert_accessible()


def test_rows_stand_by_artist_until_they_are_sorted_and_again_when_asked_for(visitor: Visitor) -> None:
    report = a_report(3, ["instagram", "tiktok", "deezer"])
    names = [artist["name"] for artist in report["result"]["metadata"]["artists"]]
    shown(visitor, report)
    assert headings(visitor) == names
    grouping = visitor.page.get_by_role("checkbox", name="Group by artist")
    end = visitor.page.locator(".breakdown").get_by_role("columnheader", name="End")
    end.scroll_into_view_if_needed()
    before = end.bounding_box()
    end.get_by_role("button").click()
    expect(grouping).not_to_be_checked()
    assert headings(visitor) == []
    rows = visitor.page.locator(".breakdown .row")
    ordered = sorted(report["result"]["detailed_breakdown"], key=lambda row: -row["latest_value"])
    expect(rows.locator(".artist-cell")).to_have_text([row["artist__name"] for row in ordered])
    # Nothing moves below the pointer: a second click sorts the other way round, and nothing else.
    after = end.bounding_box()
    assert after
    assert before
    assert after["x"] == pytest.approx(before["x"], abs=1)
    grouping.check()
    assert headings(visitor) == list(dict.fromkeys(row["artist__name"] for row in ordered))
    # Whoever has asked for it keeps it.
    end.get_by_role("button").click()
    expect(grouping).to_be_checked()
    expect(rows.locator(".artist-cell").first).to_be_hidden()
    assert headings(visitor) == list(dict.fromkeys(row["artist__name"] for row in reversed(ordered)))
    visitor.assert_accessible()


def test_rows_are_found_by_artist_and_platform_and_copied_as_plain_values(visitor: Visitor) -> None:
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.refusals.add(404)  # the artists are made up, and so have no tracks
    report = compared(a_report(10, list(PLATFORMS)), without="deezer")
    shown(visitor, report)
    panel = visitor.page.locator(".table-panel")
    expect(panel.get_by_text("80 rows")).to_be_visible()
    panel.get_by_role("searchbox").fill("youtube maneskin")
    expect(panel.get_by_role("status").filter(has_text="2 of 80 rows")).to_be_visible()
    visitor.button(re.compile("^Details of Måneskin on YouTube Views")).click()
    panel.get_by_role("button", name="Copy table").click()
    expect(panel.get_by_text("Copied 2 rows")).to_be_visible()
    visitor.assert_accessible()

    head, *lines = visitor.page.evaluate("navigator.clipboard.readText()").split("\r\n")
    copies = [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]
    rows = [
        row
        for row in report["result"]["detailed_breakdown"]
        if (row["artist__name"], row["platform__name"]) == ("Måneskin", "YouTube")
    ]
    assert [copy["Metric"] for copy in copies] == ["Views", "Subscribers"]
    for copy, row in zip(copies, rows, strict=True):
        assert (copy["Artist"], copy["Platform"], copy["Status"]) == ("Måneskin", "YouTube", "Measured")
        assert (copy["End"], copy["End, day"]) == (str(row["latest_value"]), row["latest_date"])
        assert float(copy["Change %"]) == row["difference_percent"]
        assert float(copy["Average August 2024"]) == row["compared"]["period_average"]
        assert float(copy["Difference"]) == pytest.approx(row["compared"]["change"])
    html = visitor.page.evaluate(
        "navigator.clipboard.read().then(([item]) => item.getType('text/html')).then(blob => blob.text())"
    )
    assert str(rows[0]["peak_value"]) in html

    panel.get_by_role("searchbox").fill("nobody")
    expect(panel.get_by_role("status").filter(has_text="None of 80 rows")).to_be_visible()


def test_a_browser_that_lets_nobody_copy_is_told_of(visitor: Visitor) -> None:
    shown(visitor, a_report(2, ["instagram", "tiktok"]))
    visitor.page.evaluate(
        "() => { navigator.clipboard.write = () => Promise.reject(new Error('no'));"
        " document.execCommand = () => false; }"
    )
    visitor.button("Copy table").click()
    expect(visitor.text("The browser does not let this page copy.")).to_be_visible()


def test_a_report_that_compares_has_the_other_period_beside_its_own_and_says_where_it_cannot(
    visitor: Visitor,
) -> None:
    report = compared(a_report(2, ["instagram", "deezer"]), without="deezer")
    shown(visitor, report)
    table = visitor.page.locator(".breakdown")
    rows = report["result"]["detailed_breakdown"]
    (instagram,) = [
        row for row in rows if (row["artist__name"], row["platform__slug"]) == ("Mahmood", "instagram")
    ]
    shown_row = visitor.row("Mahmood", "Instagram")
    expect(shown_row).to_contain_text(f"{instagram['compared']['period_average']:,}")
    expect(shown_row).to_contain_text("+11.1%")
    expect(visitor.row("Mahmood", "Deezer")).to_contain_text("has 3 of the 31 values it can have")
    difference = table.get_by_role("columnheader", name="Difference", exact=True)
    difference.get_by_role("button").click()
    expect(difference).to_have_attribute("aria-sort", "descending")
    largest = max(rows, key=lambda row: row["compared"]["change"] or 0)
    expect(table.locator("tbody tr").first).to_contain_text(largest["artist__name"])
    expect(table.locator("tbody tr").last).to_contain_text("Deezer")


def test_of_many_rows_those_in_sight_are_drawn_at_once_and_the_rest_as_there_is_time(
    visitor: Visitor,
) -> None:
    shown(visitor, a_report(30, list(PLATFORMS)))
    rows = visitor.page.locator(".breakdown .row")
    expect(rows).to_have_count(240)
    drawn, told = visitor.page.evaluate(
        """() => {
          document.querySelector('.breakdown thead th:nth-child(4) button').click();
          const table = document.querySelector('.breakdown');
          return [table.querySelectorAll('.row').length, Number(table.getAttribute('aria-rowcount'))];
        }"""
    )
    assert 20 <= drawn < 60
    assert told == 241
    expect(rows).to_have_count(240)
    expect(visitor.page.locator(".breakdown")).not_to_have_attribute("aria-rowcount", re.compile(".*"))
