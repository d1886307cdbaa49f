"""What holds for all charts of a report: the legend, the scale, small charts, and what is marked on them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.made_reports import REPORT_ID, SEPTEMBER, Points, a_report, give, steadily
from tests.e2e.browser.pixels import picture_of, rgb
from tests.e2e.browser.visitor import Visitor, grouped
from tests.e2e.waiting import eventually

_RECORD_TEXTS = """
  window.drawn = [];
  const fillText = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    window.drawn.push({text, x, y, canvas: this.canvas.isConnected});
    return fillText.call(this, text, x, y);
  };
"""


def shown(visitor: Visitor, report: dict[str, Any]) -> Visitor:
    """Open the page at a report, and keep what is written on its charts."""
    visitor.page.add_init_script(_RECORD_TEXTS)
    give(visitor.page, report)
    visitor.opened(report=REPORT_ID).answered()
    return visitor


def written(visitor: Visitor) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = visitor.page.evaluate("window.drawn")
    return found


def texts(visitor: Visitor) -> set[str]:
    return {each["text"] for each in written(visitor)}


def switch(visitor: Visitor, group: str, choice: str) -> Locator:
    return visitor.page.get_by_role("group", name=group).get_by_role("button", name=choice)


def names_read(visitor: Visitor, platform: str) -> list[str]:
    return visitor.card(platform).get_by_role("listitem").locator(".reading-name").all_inner_texts()


def compared(report: dict[str, Any], average: float) -> dict[str, Any]:
    """Have every figure of a report compared with August, of which it has this average."""
    figures = (*report["result"]["platform_summaries"], *report["result"]["detailed_breakdown"])
    for each in figures:
        change = each["period_average"] - average
        each["compared"] = {
            **{name: each[name] for name in ("first_value", "latest_value", "difference", "peak_value")},
            **{name: each[name] for name in ("difference_percent", "peak_date", "data_points", "coverage")},
            **{"status": "measured", "note": None, "notes": [], "expected_points": 31},
            **{"first_date": "2024-08-01", "latest_date": "2024-08-31", "period_average": average},
            "period": {"start": "2024-08-01", "end": "2024-08-31", "days": 31},
            **{"change": change, "change_percent": 100 * change / average},
            **{"latest_change": change, "latest_change_percent": 100 * change / average},
        }
    return report


# ----------------------------------------------------------------------------------- the legend


def test_a_name_of_the_legend_shows_one_alone_adds_and_shows_all_again(visitor: Visitor) -> None:
    report = a_report(10, ["instagram", "tiktok"])
    shown(visitor, report)
    legend = visitor.page.get_by_role("region", name="Artists and their lines")

    def name(artist: str) -> Locator:
        return legend.get_by_role("button", name=artist, exact=True)

    def assert_shown(*artists: str) -> None:
        for platform in ("Instagram", "TikTok"):
            expect(visitor.card(platform).get_by_role("listitem")).to_have_count(len(artists))
            assert sorted(names_read(visitor, platform)) == sorted(artists)

    name("Mahmood").click()
    expect(name("Mahmood")).to_have_attribute("aria-pressed", "true")
    assert_shown("Mahmood")
    # The figures below stay those of everybody, and say so.
    expect(visitor.card("TikTok").locator(".sum-figures")).to_contain_text(
        "Sum of all 10 artists measured, Sep 30"
    )
    name("Blanco").click(modifiers=["Shift"])
    assert_shown("Mahmood", "Blanco")
    name("Blanco").click()
    assert_shown("Blanco")
    visitor.assert_accessible()
    name("Tedua").focus()
    visitor.page.keyboard.press("Control+Enter")
    assert_shown("Blanco", "Tedua")
    # A finger has no key to hold.
    legend.get_by_role("button", name="Choose several").click()
    name("Elodie").click()
    assert_shown("Blanco", "Tedua", "Elodie")
    legend.get_by_role("button", name="Show all").click()
    expect(visitor.card("TikTok").get_by_role("listitem")).to_have_count(10)
    expect(visitor.card("TikTok").locator(".sum-figures")).to_contain_text("Sum of 10 artists, Sep 30")
    expect(legend.get_by_role("listitem").get_by_role("button").first).to_be_focused()


def test_where_nobody_chosen_is_measured_the_card_says_so(visitor: Visitor) -> None:
    def points(artist: int, platform: str) -> Points:
        return [] if (artist, platform) == (0, "tiktok") else steadily(artist, platform)

    shown(visitor, a_report(4, ["instagram", "tiktok"], points=points))
    legend = visitor.page.get_by_role("region", name="Artists and their lines")
    legend.get_by_role("button", name="Annalisa").click()
    said = "None of the artists chosen has a line here."
    expect(visitor.card("TikTok").get_by_text(said)).to_be_visible()
    expect(visitor.card("Instagram").get_by_text(said)).to_be_hidden()


def test_names_stand_at_the_ends_of_lines_one_below_the_other(visit: Visit) -> None:
    # All end within a few pixels.
    def points(artist: int, _: str) -> Points:
        return [(SEPTEMBER[0], 1_000_000 * (artist + 1)), (SEPTEMBER[1], 5_000_000 + artist)]

    report = a_report(5, ["instagram"], points=points)
    names = [artist["name"] for artist in report["result"]["metadata"]["artists"]]
    wide, phone = visit(), visit(viewport={"width": 390, "height": 844})
    for visitor in (wide, phone):
        shown(visitor, report)
        expect(visitor.page.locator("canvas")).to_be_visible()
    placed = {each["text"]: each["y"] for each in written(wide) if each["text"] in names}
    assert set(placed) == set(names)
    heights = sorted(placed.values())
    assert all(later - earlier >= 12 for earlier, later in pairwise(heights))
    assert sorted(names, key=lambda name: placed[name]) == names[::-1]
    # On a phone the largest alone, so that lines have room.
    starts = {name[:6] for name in names}
    assert {text[:6] for text in texts(phone)} & starts == {name[:6] for name in names[-3:]}


# ----------------------------------------------------------------------------------- the scale


def test_one_switch_changes_the_scale_of_every_chart_and_is_kept(visitor: Visitor) -> None:
    shown(visitor, a_report(2, ["spotify", "instagram"]))
    expect(visitor.text("The axis does not begin at 0")).to_have_count(0)
    switch(visitor, "Scale of all charts", "Index 100").click()
    sliders = visitor.page.get_by_role("slider")
    for slider in sliders.all():
        expect(slider).to_have_attribute(
            "aria-valuetext",
            re.compile(r"Mahmood 1\d\d\.\d.*, Annalisa 1\d\d\.\d"),
        )
    expect(visitor.page.locator(".chart-key .cut-sign")).to_have_count(2)
    visitor.assert_accessible()
    visitor.page.reload()
    visitor.answered()
    expect(switch(visitor, "Scale of all charts", "Index 100")).to_have_attribute("aria-pressed", "true")
    expect(visitor.page.locator(".chart-key .cut-sign")).to_have_count(2)
    switch(visitor, "Scale of all charts", "Change %").click()
    expect(visitor.page.locator(".chart-key .cut-sign")).to_have_count(0)
    for slider in sliders.all():
        expect(slider).to_have_attribute("aria-valuetext", re.compile(r"Annalisa \+\d"))


def test_a_logarithm_brings_small_and_large_into_one_chart_where_all_values_have_one(
    visitor: Visitor,
) -> None:
    def points(artist: int, platform: str) -> Points:
        first = 0 if (artist, platform) == (0, "tiktok") else 30 * 100**artist
        return [(SEPTEMBER[0], first), (SEPTEMBER[1], 90 * 100**artist)]

    shown(visitor, a_report(3, ["instagram", "tiktok"], points=points))
    eventually(lambda: len(texts(visitor)) > 4, "axes")
    visitor.page.evaluate("window.drawn = []")
    switch(visitor, "Scale of all charts", "Log").click()
    expect(visitor.card("Instagram")).to_contain_text("Log scale")
    expect(visitor.card("TikTok")).to_contain_text("No log scale: there are values of 0")
    assert {"100", "10K", "1M"} <= texts(visitor)


# ----------------------------------------------------------------------------------- small charts


@pytest.mark.parametrize("width", [1440, 360])
def test_many_artists_can_be_drawn_one_by_one_on_one_scale_or_each_its_own(visit: Visit, width: int) -> None:
    visitor = visit(viewport={"width": width, "height": 900})

    def points(artist: int, platform: str) -> Points:
        return [(day, value * 10 ** (artist % 3)) for day, value in steadily(artist, platform)]

    shown(visitor, a_report(8, ["instagram", "deezer"], points=points))
    expect(switch(visitor, "Scales of the small charts", "Same scale")).to_be_hidden()
    switch(visitor, "Lines of all charts", "One by one").click()
    card = visitor.card("Instagram")
    expect(card.locator(".small-plot path")).to_have_count(8)
    expect(card.locator("canvas")).to_have_count(0)

    def ticks() -> list[str]:
        found: list[str] = card.locator(".small-plot").evaluate_all(
            "plots => plots.map(plot => [...plot.querySelectorAll('.small-tick')]"
            ".map(tick => tick.textContent).join(' '))"
        )
        return found

    assert len(set(ticks())) == 1
    switch(visitor, "Scales of the small charts", "Each its own").click()
    eventually(lambda: len(set(ticks())) == 8, "a scale for each")
    visitor.assert_fits()
    visitor.assert_accessible()
    day = card.locator(".readout-day")
    expect(day).to_have_text("Monday, September 30, 2024")
    card.get_by_role("slider").focus()
    visitor.page.keyboard.press("Home")
    expect(day).to_have_text("Sunday, September 1, 2024")
    plot = card.locator(".small-plot").nth(1)
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    visitor.page.mouse.move(box["x"] + box["width"] * 10 / 29, box["y"] + 20)
    expect(day).to_have_text("Wednesday, September 11, 2024")
    cursors = plot.locator(".small-cursor").bounding_box()
    assert cursors is not None
    assert cursors["x"] - box["x"] == pytest.approx(box["width"] * 10 / 29, abs=1.5)


def test_what_does_not_compare_is_no_level_on_the_chart(visitor: Visitor) -> None:
    report = compared(a_report(1, ["instagram"]), 10_000_000)
    for each in (*report["result"]["platform_summaries"], *report["result"]["detailed_breakdown"]):
        each["compared"].update(change=None, change_percent=None, status="partial")
    shown(visitor, report)
    expect(visitor.card("Instagram").locator(".chart-key")).to_contain_text("Peak")
    assert "Average of August 2024" not in texts(visitor)
    expect(visitor.card("Instagram")).not_to_contain_text("10,000,000")


# ------------------------------------------------------------------- what is marked beside the lines


def test_the_other_period_is_a_level_on_the_chart_and_a_figure_beside_the_change(visitor: Visitor) -> None:
    report = compared(a_report(2, ["instagram"]), 10_000_000)
    shown(visitor, report)
    card = visitor.card("Instagram")
    (summary,) = report["result"]["platform_summaries"]
    expect(card.locator(".compared")).to_contain_text(grouped(summary["period_average"]))
    expect(card.locator(".compared")).to_contain_text("10,000,000")
    # Of two lines a level would be a line among lines.
    assert "Average of August 2024" not in texts(visitor)
    legend = visitor.page.get_by_role("region", name="Artists and their lines")
    legend.get_by_role("button", name="Annalisa").click()
    eventually(lambda: "Average of August 2024" in texts(visitor), "level of the other period")
    expect(card.locator(".chart-key")).to_contain_text("Average of August 2024")


def test_the_day_of_the_peak_is_marked_and_read(visitor: Visitor) -> None:
    report = a_report(1, ["instagram"])
    shown(visitor, report)
    (row,) = report["result"]["detailed_breakdown"]
    eventually(lambda: "Peak" in texts(visitor), "peak on the chart")
    places = [day for day, _ in row["series"]]
    slider = visitor.page.get_by_role("slider")
    slider.fill(str(places.index(row["peak_date"])))
    reading = visitor.card("Instagram").get_by_role("listitem")
    expect(reading).to_have_text(f"AnnalisaPeak{grouped(row['peak_value'])}")
    slider.fill("1")
    expect(reading).not_to_contain_text("Peak")


def test_unusual_days_are_shaded_on_their_own_artists_lines_and_said_when_read(visitor: Visitor) -> None:
    report = a_report(2, ["instagram", "deezer"])
    (row, *_) = report["result"]["detailed_breakdown"]
    shared = ("artist__uuid", "artist__name", "platform__slug", "platform__name")
    moment = {
        **{name: row[name] for name in (*shared, "platform__audience_metric_name")},
        **{"from": "2024-09-12", "to": "2024-09-14", "most_unusual_on": "2024-09-13", "measure": "value"},
        **{"now": 9_900_000, "usual": 7_000_000, "change_percent": 41.4, "score": 5.1, "direction": "up"},
        **{"status": "measured", "note": None},
    }
    report["result"]["sections"] = {
        "moments": {"status": "measured", "note": None, "totals": [], "rows": [moment]}
    }
    shown(visitor, report)
    card = visitor.card("Instagram")
    expect(card.locator(".chart-key")).to_contain_text("Shaded days are unusual")
    expect(visitor.card("Deezer").locator(".chart-key")).not_to_contain_text("Shaded days")
    said = re.compile("^Annalisa: Unusual, Sep 12 – 14, 2024: \\+41.4% against the usual 7,000,000$")
    card.get_by_role("slider").fill("12")
    expect(card.locator(".readout-marks")).to_have_text(said)
    expect(card.get_by_role("slider")).to_have_attribute("aria-valuetext", re.compile("Annalisa: Unusual"))
    switch(visitor, "Lines of all charts", "One by one").click()
    expect(card.locator(".small-span")).to_have_count(1)
    expect(visitor.card("Deezer").locator(".small-span")).to_have_count(0)
    visitor.page.get_by_role("region", name="Artists and their lines").get_by_text("Mahmood").click()
    expect(card.locator(".readout-marks")).to_have_text("")


def test_a_long_number_is_short_in_the_headline_and_in_full_beside_it(visitor: Visitor) -> None:
    report = a_report(1, ["spotify"])
    shown(visitor, report)
    (row,) = report["result"]["detailed_breakdown"]
    full = grouped(row["latest_value"])
    headline = visitor.card("Spotify").locator(".latest")
    expect(headline).to_have_attribute("title", full)
    assert re.fullmatch(r"\d+\.\d+M", headline.inner_text())
    expect(visitor.card("Spotify").locator(".in-full")).to_contain_text(full)
    expect(visitor.card("Spotify")).to_contain_text("As of Sep 30, 2024 · daily")


def blank_lines(visitor: Visitor) -> Sequence[str]:
    return visitor.page.locator(".without-figures li").all_inner_texts()


def test_what_a_country_lacks_is_one_line_at_the_end_and_counted_in_the_badge(visitor: Visitor) -> None:
    platforms = ["spotify", "deezer", "twitter", "instagram"]
    shown(visitor, a_report(3, platforms, country="IT", blank=["deezer", "twitter"]))
    expect(visitor.page.get_by_role("article")).to_have_count(2)
    assert list(blank_lines(visitor)) == ["Not by country: Deezer Fans, X Followers"]
    expect(visitor.text("Complete · 6 of 12 figures")).to_be_visible()


def test_a_report_without_a_figure_is_not_called_complete(visitor: Visitor) -> None:
    shown(visitor, a_report(2, ["deezer", "twitter"], country="IT", blank=["deezer", "twitter"]))
    badge = visitor.page.locator(".answer-head .badge")
    expect(badge).to_have_text("No figures")
    expect(badge).not_to_have_class(re.compile("succeeded"))


def test_a_report_that_is_incomplete_though_nothing_failed_offers_nothing_to_fetch_again(
    visitor: Visitor,
) -> None:
    shown(visitor, {**a_report(1), "status": "partial"})
    expect(visitor.page.locator(".answer-head .badge")).to_have_text("Incomplete")
    expect(visitor.text(re.compile("^Some figures cover only a part of the period"))).to_be_visible()
    expect(visitor.button(re.compile("Fetch again"))).to_have_count(0)


def test_in_forced_colours_samples_keep_theirs_and_what_is_pressed_stands_out(visit: Visit) -> None:
    visitor = shown(visit(forced_colors="active"), a_report(3, ["instagram"]))
    wanted = visitor.page.evaluate(
        "getComputedStyle(document.documentElement).getPropertyValue('--line-2').trim()"
    )
    plot = visitor.page.locator(".plot")
    eventually(lambda: picture_of(plot, visitor.context).count(rgb(wanted)) > 60, "a line in its colour")
    legend = visitor.page.get_by_role("region", name="Artists and their lines")
    assert picture_of(legend, visitor.context).count(rgb(wanted)) > 20

    def border(choice: str) -> str:
        found: str = switch(visitor, "Scale of all charts", choice).evaluate(
            "button => getComputedStyle(button).borderTopWidth"
        )
        return found

    assert (border("Values"), border("Index 100")) == ("2px", "1px")


def test_without_the_library_for_plots_the_values_are_still_read(visitor: Visitor) -> None:
    visitor.page.route(re.compile(r"/assets/uPlot"), lambda route: route.abort())
    report = a_report(1, ["instagram"])
    shown(visitor, report)
    (row,) = report["result"]["detailed_breakdown"]
    card = visitor.card("Instagram")
    expect(card).to_contain_text("The charts could not be loaded.")
    expect(card.get_by_role("listitem")).to_contain_text(grouped(row["latest_value"]))
    visitor.page.unroute_all()
    switch(visitor, "Scale of all charts", "Index 100").click()
    expect(card.locator("canvas")).to_be_visible()
