"""Charts: months, when entries expire, and which platform and which of its charts a question is about."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.charts.charts import Frequency, Month, RankingKey, expires_on, used_frequency
from linernotes.model.platforms import CHART_PLATFORMS, platform_name
from linernotes.sections.sources import SOURCES, chart_platform
from tests.unit.track_cases import GLOBAL

DAYS = st.dates(date(1999, 1, 1), date(2101, 12, 31))
DAY = timedelta(days=1)

# --- Months ------------------------------------------------------------------------------------------


@given(day=DAYS)
def test_a_month_is_from_its_first_to_its_last_day_and_the_next_follows_at_once(day: date) -> None:
    month = Month.of(day)

    assert month.first <= day <= month.last
    assert (month.first.day, (month.last + DAY).day) == (1, 1)
    assert Month.of(month.last + DAY) == month.next
    assert Month.of(month.last) == Month.of(month.first) == month


@pytest.mark.parametrize(
    ("month", "last"),
    [
        ("2024-02", date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 28)),
        ("2100-02", date(2100, 2, 28)),
        ("2000-02", date(2000, 2, 29)),
        ("2024-12", date(2024, 12, 31)),
    ],
)
def test_february_is_as_long_as_its_year_makes_it(month: str, last: date) -> None:
    assert Month.parse(month).last == last


@given(one=DAYS, other=DAYS)
def test_months_are_in_order_of_time_also_as_they_are_written(one: date, other: date) -> None:
    months = Month.of(one), Month.of(other)

    assert [Month.parse(str(month)) for month in months] == [*months]
    assert (months[0] < months[1]) == (months[0].last < months[1].first) == (str(months[0]) < str(months[1]))


@pytest.mark.parametrize(
    "text",
    ["", "2024", "2024-9", "2024-13", "2024-00", "2024/09", "2024-09-01", "24-09", "-024-09", "20２4-09"],
)
def test_what_is_not_a_year_and_a_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its words are Python's; who asks gives their own
        Month.parse(text)


# --- Expiry ------------------------------------------------------------------------------------------


@given(day=DAYS, retention_days=st.integers(1, 4000))
def test_the_entries_of_a_month_expire_together_and_none_before_its_time(
    day: date, retention_days: int
) -> None:
    month, expires = Month.of(day), expires_on(day, retention_days)

    assert {expires_on(other, retention_days) for other in (month.first, month.last)} == {expires}
    assert expires == month.last + timedelta(days=retention_days) + DAY, (
        "the last is kept for as long as asked"
    )


# --- Rankings ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "moment", ["2024-09-01T23:30:00-05:00", "2024-09-01T00:30:00+09:00", "2024-09-01T12:00:00+00:00"]
)
def test_a_rankings_day_is_the_one_written_whatever_day_it_is_in_utc(moment: str) -> None:
    assert RankingKey(GLOBAL, moment).day == date(2024, 9, 1)


# --- Which charts count ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stored", "used"),
    [
        ([Frequency.DAILY], Frequency.DAILY),
        ([Frequency.WEEKLY, Frequency.DAILY], Frequency.DAILY),
        ([Frequency.WEEKLY, Frequency.WEEKLY], Frequency.WEEKLY),
        ([], Frequency.DAILY),
    ],
    ids=["daily", "both", "weekly", "none"],
)
def test_daily_charts_count_where_there_are_any_else_weekly_ones(
    stored: list[Frequency], used: Frequency
) -> None:
    assert used_frequency(iter(stored)) == used


def test_a_figure_stands_for_the_days_between_two_rankings() -> None:
    assert (Frequency.DAILY.days, Frequency.WEEKLY.days) == (1, 7)


# --- Platforms ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "code", "name"),
    [
        ("spotify", "spotify", "Spotify"),
        ("spotify-followers", "spotify", "Spotify"),
        ("youtube-subscribers", "youtube", "YouTube"),
        ("apple-music", "apple-music", "Apple Music"),
        ("instagram", "instagram", "Instagram"),
        ("gramophone", "gramophone", "gramophone"),
    ],
)
def test_a_slug_leads_to_the_platform_whose_charts_it_asks_for(slug: str, code: str, name: str) -> None:
    assert chart_platform(slug) == code
    assert platform_name(code) == name


def test_a_metric_source_and_its_charts_name_their_platform_alike() -> None:
    names = {source.name: platform_name(chart_platform(slug)) for slug, source in SOURCES.items()}
    assert {name: charts for name, charts in names.items() if charts not in name} == {}


def test_the_code_of_a_platform_with_charts_asks_for_its_own() -> None:
    assert {code: chart_platform(code) for code in CHART_PLATFORMS} == {
        code: code for code in CHART_PLATFORMS
    }
