"""A cursor leads on in the list it was made for, and is refused by every other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.api.cursors import cursor_of, position_of
from linernotes.api.queries import MOST_LISTED, USUAL_LIMIT, AskedPage, parse_list_query
from linernotes.model.errors import InvalidRequest
from linernotes.reports.report_items import listed
from tests.unit.builders import NOW, a_report

OWNER = "an owner"
POSITIONS = [
    listed(a_report(created_at=NOW + timedelta(microseconds=number))).position for number in range(3)
]


@given(position=st.text(), owner=st.text(min_size=1))
def test_a_cursor_gives_the_position_it_was_made_of(position: str, owner: str) -> None:
    assert position_of(cursor_of(position, owner), owner) == position


def test_a_cursor_needs_no_escaping_in_an_address() -> None:
    for position in POSITIONS:
        cursor = cursor_of(position, OWNER)
        assert cursor.replace("-", "").replace("_", "").isalnum()
        assert len(cursor) < 200


def test_positions_are_ordered_as_the_reports_were_made() -> None:
    assert sorted(POSITIONS) == POSITIONS


@given(position=st.text(), owner=st.text(min_size=1), other=st.text(min_size=1))
def test_a_cursor_of_another_owner_is_refused(position: str, owner: str, other: str) -> None:
    if owner.rstrip("\0") == other.rstrip("\0"):
        return  # HMAC fills a key up with zeros; no owner's name has any.
    with pytest.raises(ValueError, match="`next` of the answer before"):
        position_of(cursor_of(position, owner), other)


@given(at=st.integers(0, 400), to=st.characters(codec="utf-8"))
def test_a_cursor_with_any_character_changed_is_refused(at: int, to: str) -> None:
    cursor = cursor_of(POSITIONS[0], OWNER)
    at %= len(cursor)
    changed = cursor[:at] + to + cursor[at + 1 :]
    if changed == cursor:
        return
    with pytest.raises(ValueError, match="`next` of the answer before"):
        position_of(changed, OWNER)


@pytest.mark.parametrize(
    "broken", ["", "x", "====", "AAAA", "é", "a b", cursor_of(POSITIONS[0], OWNER) + "=", "\ud800"]
)
def test_what_is_no_cursor_is_refused(broken: str) -> None:
    with pytest.raises(ValueError, match="`next` of the answer before"):
        position_of(broken, OWNER)


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ({}, AskedPage(USUAL_LIMIT, None)),
        ({"limit": ["1"]}, AskedPage(1, None)),
        ({"limit": [str(MOST_LISTED)]}, AskedPage(MOST_LISTED, None)),
        ({"cursor": [cursor_of(POSITIONS[1], OWNER)]}, AskedPage(USUAL_LIMIT, POSITIONS[1])),
    ],
)
def test_a_part_of_a_list_is_asked_for_by_limit_and_cursor(
    query: dict[str, list[str]], asked: AskedPage
) -> None:
    assert parse_list_query(query, owner=OWNER) == asked


@pytest.mark.parametrize("limit", ["0", "101", "-1", "1.5", "", "ten", "１", "9" * 400])
def test_a_limit_is_a_number_from_1_to_100(limit: str) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        parse_list_query({"limit": [limit]}, owner=OWNER)
    assert refusal.value.errors == (("limit", "give a number from 1 to 100"),)


def test_everything_that_is_wrong_with_a_query_is_named_at_once() -> None:
    with pytest.raises(InvalidRequest) as refusal:
        parse_list_query({"limit": ["0"], "cursor": ["x"], "page": ["2"]}, owner=OWNER)
    assert [name for name, _ in refusal.value.errors] == ["page", "limit", "cursor"]
