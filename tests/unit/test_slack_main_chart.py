"""Which chart an answer in Slack shows, whose lines it has, and what is said of it in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.period_words import MONTHS
from linernotes.model.report import Status
from linernotes.reports.result_json import result_json
from linernotes.slack.picture.in_words import LONGEST_ALT_TEXT, in_words
from linernotes.slack.picture.main_chart import MOST_LINES, Chart, main_chart
from tests.unit.builders import a_report, a_request, a_window, result_of, september
from tests.unit.charted import a_result, a_row, every_day


def chart_of(*rows: dict[str, Any], **about: Any) -> Chart:
    chart = main_chart(a_result(*rows, **about))
    assert chart is not None
    return chart


def test_the_first_metric_asked_for_is_shown() -> None:
    chart = chart_of(a_row(1, every_day(5)), a_row(1, every_day(9_000), slug="instagram", metric="Followers"))
    assert (chart.metric, chart.unit) == ("Spotify Monthly Listeners", "Monthly Listeners, rolling window")


def test_a_metric_that_tells_of_more_artists_goes_before_one_asked_for_earlier() -> None:
    followers = [a_row(number, every_day(9), slug="instagram", metric="Followers") for number in (1, 2)]
    assert chart_of(a_row(1, every_day(5)), a_row(2, {4: 5}), *followers).metric == "Instagram Followers"


@pytest.mark.parametrize("days", [{}, {3: 7}])
def test_where_nothing_was_measured_on_two_days_there_is_no_chart(days: dict[int, float]) -> None:
    assert main_chart(a_result(a_row(1, days), a_row(2, days))) is None
    assert main_chart(a_result()) is None


def test_an_artist_measured_once_is_among_the_lines_and_one_never_measured_is_not() -> None:
    chart = chart_of(a_row(1, every_day(5)), a_row(2, {4: 5}), a_row(3, {}))
    assert [(line.name, len(line.points)) for line in chart.lines] == [("Artist 1", 30), ("Artist 2", 1)]
    assert chart.place_and_time == "Italy, September 2024, 2 of 3 artists"


def test_up_to_eight_artists_look_as_on_the_page_whatever_their_size() -> None:
    chart = chart_of(*[a_row(number, every_day(10 * number)) for number in range(1, 9)])
    assert [(line.number, line.style) for line in chart.lines] == [(n, n - 1) for n in range(8, 0, -1)]


def test_of_more_the_largest_have_a_look_of_their_own() -> None:
    chart = chart_of(*[a_row(number, every_day(10 * number)) for number in range(1, 51)])
    assert [(line.number, line.style) for line in chart.lines] == [(50 - n, n) for n in range(MOST_LINES)]
    assert [line.number for line in chart.others] == list(range(40, 0, -1))


def test_what_lies_further_apart_than_usual_is_not_joined() -> None:
    daily = chart_of(a_row(1, {1: 1, 2: 1, 3: 1, 6: 1, 7: 1, 30: 1})).lines[0]
    assert [[day.day for day, _ in piece] for piece in daily.pieces] == [[1, 2, 3], [6, 7], [30]]
    weekly = chart_of(a_row(1, {1: 1, 8: 1, 15: 1, 29: 1})).lines[0]
    assert [[day.day for day, _ in piece] for piece in weekly.pieces] == [[1, 8, 15], [29]]


def test_the_chart_reads_the_answer_of_a_report_as_it_is_stored() -> None:
    values = {september(day): 100 + day for day in range(1, 31)}
    report = a_report(a_request())
    answer = result_json(report, result_of(report, {"spotify": [a_window(values)]}), Status.SUCCEEDED)
    chart = main_chart(dict(answer))
    assert chart is not None
    assert (chart.title, chart.place_and_time) == (
        "Achille Lauro: Spotify Monthly Listeners",
        "Worldwide, September 2024",
    )
    assert chart.lines[0].points == list(values.items())


# ----------------------------------------------------------------------------------------------- in words


def test_of_one_artist_the_words_have_the_first_the_last_and_the_highest_value() -> None:
    days = {**every_day(266_009, growth=100), 12: 999_999}
    assert in_words(chart_of(a_row(1, days, "Billie Eilish"))) == (
        "Line chart. Billie Eilish: Spotify Monthly Listeners, Italy, September 2024. From 266,009 on "
        "1 September to 268,909 on 30 September, highest 999,999 on 12 September."
    )


def test_the_words_name_the_artists_and_the_days_without_values() -> None:
    gone = {day: value for day, value in every_day(5).items() if day > 4 and day != 9 and not 20 <= day < 25}
    told = in_words(chart_of(a_row(1, gone), a_row(2, {3: 4}), a_row(3, {1: 3, 2: 2, 3: 1})))
    assert told == (
        "Line chart. Spotify Monthly Listeners, Italy, September 2024, 3 artists. Artist 1: from 9 on "
        "5 September to 34 on 30 September, highest 34 on 30 September, no values before 5 September, "
        "on 9 September, from 20 September to 24 September. Artist 2: 4 on 3 September, the only day "
        "measured. Artist 3: from 3 on 1 September to 1 on 3 September, highest 3 on 1 September, no values "
        "after 3 September."
    )


def test_more_gaps_than_anybody_hears_out_are_counted() -> None:
    days = {day: 1.0 for day in range(1, 100) if day % 10}
    told = in_words(chart_of(a_row(1, days), days=99))
    assert told.endswith("no values on 10 September, on 20 September, on 30 September, and 6 times more.")


def test_days_have_their_year_where_the_period_has_several() -> None:
    told = in_words(chart_of(a_row(1, {1: 1, 400: 2}), days=400))
    assert "From 1 on 1 September 2024 to 2 on 5 October 2025" in told


def test_of_fifty_artists_those_without_a_name_in_the_picture_are_counted() -> None:
    told = in_words(chart_of(*[a_row(number, every_day(10 * number)) for number in range(1, 51)]))
    assert told.endswith("And 40 more artists.")
    assert "Artist 41: from 410" in told


def a_series() -> st.SearchStrategy[dict[int, int]]:
    return st.dictionaries(st.integers(1, 60), st.integers(-(10**15), 10**18), min_size=2, max_size=60)


@given(st.lists(st.tuples(st.text(max_size=400), a_series()), min_size=1, max_size=14))
def test_whatever_is_shown_the_words_fit_and_are_true(shown: list[tuple[str, dict[int, int]]]) -> None:
    rows = [a_row(number, days, name) for number, (name, days) in enumerate(shown, 1)]
    chart = chart_of(*rows, days=60)
    told = in_words(chart)
    assert 0 < len(told) <= LONGEST_ALT_TEXT
    values = [value for _, value in chart.lines[0].points]
    assert f"rom {values[0]:,} on" in told
    assert f"to {values[-1]:,} on" in told
    assert f"highest {max(values):,} on {_words_of_day(chart, values.index(max(values)))}" in told


def _words_of_day(chart: Chart, place: int) -> str:
    day: date = chart.lines[0].points[place][0]
    return f"{day.day} {MONTHS[day.month - 1]}"
