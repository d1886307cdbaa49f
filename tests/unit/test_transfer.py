"""How an answer travels: packed where the caller unpacks it, not at all where the caller has it."""

from __future__ import annotations

import base64
import gzip
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.api.resource import report_tag
from linernotes.api.transfer import SMALLEST_PACKED_BYTES, entity_tag, is_known, packed, takes
from linernotes.model.report import JobEnd, Report, Status
from tests.unit.builders import NOW, a_report

LONG = json.dumps({"name": "é" * SMALLEST_PACKED_BYTES}, ensure_ascii=False)


def an_answer(body: str, **changes: Any) -> dict[str, Any]:
    headers = {"Content-Type": ["application/json"], "Cache-Control": ["no-store"]}
    answer = {"statusCode": 200, "body": body, "isBase64Encoded": False, "multiValueHeaders": headers}
    return {**answer, **changes}


@pytest.mark.parametrize(
    ("accepted", "taken"),
    [
        ("gzip", True), ("GZIP", True), ("br, gzip", True), ("gzip;q=0.5, br", True), ("*", True),
        ("identity, *;q=0.1", True), ("deflate , gzip ; q=1", True),
        ("", False), ("br", False), ("gzip;q=0", False), ("gzip; q=0.00", False), ("*;q=0", False),
        ("*, gzip;q=0", False), ("xgzip", False), ("identity", False),
    ],
)  # fmt: skip
def test_a_coding_is_taken_if_it_is_named_or_starred_and_not_refused(accepted: str, taken: bool) -> None:
    assert takes(accepted, "gzip") is taken
    answer = packed(an_answer(LONG), "*/*", accepted)
    assert answer["isBase64Encoded"] is taken
    assert ("Content-Encoding" in answer["multiValueHeaders"]) is taken


@given(st.text(min_size=SMALLEST_PACKED_BYTES))
def test_what_is_packed_unpacks_to_the_same(text: str) -> None:
    body = json.dumps(text)
    answer = packed(an_answer(body), "application/json", "gzip, deflate, br")
    assert gzip.decompress(base64.b64decode(answer["body"])).decode() == body
    assert answer["multiValueHeaders"]["Vary"] == ["Accept-Encoding"]
    assert answer["multiValueHeaders"]["Cache-Control"] == ["no-store"]
    assert packed(answer, "*/*", "gzip") == answer


def test_the_same_body_is_packed_to_the_same_bytes() -> None:
    assert packed(an_answer(LONG), "*/*", "gzip") == packed(an_answer(LONG), "*/*", "gzip")


@pytest.mark.parametrize(
    ("body", "accept"), [(LONG, ""), ("{}", "*/*"), ("x" * (SMALLEST_PACKED_BYTES - 1), "*/*")]
)
def test_what_is_short_or_would_not_be_unpacked_on_its_way_stays_plain(body: str, accept: str) -> None:
    answer = packed(an_answer(body), accept, "gzip")
    assert (answer["body"], answer["isBase64Encoded"]) == (body, False)
    assert answer["multiValueHeaders"]["Vary"] == ["Accept-Encoding"]


@pytest.mark.parametrize("text", ["\ud800", "\ud83c\udf89ok\ud83c", "x" * SMALLEST_PACKED_BYTES + "\udfff"])
@pytest.mark.parametrize("accepted", ["gzip", ""])
def test_no_half_of_a_character_keeps_an_answer_from_being_sent(text: str, accepted: str) -> None:
    answer = packed(an_answer(json.dumps(text, ensure_ascii=False)), "*/*", accepted)
    body = answer["body"].encode()
    if answer["isBase64Encoded"]:
        body = gzip.decompress(base64.b64decode(body))
    read = json.loads(body.decode())
    assert len(read) == len(text)
    assert read.startswith(text[:-1].replace("\ud83c", "?").replace("\udf89", "?"))
    assert read.endswith("?")


def test_an_answer_without_a_body_is_left_alone() -> None:
    assert packed(an_answer(""), "*/*", "gzip") == an_answer("")


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ('W/"a"', True), ('"a"', True), ('"b", W/"a"', True), ("*", True),
        ("", False), ('W/"b"', False), ("a", False), ('"A"', False),
    ],
)  # fmt: skip
def test_an_entity_tag_is_known_by_weak_comparison(given: str, known: bool) -> None:
    assert is_known(given, 'W/"a"') is known


def test_an_entity_tag_is_of_what_it_is_made_from() -> None:
    assert entity_tag({"a": 1, "b": 2}) == entity_tag({"b": 2, "a": 1}) != entity_tag({"a": 1})
    assert entity_tag("x").startswith('W/"')


def tag(report: Report, *, after_s: float = 0, shared_until: datetime | None = None) -> str:
    now = NOW + timedelta(seconds=after_s)
    return report_tag(report, now=now, links_last_s=900, shared_until=shared_until)


def test_a_report_by_links_that_open_for_another_time_has_another_tag() -> None:
    ends = [None, NOW, NOW + timedelta(days=1)]
    assert len({tag(a_report(), shared_until=end) for end in ends}) == len(ends)


def test_the_tag_of_a_report_changes_with_all_that_is_seen_of_it() -> None:
    reports = [
        a_report(),
        a_report(status=Status.FINALIZING),
        a_report(status=Status.SUCCEEDED, finished_at=NOW, folder="one"),
        a_report(status=Status.SUCCEEDED, finished_at=NOW, folder="two"),
        a_report(status=Status.PARTIAL, finished_at=NOW, folder="one"),
        a_report(revision=2),
        a_report(report_id="another"),
        a_report(ended={"0.spotify": JobEnd()}),
        a_report(ended={"0.spotify": JobEnd(reason="500", retryable=True)}),
        a_report(ended={"0.spotify": JobEnd(upstream_calls=3)}),
    ]
    assert len(set(map(tag, reports))) == len(reports)
    assert len({tag(report) for report in [a_report(), a_report()]}) == 1


@given(st.integers(0, 100_000), st.integers(0, 2_000))
def test_who_is_told_that_nothing_is_new_has_links_that_work_a_while_longer(at: int, later: int) -> None:
    ended = a_report(status=Status.SUCCEEDED, finished_at=NOW, folder="one")
    if tag(ended, after_s=at) == tag(ended, after_s=at + later):
        assert later < 450
    running = a_report()
    assert tag(running, after_s=at) == tag(running, after_s=at + later)
