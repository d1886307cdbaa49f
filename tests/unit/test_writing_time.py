"""How much of a report's time is kept for writing it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.period_limits import MAX_DAYS
from linernotes.model.periods import Comparison
from linernotes.model.report import Report, collect_until
from linernotes.model.request import MAX_ARTISTS
from linernotes.sections.audience.writing_time import writing_time
from linernotes.sections.sources import SOURCES, Places
from tests.unit.builders import NOW, a_report, a_request, an_artist, the_largest_request

MINUTE = timedelta(minutes=1)


def kept(report: Report) -> timedelta:
    return report.deadline - report.collect_until


def test_a_usual_report_keeps_a_minute() -> None:
    assert kept(a_report()) == MINUTE


@pytest.mark.parametrize("compare", [None, *Comparison])
def test_the_largest_report_keeps_as_long_as_it_may_take_to_write(compare: Comparison | None) -> None:
    request = the_largest_request(compare=compare)
    assert MINUTE < kept(a_report(request)) == writing_time(request) < timedelta(minutes=4)


def test_its_jobs_are_told_to_stop_in_time_for_that() -> None:
    report = a_report(the_largest_request())
    assert report.collect_until == report.deadline - writing_time(report.request)


def test_a_short_time_is_not_all_kept_for_writing() -> None:
    report = a_report(the_largest_request(), deadline=NOW + timedelta(seconds=20))
    assert kept(report) == timedelta(seconds=10)


def test_a_source_that_is_not_asked_for_a_country_takes_no_time() -> None:
    request = the_largest_request(country="IT")
    asked = tuple(slug for slug in request.platforms if SOURCES[slug].places is not Places.NONE)
    assert writing_time(request) == writing_time(the_largest_request(country="IT", platforms=asked))
    assert writing_time(request) < writing_time(the_largest_request())


@given(
    artists=st.integers(1, MAX_ARTISTS),
    platforms=st.integers(1, len(SOURCES)),
    days=st.integers(1, MAX_DAYS),
    given_s=st.integers(5, 900),
)
def test_collecting_ends_in_time_for_the_minute_or_for_writing_and_takes_half_of_the_time_at_least(
    artists: int, platforms: int, days: int, given_s: int
) -> None:
    request = a_request(
        artists=tuple(map(an_artist, range(artists))),
        platforms=tuple(SOURCES)[:platforms],
        start_date=NOW.date() - timedelta(days=days - 1),
        end_date=NOW.date(),
    )
    report = a_report(request, deadline=NOW + timedelta(seconds=given_s))
    usual = report.deadline - collect_until(report.deadline, NOW)
    half = timedelta(seconds=given_s) / 2
    assert kept(report) == max(usual, min(writing_time(request), half))
    assert kept(report) <= max(half, timedelta(seconds=2))
