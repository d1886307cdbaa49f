"""Text from outside on its way into cells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.adapters.workbook.text import CUT_MARK, MAX_TEXT, cell_text, clean, shortened


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "=1+1"),
        ("a\x00b\x07c\x1fd", "abcd"),
        ("tab\tand\nnewline stay", "tab\tand\nnewline stay"),
        ("half a pair \ud83d ends", "half a pair  ends"),
        ("no character \uffff", "no character "),
        ("whole pair \U0001f3b5", "whole pair \U0001f3b5"),
        ("_x0041_", "_x005F_x0041_"),
        ("_x004_ and x0041_", "_x004_ and x0041_"),
    ],
)
def test_only_what_cannot_be_written_is_taken_out(text: str, written: str) -> None:
    assert cell_text(text) == written


def test_a_text_of_the_longest_length_stays_whole() -> None:
    assert cell_text("x" * MAX_TEXT) == "x" * MAX_TEXT


def test_a_longer_text_is_cut_and_says_so() -> None:
    text = cell_text("x" * (MAX_TEXT + 1))

    assert len(text) == MAX_TEXT
    assert text.endswith(CUT_MARK)


def test_excel_counts_a_note_sign_twice() -> None:
    text = cell_text("\U0001f3b5" * MAX_TEXT)

    assert len(text.encode("utf-16-le")) // 2 <= MAX_TEXT
    assert text.endswith(CUT_MARK)
    assert set(text.removesuffix(CUT_MARK)) == {"\U0001f3b5"}


@given(st.text())
def test_what_is_written_is_always_valid_xml(text: str) -> None:
    written = clean(text)

    assert written == clean(written)
    assert all(
        character in "\t\n\r"
        or "\x20" <= character <= "\ud7ff"
        or "\ue000" <= character <= "\ufffd"
        or character > "\uffff"
        for character in written
    )


@pytest.mark.parametrize(
    ("text", "short"), [("twelve chars", "twelve chars"), ("thirteen char", "thirteen ch…")]
)
def test_a_name_is_shortened_where_it_has_to_be(text: str, short: str) -> None:
    assert shortened(text, 12) == short
