from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.budget import Account
from linernotes.model.errors import MessageBroken
from linernotes.model.periods import Period
from linernotes.model.report import FetchJob, fetch_job
from linernotes.reports.messages import (
    ReportCheck,
    check_from,
    check_text,
    job_from,
    job_text,
)
from linernotes.reports.ports import CheckReason
from linernotes.reports.report_ended import ReportEnded, report_ended_from, report_ended_text
from tests.unit.builders import a_report

READERS: dict[str, Callable[[str], Any]] = {
    "job": job_from,
    "finalize": check_from,
    "report ended": report_ended_from,
}
A_JOB = fetch_job(a_report(), a_report().pending[0])
BODIES = {
    "job": json.loads(job_text(A_JOB)),
    "finalize": json.loads(check_text(ReportCheck("r-1", 1, CheckReason.WATCH, Account("ada", "2026-11")))),
    "report ended": json.loads(report_ended_text(ReportEnded("r-1", 1, "api", has_callback=True))),
}
FIELDS = [(kind, field) for kind, body in BODIES.items() for field in body]
MAY_LACK = {"account", "tried", "v"}
"""What an older release did not send."""
MAY_BE_NONE = {"account", "country"}

MOMENTS = st.datetimes(
    min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)
)  # fmt: skip
TEXTS = st.text(max_size=20)
REVISIONS = st.integers(1, 10**6)
JOBS = st.builds(
    FetchJob,
    report_id=TEXTS,
    revision=REVISIONS,
    job_id=TEXTS,
    artist_uuid=TEXTS,
    section=st.just("audience"),
    platform=st.just("spotify"),
    country=st.none() | st.just("IT"),
    periods=st.lists(st.builds(Period, st.dates(), st.dates()), min_size=1, max_size=2).map(tuple),
    collect_until=MOMENTS,
    requested_at=MOMENTS,
    started_at=MOMENTS,
    fresh=st.booleans(),
)


@given(JOBS)
def test_a_job_is_read_as_it_was_written(job: FetchJob) -> None:
    assert job_from(job_text(job)) == job


@given(st.builds(ReportCheck, TEXTS, REVISIONS, st.sampled_from(CheckReason)))
def test_a_request_to_finalize_is_read_as_it_was_written(asked: ReportCheck) -> None:
    assert check_from(check_text(asked)) == asked


@given(st.builds(ReportEnded, TEXTS, REVISIONS, TEXTS, st.booleans()))
def test_the_end_of_a_report_is_read_as_it_was_written(ended: ReportEnded) -> None:
    assert report_ended_from(report_ended_text(ended)) == ended


def test_a_moment_in_another_zone_stays_the_same_moment() -> None:
    text = job_text(A_JOB)
    rome = text.replace("2025-01-15T12:14:00Z", "2025-01-15T13:14:00+01:00")
    assert rome != text
    assert job_from(rome).collect_until == datetime(2025, 1, 15, 12, 14, tzinfo=UTC)


def test_a_job_is_far_below_what_a_message_may_hold() -> None:
    assert len(job_text(A_JOB)) < 600


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@pytest.mark.parametrize(
    "text",
    [
        "", " ", "hello", "{", '{"report_id": "r"', "[]", "null", "5", '"text"', "true", "NaN", "{}",
        "\x00", '{"report_id": null}', '[{"report_id": "r-1", "revision": 1}]', "[" * 100_000,
    ],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_text_that_is_no_message_is_broken(read: Callable[[str], Any], text: str) -> None:
    with pytest.raises(MessageBroken):
        read(text)


@pytest.mark.parametrize(("kind", "field"), [one for one in FIELDS if one[1] not in MAY_LACK])
def test_a_message_that_lacks_a_field_is_broken(kind: str, field: str) -> None:
    body = {name: value for name, value in BODIES[kind].items() if name != field}
    with pytest.raises(MessageBroken):
        READERS[kind](json.dumps(body))


@pytest.mark.parametrize(("kind", "field"), FIELDS)
def test_a_field_of_another_kind_makes_the_message_broken(kind: str, field: str) -> None:
    """What passes for a message and is none ends its function, and the good jobs of its batch with it."""
    others: list[Any] = [[], {"x": 1}, float("inf")]
    for value in others if field in MAY_BE_NONE else [None, *others]:
        with pytest.raises(MessageBroken):
            READERS[kind](json.dumps({**BODIES[kind], field: value}))


@pytest.mark.parametrize(
    ("kind", "field", "value"),
    [
        ("job", "periods", "2024-09-01"),
        ("job", "periods", []),
        ("job", "periods", [{"start": "2024-09-01", "end": "2024-09-31"}]),
        ("job", "periods", [{"start": "2024-09-01"}]),
        ("job", "collect_until", "soon"),
        ("job", "collect_until", "2025-01-15T12:14:00"),  # without a zone it compares with no clock
        ("job", "requested_at", "2025-01-15T12:14:00"),
        ("job", "platform", "myspace"),
        ("job", "section", "astrology"),
        ("job", "revision", "first"),
        ("job", "revision", "1"),
        ("job", "revision", True),
        ("job", "revision", 1.5),
        ("job", "fresh", "no"),
        ("finalize", "check_reason", "whenever"),
        ("finalize", "revision", "first"),
        ("report ended", "revision", "first"),
        ("report ended", "revision", True),
        ("report ended", "has_callback", "true"),
        ("report ended", "door", 1),
    ],
)
def test_a_value_that_means_nothing_makes_the_message_broken(kind: str, field: str, value: Any) -> None:
    with pytest.raises(MessageBroken):
        READERS[kind](json.dumps({**BODIES[kind], field: value}))


def test_broken_says_what_of_the_message_is_wrong() -> None:
    body = {name: value for name, value in BODIES["job"].items() if name != "job_id"}
    with pytest.raises(MessageBroken, match="not a fetch job: Object missing required field `job_id`"):
        job_from(json.dumps(body))


def test_what_a_newer_release_adds_to_a_message_is_passed_over() -> None:
    assert job_from(json.dumps({**BODIES["job"], "added_later": 1})) == A_JOB


def test_a_job_spans_what_its_report_asked_for() -> None:
    assert A_JOB.periods == (Period(date(2024, 9, 1), date(2024, 9, 30)),)
    assert A_JOB.collect_until - A_JOB.requested_at == timedelta(seconds=840)
