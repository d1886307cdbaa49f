"""The charts on Summary: shown, titled, readable and described without editing."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from linernotes.sections.audience.lines import MAX_LINES, families_of
from linernotes.workbook.anchors import ROWS_PER_CHART, Place, places
from tests.unit.builders import ELISA, LAURO, a_request, an_artist
from tests.unit.workbook_cases import (
    Written,
    climbing,
    finished,
    named,
    one_artist,
    ten_artists,
    within,
)


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return Written(tmp_path_factory.mktemp("one") / "report.xlsx", *one_artist(title="September"))


@pytest.fixture(scope="module")
def ten(tmp_path_factory: pytest.TempPathFactory) -> Written:
    return Written(tmp_path_factory.mktemp("ten") / "report.xlsx", *ten_artists())


def test_there_is_a_line_chart_for_every_metric_family(one: Written) -> None:
    titles = [
        "".join(text.text or "" for text in within(chart, "title")[0].iter() if text.tag.endswith("}t"))
        for chart in one.charts()
    ]

    assert titles == ["Monthly Listeners", "Views", "Followers and Fans"]
    assert all(within(chart, "lineChart") for chart in one.charts())


def test_a_family_never_mixes_kinds_of_metric() -> None:
    _, result = one_artist()

    for family in families_of(result):
        assert len({summary.source.kind for summary in family.summaries}) == 1


def value_of(chart: ElementTree.Element, *path: str) -> str | None:
    return within(chart, *path)[0].get("val")


def test_axes_are_shown_titled_and_formatted(ten: Written) -> None:
    for chart in ten.charts():
        days, values = within(chart, "dateAx")[0], within(chart, "valAx")[0]
        assert value_of(days, "delete") == value_of(values, "delete") == "0"
        assert within(days, "numFmt")[0].get("formatCode") == "mmm yyyy"
        assert value_of(days, "majorTimeUnit") == "months"
        assert within(values, "numFmt")[0].get("formatCode") == "#,##0"
        assert [text.text for text in within(days, "title", "t")] == ["Date"]
        assert within(values, "title", "t")[0].text


def test_the_day_axis_spans_the_period_asked_for(one: Written) -> None:
    scaling = within(one.charts()[0], "dateAx", "scaling")[0]

    assert value_of(scaling, "min") == str((date(2024, 9, 1) - date(1899, 12, 30)).days)
    assert value_of(scaling, "max") == str((date(2024, 9, 30) - date(1899, 12, 30)).days)


@pytest.mark.parametrize(
    ("days", "unit", "step", "number_format"),
    [
        (5, "days", "1", "d mmm"),
        (15, "days", "2", "d mmm"),
        (31, "days", "7", "d mmm"),
        (90, "months", "1", "mmm yyyy"),
        (365, "months", "2", "mmm yyyy"),
        (1830, "months", "12", "mmm yyyy"),
    ],
)
def test_day_labels_are_few_enough_to_read(
    tmp_path: Path, days: int, unit: str, step: str, number_format: str
) -> None:
    start = date(2020, 1, 1)
    request = a_request(start_date=start, end_date=start + timedelta(days=days - 1))
    written = Written(tmp_path / "report.xlsx", *finished(request, {"0.spotify": climbing(request, 9, 1)}))

    axis = within(written.charts()[0], "dateAx")[0]
    assert value_of(axis, "majorTimeUnit") == unit
    assert float(value_of(axis, "majorUnit") or 0) == float(step)
    assert within(axis, "numFmt")[0].get("formatCode") == number_format


def test_the_alt_text_of_a_chart_says_its_finding(one: Written) -> None:
    assert one.alt_texts() == [
        "Line chart of daily Monthly Listeners, rolling window, Achille Lauro worldwide, September 2024, "
        "1 line. "
        "Spotify Monthly Listeners rose by 58,000 (+5.8%) to 1,058,000, its peak, on 30 September 2024.",
        "Line chart of daily Views, rolling window, Achille Lauro worldwide, September 2024, 1 line. "
        "YouTube Views fell by 290,000 (-5.8%) to 4,710,000, with a peak of 5,000,000 on 1 September 2024.",
        "Line chart of daily Followers and Fans, Achille Lauro worldwide, September 2024, 3 lines. "
        "Instagram Followers rose by 2,900 (+0.4%) to 802,900, its peak, on 30 September 2024. "
        "TikTok Followers ended where it began, at 400,000, with a peak of 400,000 on 1 September 2024. "
        "Deezer Fans rose by 196 (+0.2%) to 90,196, its peak, on 29 September 2024.",
    ]


def ranges(written: Written, chart: ElementTree.Element, part: str) -> list[list[Any]]:
    """Give what stands in the ranges a chart's series take their days or values from."""
    sheet: Any = written.sheet("Summary")
    return [
        [row[0].value for row in sheet[str(formula.text).partition("!")[2]]]
        for formula in within(chart, "ser", part, "f")
    ]


def cached(chart: ElementTree.Element, part: str) -> list[dict[int, float]]:
    """Give the values a chart keeps of its series, by index."""
    return [
        {int(point.get("idx", "")): float(point[0].text or "") for point in within(cache, "pt")}
        for cache in within(chart, "ser", part, "numCache")
    ]


@pytest.mark.parametrize("case", ["one", "ten"])
def test_lines_show_the_days_and_values_they_refer_to(case: str, request: pytest.FixtureRequest) -> None:
    written: Written = request.getfixturevalue(case)
    families = families_of(written.result)

    assert len(families) == len(written.charts())
    for chart, family in zip(written.charts(), families, strict=True):
        days = ranges(written, chart, "cat")
        values = ranges(written, chart, "val")
        for line, its_days, its_values in zip(family.lines, days, values, strict=True):
            shown = {
                day.date(): value
                for day, value in zip(its_days, its_values, strict=True)
                if value is not None
            }
            assert shown == {day: pytest.approx(float(value)) for day, value in line.points}


def test_charts_keep_their_values_for_viewers_that_do_not_look_them_up(one: Written) -> None:
    for chart in one.charts():
        for values, kept in zip(ranges(one, chart, "val"), cached(chart, "val"), strict=True):
            assert kept == {index: value for index, value in enumerate(values) if value is not None}


def test_days_without_a_value_are_blank_and_bridged(one: Written) -> None:
    chart = one.charts()[2]
    deezer = ranges(one, chart, "val")[2]

    assert sum(value is not None for value in deezer) == 5
    assert len(deezer) == 30
    assert value_of(chart, "dispBlanksAs") == "span"
    assert value_of(chart, "plotVisOnly") == "0"


def test_ten_lines_are_shown_and_the_rest_summed_by_name(ten: Written) -> None:
    monthly, fans = families_of(ten.result)

    assert len(monthly.lines) == MAX_LINES
    assert not any(line.is_rest for line in monthly.lines)
    assert [line.is_rest for line in fans.lines] == [False] * MAX_LINES + [True]
    assert fans.lines[-1].label == "20 others: sum of 7 artists"
    averages = sorted(
        (row.figures.period_average or 0 for row in ten.result.breakdown if row.source.slug != "spotify"),
        reverse=True,
    )
    shown = {line.full_name for line in fans.lines[:-1]}
    assert shown == {
        f"{row.artist.name} · {row.source.name} {row.source.metric}"
        for row in ten.result.breakdown
        if row.source.slug != "spotify" and (row.figures.period_average or 0) >= averages[MAX_LINES - 1]
    }


def test_a_sum_higher_than_any_line_has_an_axis_of_its_own_from_zero(ten: Written) -> None:
    chart = ten.charts()[1]

    first, second = within(chart, "lineChart")
    assert (len(within(first, "ser")), len(within(second, "ser"))) == (MAX_LINES, 1)
    right = within(chart, "valAx")[1]
    assert [text.text for text in within(right, "title", "t")] == ["20 others: sum of 7 artists"]
    assert value_of(right, "min") == "0"
    assert value_of(right, "crosses") == "max"
    orders = [value_of(series, "order") for series in within(chart, "ser")]
    assert len(set(orders)) == MAX_LINES + 1


def test_a_sum_below_the_highest_line_shares_its_axis(tmp_path: Path) -> None:
    request = a_request(artists=tuple(an_artist(number, f"Artist {number}") for number in range(11)))
    values = {f"{number}.spotify": climbing(request, 10_000 - number * 900, 1) for number in range(11)}

    written = Written(tmp_path / "report.xlsx", *finished(request, values))

    (chart,) = written.charts()
    assert len(within(chart, "lineChart")) == 1
    assert len(within(chart, "ser")) == 11


def test_lines_are_named_by_what_tells_them_apart(one: Written, ten: Written) -> None:
    legends = [
        [text.text for text in within(chart, "ser", "tx", "v")] for chart in (*one.charts(), *ten.charts())
    ]

    assert legends[0] == ["Spotify Monthly Listeners"]
    assert legends[2] == ["Instagram Followers", "TikTok Followers", "Deezer Fans"]
    assert legends[3] == [f"Artist {number}" for number in range(10)]
    assert "Artist 9 · Deezer Fans" in legends[4]


def test_two_artists_of_one_name_have_two_lines_and_two_columns(tmp_path: Path) -> None:
    report, result = named("elisa")
    written = Written(tmp_path / "report.xlsx", report, result)

    labels = [text.text for text in within(written.charts()[0], "ser", "tx", "v")]
    assert labels == [f"elisa ({LAURO.uuid[-12:]})", f"Elisa ({ELISA.uuid[-12:]})"]


def test_one_artist_is_drawn_in_the_platforms_colours(one: Written) -> None:
    colors = [
        within(series, "spPr", "ln", "srgbClr")[0].get("val")
        for chart in one.charts()
        for series in within(chart, "ser")
    ]

    assert colors == [source.color.lstrip("#").upper() for source in one.result.sources]


def test_few_points_are_marked_so_that_none_is_lost(one: Written, ten: Written) -> None:
    assert value_of(one.charts()[0], "ser", "marker", "symbol") == "circle"
    assert value_of(ten.charts()[0], "ser", "marker", "symbol") == "none"


def test_wide_charts_lie_below_each_other_and_others_side_by_side() -> None:
    half_left, half_right, wide = (0, 8), (8, 15), (0, 15)
    next_row = 20 + ROWS_PER_CHART

    assert places([False, False, False], top=20, middle=8, right=15) == [
        Place(20, *half_left),
        Place(20, *half_right),
        Place(next_row, *half_left),
    ]
    assert places([False, True, True], top=20, middle=8, right=15) == [
        Place(20, *half_left),
        Place(next_row, *wide),
        Place(next_row + ROWS_PER_CHART, *wide),
    ]
