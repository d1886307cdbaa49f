"""Queries for tracks and months: what is understood, and what is refused in which words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.api.fields import MOST_ERRORS
from linernotes.api.queries import PLATFORMS, parse_monthly_query, parse_tracks_query
from linernotes.model.errors import InvalidRequest
from linernotes.model.periods import Period
from linernotes.model.platforms import CHART_PLATFORMS
from linernotes.model.request import Artist
from linernotes.sections.sources import SOURCES
from linernotes.sections.tracks.tracks import TrackQuestion
from tests.unit.builders import LAURO, september
from tests.unit.test_validation import COUNTRY_RULE, DATE_RULE, refused

TODAY = date(2025, 1, 15)
VALID = {
    "artist": LAURO.uuid,
    "platform": "spotify",
    "start_date": "2024-09-01",
    "end_date": "2024-09-30",
}
MONTHS = {"platform": "spotify", "from": "2024-07", "to": "2024-09"}
UUID_RULE = "a Soundcharts uuid is 8-4-4-4-12 hexadecimal digits; GET /artists finds it by name"
PLATFORM_RULE = f"give one of {', '.join(PLATFORMS)}"
MONTH_RULE = "give a month as YYYY-MM"
REQUIRED = "this parameter is required"


def given_once(query: dict[str, Any]) -> dict[str, list[str]]:
    return {name: value if isinstance(value, list) else [value] for name, value in query.items()}


def tracks(**query: Any) -> TrackQuestion:
    return parse_tracks_query(given_once({**VALID, **query}), today=TODAY)


def months(uuid: str = LAURO.uuid, **query: Any) -> TrackQuestion:
    return parse_monthly_query(uuid, given_once({**MONTHS, **query}), today=TODAY)


def wrong_tracks(**query: Any) -> tuple[tuple[str, str], ...]:
    with pytest.raises(InvalidRequest) as refusal:
        tracks(**query)
    return refusal.value.errors


def wrong_months(uuid: str = LAURO.uuid, **query: Any) -> tuple[tuple[str, str], ...]:
    with pytest.raises(InvalidRequest) as refusal:
        months(uuid, **query)
    return refusal.value.errors


# --- Understood --------------------------------------------------------------------------------------


def test_the_least_that_can_be_asked_of_tracks() -> None:
    assert tracks() == TrackQuestion(Artist(LAURO.uuid), "spotify", Period(september(1), september(30)))


def test_case_does_not_matter_in_uuid_and_country() -> None:
    question = tracks(artist=LAURO.uuid.upper(), country="it")

    assert (question.artist.uuid, question.country) == (LAURO.uuid, "IT")


def test_every_metric_source_and_every_platform_with_charts_may_be_asked_for() -> None:
    slugs = {*SOURCES, *CHART_PLATFORMS}
    assert {tracks(platform=slug).platform for slug in slugs} == slugs
    assert {months(platform=slug).platform for slug in slugs} == slugs


def test_months_are_asked_for_as_a_period_of_whole_ones() -> None:
    question = months(country="IT")

    assert question == TrackQuestion(
        Artist(LAURO.uuid), "spotify", Period(date(2024, 7, 1), september(30)), "IT"
    )


def test_the_current_month_is_asked_for_up_to_today() -> None:
    assert months(to="2025-01").period == Period(date(2024, 7, 1), TODAY)


def test_240_months_are_the_most() -> None:
    assert months(**{"from": "2005-02", "to": "2025-01"}).period.start == date(2005, 2, 1)
    assert wrong_months(**{"from": "2005-01", "to": "2025-01"}) == (
        ("from", "at most 240 months, both included"),
    )


# --- Refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", VALID)
def test_what_is_required_of_tracks_and_missing_is_named(name: str) -> None:
    query = {key: value for key, value in VALID.items() if key != name}

    with pytest.raises(InvalidRequest) as refusal:
        parse_tracks_query(given_once(query), today=TODAY)

    assert refusal.value.errors == ((name, REQUIRED),)


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("artist", "Achille Lauro", UUID_RULE),
        ("artist", "", UUID_RULE),
        ("platform", "myspace", PLATFORM_RULE),
        ("platform", "Spotify", PLATFORM_RULE),
        ("start_date", "2024-02-30", DATE_RULE),
        ("end_date", "20240930", DATE_RULE),
        ("start_date", "1999-12-31", "the first day that can be asked for is 2000-01-01"),
        ("end_date", "2025-01-16", "the last day there can be data for is today, 2025-01-15 (UTC)"),
        ("start_date", "2024-10-01", "must not be after end_date"),
        ("start_date", "2019-01-01", "at most 1,830 days, both dates included"),
        ("country", "XX", COUNTRY_RULE),
        ("country", "", COUNTRY_RULE),
        ("country", ["IT", "FR"], "give it once"),
        (
            "artists",
            LAURO.uuid,
            "unknown parameter; known are artist, platform, start_date, end_date, country",
        ),
    ],
)
def test_what_is_wrong_about_tracks_is_named_with_what_is_allowed(name: str, value: Any, rule: str) -> None:
    assert wrong_tracks(**{name: value}) == ((name, rule),)


@pytest.mark.parametrize(
    "broken",
    [
        {"start_date": "soon"},
        {"end_date": "2025-01-16"},
        {"start_date": "2024-10-01"},
        {"start_date": "2019-01-01"},
        {"country": "XX"},
    ],
    ids=str,
)
def test_what_tracks_and_reports_have_in_common_is_refused_in_the_same_words(broken: dict[str, str]) -> None:
    assert wrong_tracks(**broken) == refused(**broken)


@pytest.mark.parametrize(
    ("name", "value", "rule"),
    [
        ("platform", "myspace", PLATFORM_RULE),
        ("from", "2024-13", MONTH_RULE),
        ("from", "2024-7", MONTH_RULE),
        ("to", "2024-09-01", MONTH_RULE),
        ("to", "2024/09", MONTH_RULE),
        ("to", "", MONTH_RULE),
        ("from", "1999-12", "the first month that can be asked for is 2000-01"),
        ("to", "2025-02", "the last month there can be figures for is this one, 2025-01 (UTC)"),
        ("from", "2024-10", "must not be after to"),
        ("from", ["2024-07", "2024-07"], "give it once"),
        ("country", "Italy", COUNTRY_RULE),
        ("start_date", "2024-07-01", "unknown parameter; known are platform, from, to, country"),
    ],
)
def test_what_is_wrong_about_months_is_named_with_what_is_allowed(name: str, value: Any, rule: str) -> None:
    assert wrong_months(**{name: value}) == ((name, rule),)


def test_a_path_that_is_no_uuid_is_refused_by_name() -> None:
    assert wrong_months("achille-lauro") == (("uuid", UUID_RULE),)


def test_everything_that_is_wrong_is_named_at_once() -> None:
    errors = wrong_tracks(artist="x", platform="x", start_date="x", end_date="x", country="x", x="x")

    assert sorted(name for name, _ in errors) == [
        "artist", "country", "end_date", "platform", "start_date", "x",
    ]  # fmt: skip


def test_no_more_mistakes_are_named_than_an_answer_can_hold() -> None:
    errors = wrong_tracks(**{f"x{number}": "" for number in range(MOST_ERRORS + 5)})

    assert len(errors) == MOST_ERRORS + 1
    assert errors[-1] == ("query", "and 5 more mistakes")


@given(
    st.dictionaries(
        st.sampled_from([*VALID, *MONTHS, "country", "x"]),
        st.lists(st.one_of(st.text(max_size=12), st.dates().map(str)), max_size=3),
    )
)
def test_whatever_is_asked_is_understood_or_refused_by_name(query: dict[str, list[str]]) -> None:
    for parse in (parse_tracks_query, lambda asked, *, today: parse_monthly_query("x", asked, today=today)):
        with pytest.raises(InvalidRequest) as refusal:
            parse(query, today=TODAY)
        assert refusal.value.errors
        assert all(rule for _, rule in refusal.value.errors)
