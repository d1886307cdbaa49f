"""What tracks did on charts, case by case; `test_tracks_against_the_contract` holds it to any rankings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from linernotes.charts.charts import Frequency, Month
from linernotes.charts.tallies import NOTHING, ChartEntry, tally
from linernotes.model.periods import Period
from linernotes.model.points import Number
from linernotes.model.request import Artist
from linernotes.sections.tracks.tracks import (
    TrackBreakdown,
    TrackQuestion,
    TrackRow,
    break_down,
    whole_months,
)
from tests.unit.builders import LAURO, september
from tests.unit.track_cases import ALL_STORED, AMOR, ROLLS_ROYCE, a_song

QUESTION = TrackQuestion(LAURO, "spotify", Period(september(1), september(30)))


def an_entry(
    day: date, metric: Number | None = None, uuid: str = AMOR, *, chart: str = "top-200", **song: Any
) -> ChartEntry:
    """Make an entry of a worldwide chart of streams."""
    return ChartEntry(day, chart, None, a_song(uuid, metric, **song), "streams", "Achille Lauro")


def in_country(country: str, entry: ChartEntry) -> ChartEntry:
    return replace(entry, country=country, chart=f"{entry.chart}-{country}")


def broken_down(
    *entries: ChartEntry, country: str | None = None, frequency: Frequency = Frequency.DAILY
) -> TrackBreakdown:
    looked_at = replace(ALL_STORED, frequency=frequency)
    return break_down(replace(QUESTION, country=country), looked_at, tally(entries, country))


def the_row(*entries: ChartEntry, country: str | None = None) -> TrackRow:
    (row,) = broken_down(*entries, country=country).rows
    return row


# --- A figure of a day ---------------------------------------------------------------------------------


def test_a_worldwide_figure_counts_alone_even_where_countries_add_up_to_more() -> None:
    day = september(1)
    entries = [an_entry(day, 5), in_country("IT", an_entry(day, 4)), in_country("FR", an_entry(day, 3))]

    assert the_row(*entries).total_streams == 5
    assert not tally(entries, None).summed


@pytest.mark.parametrize("worldwide", [[], [an_entry(september(1))]], ids=["absent", "without a figure"])
def test_without_a_worldwide_figure_the_countries_are_added_up(worldwide: Sequence[ChartEntry]) -> None:
    day = september(1)
    entries = [*worldwide, in_country("IT", an_entry(day, 4)), in_country("FR", an_entry(day, 3))]

    assert the_row(*entries).total_streams == 7
    assert tally(entries, None).summed


def test_each_day_and_track_has_its_own_choice_of_charts() -> None:
    entries = [
        an_entry(september(1), 10),
        in_country("IT", an_entry(september(1), 4)),
        in_country("IT", an_entry(september(2), 4)),
        in_country("IT", an_entry(september(1), 3, ROLLS_ROYCE)),
    ]

    totals = {row.uuid: row.total_streams for row in broken_down(*entries).rows}

    assert totals == {AMOR: 14, ROLLS_ROYCE: 3}
    assert tally(entries, None).summed, "one figure that is a sum is enough"


def test_of_several_charts_of_a_country_and_day_the_largest_figure_counts() -> None:
    day = september(1)
    italian = [in_country("IT", an_entry(day, figure, chart=f"chart-{figure}")) for figure in (3, 9, 4)]
    french = in_country("FR", an_entry(day, 1))

    assert the_row(*italian, country="IT").total_streams == 9
    assert the_row(*italian, french).total_streams == 10
    assert the_row(an_entry(day, 2), an_entry(day, 6, chart="viral-50"), *italian).total_streams == 6


def test_with_a_country_nothing_of_other_charts_counts() -> None:
    day = september(1)
    entries = [
        an_entry(day, 100, position=1, weeks=50, name="Amor (Remix)"),
        in_country("IT", an_entry(day, 4, position=9)),
        in_country("FR", an_entry(day, 3, ROLLS_ROYCE)),
    ]

    row = the_row(*entries, country="IT")

    assert (row.name, row.total_streams, row.best_position, row.weeks_on_chart) == ("AMOR", 4, 9, 1)
    assert not tally(entries, "IT").summed


def test_0_is_a_figure() -> None:
    row = the_row(an_entry(september(1), 0), an_entry(september(2), 3))

    assert (row.total_streams, row.data_points, row.avg_daily_streams) == (3, 2, Decimal("1.5"))


def test_an_entry_without_a_figure_counts_for_positions_and_weeks_only() -> None:
    row = the_row(an_entry(september(2), 8, position=5), an_entry(september(9), position=2, weeks=None))

    assert (row.total_streams, row.data_points, row.avg_daily_streams) == (8, 1, Decimal(8))
    assert (row.best_position, row.weeks_on_chart) == (2, 2)


def test_the_kinds_of_figures_are_those_that_went_in() -> None:
    entries = [
        an_entry(september(1), 5),
        replace(an_entry(september(2), 5), metric=None),
        replace(an_entry(september(3)), metric="spins"),
    ]

    assert tally(entries, None).metrics == {"streams"}


def test_no_digit_is_lost_however_large_and_small_figures_are() -> None:
    large, small = 10**22, Decimal("0.000000001")

    row = the_row(an_entry(september(1), large), an_entry(september(2), small))

    assert row.total_streams == Decimal("10000000000000000000000.000000001")


# --- Positions and weeks -------------------------------------------------------------------------------


def test_a_song_that_has_left_the_chart_has_no_position_and_no_week_but_is_listed() -> None:
    row = the_row(an_entry(september(2), position=0))

    assert (row.best_position, row.weeks_on_chart, row.total_streams) == (None, 0, None)


def test_a_song_whose_position_is_not_told_is_charted_all_the_same() -> None:
    assert the_row(an_entry(september(2), position=None)).weeks_on_chart == 1


def test_the_best_position_is_that_of_any_chart_also_of_one_whose_figure_does_not_count() -> None:
    day = september(2)

    row = the_row(an_entry(day, 9, position=7), in_country("IT", an_entry(day, 1, position=2)))

    assert row.best_position == 2


def test_the_longest_stay_reported_counts_even_where_more_weeks_were_charted() -> None:
    weeks_later = [an_entry(september(day), 1) for day in (9, 16, 23)]

    row = the_row(an_entry(september(2), weeks=2), an_entry(september(3), weeks=1), *weeks_later)

    assert row.weeks_on_chart == 2


@pytest.mark.parametrize(
    ("days", "weeks"),
    [
        ([date(2024, 12, 30), date(2025, 1, 5)], 1),
        ([date(2023, 12, 31), date(2024, 1, 1)], 2),
        ([date(2020, 12, 31), date(2021, 1, 3)], 1),
        ([date(2024, 1, 1), date(2024, 12, 30)], 2),
        ([date(2024, 2, 26), date(2024, 2, 29), date(2024, 3, 3)], 1),
    ],
    ids=["over New Year", "from Sunday to Monday", "the 53rd", "the first of two years", "over a leap day"],
)
def test_weeks_are_those_from_monday_to_sunday_whatever_the_year(days: Sequence[date], weeks: int) -> None:
    assert the_row(*(an_entry(day) for day in days)).weeks_on_chart == weeks


def test_a_week_that_lies_in_two_months_is_one_when_they_are_added_up() -> None:
    december, january = tally([an_entry(date(2024, 12, 31))], None), tally([an_entry(date(2025, 1, 1))], None)

    (row,) = break_down(QUESTION, ALL_STORED, december.and_later(january)).rows

    assert row.weeks_on_chart == 1


# --- Names ---------------------------------------------------------------------------------------------


def test_a_track_is_called_what_its_newest_entry_calls_it() -> None:
    old, new = an_entry(september(1), name="Amor"), an_entry(september(2), name="AMOR", credit=None)

    assert [(row.name, row.credit) for row in (the_row(old, new), the_row(new, old))] == [("AMOR", None)] * 2


def test_of_one_day_it_is_called_what_the_chart_with_the_last_slug_calls_it() -> None:
    first, last = (an_entry(september(1), chart=chart, name=chart) for chart in ("a-chart", "b-chart"))

    assert the_row(last, first).name == "b-chart"


@pytest.mark.parametrize(
    ("names", "newest"), [(["Lauro", "Achille", None], "Achille"), ([None, None, None], None)]
)
def test_the_artist_is_called_what_the_newest_entry_that_knows_calls_them(
    names: Sequence[str | None], newest: str | None
) -> None:
    entries = [replace(an_entry(september(day)), artist_name=name) for day, name in enumerate(names, start=1)]
    parts = [tally([entry], None) for entry in entries]

    unnamed = replace(QUESTION, artist=Artist(LAURO.uuid))
    for tallied in (tally(entries, None), parts[0].and_later(parts[1]).and_later(parts[2])):
        assert break_down(unnamed, ALL_STORED, tallied).question.artist.name == newest


# --- The answer ----------------------------------------------------------------------------------------


def test_tracks_are_in_order_of_streams_then_of_name_and_those_without_a_figure_come_last() -> None:
    tracks = {
        "u1": (None, "A"),
        "u2": (0, "Z"),
        "u3": (7, "b"),
        "u4": (7, "B"),
        "u6": (7, "b"),
        "u5": (9, "C"),
    }

    answer = broken_down(
        *(an_entry(september(1), metric, uuid, name=name) for uuid, (metric, name) in tracks.items())
    )

    assert [row.uuid for row in answer.rows] == ["u5", "u4", "u3", "u6", "u2", "u1"]
    assert answer.top == answer.rows[0]


def test_totals_that_differ_in_the_last_of_many_digits_are_no_tie() -> None:
    answer = broken_down(
        an_entry(september(1), 10**22, name="A"),
        an_entry(september(1), Decimal("10000000000000000000000.000000001"), ROLLS_ROYCE, name="B"),
    )

    assert [row.name for row in answer.rows] == ["B", "A"]


def test_a_weeks_figure_is_spread_over_its_seven_days() -> None:
    (row,) = broken_down(
        an_entry(september(6), 70), an_entry(september(13), 35), frequency=Frequency.WEEKLY
    ).rows

    assert (row.data_points, row.peak_streams, row.avg_daily_streams) == (2, 70, Decimal("7.5"))


def test_averages_are_rounded_half_up_to_two_decimals() -> None:
    days = [an_entry(september(day), figure) for day, figure in enumerate([1, 0, 0, 0, 0, 0, 0, 0], start=1)]

    assert the_row(*days).avg_daily_streams == Decimal("0.13")


def test_a_breakdown_of_nothing_has_no_track_and_no_figure() -> None:
    answer = broken_down()

    assert (answer.rows, answer.top) == ((), None)
    assert (answer.total_streams, answer.avg_streams_per_track) == (None, None)
    assert tally([], "IT") == NOTHING


# --- All tracks together -------------------------------------------------------------------------------


def test_the_peak_of_all_tracks_is_of_one_day_which_need_not_be_any_tracks_own() -> None:
    first, second, third = september(1), september(2), september(3)

    of_all = tally(
        [
            an_entry(first, 9),
            an_entry(second, 6),
            an_entry(second, 5, ROLLS_ROYCE),
            an_entry(third, 8, ROLLS_ROYCE),
            an_entry(september(4)),
        ],
        None,
    )

    assert (of_all.peak, of_all.total, of_all.days) == (11, 28, 3)


def test_what_has_a_figure_in_no_month_has_none_in_all_of_them() -> None:
    blank = tally([an_entry(september(1), position=3)], None)

    of_all = NOTHING.and_later(blank).and_later(tally([an_entry(september(2), position=0)], None))

    assert (of_all.total, of_all.peak, of_all.days, of_all.best_position) == (None, None, 0, 3)


# --- Months of a period --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("period", "months", "edges"),
    [
        ("2024-02-01 2024-02-29", "2024-02", []),
        ("2024-02-01 2024-02-28", "", ["2024-02-01 2024-02-28"]),
        ("2023-02-01 2023-02-28", "2023-02", []),
        ("2024-02-02 2024-02-29", "", ["2024-02-02 2024-02-29"]),
        ("2024-09-07 2024-09-07", "", ["2024-09-07 2024-09-07"]),
        ("2024-01-02 2024-02-28", "", ["2024-01-02 2024-02-28"]),
        ("2024-12-31 2025-01-31", "2025-01", ["2024-12-31 2024-12-31"]),
        ("2024-12-01 2025-01-30", "2024-12", ["2025-01-01 2025-01-30"]),
        (
            "2023-11-30 2024-03-01",
            "2023-12 2024-01 2024-02",
            ["2023-11-30 2023-11-30", "2024-03-01 2024-03-01"],
        ),
    ],
)
def test_a_period_is_the_months_it_holds_whole_and_the_days_around_them(
    period: str, months: str, edges: Sequence[str]
) -> None:
    assert whole_months(parsed(period)) == (
        [Month.parse(month) for month in months.split()],
        [parsed(edge) for edge in edges],
    )


def parsed(period: str) -> Period:
    start, end = period.split()
    return Period(date.fromisoformat(start), date.fromisoformat(end))
