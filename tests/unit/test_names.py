"""Which names are the same, against a plain statement of the rule that shares no code with it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.names import has_dot_segment, search_term, search_terms, typed, unseen, written

LATIN = "aábcçdeéèêëfghiïíjklmnñoöóõpqrsštuüúvwxyýzžåABCÉÎÖŞİI"
MARKED = ["が", "ば", "ぱ", "パ", "й", "Ё", "ї", "ў", "क़", "ड़", "ά", "שׁ", "آ", "ø", "ł", "đ", "ħ"]
LOOKALIKES = {"'": "’‘ʼ`´′", '"': "“”„«»″", "-": "‐‑–—−"}
UNSEEN = "\u200b\u200c\u200d\u200e\u200f\u202a\u2068\u2069\u00ad\ufeff\u034f\ufe0f"
NAMES = st.text(st.sampled_from(LATIN + "".join(LOOKALIKES) + " 12!&かクйДक한王ψ"), min_size=1, max_size=15)
ANY_NAME = NAMES | st.text(max_size=20)


def plain_latin(char: str) -> str:
    """Take the accents off one character if it is a Latin letter with any, by its name in Unicode."""
    name = unicodedata.name(char, "")
    if name.startswith("LATIN ") and " WITH " in name and "STROKE" not in name:
        return unicodedata.lookup(name.split(" WITH ")[0])
    return char


@given(ANY_NAME)
def test_case_unicode_form_and_spacing_never_make_another_name(name: str) -> None:
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        again = f"  {unicodedata.normalize(form, name)}\t"
        assert written(again) == written(name)
        assert typed(again) == typed(name)
    assert written(name.casefold()) == written(name)
    assert written(written(name)) == written(name)
    assert typed(typed(name)) == typed(name)


@given(NAMES)
def test_accents_on_latin_letters_are_all_that_is_taken_off(name: str) -> None:
    assert typed("".join(map(plain_latin, name))) == typed(name)


@given(ANY_NAME, st.data())
def test_what_keyboards_change_makes_no_other_name(name: str, data: st.DataObject) -> None:
    changed = "".join(
        data.draw(st.sampled_from(LOOKALIKES[char])) if char in LOOKALIKES else char for char in name
    )
    assert typed(changed) == typed(name)


@given(NAMES, st.text(st.sampled_from(UNSEEN), min_size=1, max_size=3), st.data())
def test_unseen_characters_make_no_other_name_and_are_not_written_so(
    name: str, hidden: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(name)))
    changed = name[:at] + hidden + name[at:]
    assert typed(changed) == typed(name)
    assert written(changed) != written(name)
    assert all(map(unseen, hidden))


@given(st.sampled_from(MARKED), NAMES)
def test_a_mark_that_makes_another_letter_makes_another_name(letter: str, name: str) -> None:
    base = unicodedata.normalize("NFD", letter)[0]
    strokes = {"ø": "o", "ł": "l", "đ": "d", "ħ": "h"}
    other = strokes.get(letter, base)
    assert typed(name + letter) != typed(name + other)
    assert written(name + letter) != written(name + other)


@given(ANY_NAME, ANY_NAME)
def test_names_written_the_same_are_typed_the_same(one: str, other: str) -> None:
    if written(one) == written(other):
        assert typed(one) == typed(other)


@given(ANY_NAME)
def test_what_is_searched_for_is_composed_and_trimmed(name: str) -> None:
    term = search_term(name)
    assert unicodedata.is_normalized("NFC", term)
    assert term == " ".join(term.split())
    assert search_term(unicodedata.normalize("NFD", name)) == term


@pytest.mark.parametrize("around", ["\ufeff", "\u200b", " \u200e ", "\u2067"])
def test_unseen_characters_around_a_name_are_not_searched_for(around: str) -> None:
    assert search_terms(f"{around}Billie Eilish{around}") == ("Billie Eilish",)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Bil\u00adlie Eilish", "Billie Eilish"),
        ("a\u2011ha", "a-ha"),
        ("bıllıe", "billie"),
        ("D’Angelo", "D'Angelo"),
    ],
)
def test_what_keyboards_change_is_searched_for_without_it_next(name: str, plain: str) -> None:
    assert search_terms(name) == (name, plain)
    assert typed(plain) == typed(name)


@given(ANY_NAME)
def test_whatever_is_searched_for_looks_like_the_name(name: str) -> None:
    first, *others = search_terms(name)
    assert first == search_term(name)
    assert len(others) <= 1
    assert all(typed(other) == typed(name) for other in others)


@pytest.mark.parametrize(
    "text", [".", "..", " .. ", "../../team/usage", "a/../b", "a/.", "./a", "a/./b", "..\\a", "a/..\\b"]
)
def test_what_would_be_another_path_has_a_dot_segment(text: str) -> None:
    assert has_dot_segment(text)


@pytest.mark.parametrize("name", ["AC/DC", "...", "a/.../b", "Mr. / Mrs.", "fun.", ".38 Special", ""])
def test_dots_in_names_and_strokes_are_no_dot_segments(name: str) -> None:
    assert not has_dot_segment(name)
