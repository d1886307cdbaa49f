"""The figures and the whole result, held to the plain statement of contract 4 over random data."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.model.figures import daily_totals, figures_of, rounded
from linernotes.model.periods import Comparison, needs_of
from linernotes.model.points import Number
from linernotes.model.report import JobEnd, Status
from linernotes.model.request import ReportRequest
from linernotes.model.windows import Window, windows_covering
from linernotes.reports.jobs import jobs_of
from linernotes.reports.result_json import result_json
from linernotes.sections.sources import SOURCES, Cadence, Places
from linernotes.sections.windows.window_data import Outcome, WindowData
from tests.unit.builders import NOW, a_report, a_request, a_window, an_artist, result_of, september
from tests.unit.contract_4_oracle import (
    NOT_STATED,
    Answer,
    AnswerStatus,
    expected_by_contract,
    figures_by_contract,
    result_by_contract,
    rounded_half_up,
    shown,
    totals_by_contract,
)

RANGE_DAYS = 120

# Few distinct small values make peaks that are reached twice and changes from and to 0; the largest
# have, beside small fractions, more digits than decimal arithmetic keeps by itself.
numbers: st.SearchStrategy[Number] = st.one_of(
    st.integers(-2, 3),
    st.integers(0, 10**11),
    st.integers(-(10**6), 10**6),
    st.decimals(-1000, 10**9, places=2),
    st.decimals(-1, 1, places=7),
    st.integers(10**22, 10**22 + 9),
)
series = st.dictionaries(st.integers(0, RANGE_DAYS - 1), numbers, max_size=12).map(
    lambda by_offset: [(september(1) + timedelta(offset), by_offset[offset]) for offset in sorted(by_offset)]
)
several_series = st.lists(series, max_size=5)


def exact(points: list[tuple[date, Number]]) -> list[tuple[date, Fraction]]:
    return [(day, Fraction(value)) for day, value in points]


# Rule 3 over one series


@given(points=series)
def test_the_figures_of_any_series_are_those_of_the_contract(points: list[tuple[date, Number]]) -> None:
    figures = figures_of(points, days=RANGE_DAYS)

    expected = figures_by_contract(exact(points), RANGE_DAYS, len(points), RANGE_DAYS)
    for name in (
        "first_value",
        "latest_value",
        "difference",
        "difference_percent",
        "period_average",
        "peak_value",
    ):
        assert nearest_number(getattr(figures, name)) == expected[name], name
    assert (figures.peak_date and figures.peak_date.isoformat()) == expected["peak_date"]
    assert figures.data_points == expected["data_points"]
    assert float(figures.coverage) == expected["coverage"]
    assert (figures.first_date, figures.latest_date) == (
        (points[0][0], points[-1][0]) if points else (None, None)
    )


@given(points=series)
def test_differences_and_peaks_are_exact(points: list[tuple[date, Number]]) -> None:
    figures = figures_of(points, days=RANGE_DAYS)

    if not points:
        assert figures.difference is figures.peak_value is figures.difference_percent is None
        return
    assert figures.peak_value in [value for _, value in points]
    first, latest = Fraction(points[0][1]), Fraction(points[-1][1])
    assert (figures.difference is None) == (len(points) == 1)
    if figures.difference is not None:
        assert Fraction(figures.difference) == latest - first
        assert (figures.difference_percent is None) == (first <= 0)


@given(
    cadence=st.sampled_from(Cadence),
    start=st.dates(date(2019, 1, 1), date(2026, 12, 31)),
    days=st.integers(1, 1830),
)
def test_the_points_a_range_can_have_are_counted_by_the_cadence(
    cadence: Cadence, start: date, days: int
) -> None:
    slug, country = {
        Cadence.DAILY: ("spotify", None),
        Cadence.WEEKLY: ("spotify", "IT"),
        Cadence.ABOUT_WEEKLY: ("youtube", "IT"),
        Cadence.MONTHLY: ("instagram", "IT"),
        Cadence.EVERY_FEW_DAYS: ("deezer", None),
    }[cadence]
    end = start + timedelta(days - 1)

    expected = cadence.expected_points(start, end)

    assert expected == expected_by_contract(slug, start, end, country)
    assert SOURCES[slug].expected_points(start, end, country) == expected


def test_every_source_has_the_cadence_the_contract_gives_it() -> None:
    start, end = date(2024, 9, 1), date(2024, 10, 31)

    for slug, source in SOURCES.items():
        for country in (None, "IT"):
            assert source.expected_points(start, end, country) == expected_by_contract(
                slug, start, end, country
            ), slug


@given(points=series, shift=st.integers(1, 400))
def test_the_figures_do_not_depend_on_when_the_range_lies(
    points: list[tuple[date, Number]], shift: int
) -> None:
    later = [(day + timedelta(shift), value) for day, value in points]

    here, there = figures_of(points, days=RANGE_DAYS), figures_of(later, days=RANGE_DAYS)

    unmoved = (
        "first_value",
        "latest_value",
        "difference",
        "difference_percent",
        "period_average",
        "peak_value",
    )
    assert [getattr(here, name) for name in unmoved] == [getattr(there, name) for name in unmoved]
    moved = here.peak_date and here.peak_date + timedelta(shift)
    assert there.peak_date == moved


@given(points=series, days=st.integers(RANGE_DAYS, 1830), measured=st.integers(0, 500))
def test_coverage_counts_days_whatever_number_of_points_was_measured(
    points: list[tuple[date, Number]], days: int, measured: int
) -> None:
    figures = figures_of(points, days=days, data_points=measured)

    assert Fraction(figures.coverage) == rounded_half_up(Fraction(len(points), days), 4)
    assert figures.data_points == (measured if points else 0)


@given(
    value=st.one_of(
        numbers, st.fractions(-(10**6), 10**6), st.integers(-(10**5), 10**5).map(lambda n: Fraction(n, 2000))
    ),
    places=st.integers(0, 4),
)
def test_rounding_is_half_up_whatever_the_number(value: Number | Fraction, places: int) -> None:
    result = rounded(value, places)

    assert Fraction(result) == rounded_half_up(Fraction(value), places)
    assert abs(Fraction(result) - Fraction(value)) <= Fraction(1, 2 * 10**places)


# Rule 5: the daily totals


@given(several=several_series)
def test_the_daily_totals_of_any_artists_are_those_of_the_contract(
    several: list[list[tuple[date, Number]]],
) -> None:
    totals = daily_totals(several)

    expected = totals_by_contract([exact(points) for points in several])
    assert [(day, Fraction(total)) for day, total in totals] == expected


@given(points=series)
def test_the_daily_totals_of_one_artist_are_its_own_points(points: list[tuple[date, Number]]) -> None:
    assert list(daily_totals([points])) == points


@given(several=several_series, order=st.randoms(use_true_random=False))
def test_the_daily_totals_do_not_depend_on_the_order_of_artists(
    several: list[list[tuple[date, Number]]], order: Any
) -> None:
    shuffled = list(several)
    order.shuffle(shuffled)

    assert list(daily_totals(shuffled)) == list(daily_totals(several))


@given(several=several_series)
def test_an_artist_without_points_changes_no_daily_total(several: list[list[tuple[date, Number]]]) -> None:
    assert list(daily_totals([*several, []])) == list(daily_totals(several))


@given(points=series.filter(bool))
def test_an_artist_counted_twice_doubles_every_daily_total(points: list[tuple[date, Number]]) -> None:
    assert list(daily_totals([points, points])) == [(day, 2 * value) for day, value in points]


# Rule 1: the windows

periods = st.tuples(st.dates(date(1995, 1, 1), date(2030, 1, 1)), st.integers(0, 1829)).map(
    lambda period: (period[0], period[0] + timedelta(period[1]))
)


@given(period=periods, later=st.integers(0, 200))
def test_every_day_asked_for_lies_in_exactly_one_window(period: tuple[date, date], later: int) -> None:
    start, end = period

    windows = windows_covering(start, end, today=end + timedelta(later))

    for day in (start + timedelta(offset) for offset in range((end - start).days + 1)):
        assert sum(window.first <= day <= window.last for window in windows) == 1
    assert windows == sorted(windows)
    assert all(window.last >= start and window.first <= end for window in windows), (
        "none is fetched for nothing"
    )


@given(period=periods, later=st.integers(0, 200))
def test_no_window_is_longer_than_90_days_or_reaches_beyond_today(
    period: tuple[date, date], later: int
) -> None:
    start, end = period
    today = end + timedelta(later)

    windows = windows_covering(start, end, today=today)

    assert all(0 <= (window.last - window.first).days <= 89 for window in windows)
    assert all(window.last <= today for window in windows)
    assert all((window.last - window.first).days == 89 for window in windows if window.last < today)


@given(one=periods, other=periods, later=st.integers(0, 200))
def test_periods_that_overlap_share_the_windows_they_both_need(
    one: tuple[date, date], other: tuple[date, date], later: int
) -> None:
    today = max(one[1], other[1]) + timedelta(later)

    ours, theirs = windows_covering(*one, today=today), windows_covering(*other, today=today)

    for window in ours:
        for another in theirs:
            assert window == another or window.last < another.first or another.last < window.first
    both = [max(one[0], other[0]), min(one[1], other[1])]
    if both[0] <= both[1]:
        assert windows_covering(both[0], both[1], today=today) == sorted(set(ours) & set(theirs))


@given(day=st.dates(date(1995, 1, 1), date(2030, 1, 1)), later=st.integers(0, 200))
def test_a_one_day_range_needs_one_window(day: date, later: int) -> None:
    (window,) = windows_covering(day, day, today=day + timedelta(later))

    assert window.holds(day)


@given(day=st.dates(date(2010, 1, 1), date(2030, 1, 1)), passed=st.integers(0, 89))
def test_the_newest_window_keeps_its_place_as_today_moves_on(day: date, passed: int) -> None:
    before = windows_covering(day, day, today=day)[0]
    after = windows_covering(day, day, today=day + timedelta(passed))[0]

    assert before.last == day
    assert before.first == after.first
    assert after.last == min(day + timedelta(passed), before.first + timedelta(89))


# All rules: whole results out of whatever Soundcharts may have sent

PLATFORMS = ("spotify", "instagram", "deezer", "youtube-subscribers")
COUNTRIES = ("IT", "FR")
BROKEN_OFF = JobEnd(reason="Soundcharts answered 503", retryable=True)
DELIVERED: list[AnswerStatus] = ["delivered"]
WAYS_TO_END: list[list[AnswerStatus]] = [
    *[DELIVERED] * 6,
    ["not_found"],
    ["not_in_plan"],
    ["failed"],
    ["delivered", "failed"],
    ["delivered", "failed", "not_found", "not_in_plan"],
]
"""What the windows of one job may come to, each by itself; most jobs deliver."""


@dataclass(frozen=True)
class Fetched:
    """A request and what came of its windows, as the oracle and as the implementation take it."""

    request: ReportRequest
    answers: dict[tuple[str, str], list[Answer]] = field(default_factory=dict)
    windows: dict[str, list[Window]] = field(default_factory=dict)
    delivered: dict[str, list[WindowData]] = field(default_factory=dict)
    ended: dict[str, JobEnd] = field(default_factory=dict)

    def __repr__(self) -> str:
        # The answers are the whole of it; hypothesis warns of more text than this, and what fails is short.
        return f"{self.request}: {self.answers}"[:20_000]


@st.composite
def requests(draw: st.DrawFn, most_artists: int) -> ReportRequest:
    """Draw a request of 1 day to 3 windows, for artists with and without a name."""
    names = ["Achille Lauro", "=1+1", None, "Beyoncé"]
    start = draw(st.dates(date(2024, 1, 1), date(2024, 6, 30)))
    days = draw(st.sampled_from([1, 2, 7, 30, 90, 91, 190]))
    return a_request(
        artists=tuple(an_artist(n, names[n], names[n]) for n in range(draw(st.integers(1, most_artists)))),
        platforms=tuple(draw(st.lists(st.sampled_from(PLATFORMS), min_size=1, max_size=3, unique=True))),
        start_date=start,
        end_date=start + timedelta(days - 1),
        country=draw(st.sampled_from([None, *COUNTRIES])),
        compare=draw(st.sampled_from([None, *Comparison])),
    )


@st.composite
def days_around(draw: st.DrawFn, window: Window, request: ReportRequest) -> dict[date, Number]:
    """Draw values on days of the window: most within the ranges asked for, some outside."""
    inside = st.one_of(
        [
            st.dates(max(window.first, period.start), min(window.last, period.end))
            for period in request.periods
            if period.meets(window)
        ]
    )
    days = st.one_of(inside, inside, st.dates(window.first, window.last))
    return draw(st.dictionaries(days, numbers, min_size=draw(st.integers(0, 2)), max_size=5))


def as_sent(data: WindowData, value_field: str, chance: random.Random) -> list[dict[str, Any]]:
    """Put a window's figures into items as Soundcharts sends them: in any order, some days given twice."""
    items: list[dict[str, Any]] = []
    days = sorted({*data.values, *(day for by_day in data.places.values() for day in by_day)})
    for day in chance.sample(days, len(days)):
        stamp = f"{day.isoformat()}T00:00:00+00:00"
        plots = [
            {"date": stamp, "countryCode": country, "countryName": country, "value": by_day[day]}
            for country, by_day in data.places.items()
            if day in by_day
        ]
        value = data.values.get(day)
        if chance.random() < 0.3:
            outdated = [plot | {"value": 77} for plot in plots]
            items.append(
                {"date": stamp, value_field: None if value is None else 77, "countryPlots": outdated}
            )
        items.append({"date": stamp, value_field: value, "countryPlots": plots})
    return items


@st.composite
def fetched(draw: st.DrawFn, most_artists: int = 4) -> Fetched:
    """Draw a request and an answer for each of its windows, told in both forms."""
    request = draw(requests(most_artists))
    state = Fetched(request)
    chance = draw(st.randoms(use_true_random=True))
    grid = [need.window for need in needs_of(request.periods, today=NOW.date())]
    for cell in jobs_of(request):
        source = SOURCES[cell.platform or ""]
        statuses = draw(st.sampled_from(WAYS_TO_END))
        told = state.answers[cell.artist.uuid, source.slug] = []
        delivered = state.delivered[cell.job_id] = []
        for window in grid:
            status = draw(st.sampled_from(statuses))
            days = (window.first, window.last)
            if status == "failed":
                told.append(Answer(status, days=days))
                continue
            data = a_window(artist=cell.artist, source=source.slug, window=window, outcome=Outcome(status))
            if status == "delivered":
                split = () if source.places is Places.NONE else COUNTRIES
                places = {country: draw(days_around(window, request)) for country in split}
                data = replace(data, values=draw(days_around(window, request)), places=places)
            delivered.append(data)
            told.append(Answer(status, as_sent(data, source.endpoint.value_field, chance), days))
        state.windows[cell.job_id] = grid
        state.ended[cell.job_id] = JobEnd() if len(delivered) == len(grid) else BROKEN_OFF
    return state


@settings(max_examples=60)
@given(state=fetched())
def test_any_result_is_the_one_the_contract_states(state: Fetched) -> None:
    document = document_of(state)

    expected = result_by_contract(state.request, state.answers)
    assert without_what_is_not_stated(document, expected) == expected


@settings(max_examples=30)
@given(state=fetched(most_artists=1))
def test_a_platform_summary_of_one_artist_equals_its_row(state: Fetched) -> None:
    document = document_of(state)

    for summary, row in zip(document["platform_summaries"], document["detailed_breakdown"], strict=True):
        assert summary["period_average"] == row["month_average"]
        assert summary == {name: row[name] for name in summary}


def document_of(state: Fetched) -> dict[str, Any]:
    """Build the result and send it through JSON, as it is stored."""
    report = a_report(state.request, ended=state.ended)
    result = result_of(report, state.delivered)
    document: dict[str, Any] = json.loads(
        json.dumps(result_json(report, result, Status.PARTIAL), allow_nan=False)
    )
    return document


def without_what_is_not_stated(document: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """Take out the notes, and the statuses the contract leaves open."""
    for part in ("platform_summaries", "detailed_breakdown"):
        for row, stated in zip(document[part], expected[part], strict=True):
            leave_out_unstated(row, stated)
            if "compared" in stated:
                leave_out_unstated(row["compared"], stated["compared"])
    return document


def leave_out_unstated(row: dict[str, Any], stated: dict[str, Any]) -> None:
    """Take the notes out of a row, which must be there wherever there is no difference or no figure."""
    note, notes = row.pop("note"), row.pop("notes")
    assert (note is None) == (notes == [])
    assert note is None or note.strip()
    assert row["difference"] is not None or note
    assert row.get("change", 0) is not None or note
    if stated["status"] == NOT_STATED:
        row["status"] = NOT_STATED


def nearest_number(value: Number | Fraction | None) -> int | float | None:
    return None if value is None else shown(Fraction(value))
