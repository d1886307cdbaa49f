"""The answer worked out by hand: every status of a row, several artists, countries, how a report ends."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from linernotes.model.figures import Exact, daily_totals, figures_of, rounded
from linernotes.model.periods import Comparison
from linernotes.model.report import DEADLINE_REASON, JobEnd, Report, Status, collect_until, ending_status
from linernotes.model.request import Artist, ReportRequest
from linernotes.model.windows import Window, windows_covering
from linernotes.reports.jobs import jobs_of
from linernotes.reports.result_json import result_json
from linernotes.sections.windows.window_data import City, Outcome, WindowData, is_fresh, usable
from tests.unit.builders import (
    ELISA,
    GIORGIA,
    LAURO,
    NOW,
    a_report,
    a_request,
    a_window,
    an_artist,
    result_of,
    september,
)

UNAVAILABLE = JobEnd(upstream_calls=4, reason="Soundcharts answered 503", retryable=True)

EARLIER, LATER = windows_covering(date(2024, 8, 1), september(30), today=NOW.date())
"""The two windows of a request for August and September 2024."""

FIGURES = (
    "first_value",
    "latest_value",
    "difference",
    "difference_percent",
    "period_average",
    "peak_value",
    "peak_date",
)


def answer(
    request: ReportRequest, *delivered: WindowData, status: Status = Status.SUCCEEDED
) -> dict[str, Any]:
    """Build the answer from the windows that were delivered; the jobs of all others broke off."""
    needed = windows_covering(request.start_date, request.end_date, today=NOW.date())
    found, ended = {}, {}
    for job in jobs_of(request):
        cell = (job.artist.uuid, job.platform)
        mine = [data for data in delivered if (data.key.artist_uuid, data.key.source_slug) == cell]
        found[job.job_id] = mine
        ended[job.job_id] = JobEnd() if len(mine) == len(needed) else UNAVAILABLE
    report = a_report(request, ended=ended)
    document: dict[str, Any] = json.loads(json.dumps(result_json(report, result_of(report, found), status)))
    return document


def only_row(request: ReportRequest, *delivered: WindowData) -> dict[str, Any]:
    (row,) = answer(request, *delivered)["detailed_breakdown"]
    return dict(row)


def only_summary(request: ReportRequest, *delivered: WindowData) -> dict[str, Any]:
    (summary,) = answer(request, *delivered)["platform_summaries"]
    return dict(summary)


def picked(row: Mapping[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


# Figures of one row


def test_a_measured_row_has_the_figures_of_its_points() -> None:
    row = only_row(
        a_request(),
        a_window(
            {
                september(1): 8_200_000,
                september(10): 9_500_000,
                september(20): 9_500_000,
                september(30): 9_200_000,
            }
        ),
    )

    assert row == {
        "artist__name": "Achille Lauro",
        "artist__uuid": "11e81bcc-9c1c-ce38-b96b-a0369fe50396",
        "platform__name": "Spotify",
        "platform__slug": "spotify",
        "platform__color": "#1DB954",
        "platform__audience_metric_name": "Monthly Listeners",
        "metric_kind": "rolling",
        "current_audience": 9_200_000,
        "month_average": 9_100_000,
        "first_value": 8_200_000,
        "latest_value": 9_200_000,
        "difference": 1_000_000,
        "difference_percent": 100 * 1_000_000 / 8_200_000,
        "period_average": 9_100_000,
        "peak_value": 9_500_000,
        "peak_date": "2024-09-10",
        "data_points": 4,
        "expected_points": 30,
        "coverage": 0.1333,
        "first_date": "2024-09-01",
        "latest_date": "2024-09-30",
        "status": "measured",
        "note": None,
        "notes": [],
        "series": [
            ["2024-09-01", 8_200_000],
            ["2024-09-10", 9_500_000],
            ["2024-09-20", 9_500_000],
            ["2024-09-30", 9_200_000],
        ],
    }


def test_a_zero_is_a_point_and_a_growth_from_zero_has_no_percentage() -> None:
    row = only_row(a_request(), a_window({september(1): 0, september(2): 30}))

    assert picked(row, "first_value", "difference", "difference_percent") == (0, 30, None)
    assert picked(row, "data_points", "period_average") == (2, 15)


def test_a_single_point_is_first_latest_and_peak_and_has_no_difference_and_says_so() -> None:
    row = only_row(a_request(), a_window({september(7): 12}))

    assert picked(row, *FIGURES) == (12, 12, None, None, 12, 12, "2024-09-07")
    assert row["note"] == "One value, on 2024-09-07: there is no change to give."
    assert row["notes"] == [{"code": "single_point", "date": "2024-09-07"}]
    assert picked(row, "first_date", "latest_date") == ("2024-09-07", "2024-09-07")


def test_a_one_day_range_is_covered_in_full_by_one_point() -> None:
    row = only_row(a_request(start_date=september(7), end_date=september(7)), a_window({september(7): 12}))

    assert picked(row, "coverage", "data_points", "status") == (1, 1, "measured")


def test_a_fall_is_a_negative_difference() -> None:
    row = only_row(a_request(), a_window({september(1): 400, september(2): 300}))

    assert picked(row, "difference", "difference_percent", "peak_date") == (-100, -25, "2024-09-01")


def test_days_outside_the_range_are_dropped_from_series_and_figures() -> None:
    request = a_request(start_date=september(10), end_date=september(12))

    row = only_row(
        request,
        a_window(
            {
                september(9): 999,
                september(10): 5,
                september(12): 7,
                september(13): 999,
                date(2024, 11, 1): 999,
            }
        ),
    )

    assert row["series"] == [["2024-09-10", 5], ["2024-09-12", 7]]
    assert picked(row, "first_value", "latest_value", "peak_value", "data_points") == (5, 7, 7, 2)
    assert row["coverage"] == 0.6667


def test_numbers_leave_as_json_numbers_whole_or_not() -> None:
    row = only_row(a_request(), a_window({september(1): Decimal("12.50"), september(2): 10**15 + 1}))

    assert row["series"] == [["2024-09-01", 12.5], ["2024-09-02", 10**15 + 1]]
    assert [type(value) for _, value in row["series"]] == [float, int]
    assert row["difference"] == 10**15 + 1 - 12.5


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Decimal("0.125"), 2, "0.13"),
        (Decimal("0.135"), 2, "0.14"),
        (Decimal("0.1349999"), 2, "0.13"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-0.125"), 2, "-0.13"),
        (7, 2, "7"),
    ],
)
def test_a_half_is_rounded_away_from_zero(value: Exact, places: int, expected: str) -> None:
    assert rounded(value, places) == Decimal(expected)


def test_rounding_is_exact_beyond_the_28_digits_decimal_arithmetic_keeps() -> None:
    assert int(rounded(10**29 + 8, 2)) == 10**29 + 8


def test_a_difference_is_exact_however_many_digits_it_takes() -> None:
    figures = figures_of([(september(1), Decimal("0.0000001")), (september(2), 10**22)], days=30)

    assert figures.difference == 10**22 - Fraction(1, 10**7)


def test_the_average_is_rounded_to_two_decimals() -> None:
    points = [(september(day), 1 if day == 1 else 0) for day in range(1, 9)]

    assert figures_of(points, days=30).period_average == Decimal("0.13")


def test_no_points_leave_every_figure_empty_and_count_as_none() -> None:
    figures = figures_of([], days=30)

    assert [getattr(figures, name) for name in (*FIGURES, "first_date", "latest_date")] == [None] * 9
    assert figures.data_points == 0
    assert figures.coverage == Decimal(0)


# Why a row shows what it shows


def assert_empty(row: Mapping[str, Any], status: str) -> None:
    assert row["status"] == status
    assert row["note"]
    assert (
        picked(row, *FIGURES, "current_audience", "month_average", "first_date", "latest_date")
        == (None,) * 11
    )
    assert picked(row, "data_points", "series") == (0, [])


def test_a_row_soundcharts_has_no_value_for_is_no_data() -> None:
    assert_empty(only_row(a_request(), a_window({})), "no_data")


def test_a_row_with_values_only_outside_the_range_is_no_data() -> None:
    assert_empty(only_row(a_request(end_date=september(5)), a_window({september(6): 5})), "no_data")


def test_a_country_soundcharts_does_not_list_is_no_data_and_not_zero() -> None:
    row = only_row(a_request(country="IT"), a_window({september(2): 50}, places={"FR": {september(2): 20}}))

    assert_empty(row, "no_data")


def test_a_country_on_a_source_without_places_is_not_published() -> None:
    request = a_request(platforms=("deezer",), country="IT")

    assert jobs_of(request) == []
    assert_empty(only_row(request), "not_published")


def test_an_endpoint_outside_the_plan_is_not_in_plan() -> None:
    assert_empty(only_row(a_request(), a_window(outcome=Outcome.NOT_IN_PLAN)), "not_in_plan")


def test_an_artist_soundcharts_does_not_know_is_not_found() -> None:
    assert_empty(only_row(a_request(), a_window(outcome=Outcome.NOT_FOUND)), "not_found")


def test_a_row_whose_windows_all_failed_is_failed() -> None:
    assert_empty(only_row(a_request()), "failed")


def test_an_empty_row_with_a_failed_window_does_not_claim_that_there_is_no_data() -> None:
    request = a_request(start_date=date(2024, 8, 1))

    assert_empty(only_row(request, a_window({}, window=LATER)), "failed")


def test_a_row_with_points_and_a_failed_window_is_partial_and_says_so() -> None:
    request = a_request(start_date=date(2024, 8, 1))

    row = only_row(request, a_window({september(1): 5, september(2): 7}, window=LATER))

    assert picked(row, "status", "data_points", "difference") == ("partial", 2, 2)
    assert row["note"]


def test_a_country_of_spotify_is_a_lower_bound_and_says_so() -> None:
    row = only_row(a_request(country="IT"), a_window({september(2): 50}, places={"IT": {september(2): 20}}))

    assert picked(row, "status", "first_value") == ("lower_bound", 20)
    assert "lower bound" in row["note"].lower()


MILAN, ROME, TURIN = (City("IT", name) for name in ("Milan", "Rome", "Turin"))
FEWER_THEN_MORE = a_window(
    places={"IT": {september(2): 200, september(9): 430}},
    cities={
        MILAN: {september(2): 200, september(9): 190},
        ROME: {september(9): 240},
        City("FR", "Paris"): {september(2): 900},
    },
)


def test_a_country_that_is_a_sum_of_other_cities_at_its_end_says_what_the_same_ones_did() -> None:
    row = only_row(a_request(country="IT"), FEWER_THEN_MORE)

    assert row["difference"] == 230
    assert row["notes"][2:] == [
        {
            "code": "cities_changed",
            "from": "2024-09-02",
            "to": "2024-09-09",
            "cities_from": 1,
            "cities_to": 2,
            "cities_on_both": 1,
            "value_from": 200,
            "value_to": 190,
        }
    ]
    assert "The one city there on both days went from 200 to 190." in row["note"]


def test_no_city_in_common_is_said() -> None:
    moved = a_window(
        places={"IT": {september(2): 5, september(9): 7}},
        cities={ROME: {september(2): 5}, TURIN: {september(9): 7}},
    )

    assert only_row(a_request(country="IT"), moved)["note"].endswith("None was there on both days.")


def test_a_country_of_the_same_cities_says_nothing_of_a_change_of_them() -> None:
    same = a_window(
        places={"IT": {september(2): 20, september(9): 30}},
        cities={MILAN: {september(2): 20, september(9): 30}, ROME: {september(3): 1}},
    )

    codes = [note["code"] for note in only_row(a_request(country="IT"), same)["notes"]]
    assert codes == ["country_figures", "few_points"]


def test_a_country_without_a_figure_is_no_lower_bound_and_a_period_without_its_day_says_so() -> None:
    sunday = a_request(country="IT", start_date=date(2024, 9, 15), end_date=date(2024, 9, 15))
    row = only_row(sunday, a_window())
    assert (row["status"], row["expected_points"]) == ("no_data", 0)
    assert row["note"].startswith(
        "The period has no Monday, and figures by country come once a week (Mondays)."
    )
    assert "lower bound" not in row["note"]
    blank = only_row(a_request(country="IT"), a_window())["note"]
    assert "lower bound" not in blank
    assert blank.startswith("Soundcharts published nothing for Italy from 2024-09-01 to 2024-09-30.")


def test_the_period_compared_with_is_named_where_it_has_no_day_of_a_countrys_figures() -> None:
    monday = {"start_date": september(9), "end_date": september(9), "compare": Comparison.PREVIOUS_PERIOD}
    row = only_row(a_request(country="IT", **monday), a_window(places={"IT": {september(9): 30}}))
    assert row["compared"]["note"].startswith(
        "Not compared: the period compared with has no Monday. 8 September 2024 has no Monday, and figures"
    )


def test_a_country_measured_on_less_than_half_of_its_mondays_says_on_how_many() -> None:
    places = {"IT": {september(2): 20, september(9): 30}}
    row = only_row(a_request(country="IT"), a_window(places=places))
    assert "Measured on 2 of 5 Mondays only." in row["note"]
    places["IT"][september(16)] = 31
    assert "Measured on" not in only_row(a_request(country="IT"), a_window(places=places))["note"]


def test_a_sum_of_artists_names_those_of_few_points_and_has_the_same_figures_and_status() -> None:
    mondays = [september(day) for day in (2, 9, 16, 23, 30)]
    few = a_window(places={"IT": {september(2): 20, september(9): 30}})
    whole = a_window(artist=ELISA, places={"IT": dict.fromkeys(mondays, 100)})

    summary = only_summary(a_request(country="IT", artists=(LAURO, ELISA)), few, whole)

    (told,) = [note for note in summary["notes"] if note["code"] == "artists_few_points"]
    assert told == {
        "code": "artists_few_points",
        "cadence": "weekly",
        "artists": [{"uuid": LAURO.uuid, "name": LAURO.name, "data_points": 2, "expected_points": 5}],
    }
    assert f"{LAURO.name}: 2 of 5 Mondays only." in summary["note"]
    assert picked(summary, "status", "first_value", "latest_value", "data_points") == (
        "lower_bound", 120, 130, 7,
    )  # fmt: skip
    alone = only_summary(a_request(country="IT", artists=(ELISA,)), whole)
    assert "artists_few_points" not in [note["code"] for note in alone["notes"]]


def test_a_sum_of_artists_names_those_whose_cities_changed() -> None:
    same = a_window(
        artist=ELISA,
        places={"IT": {september(2): 20, september(9): 30}},
        cities={MILAN: {september(2): 20, september(9): 30}},
    )

    summary = only_summary(a_request(country="IT", artists=(LAURO, ELISA)), FEWER_THEN_MORE, same)
    (told,) = [note for note in summary["notes"] if note["code"] == "artists_cities_changed"]
    assert [artist["uuid"] for artist in told["artists"]] == [LAURO.uuid]


def test_a_lower_bound_with_a_failed_window_says_both() -> None:
    request = a_request(start_date=date(2024, 8, 1), country="IT")

    row = only_row(request, a_window(window=LATER, places={"IT": {september(2): 20}}))

    assert row["status"] in {"partial", "lower_bound"}
    assert "lower bound" in row["note"].lower()
    assert str(EARLIER.last) in row["note"]


def test_a_country_of_a_source_that_publishes_places_is_measured() -> None:
    row = only_row(
        a_request(platforms=("instagram",), country="IT"),
        a_window({september(8): 106}, source="instagram", places={"IT": {september(8): 3}}),
    )

    assert picked(row, "status", "first_value") == ("measured", 3)


def test_a_country_and_the_world_are_read_from_the_same_window() -> None:
    window = a_window(
        {september(2): 50, september(3): 60}, places={"IT": {september(2): 20}, "FR": {september(2): 30}}
    )

    series = {
        country: only_row(a_request(country=country), window)["series"] for country in (None, "IT", "FR")
    }

    assert series == {
        None: [["2024-09-02", 50], ["2024-09-03", 60]],
        "IT": [["2024-09-02", 20]],
        "FR": [["2024-09-02", 30]],
    }


def test_the_points_of_all_windows_make_one_series() -> None:
    request = a_request(start_date=date(2024, 8, 1))

    row = only_row(
        request, a_window({september(2): 9}, window=LATER), a_window({date(2024, 8, 3): 4}, window=EARLIER)
    )

    assert row["series"] == [["2024-08-03", 4], ["2024-09-02", 9]]
    assert row["status"] == "measured"


# Rows of an answer that could not be read


def test_rows_that_could_not_be_read_are_told_beside_the_figures_of_the_others() -> None:
    row = only_row(
        a_request(),
        a_window({september(1): 5, september(2): 7}, unreadable=(None, september(3), date(2024, 10, 2))),
    )

    assert picked(row, "status", "data_points") == ("measured", 2)
    assert row["note"] == "2 rows of Soundcharts' answer could not be read."
    assert row["notes"] == [{"code": "unreadable_rows", "rows": 2}]


def test_a_sum_tells_of_the_rows_lost_of_all_its_artists() -> None:
    summary = only_summary(
        a_request(artists=(LAURO, ELISA)),
        a_window({september(1): 5, september(2): 7}, unreadable=(None,)),
        a_window({september(1): 5, september(2): 7}, artist=ELISA, unreadable=(september(3),)),
    )

    assert summary["notes"] == [
        {"code": "sum_of_artists", "artists": 2},
        {"code": "unreadable_rows", "rows": 2},
    ]


def test_points_that_were_announced_and_not_returned_are_told_of_their_window() -> None:
    row = only_row(a_request(), a_window({september(1): 5, september(2): 7}, announced=54))

    assert row["note"] == "For 2024-08-22 to 2024-11-19 Soundcharts announced 54 points and returned 2."


def test_rows_lost_of_countries_are_told_of_a_country_only() -> None:
    window = a_window(
        {september(2): 50, september(3): 51},
        places={"IT": {september(2): 20}},
        unreadable_places=(september(9),),
    )

    assert only_row(a_request(), window)["notes"] == []
    assert {"code": "unreadable_rows", "rows": 1} in only_row(a_request(country="IT"), window)["notes"]


@pytest.mark.parametrize("country", [None, "IT"])
def test_without_a_value_beside_rows_that_could_not_be_read_nobody_says_there_is_none(
    country: str | None,
) -> None:
    lost = (september(3),)

    row = only_row(a_request(country=country), a_window({}, unreadable=lost, unreadable_places=lost))

    assert_empty(row, "no_data")
    assert row["note"] == (
        "1 row of Soundcharts' answer could not be read, and no other has a value "
        "from 2024-09-01 to 2024-09-30."
    )


def test_a_window_of_which_something_could_not_be_read_is_asked_for_again_after_an_hour() -> None:
    data = a_window({september(1): 5}, unreadable=(None,))

    assert fresh(data, NOW + timedelta(minutes=59))
    assert not fresh(data, NOW + timedelta(minutes=61))


# Several artists and platforms


def test_rows_and_platforms_come_in_the_order_asked_for() -> None:
    request = a_request(artists=(GIORGIA, LAURO), platforms=("tiktok", "deezer", "spotify"))

    document = answer(request)

    assert [picked(row, "artist__name", "platform__slug") for row in document["detailed_breakdown"]] == [
        ("Giorgia", "tiktok"),
        ("Giorgia", "deezer"),
        ("Giorgia", "spotify"),
        ("Achille Lauro", "tiktok"),
        ("Achille Lauro", "deezer"),
        ("Achille Lauro", "spotify"),
    ]
    assert [row["platform__slug"] for row in document["platform_summaries"]] == [
        "tiktok",
        "deezer",
        "spotify",
    ]
    assert [row["slug"] for row in document["metadata"]["platforms"]] == ["tiktok", "deezer", "spotify"]
    assert [row["name"] for row in document["metadata"]["artists"]] == ["Giorgia", "Achille Lauro"]


def test_a_platform_is_summed_over_artists_between_and_beyond_their_points() -> None:
    # Totals: 1 Sep 100 + 1000 (held flat before), 6 Sep 150 (half way) + 1000, 9 Sep 180 + 1300,
    # 11 Sep 200 + 1300 (held flat after).
    summary = only_summary(
        a_request(artists=(LAURO, ELISA)),
        a_window({september(1): 100, september(11): 200}),
        a_window({september(6): 1000, september(9): 1300}, artist=ELISA),
    )

    assert picked(summary, "first_value", "latest_value", "difference") == (1100, 1500, 400)
    assert picked(summary, "period_average", "peak_value", "peak_date") == (1307.5, 1500, "2024-09-11")
    assert summary["difference_percent"] == 400 / 11
    assert picked(summary, "data_points", "coverage", "status") == (4, 0.1333, "measured")


def test_interpolated_totals_are_exact_until_they_are_shown() -> None:
    series = [[(september(1), 0), (september(4), 1)], [(september(2), 0), (september(3), 0)]]

    totals = daily_totals(series)

    assert [3 * total for _, total in totals] == [0, 1, 2, 3]


def test_a_summary_of_several_artists_says_that_it_is_a_sum() -> None:
    summary = only_summary(
        a_request(artists=(LAURO, ELISA, GIORGIA)),
        a_window({september(1): 100, september(2): 110}),
        a_window({september(1): 10, september(2): 11}, artist=ELISA),
        a_window(outcome=Outcome.NOT_IN_PLAN, artist=GIORGIA),
    )

    assert summary["note"] == (
        "Sum of 2 artists: a person is counted once for each. "
        "Left out: Giorgia (not in the Soundcharts plan)."
    )
    assert summary["notes"] == [
        {"code": "sum_of_artists", "artists": 2},
        {
            "code": "left_out",
            "artists": [{"uuid": GIORGIA.uuid, "name": "Giorgia", "status": "not_in_plan"}],
        },
    ]


def test_the_only_artist_with_points_makes_no_sum() -> None:
    summary = only_summary(
        a_request(artists=(LAURO, ELISA)),
        a_window({september(1): 100, september(2): 110}),
        a_window({}, artist=ELISA),
    )

    assert [note["code"] for note in summary["notes"]] == ["left_out"]


def test_artists_measured_once_each_show_no_change_that_nobody_measured() -> None:
    # Held flat, their totals are 112 on both days: equal for want of values, and not because nothing changed.
    summary = only_summary(
        a_request(artists=(LAURO, ELISA)),
        a_window({september(3): 100}),
        a_window({september(9): 12}, artist=ELISA),
    )

    assert picked(summary, *FIGURES) == (112, 112, None, None, 112, 112, "2024-09-03")
    assert summary["notes"] == [
        {"code": "sum_of_artists", "artists": 2},
        {"code": "single_points", "from": "2024-09-03", "to": "2024-09-09"},
    ]


def test_artists_measured_once_on_the_same_day_are_one_value() -> None:
    summary = only_summary(
        a_request(artists=(LAURO, ELISA)),
        a_window({september(3): 100}),
        a_window({september(3): 12}, artist=ELISA),
    )

    assert picked(summary, "latest_value", "difference", "difference_percent") == (112, None, None)
    assert summary["notes"][1] == {"code": "single_point", "date": "2024-09-03"}


def test_one_artist_measured_twice_gives_the_sum_a_difference() -> None:
    summary = only_summary(
        a_request(artists=(LAURO, ELISA)),
        a_window({september(3): 100, september(5): 130}),
        a_window({september(9): 12}, artist=ELISA),
    )

    assert picked(summary, "difference", "latest_value") == (30, 142)


@pytest.mark.parametrize(("first", "percent"), [(-10, None), (0, None), (10, 50)])
def test_of_nothing_or_less_there_is_no_percentage(first: int, percent: int | None) -> None:
    row = only_row(a_request(), a_window({september(1): first, september(2): first + 5}))

    assert picked(row, "difference", "difference_percent") == (5, percent)


@pytest.mark.parametrize(
    ("platform", "country", "expected"),
    [
        ("spotify", None, 30),
        ("spotify", "IT", 5),
        ("instagram", "IT", 1),
        ("deezer", None, 2),
        ("deezer", "IT", 0),
    ],
)
def test_points_are_expected_by_the_cadence_of_what_is_asked(
    platform: str, country: str | None, expected: int
) -> None:
    request = a_request(platforms=(platform,), country=country)
    window = a_window({september(2): 5}, source=platform, places={"IT": {september(2): 5}})

    assert only_row(request, window)["expected_points"] == expected
    assert only_summary(request, window)["expected_points"] == expected


def test_no_note_names_an_artist_by_uuid_whose_name_any_data_told() -> None:
    nameless = Artist(LAURO.uuid)
    summary = answer(
        a_request(artists=(nameless, ELISA), platforms=("spotify", "deezer")),
        a_window({september(1): 1}, source="deezer"),
        a_window(outcome=Outcome.NOT_FOUND),
        a_window({september(1): 1, september(2): 2}, artist=ELISA),
        a_window({september(1): 1, september(2): 2}, artist=ELISA, source="deezer"),
    )["platform_summaries"][0]

    assert summary["note"] == "Left out: Achille Lauro (not found)."


def test_an_artist_without_points_is_left_out_of_the_totals_and_named() -> None:
    summary = only_summary(
        a_request(artists=(LAURO, ELISA, GIORGIA)),
        a_window({september(1): 100}),
        a_window(outcome=Outcome.NOT_FOUND, artist=ELISA),
        a_window({september(1): 11}, artist=GIORGIA),
    )

    assert picked(summary, "first_value", "data_points", "coverage") == (111, 2, 0.0333)
    assert "Elisa" in summary["note"]
    assert "Giorgia" not in summary["note"]
    assert "Achille Lauro" not in summary["note"]


def test_an_artist_left_out_whose_name_nobody_knows_is_named_by_its_uuid() -> None:
    stranger = an_artist(1)

    summary = only_summary(
        a_request(artists=(LAURO, stranger)),
        a_window({september(1): 100}),
        a_window(outcome=Outcome.NOT_FOUND, artist=stranger),
    )

    assert stranger.uuid in summary["note"]


def test_a_platform_without_any_points_has_no_figures() -> None:
    summary = only_summary(a_request(artists=(LAURO, ELISA)), a_window({}), a_window({}, artist=ELISA))

    assert picked(summary, *FIGURES) == (None,) * 7
    assert picked(summary, "data_points", "coverage", "status") == (0, 0, "no_data")


def test_a_platform_that_lacks_a_failed_artist_is_partial() -> None:
    summary = only_summary(a_request(artists=(LAURO, ELISA)), a_window({september(1): 100}))

    assert picked(summary, "status", "first_value") == ("partial", 100)


def test_a_name_and_a_picture_come_with_the_data_of_any_platform() -> None:
    unnamed = Artist(LAURO.uuid)
    request = a_request(artists=(unnamed,), platforms=("instagram", "spotify"))

    document = answer(request, a_window({september(1): 100}))

    assert [row["artist__name"] for row in document["detailed_breakdown"]] == ["Achille Lauro"] * 2
    assert document["metadata"]["artists"] == [
        {"uuid": LAURO.uuid, "name": LAURO.name, "imageUrl": LAURO.image_url}
    ]


def test_the_summary_states_what_was_asked() -> None:
    document = answer(
        a_request(artists=(LAURO, ELISA), platforms=("spotify", "deezer", "tiktok"), country="IT")
    )

    assert document["summary"] == {
        "total_artists": 2,
        "total_platforms": 3,
        "date_range": {"start": "2024-09-01", "end": "2024-09-30", "days": 30},
        "country": "IT",
    }


@pytest.mark.parametrize(("status", "success"), [("succeeded", True), ("partial", True), ("failed", False)])
def test_an_answer_is_a_success_unless_the_report_failed(status: str, success: bool) -> None:
    assert answer(a_request(), status=Status(status))["success"] is success


# What may be taken from the cache


def fresh(data: WindowData, now: datetime, *, needed_to: date | None = None) -> bool:
    return is_fresh(data, now=now, needed_to=needed_to or data.window.last)


def window_reaching_to(last: date) -> WindowData:
    return a_window({last: 1}, window=Window(last - timedelta(days=20), last))


@pytest.mark.parametrize(
    ("days_ago", "age", "expected"),
    [
        (0, timedelta(minutes=59), True),
        (0, timedelta(minutes=61), False),
        (6, timedelta(minutes=59), True),
        (6, timedelta(minutes=61), False),
        (8, timedelta(minutes=61), True),
        (8, timedelta(hours=23, minutes=59), True),
        (8, timedelta(hours=24, minutes=1), False),
    ],
)
def test_a_window_serves_an_hour_if_it_was_recent_when_fetched_and_else_a_day(
    days_ago: int, age: timedelta, expected: bool
) -> None:
    data = window_reaching_to(NOW.date() - timedelta(days=days_ago))

    assert fresh(data, NOW + age) is expected


@pytest.mark.parametrize("outcome", [Outcome.NOT_FOUND, Outcome.NOT_IN_PLAN])
def test_a_refusal_is_remembered_for_an_hour_however_old_its_window(outcome: Outcome) -> None:
    data = a_window(outcome=outcome)

    assert fresh(data, NOW + timedelta(minutes=59))
    assert not fresh(data, NOW + timedelta(minutes=61))


def test_a_window_that_ends_before_the_day_needed_is_not_fresh() -> None:
    data = window_reaching_to(NOW.date() - timedelta(days=1))

    assert fresh(data, NOW, needed_to=NOW.date() - timedelta(days=1))
    assert not fresh(data, NOW, needed_to=NOW.date())


def test_asking_for_fresh_data_refuses_what_was_fetched_earlier() -> None:
    data = a_window({september(1): 5}, fetched_at=NOW)

    def serves(requested_at: datetime) -> bool:
        now = NOW + timedelta(minutes=1)
        return usable(data, now=now, requested_at=requested_at, fresh=True, needed_to=september(1))

    assert serves(NOW)
    assert not serves(NOW + timedelta(seconds=1))


def test_what_was_fetched_for_a_report_serves_it_however_old_it_is_by_now() -> None:
    data = a_window({september(1): 5}, fetched_at=NOW)
    later = NOW + timedelta(days=3)

    assert usable(data, now=later, requested_at=NOW, fresh=False, needed_to=september(1))
    assert not usable(data, now=later, requested_at=later, fresh=False, needed_to=september(1))


# How a report ends

DONE = JobEnd(upstream_calls=2, cache_hits=1)
TWO_JOBS = a_request(platforms=("spotify", "tiktok"))


def report_with(*ends: JobEnd | None, **overrides: Any) -> Report:
    """Make the report of two jobs with the ends given, None for one that has not ended."""
    jobs = jobs_of(TWO_JOBS)
    ended = {job.job_id: end for job, end in zip(jobs, ends, strict=True) if end is not None}
    return a_report(TWO_JOBS, ended=ended, **overrides)


@pytest.mark.parametrize(
    ("ends", "delivered", "expected"),
    [
        ((DONE, DONE), True, "succeeded"),
        ((DONE, DONE), False, "succeeded"),
        ((DONE, UNAVAILABLE), True, "partial"),
        ((DONE, UNAVAILABLE), False, "partial"),
        ((UNAVAILABLE, UNAVAILABLE), False, "failed"),
    ],
)
def test_all_jobs_done_is_succeeded_some_partial_none_failed(
    ends: tuple[JobEnd, JobEnd], delivered: bool, expected: str
) -> None:
    report = report_with(*ends, status=Status.FINALIZING)

    assert ending_status(report, whole=True, delivered_anything=delivered) == expected


def test_a_report_with_a_row_that_is_not_whole_has_not_succeeded() -> None:
    report = report_with(DONE, DONE, status=Status.FINALIZING)

    assert ending_status(report, whole=False, delivered_anything=True) == "partial"


def test_a_job_the_deadline_overtook_counts_as_failed() -> None:
    assert (
        ending_status(report_with(DONE, None, status=Status.FINALIZING), whole=False, delivered_anything=True)
        == "partial"
    )
    assert (
        ending_status(
            report_with(None, None, status=Status.FINALIZING), whole=False, delivered_anything=False
        )
        == "failed"
    )


def test_a_report_with_nothing_to_fetch_succeeds() -> None:
    report = a_report(a_request(platforms=("deezer",), country="IT"), status=Status.FINALIZING)

    assert report.pending == []
    assert ending_status(report, whole=True, delivered_anything=False) == "succeeded"


def test_jobs_are_pending_until_they_end_whichever_way() -> None:
    spotify, tiktok = jobs_of(TWO_JOBS)

    assert report_with(None, None).pending == [spotify, tiktok]
    assert report_with(DONE, None).pending == [tiktok]
    assert report_with(UNAVAILABLE, DONE).pending == []


def test_a_failure_names_its_cell_its_reason_and_whether_to_try_again() -> None:
    (failure,) = report_with(DONE, JobEnd(reason="Soundcharts refused the credentials")).failures

    assert (failure.job.artist, failure.job.platform) == (LAURO, "tiktok")
    assert (failure.reason, failure.retryable) == ("Soundcharts refused the credentials", False)


@pytest.mark.parametrize("status", ["queued", "running"])
def test_a_job_still_being_tried_is_no_failure_yet(status: str) -> None:
    assert report_with(DONE, None, status=Status(status)).failures == []


@pytest.mark.parametrize("status", ["finalizing", "partial", "failed"])
def test_a_job_that_never_ended_is_a_failure_once_collecting_is_over(status: str) -> None:
    (failure,) = report_with(DONE, None, status=Status(status)).failures

    assert failure.job.platform == "tiktok"
    assert (failure.reason, failure.retryable) == (DEADLINE_REASON, True)


def test_a_job_the_deadline_overtook_says_what_went_wrong_before() -> None:
    tiktok = jobs_of(TWO_JOBS)[1]
    report = report_with(
        DONE, None, status=Status.FINALIZING, last_errors={tiktok.job_id: "Soundcharts answered 502"}
    )

    (failure,) = report.failures

    assert "Soundcharts answered 502" in failure.reason


def test_calls_count_repeated_tries_and_failed_jobs_too() -> None:
    report = report_with(DONE, UNAVAILABLE, tried_calls=5)

    assert (report.upstream_calls, report.cache_hits) == (2 + 4 + 5, 1)


@pytest.mark.parametrize(
    ("given_s", "reserved_s"),
    [(900, 60), (600, 60), (100, 10), (10, 2), (5, 2)],
    ids=lambda seconds: f"{seconds}s",
)
def test_a_tenth_of_the_time_is_kept_for_the_workbook_from_two_seconds_to_a_minute(
    given_s: int, reserved_s: int
) -> None:
    deadline = NOW + timedelta(seconds=given_s)

    assert collect_until(deadline, NOW) == deadline - timedelta(seconds=reserved_s)
