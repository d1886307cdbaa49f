"""What people type without thinking of a grammar: months alone, numbers in words, quotes of every kind."""

from __future__ import annotations

from datetime import date

import pytest

from linernotes.model.errors import LineNotUnderstood
from linernotes.model.periods import Period
from linernotes.request_line.reading import read_line
from linernotes.request_line.written import RequestLine, line_text

TODAY = date(2024, 11, 20)


def read(text: str) -> RequestLine:
    return read_line(text, today=TODAY)


def refusal_of(text: str) -> LineNotUnderstood:
    with pytest.raises(LineNotUnderstood) as refusal:
        read(text)
    assert line_text(read(refusal.value.corrected)) == refusal.value.corrected
    return refusal.value


def names(line: RequestLine) -> list[str | None]:
    return [artist.name for artist in line.artists]


@pytest.mark.parametrize("word", ["for", "in", "during", "over", "For the"])
@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("September", "2024-09-01", "2024-09-30"),
        ("sept.", "2024-09-01", "2024-09-30"),
        ("november", "2024-11-01", "2024-11-20"),
        ("December", "2023-12-01", "2023-12-31"),
        ("Q3", "2024-07-01", "2024-09-30"),
        ("q4", "2024-10-01", "2024-11-20"),
        ("H1", "2024-01-01", "2024-06-30"),
        ("September to November", "2024-09-01", "2024-11-20"),
        ("Nov-Feb", "2023-11-01", "2024-02-29"),
        ("H2 2024", "2024-07-01", "2024-11-20"),
        ("last three months", "2024-08-01", "2024-10-31"),
        ("past twelve months", "2023-11-01", "2024-10-31"),
        ("last seven days", "2024-11-13", "2024-11-19"),
        ("last two quarters", "2024-04-01", "2024-09-30"),
    ],
)
def test_a_period_without_its_year_is_the_last_that_has_begun_and_numbers_may_be_words(
    word: str, typed: str, start: str, end: str
) -> None:
    if word == "For the" and typed.startswith("H2 "):
        word = "For"
    line = read(f"Elisa on spotify {word} {typed}")
    assert line.period == Period(date.fromisoformat(start), date.fromisoformat(end))
    assert names(line) == ["Elisa"]
    assert read(f"Elisa {word} {typed} on spotify") == line
    assert read(f"Elisa on spotify {typed}") == line


def test_a_month_is_part_of_a_name_where_the_line_has_another_period() -> None:
    line = read("Waiting for June, April on spotify for 2024-09")
    assert names(line) == ["Waiting for June", "April"]
    assert read(line_text(line)) == line


@pytest.mark.parametrize(
    ("typed", "start"),
    [("2024-09", date(2024, 9, 1)), ("September", date(2024, 9, 1)), ("Q2 2024", date(2024, 4, 1)),
     ("2023", date(2023, 1, 1)), ("2024-09-05", date(2024, 9, 5)), ("last month", date(2024, 10, 1))],
)  # fmt: skip
def test_since_reaches_from_the_beginning_of_a_period_to_today(typed: str, start: date) -> None:
    assert read(f"Elisa on spotify since {typed}").period == Period(start, TODAY)
    assert read(f"Elisa since {typed} on spotify").period == Period(start, TODAY)


def test_since_what_is_still_to_come_is_refused() -> None:
    assert "ends before it begins" in str(refusal_of("Elisa on spotify since 2025-01"))


@pytest.mark.parametrize(
    "quotes", ['""', "“”", "„“", "„”", "«»", "»«", "‹›", "›‹", "''", "‘’", "‚‘", "「」", "『』"]
)
@pytest.mark.parametrize("name", ["Drake", "Tyler, The Creator", "Made in IT on deezer for 2023", "Lil' Kim"])
def test_quotes_of_every_kind_keep_a_name_whole_and_are_no_part_of_it(quotes: str, name: str) -> None:
    begin, end = quotes[0], quotes[1]
    line = read(f"{begin}{name}{end}, Elisa on spotify for 2024-09")
    assert names(line) == [name, "Elisa"]
    assert line.artists[0].apart
    assert names(read(f"Elisa, {begin}{name}{end} on spotify for 2024-09")) == ["Elisa", name]
    assert read(line_text(line)) == line


@pytest.mark.parametrize(("begin", "end"), ["''", "‘’", "«»"])
def test_quotes_behind_a_clause_are_quotes_too(begin: str, end: str) -> None:
    assert names(read(f"on spotify {begin}Drake{end} for 2024-09")) == ["Drake"]


@pytest.mark.parametrize(
    "name", ["'Til Tuesday", "’Til Tuesday", "Guns N' Roses", "Rock 'n' Roll", "Destiny's Child", "Cookin'"]
)
def test_an_apostrophe_is_no_quote(name: str) -> None:
    assert names(read(f"{name}, Destiny’s Child on spotify for 2024-09")) == [name, "Destiny’s Child"]


@pytest.mark.parametrize(
    ("typed", "named", "corrected"),
    [
        ("in IT worldwide", ("“in IT”", "“worldwide”"), "Elisa on spotify in IT for 2024-09"),
        ("worldwide in Italy", ("“in IT”", "“worldwide”"), "Elisa on spotify in IT for 2024-09"),
        ("in the world, in IT", ("“in IT”", "“worldwide”"), "Elisa on spotify in IT for 2024-09"),
        ("tracks no sections", ("“tracks”", "“no sections”"), "Elisa on spotify for 2024-09 tracks"),
        (
            "without sections, shazam, tracks",
            ("“tracks, shazam”", "“no sections”"),
            "Elisa on spotify for 2024-09 tracks shazam",
        ),
    ],
)
def test_what_contradicts_itself_is_refused_by_name(
    typed: str, named: tuple[str, str], corrected: str
) -> None:
    refusal = refusal_of(f"Elisa on spotify for 2024-09 {typed}")
    assert all(name in str(refusal) for name in named)
    assert sorted(refusal.corrected.split()) == sorted(corrected.split())


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("drake in it september please", "drake on spotify in IT for 2024-09"),
        ("drake on spotify in it september please", "drake on spotify in IT for 2024-09"),
        ("drake on spotify for 2024-09 please", "drake on spotify for 2024-09"),
        ("drake on spotify for 2024-09, please", "drake on spotify for 2024-09"),
        ("drake on spotify please for 2024-09", "drake on spotify for 2024-09"),
        ("drake in it last month please on deezer", "drake on deezer in IT for 2024-10"),
    ],
)
def test_a_word_that_trails_a_clause_is_refused_by_name_and_no_artist(typed: str, corrected: str) -> None:
    refusal = refusal_of(typed)
    assert "“please” is not understood" in str(refusal)
    assert refusal.corrected == corrected


def test_artists_behind_clauses_are_artists_where_none_came_before() -> None:
    assert names(read("on spotify in IT Drake, Elisa for 2024-09")) == ["Drake", "Elisa"]
    assert names(read("Drake on spotify, Elisa for 2024-09")) == ["Drake", "Elisa"]
    assert names(read('Drake on spotify "please" for 2024-09')) == ["Drake", "please"]


@pytest.mark.parametrize("name", ["Lost in It", "Made in IT 2000", "lost in it"])
def test_a_name_with_a_country_in_it_is_a_name_still(name: str) -> None:
    quoted = f'"{name}"' if "2000" in name else name
    assert names(read(f"{quoted} on spotify for 2024-09")) == [name]
