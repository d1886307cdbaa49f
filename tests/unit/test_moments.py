"""Moments: unusual days, told early and not told falsely (contract 10.7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from linernotes.model.report import JobEnd
from linernotes.reports.write_workbook import write_workbook
from linernotes.sections.moments.section import SECTION as MOMENTS
from linernotes.sections.moments.section import MomentsAnswer
from linernotes.sections.section import Stores
from linernotes.sections.windows.window_data import City, Outcome, WindowData
from tests.unit.builders import ELISA, LAURO, NOW, a_window
from tests.unit.moments_cases import (
    MILAN,
    MONDAYS,
    ROME,
    a_day,
    added_up,
    answer_of,
    asked,
    italian,
    level,
    of_weeks,
    rows_of,
    spiking,
    steady,
    times,
    total_of,
    uneven,
    windows,
)
from tests.unit.openapi import errors_in
from tests.unit.world import World

# --- Two series like those the rule was measured on ---------------------------------------------------


@pytest.mark.parametrize("seed", range(25))
def test_nothing_is_unusual_about_a_steady_hit(seed: int) -> None:
    answer = answer_of(asked(), *windows(added_up(steady(seed))))
    assert (rows_of(answer), total_of(answer)["days_looked_at"]) == ([], 30)


@pytest.mark.parametrize("seed", range(25))
def test_missing_flat_and_catch_up_days_raise_no_false_alarm(seed: int) -> None:
    answer = answer_of(asked(), *windows(added_up(uneven(seed))))
    assert (rows_of(answer), total_of(answer)["days_looked_at"]) == ([], 30)


@pytest.mark.parametrize("seed", range(25))
def test_a_correction_raises_no_false_alarm(seed: int) -> None:
    doubled = added_up([2 * gain for gain in steady(seed)], begin=182_000_000)
    halved = {day: value // 2 if day >= a_day(41) else value for day, value in doubled.items()}
    answer = answer_of(asked(), *windows(halved))
    total = total_of(answer)
    assert rows_of(answer) == []
    assert (total["status"], answer.json()["status"], answer.whole) == ("restated", "restated", True)
    assert "11 September 2024" in total["note"]
    # Ten days before it; after it as soon as there are fourteen and three days of gains.
    assert total["days_looked_at"] == 10 + 3


@pytest.mark.parametrize("seed", range(10))
def test_sixty_percent_more_is_found_on_its_second_day(seed: int) -> None:
    (row,) = rows_of(answer_of(asked(), *windows(added_up(times(steady(seed), 1.6, 43, 46)))))
    assert (row["from"], row["direction"]) == ("2024-09-14", "up")
    assert row["to"] >= "2024-09-16"
    assert row["most_unusual_on"] in ("2024-09-15", "2024-09-16")
    assert 45_000 < row["usual"] < 51_000
    assert row["score"] >= 3.5
    assert row["change_percent"] >= 30


@pytest.mark.parametrize("seed", range(10))
def test_sixty_percent_more_is_found_in_an_uneven_series_too(seed: int) -> None:
    gains = times([gain or 0 for gain in uneven(seed)], 1.6, 42, 45)
    (row,) = rows_of(answer_of(asked(), *windows(added_up([*gains[:47], *steady(seed)[47:]]))))
    assert row["from"] in ("2024-09-13", "2024-09-14")


@pytest.mark.parametrize("seed", range(10))
def test_a_drop_is_the_mirror(seed: int) -> None:
    (row,) = rows_of(answer_of(asked(), *windows(added_up(times(steady(seed), 0.4, 43, 46)))))
    assert (row["from"], row["direction"]) == ("2024-09-14", "down")
    assert row["change_percent"] <= -30
    assert row["score"] >= 3.5


# --- The rule, by its edges ----------------------------------------------------------------------------


def test_a_day_is_judged_by_the_mean_of_three_days_against_the_median_of_the_28_before() -> None:
    (row,) = rows_of(answer_of(asked("spotify"), *windows(level(10_000, 13_000, 13_000, 13_000), "spotify")))
    told = {name: row[name] for name in ("from", "to", "now", "usual", "change_percent", "score", "measure")}
    assert told == {
        "from": "2024-09-30",
        "to": "2024-09-30",
        "now": 13_000,
        "usual": 10_000,
        "change_percent": 30,
        "score": 6,
        "measure": "value",
    }
    assert row["note"] == (
        "The mean value of 28 to 30 September 2024 against the median of the 28 days before. "
        "It was not over at the end of the period."
    )


def test_less_than_thirty_percent_is_usual_however_steady_the_days_before() -> None:
    assert (
        rows_of(answer_of(asked("spotify"), *windows(level(10_000, 13_000, 13_000, 12_999), "spotify"))) == []
    )


def test_what_is_usual_in_restless_days_is_not_unusual() -> None:
    restless = {a_day(number): (7_000, 10_000, 13_000)[number % 3] for number in range(58)}
    values = {**restless, **{a_day(number): 16_000 for number in (58, 59, 60)}}
    assert rows_of(answer_of(asked("spotify"), *windows(values, "spotify"))) == []


def test_small_figures_are_not_judged() -> None:
    judged = answer_of(asked("spotify"), *windows(level(1_000, 3_000, 3_000, 3_000), "spotify"))
    small = answer_of(asked("spotify"), *windows(level(999, 3_000, 3_000, 3_000), "spotify"))
    assert len(rows_of(judged)) == 1
    assert rows_of(small) == []
    assert (total_of(small)["status"], total_of(small)["moments"]) == ("no_data", None)
    assert "a usual value of 1,000" in total_of(small)["note"]


def test_fourteen_of_the_days_before_must_have_a_value() -> None:
    values = level(10_000, 20_000, 20_000, 20_000)
    for days, looked_at in ((14, 1), (13, 0)):
        few = {day: value for day, value in values.items() if day >= a_day(58 - days)}
        total = total_of(answer_of(asked("spotify"), *windows(few, "spotify")))
        assert total["days_looked_at"] == looked_at
    assert total["status"] == "no_data"
    assert "14 of the 28 days before them" in total["note"]


def test_of_three_days_with_a_day_missing_there_is_no_mean() -> None:
    values = level(10_000, 20_000, 20_000)
    del values[a_day(58)]
    answer = answer_of(asked("spotify"), *windows(values, "spotify"))
    assert (rows_of(answer), total_of(answer)["days_looked_at"]) == ([], 27)


def test_days_that_cannot_be_judged_do_not_end_a_moment_and_a_usual_one_does() -> None:
    lasting = level(10_000, *([20_000] * 9))
    without_a_day = {day: value for day, value in lasting.items() if day != a_day(56)}
    (row,) = rows_of(answer_of(asked("spotify"), *windows(without_a_day, "spotify")))
    assert (row["from"], row["to"]) == ("2024-09-22", "2024-09-30")
    two = level(10_000, 20_000, 20_000, 10_000, 10_000, 10_000, 20_000, 20_000)
    assert len(rows_of(answer_of(asked("spotify"), *windows(two, "spotify")))) == 2


def test_a_moment_that_was_there_at_the_start_says_so() -> None:
    values = {a_day(number): 20_000 if 29 <= number <= 33 else 10_000 for number in range(61)}
    (row,) = rows_of(answer_of(asked("spotify"), *windows(values, "spotify")))
    assert row["from"] == "2024-09-01"
    assert "It may have begun before the period." in row["note"]


def test_the_most_surprising_moment_comes_first_whoever_it_is_of() -> None:
    request = asked("spotify", artists=(LAURO, ELISA))
    small = windows(level(10_000, 15_000, 15_000, 15_000), "spotify")
    large = [
        a_window(data.values, artist=ELISA, window=data.window)
        for data in windows(level(10_000, 25_000, 25_000, 25_000), "spotify")
    ]
    assert [row["artist__uuid"] for row in rows_of(answer_of(request, *small, *large))] == [
        ELISA.uuid,
        LAURO.uuid,
    ]


def test_of_followers_it_is_what_they_gain_a_day() -> None:
    gains = times(steady(1, base=400), 3.0, 50, 54)
    (row,) = rows_of(answer_of(asked("instagram"), *windows(added_up(gains, 2_000_000), "instagram")))
    assert (row["from"], row["measure"]) == ("2024-09-20", "daily_change")
    assert 380 < row["usual"] < 420
    assert row["note"].startswith("The mean change a day of ")


def test_a_small_account_that_goes_viral_is_found_and_one_of_a_few_followers_is_not() -> None:
    for begin, found in ((5_000, 1), (30, 0)):
        gains = times(steady(1, base=12), 20.0, 50, 51)
        answer = answer_of(asked("instagram"), *windows(added_up(gains, begin), "instagram"))
        assert len([row for row in rows_of(answer) if row["direction"] == "up"]) == found


def test_ten_followers_more_than_usual_are_no_moment() -> None:
    gains = times(steady(1, base=12), 4.0, 50, 53)
    assert rows_of(answer_of(asked("instagram"), *windows(added_up(gains, 5_000), "instagram"))) == []


@pytest.mark.parametrize("a_day_gained", [1_300, 2_100, 5_000, 8_000, 10_000, 13_000, 15_000])
def test_figures_that_a_platform_rounds_raise_no_false_alarm(a_day_gained: int) -> None:
    exact = added_up([a_day_gained] * 61, 1_230_000)
    rounded = {day: int(value) // 10_000 * 10_000 for day, value in exact.items()}
    answer = answer_of(asked("youtube-subscribers"), *windows(rounded, "youtube-subscribers"))
    assert rows_of(answer) == []


def test_a_total_that_was_too_high_for_two_days_raises_no_false_alarm() -> None:
    values = added_up(steady(2))
    for number in (47, 48):
        values[a_day(number)] += 300_000
    assert rows_of(answer_of(asked(), *windows(values))) == []


# --- Weekly figures of a country -----------------------------------------------------------------------


def test_with_a_country_a_weekly_figure_is_compared_with_the_median_of_the_eight_before() -> None:
    answer = italian("youtube", of_weeks([9_000, *[10_000] * 11, 13_000, 10_000]))
    (row,) = rows_of(answer)
    assert (row["from"], row["to"], row["now"], row["usual"]) == ("2024-09-23", "2024-09-23", 13_000, 10_000)
    assert (row["measure"], row["status"], total_of(answer)["days_looked_at"]) == (
        "weekly_value",
        "measured",
        5,
    )
    assert row["note"].startswith("The figure of 23 September 2024 against the median of up to 8 weekly")


def test_cities_that_enter_the_top_fifty_are_no_moment_and_cities_that_grow_are() -> None:
    milan = of_weeks([10_000] * 14)
    rome = of_weeks([8_000], MONDAYS[12:13])
    both = of_weeks([*[10_000] * 12, 18_000, 10_000])
    entered = italian("spotify", both, {MILAN: milan, ROME: rome})
    grew = italian("spotify", both, {MILAN: both})
    assert rows_of(entered) == []
    assert [(row["from"], row["status"]) for row in rows_of(grew)] == [("2024-09-23", "lower_bound")]
    assert total_of(grew)["status"] == "lower_bound"


def test_a_city_that_grows_in_a_week_that_leaves_out_its_region_is_the_same_city() -> None:
    both = of_weeks([*[10_000] * 12, 18_000, 10_000])
    in_lombardy = {day: value for day, value in both.items() if day != MONDAYS[12]}
    cities = {City("IT", "Milan", "Lombardy"): in_lombardy, MILAN: {MONDAYS[12]: both[MONDAYS[12]]}}
    assert [row["from"] for row in rows_of(italian("spotify", both, cities))] == ["2024-09-23"]


def test_four_weekly_figures_before_are_enough_and_three_are_not() -> None:
    for weeks, looked_at in ((5, 1), (4, 0)):
        few = of_weeks([10_000] * weeks, MONDAYS[14 - weeks :])
        assert total_of(italian("youtube", few))["days_looked_at"] == looked_at


# --- What cannot be judged, and what could not be fetched ----------------------------------------------


@pytest.mark.parametrize(
    ("source", "country", "why"),
    [
        ("deezer", None, "Deezer Fans come every 2 to 15 days"),
        ("deezer", "IT", "Deezer Fans are not published by country."),
        ("instagram", "IT", "Instagram Followers by country come once a month"),
    ],
)
def test_what_comes_too_rarely_is_not_judged_and_says_so_beforehand_too(
    source: str, country: str | None, why: str
) -> None:
    request = asked(source, country=country)
    total = total_of(answer_of(request))
    world = World()
    price = MOMENTS.price(request, Stores(world.windows, world.charts, world.lookups), now=NOW)
    assert (total["status"], total["moments"], total["measure"]) == ("not_published", None, None)
    assert total["note"].startswith(why)
    assert (price.jobs, price.upstream_calls) == (0, 0)
    assert [(one.section, one.status, one.reason) for one in price.unanswerable] == [
        ("moments", "not_published", total["note"])
    ]


def test_why_there_is_nothing_is_said() -> None:
    for outcome, status in ((Outcome.NOT_FOUND, "not_found"), (Outcome.NOT_IN_PLAN, "not_in_plan")):
        found = [a_window(window=data.window, outcome=outcome) for data in windows({}, "spotify")]
        answer = answer_of(asked("spotify"), *found)
        assert (total_of(answer)["status"], answer.has_figures, answer.whole) == (status, False, True)
        assert answer.json()["note"] == total_of(answer)["note"]


def test_without_the_days_before_the_rest_is_judged_and_partial() -> None:
    before, within = windows(level(10_000, 15_000, 15_000, 15_000), "spotify")
    failed = {"0.moments.spotify": JobEnd(reason="no luck", retryable=True)}
    answer = answer_of(asked("spotify"), within, ended=failed)
    total = total_of(answer)
    assert (total["status"], answer.whole, answer.has_figures) == ("partial", False, True)
    assert "no luck" in total["note"]
    assert (len(rows_of(answer)), total["days_looked_at"]) == (1, 24)
    nothing = answer_of(asked("spotify"), before, ended={"0.spotify": JobEnd(reason="none", retryable=True)})
    assert (total_of(nothing)["status"], nothing.json()["status"], nothing.whole) == (
        "failed",
        "failed",
        False,
    )


def test_the_section_is_as_the_document_describes_it() -> None:
    for answer in (
        answer_of(asked("spotify"), *windows(level(10_000, 15_000, 15_000, 15_000), "spotify")),
        answer_of(asked("deezer")),
    ):
        section = answer.json()
        assert errors_in(section, "MomentsSection") == []
        assert errors_in({**section, "rows": None}, "MomentsSection") == []


# --- In words, and on the sheet ------------------------------------------------------------------------


def lines_of(answer: MomentsAnswer, **changes: Any) -> Mapping[str, Sequence[str]]:
    return MOMENTS.lines({**answer.json(), **changes})


def test_a_line_says_the_usual_value_beside_the_unusual_one() -> None:
    listeners = answer_of(asked("spotify"), *windows(level(48_300, 78_246, 78_246, 78_246), "spotify"))
    assert lines_of(listeners) == {
        LAURO.uuid: [
            "Unusual: Spotify Monthly Listeners +62 % against the usual 48,300 (median of 28 days), "
            "29 to 30 September 2024"
        ]
    }
    gains = [401] * 50 + [1_203] * 11
    followers = answer_of(asked("instagram"), *windows(added_up(gains, 2_000_000), "instagram"))
    assert lines_of(followers)[LAURO.uuid] == [
        "Unusual: daily gain of Instagram Followers +200 % against the usual 401 a day (median of 28 days), "
        "20 to 30 September 2024"
    ]
    weekly = italian(
        "spotify", of_weeks([*[10_000] * 13, 15_000]), {MILAN: of_weeks([*[10_000] * 13, 15_000])}
    )
    assert lines_of(weekly)[LAURO.uuid] == [
        "Unusual: Spotify Monthly Listeners +50 % against the usual 10,000 (median of 8 weeks), "
        "30 September 2024 (a lower bound)"
    ]


def test_at_most_three_lines_tell_moments_and_the_others_how_many_there_are_or_why_none() -> None:
    values = {a_day(number): 30_000 if number in (40, 41, 42, 55, 56, 57) else 10_000 for number in range(61)}
    lauro = windows(values, "spotify")
    elisa = [a_window(data.values, artist=ELISA, window=data.window) for data in lauro]
    told = lines_of(answer_of(asked("spotify", artists=(LAURO, ELISA)), *lauro, *elisa))
    assert [len(lines) for lines in told.values()] == [2, 1]
    beside = lines_of(answer_of(asked("spotify", platforms=("spotify", "deezer")), *lauro))
    assert beside[LAURO.uuid][-1] == "Unusual days not judged: Deezer Fans (no daily figures)"
    falls = windows(level(30_000, 10_000, 10_000, 10_000), "spotify")
    assert lines_of(answer_of(asked("spotify"), *falls))[LAURO.uuid] == [
        "Unusual days: 1 moment, see Moments"
    ]
    usual = answer_of(asked("spotify"), *windows(level(10_000), "spotify"))
    assert lines_of(usual)[LAURO.uuid] == ["Unusual days: none on the 30 days looked at"]
    assert lines_of(usual, rows=None) == lines_of(usual)
    for answer, why in (
        (answer_of(asked("deezer")), "not judged (no daily figures)"),
        (answer_of(asked("spotify"), *windows({}, "spotify")), "not judged (too few figures)"),
        (answer_of(asked("spotify")), "not judged (could not be fetched)"),
        (
            answer_of(asked("spotify"), windows(level(10_000), "spotify")[1]),
            "none on the 24 days looked at (partly fetched)",
        ),
    ):
        assert lines_of(answer)[LAURO.uuid] == [f"Unusual days: {why}"]


def test_that_none_is_unusual_is_said_of_what_could_be_looked_at() -> None:
    spotify, few = windows(level(10_000), "spotify"), windows(level(10_000, days=36), "jiosaavn")
    both = answer_of(asked(platforms=("spotify", "jiosaavn")), *spotify, *few)
    assert lines_of(both)[LAURO.uuid] == ["Unusual days: none on the 5 to 30 days looked at"]
    for weeks, told in ((6, "2 weekly figures"), (5, "1 weekly figure")):
        country = italian("youtube", of_weeks([10_000] * weeks, MONDAYS[14 - weeks :]))
        assert lines_of(country)[LAURO.uuid] == [f"Unusual weeks: none in {told}"]


def test_what_is_not_judged_by_country_lacks_weekly_figures() -> None:
    spotify = windows({}, "spotify", places={"IT": of_weeks([10_000] * 14)}, since=date(2024, 6, 30))

    def told(*platforms: str, found: Sequence[WindowData] = ()) -> Sequence[str]:
        return lines_of(answer_of(asked(platforms=platforms, country="IT"), *found))[LAURO.uuid]

    assert told("spotify", "instagram", "deezer", found=spotify) == [
        "Unusual weeks: none in 5 weekly figures; not judged: Instagram Followers (no weekly figures), "
        "Deezer Fans (not published by country)"
    ]
    assert told("instagram") == ["Unusual weeks: not judged (no weekly figures)"]
    assert told("deezer") == ["Unusual weeks: not judged (not published by country)"]
    nothing = windows({}, "spotify", since=date(2024, 6, 30))
    assert told("spotify", "instagram", found=nothing) == [
        "Unusual weeks not judged: Spotify Monthly Listeners (too few figures), "
        "Instagram Followers (no weekly figures)"
    ]


def test_the_sheet_has_a_row_a_moment_and_one_for_what_has_none(tmp_path: Path) -> None:
    world = World()
    world.upstream.usual = spiking
    world.request(asked("spotify", platforms=("spotify", "youtube", "deezer")))
    world.run()
    ((report, result, status),) = world.write_workbook.written
    write_workbook(tmp_path / "report.xlsx", report, result, made_at=NOW, version="1", status=status)
    book = load_workbook(tmp_path / "report.xlsx")
    header, first, *others = book["Moments"].iter_rows(values_only=True)
    assert header[:10] == (
        "Artist", "Source", "From", "To", "Now", "Usual", "Change", "Score", "Status", "Note",
    )  # fmt: skip
    assert first[1:9] == (
        "Spotify Monthly Listeners", datetime(2024, 9, 10), datetime(2024, 9, 14), 30_000, 10_000, 2, 40,
        "measured",
    )  # fmt: skip
    assert [(row[1], row[2], row[8]) for row in others] == [
        ("YouTube Views", None, "measured"),
        ("Deezer Fans", None, "not_published"),
    ]
    assert others[0][9] == "Nothing unusual on the 30 days looked at."
    checks = [row for row in book["Notes"].iter_rows(values_only=True) if row[0] == "Check"]
    assert {row[1]: "PASS" in row for row in checks if "Moments" in str(row[1])} == {
        "Rows in Moments = moments in the result": True,
        "Moments: totals add up to the result's": True,
    }
