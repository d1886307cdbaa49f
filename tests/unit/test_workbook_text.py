"""Text from outside on its way into cells."""

from __future__ import annotations

import math
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.workbook.text import (
    CUT_MARK,
    MAX_TEXT,
    cell_text,
    display_width,
    line_count,
    shortened,
)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "=1+1"),
        ("a\x00b\x07c\x1fd", "abcd"),
        ("tab\tand\nnewline are spaces", "tab and newline are spaces"),
        ("c\x80one \u202eright to left", "cone right to left"),
        ("half a pair \ud83d ends", "half a pair  ends"),
        ("no character \uffff", "no character "),
        ("whole pair \U0001f3b5", "whole pair \U0001f3b5"),
        ("_x0041_", "_x005F_x0041_"),
        ("_x004_ and x0041_", "_x004_ and x0041_"),
    ],
)
def test_only_what_cannot_be_written_or_is_not_seen_is_taken_out(text: str, written: str) -> None:
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
    assert all(
        "\x20" <= character <= "\ud7ff" or "\ue000" <= character <= "\ufffd" or character > "\uffff"
        for character in cell_text(text)
    )


@pytest.mark.parametrize(
    ("text", "short"), [("twelve chars", "twelve chars"), ("thirteen char", "thirteen ch…")]
)
def test_a_name_is_shortened_where_it_has_to_be(text: str, short: str) -> None:
    assert shortened(text, 12) == short


def test_a_wide_name_is_shortened_by_the_columns_it_takes() -> None:
    assert shortened("美空ひばり", 10) == "美空ひばり"
    assert shortened("美空ひばりと仲間", 10) == "美空ひば…"
    assert shortened("q\u0303" * 20, 5) == "q\u0303" * 4 + "…"


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Achille", 7),
        ("Beyoncé", 7),
        ("Beyonce\u0301", 7),
        ("美空ひばり", 10),
        ("ﾊﾊ", 2),
        ("방탄소년단", 10),
        ("\u1112\u1161\u11ab", 2),
        ("ＡＢ", 4),
        ("نانسي عجرم", 10),
        ("שִׂמְחָה", 4),
        ("🎵", 2),
        ("👨\u200d👩\u200d👧", 2),
        ("❤\ufe0f", 2),
        ("👍🏽", 2),
        ("🇮🇹", 2),
        ("", 0),
    ],
)
def test_a_wide_letter_takes_two_columns_and_a_mark_over_one_none(text: str, columns: int) -> None:
    assert display_width(text) == columns


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("two words", 9, 1),
        ("two words", 8, 2),
        ("abcdefghij", 5, 2),
        ("ab abcdefghij", 5, 3),
        ("美空ひばり", 10, 1),
        ("美空ひばり", 9, 2),
        ("東京事変 椎名林檎", 9, 2),
    ],
)
def test_a_text_takes_the_lines_its_columns_fill(text: str, width: int, lines: int) -> None:
    assert line_count(text, width) == lines


@given(
    words=st.lists(st.text("abc", min_size=1, max_size=12), min_size=1, max_size=30),
    width=st.integers(12, 40),
)
def test_narrow_words_take_the_lines_python_wraps_them_to(words: list[str], width: int) -> None:
    text = " ".join(words)

    assert line_count(text, width) == len(textwrap.wrap(text, width))


@given(text=st.text("美空ひばり한국", min_size=1, max_size=200), width=st.integers(4, 40))
def test_wide_letters_fill_every_line(text: str, width: int) -> None:
    assert line_count(text, width) == math.ceil(len(text) / (width // 2))
