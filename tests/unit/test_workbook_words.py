"""Periods, names and figures in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from linernotes.model.figures import Exact, figures_of
from linernotes.model.period_words import period_in_words
from linernotes.model.points import Number
from linernotes.model.request import Artist
from linernotes.model.row_status import RowStatus
from linernotes.model.words import duplicates_told_apart, listed
from linernotes.sections.audience.result import PlatformSummary
from linernotes.sections.audience.words import (
    artist_names,
    artists_in_words,
    finding,
    number_in_words,
    percent_in_words,
)
from linernotes.sections.sources import SOURCES, Cadence
from tests.unit.builders import ELISA, GIORGIA, LAURO, an_artist, september


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2024, 9, 1), date(2024, 9, 30), "September 2024"),
        (date(2024, 2, 1), date(2024, 2, 29), "February 2024"),
        (date(2024, 9, 1), date(2024, 9, 29), "1 to 29 September 2024"),
        (date(2024, 9, 5), date(2024, 9, 5), "5 September 2024"),
        (date(2024, 1, 1), date(2024, 12, 31), "2024"),
        (date(2023, 1, 1), date(2024, 12, 31), "2023 to 2024"),
        (date(2024, 8, 15), date(2024, 9, 3), "15 August to 3 September 2024"),
        (date(2023, 12, 15), date(2024, 1, 3), "15 December 2023 to 3 January 2024"),
    ],
)
def test_a_period_is_said_as_short_as_it_can_be(start: date, end: date, words: str) -> None:
    assert period_in_words(start, end) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1_234_567, "1,234,567"),
        (0, "0"),
        (-1_500, "-1,500"),
        (12, "12"),
        (Decimal("12.50"), "12.5"),
        (Fraction(1000, 3), "333.33"),
        (Fraction(10_000_000, 3), "3,333,333"),
    ],
)
def test_a_figure_has_decimals_only_where_they_say_something(value: Exact, words: str) -> None:
    assert number_in_words(value) == words


@pytest.mark.parametrize(
    ("percent", "words"),
    [
        (Fraction(42, 10), "+4.2%"),
        (Fraction(-1), "-1.0%"),
        (Fraction(1, 1000), "under 0.1%"),
        (Fraction(0), "+0.0%"),
        (Fraction(12345), "+12,345.0%"),
    ],
)
def test_a_change_has_its_sign_and_one_decimal(percent: Exact, words: str) -> None:
    assert percent_in_words(percent) == words


@pytest.mark.parametrize(
    ("names", "words"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_names_are_joined_as_in_a_sentence(names: list[str], words: str) -> None:
    assert listed(names) == words


def test_three_artists_are_named_and_of_more_two_and_how_many_others() -> None:
    four = [LAURO, ELISA, GIORGIA, an_artist(4, "Mina")]

    assert artists_in_words(four[:3]) == "Achille Lauro, Elisa and Giorgia"
    assert artists_in_words(four) == "Achille Lauro, Elisa and 2 more"


def test_an_artist_without_a_name_goes_by_uuid() -> None:
    assert artists_in_words([Artist(LAURO.uuid)]) == LAURO.uuid


def test_artists_of_one_name_are_told_apart() -> None:
    twins = [an_artist(1, "Elisa"), an_artist(2, "ELISA")]

    assert artist_names(twins) == {
        twins[0].uuid: "Elisa (000000000001)",
        twins[1].uuid: "ELISA (000000000002)",
    }


def test_names_that_come_again_are_numbered() -> None:
    assert duplicates_told_apart(["a", "A", "b", "a"]) == ["a", "A (2)", "b", "a (3)"]


def summary(
    values: dict[int, Number],
    status: RowStatus = RowStatus.MEASURED,
    *,
    days: int = 30,
    artists: tuple[Artist, ...] = (LAURO,),
) -> PlatformSummary:
    totals = [(september(day), value) for day, value in values.items()]
    return PlatformSummary(SOURCES["spotify"], figures_of(totals, days=days), status, (), totals, artists)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {1: 100, 2: 300, 3: 200},
            "rose by 100 (+100.0%) to 200, with a peak of 300 on 2 September 2024",
        ),
        ({1: 300, 2: 200}, "fell by 100 (-33.3%) to 200, with a peak of 300 on 1 September 2024"),
        ({1: 0, 2: 50}, "rose by 50 (from 0) to 50, its peak, on 2 September 2024"),
        ({1: 70, 2: 90, 3: 70}, "ended where it began, at 70, with a peak of 90 on 2 September 2024"),
        ({7: 1_234}, "stood at 1,234 on 7 September 2024, the only day measured"),
    ],
)
def test_a_finding_says_how_much_and_when(values: dict[int, Number], words: str) -> None:
    shown = finding(summary(values, days=len(values)), cadence=Cadence.DAILY, together=False)

    assert shown == f"Spotify Monthly Listeners {words}"


def test_a_finding_says_what_it_is_not() -> None:
    several = summary({1: 1, 2: 2}, RowStatus.LOWER_BOUND, artists=(LAURO, ELISA))

    words = finding(several, cadence=Cadence.DAILY, together=True)

    assert words.startswith("Spotify Monthly Listeners, sum of 2 artists, rose by 1")
    assert words.endswith("(a lower bound and measured on 2 of 30 days)")


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (RowStatus.NO_DATA, "no data for this period"),
        (RowStatus.NOT_PUBLISHED, "not published by country"),
        (RowStatus.NOT_IN_PLAN, "not in the Soundcharts plan"),
        (RowStatus.NOT_FOUND, "not found"),
        (RowStatus.FAILED, "could not be fetched"),
    ],
)
def test_without_figures_the_finding_is_the_reason(status: RowStatus, why: str) -> None:
    assert finding(summary({}, status), cadence=Cadence.DAILY, together=False) == (
        f"Spotify Monthly Listeners: no figures, {why}"
    )
