"""The picture of a chart: a PNG of a fixed size that shows each line as it is, whatever is drawn."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import fontpkg_roboto
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.model.periods import Period
from linernotes.slack.picture.axes import day_ticks, value_texts, value_ticks
from linernotes.slack.picture.draw import draw_chart
from linernotes.slack.picture.main_chart import Chart, main_chart
from linernotes.slack.picture.svg import COLORS, GREY, HEIGHT, WIDTH, chart_svg
from linernotes.slack.picture.typeface import Typeface, readable
from tests.unit.charted import a_result, a_row, every_day
from tests.unit.pixels import Pixels, pixels_of, size_of
from tests.unit.template import ROOT

FONT = fontpkg_roboto.ROOT / "files" / "Roboto[wdth,wght].ttf"
LEAST_PIXELS = 400
"""What a line across a month has at least of its own colour, the blended pixels of its edges aside."""


@cache
def typeface() -> Typeface:
    return Typeface(Path(FONT).read_bytes())


def chart_of(*rows: dict[str, Any], **about: Any) -> Chart:
    chart = main_chart(a_result(*rows, **about))
    assert chart is not None
    return chart


def drawn(*rows: dict[str, Any], **about: Any) -> Pixels:
    return pixels_of(draw_chart(chart_of(*rows, **about)))


class Svg:
    """A chart as SVG, by its parts."""

    def __init__(self, *rows: dict[str, Any], **about: Any) -> None:
        self.chart = chart_of(*rows, **about)
        self.root = ElementTree.fromstring(chart_svg(self.chart, typeface(), "Roboto"))  # noqa: S314 - ours

    def found(self, name: str) -> list[ElementTree.Element]:
        return list(self.root.iter(f"{{http://www.w3.org/2000/svg}}{name}"))

    @property
    def texts(self) -> list[str]:
        return [element.text or "" for element in self.found("text")]

    @property
    def paths(self) -> list[list[tuple[float, float]]]:
        """Give the points of each piece of a line."""
        return [
            [(float(x), float(y)) for x, y in re.findall(r"([-\d.]+),([-\d.]+)", line.attrib["points"])]
            for line in self.found("polyline")
        ]


# ---------------------------------------------------------------------------------------------- in pixels


def test_ten_artists_are_ten_lines_in_the_palettes_colours_on_a_light_ground() -> None:
    pixels = drawn(*[a_row(number, every_day(100 * number)) for number in range(1, 11)])
    assert (pixels.width, pixels.height) == (WIDTH, HEIGHT) == (1_200, 675)
    colors = pixels.colors()
    assert colors.most_common(1)[0][0] == "#ffffff"
    assert [color for color in COLORS if colors[color] < LEAST_PIXELS] == []


def test_days_without_a_value_leave_a_gap_and_a_value_alone_is_a_mark() -> None:
    days = {day: 50.0 for day in range(1, 366) if not (100 <= day < 200 or 300 <= day < 340) or day == 320}
    columns = drawn(a_row(1, days, "A year"), days=366).columns_of(COLORS[0])
    gaps = [(one, other) for one, other in pairwise(columns) if other - one > 20]
    assert len(gaps) == 3
    (start, end), (_, mark), (also_mark, _) = gaps
    across = columns[-1] - columns[0]
    assert (end - start) / across == pytest.approx(101 / 364, abs=0.01)
    assert 0 < also_mark - mark < 20


def test_what_is_beyond_ten_artists_is_grey() -> None:
    colors = drawn(*[a_row(number, every_day(100 * number)) for number in range(1, 21)]).colors()
    # Lines as thin as these are blended with the ground wherever they do not run level.
    assert colors[GREY] > 0


@pytest.mark.parametrize(
    "days",
    [
        {1: 0, 2: 0},
        {1: -5, 2: 5, 3: -5},
        {1: 10**18, 2: 10**18 + 1},
        {1: 0.25, 30: 0.75},
        {29: 1, 30: 2},
    ],
)
def test_whatever_the_values_are_there_is_a_line(days: dict[int, float]) -> None:
    row = a_row(1, days)
    assert size_of(draw_chart(chart_of(row))) == (WIDTH, HEIGHT)
    (line,) = Svg(row).found("polyline")
    assert line.get("stroke") == COLORS[0]


# --------------------------------------------------------------------------------------------- its parts


def test_the_title_says_who_what_where_and_when() -> None:
    assert Svg(a_row(1, every_day(5), "Billie Eilish")).texts[:3] == [
        "Billie Eilish: Spotify Monthly Listeners",
        "Italy, September 2024",
        "Monthly Listeners, rolling window",
    ]
    several = Svg(a_row(1, every_day(5)), a_row(2, every_day(6)), country=None)
    assert several.texts[:2] == ["Spotify Monthly Listeners", "Worldwide, September 2024, 2 artists"]


def test_the_legend_names_the_lines_in_the_order_they_end_in_and_counts_the_others() -> None:
    svg = Svg(*[a_row(number, every_day(100 * number, growth=-number)) for number in range(1, 13)])
    assert svg.texts[-11:] == [*(f"Artist {number}" for number in range(12, 2, -1)), "2 more"]


def test_a_value_lies_where_the_axes_say() -> None:
    svg = Svg(a_row(1, {1: 10, 2: 20, 3: 15, 30: 10}), days=30)
    ((first, second, third),) = [path for path in svg.paths if len(path) == 3]
    assert first[0] < second[0] < third[0]
    assert second[0] - first[0] == pytest.approx(third[0] - second[0], abs=0.11)
    assert first[1] - third[1] == pytest.approx(third[1] - second[1], abs=0.11)


def test_lines_of_one_colour_differ_by_their_dashes() -> None:
    svg = Svg(*[a_row(number, every_day(100 * number)) for number in range(1, 11)])
    looks = [(line.get("stroke"), line.get("stroke-dasharray")) for line in svg.found("polyline")]
    assert len(set(looks)) == 10


def test_the_colours_are_those_of_the_page_on_its_light_ground() -> None:
    css = (ROOT / "functions/page/web/styles/base.css").read_text().split("prefers-color-scheme: dark")[0]
    assert re.findall(r"--line-\d: (#\w+);", css) == list(COLORS)
    assert f"--line-faint: {GREY};" in css


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Måneskin", "Måneskin"),
        ("Beyonce\u0301", "Beyoncé"),
        ("Đorđe Balašević", "Đorđe Balašević"),
        ("Кино", "Кино"),
        ("Sigur\u200b R\u00adós", "Sigur Rós"),
        ("宇多田ヒカル", "Artist 1"),
        ("YOASOBI ヨアソビ", "Artist 1"),
        ("فيروز", "Artist 1"),
        ("🎸", "Artist 1"),
        ("\u202e\u200b ", "Artist 1"),
        ("<b>&amp;\"'</b>", "<b>&amp;\"'</b>"),
        ("]]><script>", "]]><script>"),
        ("line\nbreak\x00\ud800", "line break"),
    ],
)
def test_a_name_stands_in_the_picture_as_it_is_or_by_its_number(name: str, shown: str) -> None:
    assert Svg(a_row(1, every_day(1), name)).texts[0] == f"{shown}: Spotify Monthly Listeners"
    assert Svg(a_row(1, every_day(9), name), a_row(2, every_day(5), "z")).texts[-2:] == [shown, "z"]


def test_a_long_name_is_cut_where_its_room_ends() -> None:
    name = "Godspeed You! Black Emperor " * 9
    alone = Svg(a_row(1, every_day(1), name)).texts[0]
    assert re.fullmatch(r"Godspeed You! Black.*…: Spotify Monthly Listeners", alone)
    named = Svg(a_row(1, every_day(9), name), a_row(2, every_day(5))).texts[-2]
    assert re.fullmatch(r"Godspeed You!.*…", named)
    assert len(named) < len(alone)


SERIES = st.dictionaries(
    st.integers(1, 400),
    st.one_of(st.integers(-(10**20), 10**20), st.floats(-1e6, 1e6)),
    min_size=2,
    max_size=40,
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.text(max_size=60), SERIES), min_size=1, max_size=13))
def test_nothing_lies_outside_of_the_picture(shown: list[tuple[str, dict[int, float]]]) -> None:
    svg = Svg(*[a_row(number, days, name) for number, (name, days) in enumerate(shown, 1)], days=400)
    for x, y in [point for path in svg.paths for point in path]:
        assert 0 <= x <= WIDTH
        assert 0 <= y <= HEIGHT
    for text in svg.found("text"):
        x, size = float(text.attrib["x"]), float(text.attrib["font-size"])
        width = typeface().width(text.text or "", size)
        left = {"start": x, "middle": x - width / 2, "end": x - width}[text.attrib["text-anchor"]]
        assert left >= 0
        assert left + width <= WIDTH


# --------------------------------------------------------------------------------------------------- axes


@given(
    st.one_of(st.integers(-(10**20), 10**20), st.floats(-1e9, 1e9)),
    st.one_of(st.integers(-(10**20), 10**20), st.floats(-1e9, 1e9)),
)
def test_ticks_reach_around_the_values_and_are_written_exactly_and_each_for_itself(
    one: float, other: float
) -> None:
    low, high = sorted([one, other])
    ticks = value_ticks(low, high, 6)
    texts = value_texts(ticks)
    assert 2 <= len(ticks) <= 6
    assert ticks[0] <= Decimal(str(low)) <= Decimal(str(high)) <= ticks[-1]
    assert [number_in(text) for text in texts] == ticks
    assert len(set(texts)) == len(texts)


def number_in(text: str) -> Decimal:
    units = {"K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
    return Decimal(text.rstrip("KMBT").replace(",", "")) * units.get(text[-1], 1)


@pytest.mark.parametrize(
    ("low", "high", "texts"),
    [
        (261_500, 271_000, ["260K", "262.5K", "265K", "267.5K", "270K", "272.5K"]),
        (5, 9, ["5", "6", "7", "8", "9"]),
        (7, 7, ["6", "7", "8"]),
        (-10, 10, ["-10", "-5", "0", "5", "10"]),
        (0, 3_000_000, ["0", "1M", "2M", "3M"]),
        (0, 10**18, ["0", "2E+17", "4E+17", "6E+17", "8E+17", "1E+18"]),
    ],
)
def test_ticks_are_round_and_short(low: float, high: float, texts: list[str]) -> None:
    assert value_texts(value_ticks(low, high, 6)) == texts


@pytest.mark.parametrize(
    ("start", "end", "texts"),
    [
        (date(2024, 9, 1), date(2024, 9, 1), ["1 Sep"]),
        (date(2024, 9, 1), date(2024, 9, 30), ["1 Sep", "6 Sep", "11 Sep", "16 Sep", "21 Sep", "26 Sep"]),
        (
            date(2024, 1, 1),
            date(2024, 12, 31),
            ["Jan 2024", "Mar 2024", "May 2024", "Jul 2024", "Sep 2024", "Nov 2024"],
        ),
        (date(2019, 1, 1), date(2024, 12, 31), ["2019", "2020", "2021", "2022", "2023", "2024"]),
    ],
)
def test_days_are_written_as_on_the_page(start: date, end: date, texts: list[str]) -> None:
    assert [text for _, text in day_ticks(Period(start, end), 6)] == texts


# ----------------------------------------------------------------------------------------------- typeface


def test_the_width_of_text_is_that_of_its_letters() -> None:
    roboto = typeface()
    assert roboto.width("", 20) == 0
    assert roboto.width("ii", 20) == 2 * roboto.width("i", 20) < roboto.width("WW", 20)
    assert roboto.width("0" * 10, 10) == pytest.approx(
        56.15, abs=0.2
    )  # figures are 1,150 of 2,048 units wide
    assert roboto.width("Åé", 40) == 2 * roboto.width("Åé", 20)


def test_what_is_not_seen_is_not_to_be_read() -> None:
    assert not typeface().has(readable("\u200b\u2060 "))
    assert not typeface().has("")
    assert typeface().has(readable("A\u200bB"))
