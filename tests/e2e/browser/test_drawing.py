"""What the page draws, looked at: in a real browser, of reports whose every value is known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser.conftest import Visit
from tests.e2e.browser.made_reports import PLATFORMS, REPORT_ID, Points, a_report, give, steadily
from tests.e2e.browser.pixels import Color, picture_of, rgb
from tests.e2e.browser.visitor import Visitor, grouped
from tests.e2e.waiting import eventually

_RECORD_TEXTS = """
  window.drawn = [];
  const fillText = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...where) {
    window.drawn.push(text);
    return fillText.call(this, text, ...where);
  };
"""


def shown(visitor: Visitor, report: dict[str, Any]) -> Visitor:
    """Open the page at a report."""
    give(visitor.page, report)
    visitor.opened(report=REPORT_ID)
    visitor.answered()
    return visitor


def once(artist: int, _: str) -> Points:
    """Give one value, each artist's on another day."""
    return [(f"2024-09-{4 + artist:02d}", 1234 + artist)]


def color_named(visitor: Visitor, name: str) -> Color:
    value: str = visitor.page.evaluate(
        "name => getComputedStyle(document.documentElement).getPropertyValue(name).trim()", name
    )
    return rgb(value)


# ------------------------------------------------------------------------------------------- the crosshair


def crosshair(visitor: Visitor) -> float:
    """Give where the crosshair stands within its plot, having looked that it is there to be seen."""
    plot = visitor.page.locator(".u-over")
    line = visitor.page.locator(".u-cursor-x")
    expect(line).to_be_visible()
    frame, box = plot.bounding_box(), line.bounding_box()
    assert frame is not None
    assert box is not None
    # A border on the right of a box without width.
    at = box["x"] + box["width"] - frame["x"]
    assert -1 <= at <= frame["width"] + 1
    picture = picture_of(visitor.page.locator(".plot canvas"), visitor.context)
    canvas = visitor.page.locator(".plot canvas").bounding_box()
    assert canvas is not None
    quiet = color_named(visitor, "--quiet")
    left = round(frame["x"] - canvas["x"] + at)
    # Most of the plot's height: lines and points lie over it.
    seen = [x for x in range(left - 2, min(left + 3, picture.width)) if picture.column(x).count(quiet) > 90]
    assert len(seen) == 1, "a line one pixel wide"
    return at


def test_the_crosshair_is_seen_where_the_pointer_reads(visitor: Visitor) -> None:
    report = a_report(1, ["instagram"])
    shown(visitor, report)
    series = report["result"]["detailed_breakdown"][0]["series"]
    at_first = crosshair(visitor)
    box = visitor.page.locator(".u-over").bounding_box()
    assert box is not None
    assert at_first == pytest.approx(box["width"], abs=1.5)
    for day in (9, 20):
        visitor.page.mouse.move(box["x"] + box["width"] * (day + 0.2) / 29, box["y"] + 40)
        expect(visitor.card("Instagram").get_by_role("listitem")).to_contain_text(grouped(series[day][1]))
        assert crosshair(visitor) == pytest.approx(box["width"] * day / 29, abs=1.5)
        expect(visitor.page.locator(".u-cursor-pt")).to_be_visible()
    visitor.page.mouse.move(0, 0)
    assert crosshair(visitor) == pytest.approx(box["width"] * 20 / 29, abs=1.5)


def test_the_crosshair_follows_the_arrow_keys(visitor: Visitor) -> None:
    shown(visitor, a_report(1, ["instagram"]))
    before = crosshair(visitor)
    slider = visitor.page.get_by_role("slider")
    slider.focus()
    for _ in range(3):
        visitor.page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("Friday, September 27, 2024"))
    box = visitor.page.locator(".u-over").bounding_box()
    assert box is not None
    assert before - crosshair(visitor) == pytest.approx(box["width"] * 3 / 29, abs=1.5)


def test_a_tap_of_a_finger_moves_the_crosshair(visit: Visit) -> None:
    visitor = shown(visit(viewport={"width": 390, "height": 844}, has_touch=True), a_report(2, ["instagram"]))
    plot = visitor.page.locator(".u-over")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    assert box is not None
    visitor.page.touchscreen.tap(box["x"] + box["width"] * 10 / 29, box["y"] + 60)
    expect(visitor.card("Instagram")).to_contain_text("Wednesday, September 11, 2024")
    assert crosshair(visitor) == pytest.approx(box["width"] * 10 / 29, abs=1.5)


def test_the_crosshair_stays_at_its_day_when_the_window_changes(visitor: Visitor) -> None:
    shown(visitor, a_report(1, ["instagram"]))
    visitor.page.get_by_role("slider").focus()
    for _ in range(10):
        visitor.page.keyboard.press("ArrowLeft")
    canvas = visitor.page.locator(".plot canvas")
    before = canvas.bounding_box()
    visitor.page.set_viewport_size({"width": 800, "height": 900})
    visitor.page.wait_for_function(
        "width => document.querySelector('.plot canvas').clientWidth !== width",
        arg=before and before["width"],
    )
    box = visitor.page.locator(".u-over").bounding_box()
    assert box is not None
    assert crosshair(visitor) == pytest.approx(box["width"] * 19 / 29, abs=1.5)


# -------------------------------------------------------------------------------------------------- the axes


@pytest.mark.parametrize("locale", ["en-US", "en-GB", "it-IT"])
@pytest.mark.parametrize(
    "period", [("2024-09-04", "2024-09-05"), ("2024-09-01", "2024-09-30"), ("2023-12-20", "2024-12-19")]
)
def test_no_text_of_an_axis_is_there_twice_and_no_year_is_foreign(
    visit: Visit, locale: str, period: tuple[str, str]
) -> None:
    visitor = visit(locale=locale)
    visitor.page.add_init_script(_RECORD_TEXTS)
    first, last = period

    def points(artist: int, _: str) -> Points:
        return [(first, 1_295_000 + artist), ("2024-09-05" if last < "2024-09-30" else last, 1_342_000)]

    give(visitor.page, a_report(1, ["tiktok"], points=points, period=period))
    visitor.open(report=REPORT_ID)
    expect(visitor.page.locator(".u-cursor-x")).to_be_visible()
    texts: list[str] = visitor.page.evaluate("window.drawn")
    assert len(texts) >= 4
    assert len(set(texts)) == len(texts)
    years = {year for text in texts for year in re.findall(r"\b20\d\d\b", text)}
    assert years <= {first[:4], last[:4]}


# ------------------------------------------------------------------------------------------------- one value


@pytest.mark.parametrize("told", [0, None])
def test_one_value_is_a_sentence_and_no_change(visitor: Visitor, told: int | None) -> None:
    """Reports made before one value was known to be no change tell 0 of it."""
    report = a_report(1, ["instagram"], points=once)
    for figures in (*report["result"]["platform_summaries"], *report["result"]["detailed_breakdown"]):
        figures.update(difference=told, difference_percent=told)
    shown(visitor, report)
    card = visitor.card("Instagram")
    expect(card).to_contain_text("One value, on Sep 4, 2024: 1,234. There is no change to give.")
    expect(card.locator(".plot")).to_have_count(0)
    expect(card).not_to_contain_text(re.compile(r"\b0\s?%"))
    row = visitor.row("Annalisa", "Instagram")
    expect(row.locator(".change")).to_have_text(["–", "–"])
    visitor.assert_accessible()


def test_one_value_of_each_artist_is_no_change_either(visitor: Visitor) -> None:
    report = a_report(3, ["instagram"], points=once)
    # As older reports have it: a total held flat over the days on which any of them was measured.
    report["result"]["platform_summaries"][0].update(difference=0, difference_percent=0)
    shown(visitor, report)
    card = visitor.card("Instagram")
    expect(card).to_contain_text("One value of each artist: there is no change to give.")
    expect(card.locator(".plot, .change")).to_have_count(0)
    expect(card.get_by_role("listitem")).to_contain_text(["Sep 6, 2024", "Sep 5, 2024", "Sep 4, 2024"])


def test_an_artist_measured_once_has_no_change_beside_those_measured_often(visitor: Visitor) -> None:
    def points(artist: int, platform: str) -> Points:
        return once(artist, platform) if artist == 1 else steadily(artist, platform)

    shown(visitor, a_report(3, ["instagram"], points=points))
    card = visitor.card("Instagram")
    visitor.page.get_by_role("group", name="Scale of all charts").get_by_role(
        "button", name="Change %"
    ).click()
    expect(card.get_by_role("listitem").filter(has_text="Mahmood")).to_contain_text("–")
    expect(card.get_by_role("listitem").filter(has_text="Annalisa")).to_contain_text("%")


# ---------------------------------------------------------------------------------------------------- the sum


def test_a_sum_is_named_with_its_artists_and_its_day(visitor: Visitor) -> None:
    report = a_report(10, ["spotify", "youtube"])
    shown(visitor, report)
    card = visitor.card("Spotify")
    said = card.get_by_text("Sum of 10 artists, Sep 30, 2024. A person is counted once for each artist.")
    expect(said).to_be_visible()
    (spotify, _) = report["result"]["platform_summaries"]
    expect(card.locator(".sum")).to_contain_text(grouped(spotify["latest_value"]))
    # The artists come first, the largest of them at the top.
    places = card.evaluate("card => ['.readout', '.sum'].map(each => card.querySelector(each).offsetTop)")
    assert places[0] < places[1]
    rows = [row for row in report["result"]["detailed_breakdown"] if row["platform__slug"] == "spotify"]
    ordered = sorted(rows, key=lambda row: -row["latest_value"])
    expect(card.get_by_role("listitem")).to_contain_text([row["artist__name"] for row in ordered])
    # A view is of one artist only.
    expect(visitor.heading("YouTube")).to_be_visible()
    expect(visitor.card("YouTube")).to_contain_text("Sum of 10 artists, Sep 30, 2024.")
    expect(visitor.card("YouTube")).not_to_contain_text("counted once")


def test_the_only_artist_measured_is_named_and_is_no_sum(visitor: Visitor) -> None:
    def points(artist: int, platform: str) -> Points:
        return steadily(artist, platform) if artist == 1 else []

    shown(visitor, a_report(2, ["instagram"], points=points))
    expect(visitor.card("Instagram").locator(".headline")).to_contain_text("Mahmood")
    expect(visitor.card("Instagram")).to_contain_text("As of Sep 30, 2024")
    expect(visitor.card("Instagram")).not_to_contain_text("Sum of")


def test_between_its_own_days_an_artist_is_read_with_the_day_of_the_value(visitor: Visitor) -> None:
    report = a_report(2, ["deezer"])
    shown(visitor, report)
    (even, odd) = report["result"]["detailed_breakdown"]
    assert (even["latest_date"], odd["latest_date"]) == ("2024-09-29", "2024-09-30")
    items = visitor.card("Deezer").get_by_role("listitem")
    expect(items.filter(has_text=even["artist__name"])).to_contain_text(
        f"Sep 29{grouped(even['latest_value'])}"
    )
    expect(items.filter(has_text=odd["artist__name"])).not_to_contain_text("Sep")


# ------------------------------------------------------------------------------------------- lines of artists


def looks(samples: Locator) -> list[str]:
    found: list[str] = samples.evaluate_all(
        "each => each.map(one => getComputedStyle(one).stroke + ' '"
        " + (one.querySelector('line').getAttribute('stroke-dasharray') ?? ''))"
    )
    return found


@pytest.mark.parametrize("artists", [5, 10])
def test_an_artist_has_the_same_line_everywhere_and_alone(visitor: Visitor, artists: int) -> None:
    def points(artist: int, platform: str) -> Points:
        # One left out must not pass its line on to another.
        return [] if (artist, platform) == (0, "tiktok") else steadily(artist, platform)

    report = a_report(artists, ["instagram", "tiktok", "deezer"], points=points)
    shown(visitor, report)
    faint = visitor.page.evaluate(
        "() => { const probe = document.createElementNS('http://www.w3.org/2000/svg', 'svg');"
        " probe.setAttribute('class', 'line-faint'); document.body.append(probe);"
        " const color = getComputedStyle(probe).stroke; probe.remove(); return color; }"
    )
    lines: dict[str, str] = {}
    for artist in report["result"]["metadata"]["artists"]:
        name = artist["name"]
        items = visitor.page.get_by_role("article").get_by_role("listitem").filter(has_text=name)
        cells = visitor.page.get_by_role("rowheader", name=name, exact=True)  # above the rows of each
        found = {*looks(items.locator(".line-sample")), *looks(cells.locator(".line-sample"))}
        (line,) = {look for look in found if not look.startswith(faint)}
        assert {look.removeprefix(faint) for look in found - {line}} <= {line[line.index(")") + 1 :]}
        lines[name] = line
    assert len(set(lines.values())) == artists


def test_of_many_lines_those_chosen_are_brought_out_in_every_card(visitor: Visitor) -> None:
    shown(visitor, a_report(10, ["instagram", "tiktok"]))
    legend = visitor.page.get_by_role("region", name="Artists and their lines")
    colors = {index: color_named(visitor, f"--line-{index}") for index in range(1, 9)}

    def drawn() -> list[set[int]]:
        canvases = visitor.page.locator(".plot canvas")
        pictures = [picture_of(canvases.nth(index), visitor.context) for index in range(canvases.count())]
        return [{name for name, color in colors.items() if picture.count(color) > 60} for picture in pictures]

    def assert_drawn(*lines: int) -> None:
        eventually(lambda: drawn() == [set(lines)] * 2, f"lines {lines} in both cards")

    assert_drawn(1, 2, 3, 4, 5)
    buttons = legend.get_by_role("listitem").get_by_role("button")
    for place in (2, 6):
        buttons.nth(place).click(modifiers=["Shift"])
        expect(buttons.nth(place)).to_have_attribute("aria-pressed", "true")
    assert_drawn(3, 7)
    legend.get_by_role("button", name="Show all").click()
    assert_drawn(1, 2, 3, 4, 5)


def test_a_plot_takes_the_colours_of_the_dark_when_it_becomes_dark(visitor: Visitor) -> None:
    shown(visitor, a_report(2, ["instagram"]))
    plot = visitor.page.locator(".plot")
    light = color_named(visitor, "--line-1")
    assert picture_of(plot, visitor.context).count(light) > 60
    visitor.page.emulate_media(color_scheme="dark")
    dark = color_named(visitor, "--line-1")
    eventually(lambda: picture_of(plot, visitor.context).count(dark) > 60, "lines in the dark's colours")
    assert picture_of(plot, visitor.context).count(light) == 0


# -------------------------------------------------------------------------------------------------- what fits


def overflowing(visitor: Visitor) -> Sequence[str]:
    """List what is wider than the place it has, or cut at it."""
    found: list[str] = visitor.page.evaluate(
        """() => [...document.querySelectorAll('.card, .details-content, dd, .sum, .headline')]
          .filter(each => each.scrollWidth > each.clientWidth + 1)
          .map(each => `${each.className || each.tagName}: ${each.scrollWidth} in ${each.clientWidth}`)"""
    )
    return found


@pytest.mark.parametrize("width", [360, 390, 1024, 1280, 1440, 1920])
def test_nothing_in_the_answer_is_wider_than_its_place(visit: Visit, width: int) -> None:
    visitor = visit(viewport={"width": width, "height": 720})
    visitor.refusals.add(404)
    shown(visitor, a_report(10, list(PLATFORMS)))
    visitor.button(re.compile("^Details of Annalisa on Instagram")).click()
    expect(visitor.page.locator(".details-content dl")).to_be_visible()
    assert overflowing(visitor) == []
    visitor.assert_fits()
