"""Like-for-like growth: what a period is held against, when it is not, and what that takes to fetch."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.model.periods import Comparison, Period
from linernotes.model.points import Number
from linernotes.model.report import Status, fetch_job
from linernotes.model.request import ReportRequest
from linernotes.model.row_status import RowStatus
from linernotes.reports.jobs import jobs_of
from linernotes.reports.preview_report import preview_report
from linernotes.reports.result_json import result_json
from linernotes.sections.audience.comparison import Compared
from linernotes.sections.audience.result import Result
from linernotes.sections.section import Stores
from linernotes.sections.windows.window_data import Outcome
from tests.unit.builders import ELISA, GIORGIA, LAURO, a_report, a_request, september
from tests.unit.workbook_cases import Values, days_of, finished
from tests.unit.world import World

COMPARING = a_request(compare=Comparison.PREVIOUS_PERIOD)
"""September 2024, compared with the 30 days before it."""

BEFORE = Period(date(2024, 8, 2), date(2024, 8, 31))


def before(number: int) -> date:
    """Give the n-th day of the period compared with."""
    return BEFORE.start + timedelta(days=number - 1)


def steady(now: Number, then: Number, now_days: int = 30, then_days: int = 30) -> dict[date, Number]:
    """Give one value to so many days of September, and another to so many of the period before it."""
    return {
        **{september(day): now for day in range(1, now_days + 1)},
        **{before(day): then for day in range(1, then_days + 1)},
    }


def result_of(
    request: ReportRequest,
    values: Mapping[str, Values | Outcome],
    failed: Mapping[str, tuple[str, list[int]]] | None = None,
) -> Result:
    return finished(request, values, failed=failed)[1]


def only_compared(values: Values | Outcome, request: ReportRequest = COMPARING) -> Compared:
    (row,) = result_of(request, {"0.spotify": values}).breakdown
    assert row.compared is not None
    return row.compared


def changes(compared: Compared) -> tuple[Any, ...]:
    return (
        compared.change,
        compared.change_percent,
        compared.latest_change,
        compared.latest_change_percent,
    )


# --- Figures ------------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(
    comparison=st.sampled_from(Comparison),
    start=st.dates(date(2022, 1, 1), date(2024, 12, 1)),
    days=st.integers(1, 40),
    data=st.data(),
)
def test_the_figures_are_those_of_a_report_about_the_period_compared_with(
    comparison: Comparison, start: date, days: int, data: st.DataObject
) -> None:
    request = a_request(
        artists=(LAURO, ELISA),
        start_date=start,
        end_date=start + timedelta(days=days - 1),
        compare=comparison,
    )
    period = request.compared_period
    assert period is not None
    asked = replace(request, start_date=period.start, end_date=period.end, compare=None)
    possible = [*days_of(request), *days_of(asked)]
    series = st.dictionaries(st.sampled_from(possible), st.integers(0, 10**9))
    values = {"0.spotify": data.draw(series), "1.spotify": data.draw(series)}

    held, alone = result_of(request, values), result_of(asked, values)

    pairs = [*zip(held.breakdown, alone.breakdown, strict=True)]
    totals = [*zip(held.summaries, alone.summaries, strict=True)]
    for compared, own in [(now.compared, then) for now, then in pairs] + [
        (now.compared, then) for now, then in totals
    ]:
        assert compared is not None
        assert compared.period == period
        assert compared.figures == own.figures
        assert compared.status is own.status


@settings(max_examples=30)
@given(values=st.dictionaries(st.sampled_from(days_of(COMPARING)), st.integers(0, 10**9)))
def test_comparing_alters_nothing_about_the_period_itself(values: dict[date, Number]) -> None:
    (held,) = result_of(COMPARING, {"0.spotify": values}).breakdown
    (alone,) = result_of(a_request(), {"0.spotify": values}).breakdown

    assert replace(held, compared=None) == alone


def test_changes_are_of_the_averages_and_of_the_latest_values() -> None:
    values = {**steady(300, 200), september(30): 330, before(30): 220}

    compared = only_compared(values)

    assert compared.figures.period_average == Decimal("200.67")
    assert compared.change == Decimal("301.00") - Decimal("200.67")
    assert compared.change_percent == 100 * Fraction("100.33") / Fraction("200.67")
    assert (compared.latest_change, compared.latest_change_percent) == (110, 50)


def test_a_fall_is_a_negative_change() -> None:
    assert changes(only_compared(steady(150, 200))) == (-50, -25, -50, -25)


def test_growth_from_zero_is_a_change_without_a_percentage() -> None:
    assert changes(only_compared(steady(40, 0))) == (40, None, 40, None)


def test_a_fall_to_zero_is_a_change_of_minus_a_hundred_percent() -> None:
    assert changes(only_compared(steady(0, 40))) == (-40, -100, -40, -100)


def test_the_same_days_of_the_year_before_are_those_compared_with() -> None:
    request = a_request(compare=Comparison.PREVIOUS_YEAR)
    values = steady(120, 1) | {date(2023, 9, day): 100 for day in range(1, 31)}

    compared = only_compared(values, request)

    assert compared.period == Period(date(2023, 9, 1), date(2023, 9, 30))
    assert (compared.figures.data_points, compared.change_percent) == (30, 20)


def test_figures_of_a_country_are_compared_with_those_of_that_country() -> None:
    compared = only_compared(steady(60, 50), replace(COMPARING, country="IT"))

    assert compared.status is RowStatus.LOWER_BOUND
    assert compared.change_percent == 20
    assert compared.note


# --- Half the days ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now_days", "then_days"), [(30, 30), (15, 30), (30, 15), (15, 15), (16, 15), (15, 16)]
)
def test_half_the_days_of_each_period_are_enough(now_days: int, then_days: int) -> None:
    compared = only_compared(steady(300, 200, now_days, then_days))

    assert changes(compared) == (100, 50, 100, 50)
    assert compared.note is None


@pytest.mark.parametrize(
    ("now_days", "then_days", "thin"),
    [
        (14, 30, "this period has values for 14 of 30 days"),
        (30, 14, "the period compared with has values for 14 of 30 days"),
        (
            14,
            2,
            "this period has values for 14 of 30 days and "
            "the period compared with has values for 2 of 30 days",
        ),
    ],
)
def test_fewer_than_half_the_days_of_either_are_not_compared_and_the_note_says_of_which(
    now_days: int, then_days: int, thin: str
) -> None:
    compared = only_compared(steady(300, 200, now_days, then_days))

    assert changes(compared) == (None,) * 4
    assert compared.note == f"Not compared: {thin}, and half are needed."
    assert (compared.figures.data_points, compared.figures.latest_value) == (then_days, 200)


def test_of_an_odd_number_of_days_more_than_half_are_needed() -> None:
    request = a_request(
        start_date=date(2024, 8, 1), end_date=date(2024, 8, 31), compare=Comparison.PREVIOUS_PERIOD
    )
    july = {date(2024, 7, day): 100 for day in range(1, 32)}
    august = [date(2024, 8, day) for day in range(1, 32)]

    fifteen = only_compared({**july, **dict.fromkeys(august[:15], 110)}, request)
    sixteen = only_compared({**july, **dict.fromkeys(august[:16], 110)}, request)

    assert (fifteen.change, sixteen.change) == (None, 10)


# --- By the cadence of the figures ---------------------------------------------------------------------


MONDAYS = [september(day) for day in (2, 9, 16, 23, 30)]
"""The Mondays of September 2024; the 30 days before have those of 5, 12, 19 and 26 August."""

MONDAYS_BEFORE = [date(2024, 8, day) for day in (5, 12, 19, 26)]


def italian(platform: str, now: list[date], then: list[date]) -> Compared:
    request = replace(COMPARING, country="IT", platforms=(platform,))
    values = {**dict.fromkeys(now, 110), **dict.fromkeys(then, 100)}
    (row,) = result_of(request, {f"0.{platform}": values}).breakdown
    assert row.compared is not None
    return row.compared


@pytest.mark.parametrize(
    ("platform", "now", "then"),
    [
        ("spotify", MONDAYS, MONDAYS_BEFORE),
        ("spotify", MONDAYS[:3], MONDAYS_BEFORE[2:]),
        ("youtube", MONDAYS[1:4], MONDAYS_BEFORE[:2]),
        ("instagram", [september(8)], [before(7)]),
        ("tiktok", [september(30)], [before(1)]),
        ("youtube-subscribers", [september(1)], [before(30)]),
    ],
)
def test_figures_that_are_weekly_or_monthly_by_country_are_compared(
    platform: str, now: list[date], then: list[date]
) -> None:
    assert changes(italian(platform, now, then)) == (10, 10, 10, 10)


@pytest.mark.parametrize(
    ("platform", "now", "then", "thin"),
    [
        (
            "spotify",
            MONDAYS[:2],
            MONDAYS_BEFORE,
            "this period has values for 2 of 5 Mondays, and half are needed",
        ),
        (
            "youtube",
            MONDAYS,
            MONDAYS_BEFORE[:1],
            "the period compared with has values for 1 of 4 weeks, and half are needed",
        ),
        ("instagram", [september(8)], [], "the period compared with has values for 0 of 1 month"),
    ],
)
def test_too_few_of_the_mondays_or_months_are_not_compared(
    platform: str, now: list[date], then: list[date], thin: str
) -> None:
    compared = italian(platform, now, then)

    assert changes(compared) == (None,) * 4
    assert (compared.note or "").startswith(f"Not compared: {thin}.")


def test_what_is_not_compared_says_so_by_code_with_the_points_of_each_period_at_fault() -> None:
    compared = italian("spotify", MONDAYS[:1], MONDAYS_BEFORE[:1])

    assert compared.notes[0].code == "not_compared"
    assert compared.notes[0].parts == {
        "periods": [
            {"which": "this", "data_points": 1, "expected_points": 5},
            {"which": "other", "data_points": 1, "expected_points": 4},
        ]
    }


@pytest.mark.parametrize(("days", "compared"), [([], False), ([1], True), ([1, 16], True)])
def test_fans_looked_at_every_few_days_need_half_of_the_rarest_looks(days: list[int], compared: bool) -> None:
    request = replace(COMPARING, platforms=("deezer",))
    values = {**dict.fromkeys(map(september, days), 5), before(3): 4}
    (row,) = result_of(request, {"0.deezer": values}).breakdown

    assert row.compared is not None
    assert (row.compared.change is not None) is compared


def test_a_country_nothing_is_published_of_is_not_compared_for_that_reason() -> None:
    request = replace(COMPARING, country="IT", platforms=("deezer",))
    (row,) = result_of(request, {}).breakdown

    assert row.compared is not None
    assert row.compared.note == (
        "Not compared: there are no figures by country. Deezer Fans are not published by country."
    )


def test_one_value_in_the_period_compared_with_has_no_difference_there_and_says_so() -> None:
    compared = italian("instagram", [september(8)], [before(7)])

    assert (compared.figures.difference, compared.figures.difference_percent) == (None, None)
    assert "One value, on 2024-08-08: there is no change to give." in (compared.note or "")


def test_a_gap_in_the_period_compared_with_is_told_beside_the_reason() -> None:
    request = a_request(
        compare=Comparison.PREVIOUS_YEAR, end_date=date(2024, 9, 30), start_date=date(2024, 8, 1)
    )
    values = {**dict.fromkeys(days_of(request), 5), date(2023, 9, 29): 4, date(2023, 9, 30): 4}
    (row,) = result_of(
        request, {"0.spotify": values}, failed={"0.spotify": ("Soundcharts answered 503", [0])}
    ).breakdown

    assert row.compared is not None
    assert row.compared.status is RowStatus.PARTIAL
    assert [note.code for note in row.compared.notes] == ["not_compared", "not_fetched"]


# --- Nothing to compare -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "status", "reason"),
    [
        (Outcome.NOT_FOUND, RowStatus.NOT_FOUND, "knows no such artist"),
        (Outcome.NOT_IN_PLAN, RowStatus.NOT_IN_PLAN, "not in the Soundcharts plan"),
    ],
)
def test_what_soundcharts_refuses_is_not_compared_for_that_reason(
    outcome: Outcome, status: RowStatus, reason: str
) -> None:
    compared = only_compared(outcome)

    assert compared.status is status
    assert changes(compared) == (None,) * 4
    assert reason in (compared.note or "")


def test_a_period_compared_with_that_could_not_be_fetched_leaves_the_row_measured() -> None:
    request = a_request(compare=Comparison.PREVIOUS_YEAR)
    (row,) = result_of(
        request,
        {"0.spotify": dict.fromkeys(days_of(request), 5)},
        failed={"0.spotify": ("Soundcharts answered 503", [0])},
    ).breakdown

    assert (row.status, row.note) == (RowStatus.MEASURED, None)
    assert row.compared is not None
    assert row.compared.status is RowStatus.FAILED
    assert "Not fetched: 2023-09-01 to 2023-09-30. Soundcharts answered 503." in (row.compared.note or "")


# --- Several artists, and JSON ------------------------------------------------------------------------


def test_a_summary_compares_the_totals_of_all_artists() -> None:
    request = replace(COMPARING, artists=(LAURO, ELISA))

    result = result_of(request, {"0.spotify": steady(300, 200), "1.spotify": steady(100, 50)})

    (summary,) = result.summaries
    assert summary.compared is not None
    assert summary.compared.figures.period_average == 250
    assert summary.compared.figures.data_points == 60
    assert changes(summary.compared) == (150, 60, 150, 60)


def test_a_summary_of_one_artist_is_compared_as_its_row() -> None:
    result = result_of(COMPARING, {"0.spotify": steady(300, 200)})

    assert result.summaries[0].compared == result.breakdown[0].compared


def test_an_artist_without_points_then_is_named_in_the_summarys_note() -> None:
    request = replace(COMPARING, artists=(LAURO, GIORGIA))

    result = result_of(request, {"0.spotify": steady(300, 200), "1.spotify": Outcome.NOT_FOUND})

    (summary,) = result.summaries
    assert summary.compared is not None
    assert summary.compared.note == "Left out: Giorgia (not found)."


def test_a_sum_is_not_compared_with_a_sum_of_other_artists() -> None:
    request = replace(COMPARING, artists=(LAURO, ELISA, GIORGIA))
    only_now = {day: value for day, value in steady(1_000, 0).items() if day >= request.start_date}
    only_then = {day: value for day, value in steady(0, 70).items() if day < request.start_date}

    result = result_of(
        request, {"0.spotify": steady(300, 300), "1.spotify": only_now, "2.spotify": only_then}
    )

    (summary,) = result.summaries
    assert summary.compared is not None
    assert summary.figures.period_average == Decimal(1_300)
    assert summary.compared.figures.period_average == Decimal(370)
    assert changes(summary.compared) == (None,) * 4
    assert (summary.compared.note or "").startswith(
        "Not compared: the sums are not of the same artists. Only in this period: Elisa. "
        "Only in the period compared with: Giorgia. Sum of 2 artists:"
    )
    assert summary.compared.notes[0].code == "not_same_artists"
    assert summary.compared.notes[0].parts == {
        "this": [{"uuid": ELISA.uuid, "name": "Elisa"}],
        "other": [{"uuid": GIORGIA.uuid, "name": "Giorgia"}],
    }
    assert result.breakdown[0].compared is not None
    assert changes(result.breakdown[0].compared) == (0, 0, 0, 0)


def test_points_of_several_artists_on_few_days_are_not_enough_days_of_a_sum() -> None:
    request = replace(COMPARING, artists=(LAURO, ELISA))

    result = result_of(request, {"0.spotify": steady(3, 2, 10, 30), "1.spotify": steady(3, 2, 10, 30)})

    (summary,) = result.summaries
    assert summary.compared is not None
    assert (summary.figures.data_points, summary.figures.expected_points) == (20, 30)
    assert changes(summary.compared) == (None,) * 4
    assert "this period has values for 10 of 30 days" in (summary.compared.note or "")


def json_of(request: ReportRequest, values: Values) -> dict[str, Any]:
    report, result = finished(request, {"0.spotify": values})
    document: dict[str, Any] = json.loads(json.dumps(result_json(report, result, Status.SUCCEEDED)))
    return document


def test_in_json_a_row_and_its_summary_carry_what_they_are_compared_with() -> None:
    document = json_of(COMPARING, {**steady(300, 200, now_days=20), before(30): 240})

    expected = {
        "period": {"start": "2024-08-02", "end": "2024-08-31", "days": 30},
        "first_value": 200,
        "latest_value": 240,
        "difference": 40,
        "difference_percent": 20,
        "period_average": 201.33,
        "peak_value": 240,
        "peak_date": "2024-08-31",
        "data_points": 30,
        "expected_points": 30,
        "coverage": 1,
        "first_date": "2024-08-02",
        "latest_date": "2024-08-31",
        "change": 98.67,
        "change_percent": pytest.approx(100 * 98.67 / 201.33),
        "latest_change": 60,
        "latest_change_percent": 25,
        "status": "measured",
        "note": None,
        "notes": [],
    }
    assert document["detailed_breakdown"][0]["compared"] == expected
    assert document["platform_summaries"][0]["compared"] == expected


def test_in_json_what_is_not_compared_is_null_with_its_note() -> None:
    compared = json_of(COMPARING, steady(300, 200, then_days=3))["detailed_breakdown"][0]["compared"]

    assert (compared["change"], compared["change_percent"]) == (None, None)
    assert (compared["latest_change"], compared["latest_change_percent"]) == (None, None)
    assert compared["note"].startswith("Not compared: ")


def test_a_report_that_compares_nothing_carries_nothing_compared() -> None:
    document = json_of(a_request(), steady(300, 200))

    rows = [*document["detailed_breakdown"], *document["platform_summaries"]]
    assert all("compared" not in row for row in rows)


# --- What it takes to fetch ---------------------------------------------------------------------------


QUARTER = a_request(
    artists=(LAURO, ELISA),
    platforms=("spotify", "deezer"),
    start_date=date(2024, 7, 1),
    end_date=september(30),
)


def calls(request: ReportRequest, world: World | None = None) -> int:
    world = world or World()
    return preview_report(
        request, now=world.clock(), stores=Stores(world.windows, world.charts, world.lookups)
    ).upstream_calls


@pytest.mark.parametrize(
    ("start", "end", "comparison", "windows", "with_comparison"),
    [
        # The grid has windows from 2024-05-24 and 2024-08-22 on.
        (september(20), september(30), Comparison.PREVIOUS_PERIOD, 1, 1),
        (september(1), september(30), Comparison.PREVIOUS_PERIOD, 1, 2),
        (date(2024, 8, 10), september(10), Comparison.PREVIOUS_PERIOD, 2, 2),
        (september(1), september(30), Comparison.PREVIOUS_YEAR, 1, 2),
        (date(2023, 10, 1), september(30), Comparison.PREVIOUS_YEAR, 5, 9),
    ],
)
def test_comparing_costs_only_the_windows_that_are_not_needed_anyway(
    start: date, end: date, comparison: Comparison, windows: int, with_comparison: int
) -> None:
    request = replace(QUARTER, start_date=start, end_date=end)

    assert calls(request) == windows * len(jobs_of(request))
    assert calls(replace(request, compare=comparison)) == with_comparison * len(jobs_of(request))


def test_a_report_that_compares_asks_for_every_window_once() -> None:
    world = World()
    request = replace(QUARTER, compare=Comparison.PREVIOUS_PERIOD)

    world.request(request)
    world.run()

    keys = [wanted.key for wanted in world.upstream.asked]
    assert len(keys) == len(set(keys)) == calls(request)
    assert world.report().upstream_calls == len(keys)
    assert world.report().status is Status.SUCCEEDED
    rows = world.result()["detailed_breakdown"]
    assert {row["compared"]["data_points"] for row in rows} == {request.days}


def test_comparing_later_fetches_only_the_extra_windows() -> None:
    world = World()
    world.request(QUARTER)
    world.run()
    already = len(world.upstream.asked)
    request = replace(QUARTER, compare=Comparison.PREVIOUS_PERIOD)
    stores = Stores(world.windows, world.charts, world.lookups)
    seen = preview_report(request, now=world.clock(), stores=stores)

    world.request(request, report_id="report-2")
    world.run()

    extra = calls(request) - calls(QUARTER)
    assert extra > 0
    assert len(world.upstream.asked) - already == extra
    assert (seen.cached, seen.upstream_calls - seen.cached) == (already, extra)
    assert (world.report("report-2").upstream_calls, world.report("report-2").cache_hits) == (extra, already)


def test_a_fetch_job_carries_both_periods() -> None:
    report = a_report(COMPARING)

    job = fetch_job(report, jobs_of(COMPARING)[0])

    assert job.periods == (Period(september(1), september(30)), BEFORE)
    assert fetch_job(a_report(), jobs_of(a_request())[0]).periods == (Period(september(1), september(30)),)


def test_the_canonical_request_says_what_is_compared_with_and_only_then() -> None:
    assert COMPARING.canonical()["compare"] == "previous_period"
    assert "compare" not in a_request().canonical()
