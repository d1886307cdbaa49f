"""Radio: spins by station, and what they add up to, by an independent statement of contract 10.2."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.model.errors import RequestRefused, Unavailable
from linernotes.model.periods import Comparison, Period
from linernotes.model.report import Status
from linernotes.model.request import ReportRequest
from linernotes.sections.radio.ranges import ranges_of
from linernotes.soundcharts.calls import Get
from tests.unit.builders import a_request, september
from tests.unit.contract_10_radio_oracle import stated_rows, stated_total
from tests.unit.openapi import errors_in
from tests.unit.radio_reports import AUGUST_TOO, IN_ITALY, SOME, asked, lines_of, made, total_of
from tests.unit.radio_upstream import (
    BBC,
    ROSA,
    RTL,
    SONGS,
    STATIONS,
    VIOLA,
    RadioUpstream,
    Raw,
    aired,
    many,
)


def test_a_period_is_asked_for_in_whole_months_and_what_is_left_at_its_edges() -> None:
    def names(start: date, end: date) -> list[str]:
        return [of.name for of in ranges_of(Period(start, end))]

    assert names(september(1), september(30)) == ["2024-09"]
    assert names(date(2024, 8, 20), date(2024, 10, 3)) == [
        "2024-08-20..2024-08-31", "2024-09", "2024-10-01..2024-10-03",
    ]  # fmt: skip
    assert names(september(2), september(30)) == ["2024-09-02..2024-09-30"]
    assert names(september(7), september(7)) == ["2024-09-07..2024-09-07"]
    assert names(date(2024, 2, 1), date(2024, 2, 29)) == ["2024-02"]
    assert names(date(2023, 12, 31), date(2024, 1, 1)) == ["2023-12-31..2023-12-31", "2024-01-01..2024-01-01"]


@given(st.dates(date(2019, 1, 1), date(2026, 1, 1)), st.integers(0, 1_829))
def test_ranges_are_the_days_of_the_period_each_once_and_none_is_longer_than_a_month(
    start: date, more_days: int
) -> None:
    period = Period(start, start + timedelta(days=more_days))
    days = [
        of.first + timedelta(days=number)
        for of in ranges_of(period)
        for number in range((of.last - of.first).days + 1)
    ]
    assert days == [start + timedelta(days=number) for number in range(more_days + 1)]
    assert all(of.first.month == of.last.month for of in ranges_of(period))


def test_totals_and_rows_are_those_the_contract_states() -> None:
    world, answer = made(RadioUpstream(SOME))
    (total,) = answer["totals"]
    assert world.report().status is Status.SUCCEEDED
    assert total["status"] == "measured"
    assert total["note"] == "Spins on the stations that Soundcharts monitors; other stations are not known."
    assert (total["spins"], total["stations"], total["countries"]) == (4, 2, 2)
    assert total["spins_per_day"] == 0.13
    assert (total["first_spin_at"], total["last_spin_at"]) == ("2024-09-01T00:01:00Z", "2024-09-30T23:59:59Z")
    assert (total["broadcasts"], total["tie_out"]) == (4, "pass")
    assert total["songs"] == [
        {"track_uuid": ROSA["uuid"], "track_name": "Rosa", "spins": 3},
        {"track_uuid": VIOLA["uuid"], "track_name": "Viola", "spins": 1},
    ]
    assert total["days"] == [["2024-09-01", 1], ["2024-09-02", 2], ["2024-09-30", 1]]
    assert [(row["station"], row["spins"], row["share"], row["note"]) for row in answer["rows"]] == [
        ("RTL 102.5", 3, 0.75, None), ("BBC Radio 2", 1, 0.25, None),
    ]  # fmt: skip
    assert errors_in(answer, "RadioSection") == []
    assert errors_in({**answer, "rows": None}, "RadioSection") == []


def test_with_a_country_only_its_stations_count_and_the_country_is_asked_for() -> None:
    world, answer = made(RadioUpstream(SOME), IN_ITALY)
    (total,) = answer["totals"]
    assert {get.params["countryCode"] for get in world.calls.asked} == {"IT"}
    assert (total["spins"], total["stations"], total["countries"], total["tie_out"]) == (3, 1, 1, "pass")
    assert total["note"].startswith("Spins on the stations in Italy that Soundcharts monitors")


def test_a_station_of_another_country_than_was_asked_for_does_not_count() -> None:
    class Everywhere(RadioUpstream):
        def items(self, endpoint: str, params: Any) -> list[Any]:
            return super().items(endpoint, {name: of for name, of in params.items() if "country" not in name})

    (total,) = made(Everywhere(SOME), IN_ITALY)[1]["totals"]
    assert (total["spins"], total["stations"], total["tie_out"]) == (3, 1, "fail")


def test_a_station_is_the_same_in_every_month_and_has_one_row() -> None:
    broadcasts = [*SOME, aired(date(2024, 8, 31), RTL, second=86_399)]
    _, answer = made(RadioUpstream(broadcasts), AUGUST_TOO)
    assert [(row["station__slug"], row["spins"]) for row in answer["rows"]] == [("rtl", 4), ("bbc-2", 1)]
    assert answer["totals"][0]["first_spin_at"] == "2024-08-31T23:59:59Z"
    assert answer["totals"][0]["spins_per_day"] == 0.12  # 5 in 42 days


def test_no_spins_on_monitored_stations_are_a_measured_zero() -> None:
    world, answer = made(RadioUpstream(), IN_ITALY)
    (total,) = answer["totals"]
    assert (total["status"], total["spins"], total["stations"], total["tie_out"]) == (
        "measured",
        0,
        0,
        "pass",
    )
    assert (total["first_spin_at"], total["last_spin_at"]) == (None, None)
    assert (total["songs"], total["days"], answer["rows"]) == ([], [], [])
    assert total["note"].startswith("No spins on the stations in Italy that Soundcharts monitors")
    assert world.report().status is Status.SUCCEEDED
    assert lines_of(answer) == ["Radio in Italy: no spins on monitored stations"]


def test_up_to_2000_spins_songs_and_days_are_told_and_beyond_the_note_says_why_not() -> None:
    total = total_of(RadioUpstream(many(2_000, september(3))))
    assert (total["days"], total["songs"][0]["spins"]) == ([["2024-09-03", 2_000]], 2_000)
    total = total_of(RadioUpstream(many(2_001, september(3))))
    assert (total["spins"], total["songs"], total["days"]) == (2_001, None, None)
    assert total["note"].endswith("Spins by song and by day are listed only up to 2,000 spins in a period.")


def test_stations_that_do_not_add_up_to_the_broadcasts_fail_the_tie_out_and_the_note_says_so() -> None:
    world, answer = made(RadioUpstream(SOME, added={"rtl": 2}))
    (total,) = answer["totals"]
    assert (total["spins"], total["broadcasts"], total["tie_out"]) == (6, 4, "fail")
    assert "The stations have 6 spins, while Soundcharts gives 4 broadcasts." in total["note"]
    assert world.report().status is Status.SUCCEEDED
    assert lines_of(answer)[0].endswith("(Soundcharts gives 4 broadcasts)")


def test_first_and_last_spin_do_not_depend_on_the_order_broadcasts_come_in() -> None:
    spins = many(2_500, september(3))
    for newest_first in (True, False):
        world, answer = made(RadioUpstream(spins, newest_first=newest_first))
        assert asked(world)[1:] == [("broadcasts", "2024-09-01", 0), ("broadcasts", "2024-09-01", 2_499)]
        assert [get.params["limit"] for get in world.calls.asked[1:]] == [1, 1]
        (total,) = answer["totals"]
        assert total["first_spin_at"] == "2024-09-03T00:00:00Z"
        assert total["last_spin_at"] == "2024-09-03T23:36:06Z"
        assert total["tie_out"] == "pass"


def test_where_the_far_end_of_the_list_is_refused_the_tie_out_still_stands() -> None:
    refused = RadioUpstream(
        many(2_500, september(3)),
        fails=lambda get: RequestRefused("too far") if get.params.get("offset") == 2_499 else None,
    )
    world, answer = made(refused)
    (total,) = answer["totals"]
    assert (total["tie_out"], total["first_spin_at"], total["last_spin_at"]) == ("pass", None, None)
    assert "could not be read" in total["note"]
    assert world.report().status is Status.SUCCEEDED


COMPARED = a_request(sections=("radio",), compare=Comparison.PREVIOUS_PERIOD)


def test_a_comparison_tells_the_change_of_spins_in_all_and_by_station() -> None:
    before = [aired(date(2024, 8, day), BBC) for day in (2, 3, 4)]
    world, answer = made(RadioUpstream([*SOME, *before]), COMPARED)
    (total,) = answer["totals"]
    assert total["compared"]["period"] == {"start": "2024-08-02", "end": "2024-08-31", "days": 30}
    assert (total["compared"]["spins"], total["compared"]["tie_out"]) == (3, "pass")
    assert (total["change"], round(total["change_percent"], 2), total["change_note"]) == (1, 33.33, None)
    assert [(row["station__slug"], row["change"]) for row in answer["rows"]] == [("rtl", 3), ("bbc-2", -2)]
    assert errors_in(answer, "RadioSection") == []
    assert lines_of(answer) == [
        "Radio worldwide: 4 spins on 2 monitored stations in 2 countries, most on RTL 102.5 (3), "
        "1 more than in the period compared with"
    ]
    assert len(world.calls.asked) == 4


def test_of_no_spins_before_there_is_a_change_but_no_percentage() -> None:
    total = total_of(RadioUpstream(SOME), COMPARED)
    assert (total["change"], total["change_percent"]) == (4, None)


def test_a_period_that_could_not_be_fetched_is_not_compared_and_the_report_is_partial() -> None:
    upstream = RadioUpstream(
        SOME, fails=lambda get: Unavailable("503") if str(get.params["startDate"]) < "2024-09" else None
    )
    world, answer = made(upstream, COMPARED)
    (total,) = answer["totals"]
    assert (total["status"], total["spins"], total["change"]) == ("measured", 4, None)
    assert total["change_note"] == "Not compared: not all of the period compared with could be fetched."
    assert total["compared"]["status"] == "failed"
    assert {row["change"] for row in answer["rows"]} == {None}
    assert world.report().status is Status.PARTIAL


def test_a_comparison_of_periods_of_different_lengths_says_so() -> None:
    leap = a_request(
        sections=("radio",), start_date=date(2024, 2, 1), end_date=date(2024, 2, 29),
        compare=Comparison.PREVIOUS_YEAR,
    )  # fmt: skip
    total = total_of(RadioUpstream(), leap)
    assert (total["change"], total["change_note"]) == (
        0, "This period has 29 days and the one compared with 28.",
    )  # fmt: skip


_BROADCASTS = st.lists(
    st.builds(
        aired,
        st.integers(-45, 29).map(lambda offset: september(1) + timedelta(days=offset)),
        st.sampled_from(STATIONS),
        st.sampled_from(SONGS),
        second=st.integers(0, 86_399),
    ),
    max_size=40,
    unique_by=lambda each: (each["airedAt"], each["radio"]["slug"], each["song"]["uuid"]),
)


@settings(max_examples=60)
@given(
    _BROADCASTS,
    st.none() | st.sampled_from(["IT", "GB", "DE"]),
    st.integers(0, 40),
    st.booleans(),
    st.dictionaries(st.sampled_from(["rtl", "ici"]), st.integers(1, 5_000), max_size=1),
)
def test_any_spins_are_those_the_contract_states(
    broadcasts: Sequence[Raw],
    country: str | None,
    days_before: int,
    newest_first: bool,
    added: dict[str, int],
) -> None:
    start = september(1) - timedelta(days=days_before)
    request = a_request(sections=("radio",), country=country, start_date=start)
    upstream = RadioUpstream(broadcasts, newest_first=newest_first, added=added)
    _, answer = made(upstream, request)
    groups, within = _raw(upstream, request)
    (total,) = answer["totals"]
    stated = stated_total(groups, within, days=request.period.days)
    assert {name: total[name] for name in stated} == stated
    rows = stated_rows(groups)
    assert [{name: row[name] for name in of} for row, of in zip(answer["rows"], rows, strict=True)] == rows


def _raw(upstream: RadioUpstream, request: ReportRequest) -> tuple[list[Raw], list[Raw]]:
    """Give all that Soundcharts has of a request, asked range by range."""
    groups, broadcasts = [], []
    for of in ranges_of(request.period):
        params: dict[str, str | int] = {"startDate": of.first.isoformat(), "endDate": of.last.isoformat()}
        if request.country:
            params["countryCode"] = request.country
        get = Get("", params)
        groups += upstream.items("broadcast-groups", get.params)
        broadcasts += upstream.items("broadcasts", get.params)
    return groups, broadcasts
