"""Text from outside on its way into a file: one line, nothing unseen in it that misleads."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.plain_text import plain_text

DIRECTIONS = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
LINE_ENDS = {"\u2028", "\u2029"}
ANY_TEXT = st.text(
    st.one_of(st.characters(), st.sampled_from(sorted(DIRECTIONS | LINE_ENDS | set("\t\n\r "))))
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("be\x07ll\x00\r\n ringer", "bell ringer"),
        ("two\nlines", "two lines"),
        ("a\tb", "a b"),
        ("a \t\r\n b", "a b"),
        ("\n\tends\u2028", "ends"),
        ("one\u2028two\u2029three\x85four\x0bfive\x0csix", "one two three four five six"),
        ("c\x80one\x9f\x7f", "cone"),
        ("half a pair \ud83d ends", "half a pair  ends"),
        ("no character \uffff\ufffe\ufdd0\U0001ffff", "no character "),
        ("\ufeffmark", "mark"),
        ("exe.\u202excod\u202c \u2066x\u2069", "exe.xcod x"),
        ("", ""),
    ],
)
def test_what_is_not_seen_is_taken_out_and_what_parts_words_is_a_space(text: str, plain: str) -> None:
    assert plain_text(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "  spaces around  ",
        "two  spaces",
        "=1+1",
        "Beyoncé 🎵 美空ひばり",
        "👨\u200d👩\u200d👧 ❤\ufe0f",
        "نانسي\u200c عجرم \u200f(2024)\u200e",
        "no\u00a0break\u3000wide",
        "whole pair \U0001f3b5",
    ],
)
def test_all_that_is_seen_or_shapes_what_is_seen_stays(text: str) -> None:
    assert plain_text(text) == text


@given(ANY_TEXT)
def test_whatever_the_text_no_control_character_override_or_half_is_left(text: str) -> None:
    plain = plain_text(text)

    assert not {char for char in plain if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")}
    assert not set(plain) & (DIRECTIONS | {"\ufeff", "\ufffe", "\uffff"})
    assert plain_text(plain) == plain
    assert len(plain.splitlines()) <= 1


@given(ANY_TEXT)
def test_whatever_the_text_its_letters_stay_in_their_order(text: str) -> None:
    kept = [char for char in text if unicodedata.category(char)[0] in "LNMPS"]

    assert [char for char in plain_text(text) if unicodedata.category(char)[0] in "LNMPS"] == kept
