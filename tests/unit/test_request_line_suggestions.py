"""What a refusal says and suggests: every error at once, and a line that reads without any."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.countries import COUNTRY_NAMES
from linernotes.model.errors import LineNotUnderstood
from linernotes.model.request import MAX_SONGS
from linernotes.request_line.reading import LONGEST_LINE, LONGEST_NAME, read_line
from linernotes.request_line.words import SHARED_NAMES
from linernotes.request_line.written import RequestLine, line_text
from linernotes.sections.registry import SECTIONS

TODAY = date(2026, 12, 1)
LINE = "Elisa on spotify for 2024-09"
KINDS_OF_PLACES = {"islands", "island", "republic"}


def read(text: str) -> RequestLine:
    return read_line(text, today=TODAY)


def refusal_of(text: str) -> LineNotUnderstood:
    with pytest.raises(LineNotUnderstood) as refusal:
        read(text)
    assert line_text(read(refusal.value.corrected)) == refusal.value.corrected
    return refusal.value


def names(line: RequestLine) -> list[str | None]:
    return [artist.name for artist in line.artists]


# ---------------------------------------------------------------------------------------------- suggestions


def spoken(words: list[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *words])


_years = st.integers(0, 9999).map(lambda year: f"{year:04}")
_months = st.builds("{}-{:02}".format, _years, st.integers(0, 13))
_made_up_periods = st.one_of(
    _years,
    _months,
    st.builds("{}-{:02}".format, _months, st.integers(0, 32)),
    st.builds("{} to {}".format, _years, _years),
    st.builds("{}..{}".format, _months, _months),
    st.builds(
        "last {} {}".format, st.integers(0, 9999), st.sampled_from(["days", "weeks", "months", "years"])
    ),
    st.builds("since {}".format, _months),
    st.sampled_from(["", "soon", "2024-09", "last month", "YTD"]),
)
_made_up_lines = st.builds(
    "{} {} {} for {} {} {} {}".format,
    spoken(["Elisa", "Elisa, Giorgia", "tracks Elisa", "Radiohead radio", "/x", "x" * 201, '"', "in Milan"]),
    spoken(["on spotify", "on spotfy", "on deezer, tiktok", "on"]),
    spoken(
        ["in IT", "in Congo", "in Korea and Italy", "in Virgin Islands", "in Milan", "worldwide", "in ZZ"]
    ),
    _made_up_periods,
    spoken(
        ["compare", "vs 2023", "vs last year", "compare previous_year", "vs Giorgia", "vs the month before"]
    ),
    spoken(
        [
            "tracks",
            "top 10 songs",
            "songs 0",
            "999 songs",
            "top ten songs",
            "no sections",
            "songs no sections",
        ]
    ),
    spoken(["privately", "publicly", "privately publicly", "privately please", "please", "in IT", "2024"]),
)


@given(_made_up_lines)
def test_what_is_suggested_for_a_line_reads_without_error_and_as_the_same(text: str) -> None:
    try:
        shown = line_text(read(text))
    except LineNotUnderstood as refusal:
        shown = refusal.corrected
    assert line_text(read(shown)) == shown


@pytest.mark.parametrize(
    "period", ["2027-01", "2024-09-30 to 2024-09-01", "2019 to 2026", "1999-01", "last 3000 years", "0000"]
)
def test_a_period_that_cannot_be_is_never_suggested_whatever_else_is_wrong(period: str) -> None:
    for wrong in ("Elisa", "Elisa on spotfy", "Elisa on spotify in Milan", "Elisa on spotify in IT, FR"):
        assert " for 2026-11" in refusal_of(f"{wrong} for {period}").corrected


def test_everything_that_is_missing_or_too_much_is_told_at_once() -> None:
    said = str(refusal_of("Elisa in IT worldwide for 2027-01 privately publicly"))
    for wrong in (
        "On which platforms?",
        "“in IT” and “worldwide”",
        "“privately” and “publicly”",
        "2026-12-01 (UTC).",
    ):
        assert said.count(wrong) == 1


def test_a_suggestion_is_no_longer_than_a_line_may_be() -> None:
    longest = ", ".join(f"{number:x>{LONGEST_NAME - 2}}" for number in range(20))
    assert len(longest) <= LONGEST_LINE < len(f"{longest} on spotify for 2026-11")
    assert len(read(refusal_of(longest).corrected).artists) == 19


# ----------------------------------------------------------------------------------------- beside and behind


@pytest.mark.parametrize(
    ("typed", "said", "corrected"),
    [
        ("tracks Elisa on spotify for 2024-09", "“tracks”", f"{LINE} tracks"),
        ("Elisa radio on spotify for 2024-09", "“radio”", f"{LINE} radio"),
        (
            "Giorgia, tracks radio Elisa on spotify for 2024-09",
            "“tracks radio”",
            f"Giorgia, {LINE} tracks radio",
        ),
        ('"Elisa" tracks on spotify for 2024-09', "“tracks”", f'"Elisa" {LINE[6:]} tracks'),
        ("on spotify tracks Elisa for 2024-09", "“tracks”", f"{LINE} tracks"),
    ],
)
def test_a_section_in_small_letters_beside_a_name_is_refused_and_suggested(
    typed: str, said: str, corrected: str
) -> None:
    refusal = refusal_of(typed)
    assert f"{said} may be part of the name beside it." in str(refusal)
    assert refusal.corrected == corrected


@pytest.mark.parametrize(
    "name",
    ["Songs for Drella", "Songs: Ohia", "songs: ohia", "TV on the Radio", "talk radio", "Talk Radio",
     "tracks of my tears", "RADIOHEAD RADIO", "Alice in Chains", "Panic in Detroit", "Elisa in Milan",
     "Places of Interest"],
)  # fmt: skip
def test_a_name_with_a_section_or_a_place_in_it_stays_one(name: str) -> None:
    line = read(f"{name} on spotify for 2024-09")
    assert (names(line), line.sections, line.country) == ([name], (), None)
    assert read(line_text(line)) == line


def test_for_the_asker_alone_and_for_everybody_contradict_each_other() -> None:
    for words in ("privately publicly", "publicly, only for me", "tracks publicly privately"):
        refusal = refusal_of(f"{LINE} {words}")
        assert "“privately” and “publicly” contradict each other." in str(refusal)
        assert refusal.corrected == f"{LINE}{' tracks' if 'tracks' in words else ''} privately"
    assert "contradict" in str(refusal_of("Elisa publicly privately on spotify for 2024-09"))


def test_publicly_says_what_is_so_anyway_and_is_a_name_only_in_quotes() -> None:
    for text in (f"{LINE} publicly", f"publicly, {LINE}", "Elisa publicly on spotify for 2024-09"):
        assert read(text) == read(LINE)
    assert refusal_of(f"publicly {LINE}").corrected == LINE
    assert names(read('"publicly Elisa" on spotify for 2024-09')) == ["publicly Elisa"]


@pytest.mark.parametrize("words", ["tracks in Milan", "tracks Please", "Please tracks"])
def test_what_stands_beside_a_section_behind_a_clause_is_what_is_not_understood(words: str) -> None:
    refusal = refusal_of(f"{LINE} {words}")
    assert f"“{words.replace('tracks', '').strip()}” is not understood" in str(refusal)
    assert refusal.corrected == f"{LINE} tracks"


def test_what_stands_beside_privately_behind_a_clause_is_what_is_not_understood() -> None:
    refusal = refusal_of(f"{LINE} privately please")
    assert "“please” is not understood" in str(refusal)
    assert refusal.corrected == f"{LINE} privately"
    assert "“privately” may be part of the name" in str(refusal_of("privately Elisa on spotify for 2024-09"))


# ------------------------------------------------------------------------------------------ shared countries


def test_a_name_is_shared_where_names_of_countries_end_in_it_and_none_is_it() -> None:
    ends: dict[str, set[str]] = {}
    for code, name in COUNTRY_NAMES.items():
        words = name.lower().split()
        for at in range(1, len(words)):
            ends.setdefault(" ".join(words[at:]), set()).add(code)
    own = {name.lower() for name in COUNTRY_NAMES.values()}
    shared = {
        name: codes for name, codes in ends.items() if len(codes) > 1 and name not in own | KINDS_OF_PLACES
    }
    assert {name: set(codes) for name, codes in SHARED_NAMES.items()} == shared


@pytest.mark.parametrize("name", SHARED_NAMES)
@pytest.mark.parametrize(
    "line",
    ["Elisa on spotify in {} for 2024-09", "Elisa in the {} on spotify for 2024-09", f"{LINE} in {{}}",
     "Elisa on spotify in {} 2024-09", f"{LINE} in {{}} privately"],
)  # fmt: skip
def test_a_name_that_several_countries_share_is_refused_with_the_code_of_each(name: str, line: str) -> None:
    refusal = refusal_of(line.format(name.title()))
    assert f"“{name.title()}” may be" in str(refusal)
    for code in SHARED_NAMES[name]:
        assert f"{COUNTRY_NAMES[code]} (in {code})" in str(refusal)
        assert read(f"{LINE} in {code}").country == code
    assert f" in {SHARED_NAMES[name][0]} " in f"{refusal.corrected} "


@pytest.mark.parametrize(
    ("written", "code"),
    [("Guinea", "GN"), ("Sudan", "SD"), ("Samoa", "WS"), ("North Korea", "KP"), ("DR Congo", "CD"),
     ("the Republic of the Congo", "CG"), ("British Virgin Islands", "VG")],
)  # fmt: skip
def test_a_name_that_is_one_countrys_own_means_that_country(written: str, code: str) -> None:
    assert read(f"Elisa on spotify in {written} for 2024-09").country == code


def test_of_two_countries_one_with_a_shared_name_both_errors_are_told() -> None:
    said = str(refusal_of("Elisa on spotify in Italy and Korea for 2024-09"))
    assert "not IT and KR" in said
    assert "“Korea” may be" in said
    assert names(read('Elisa, "Lost in Korea" on spotify for 2024-09')) == ["Elisa", "Lost in Korea"]


# --------------------------------------------------------------------------------------------- how many songs


@pytest.mark.parametrize(
    "words",
    ["top 10 songs", "Top 10 Songs", "10 songs", "songs 10", "songs: 10", "songs_limit 10",
     "with the top 10 songs", "and 10 songs", "songs, top 10 songs"],
)  # fmt: skip
def test_how_many_songs_may_be_said_as_a_clause_anywhere(words: str) -> None:
    for text in (f"{LINE} {words}", f"{words}, {LINE}", f"{LINE} tracks {words} privately"):
        line = read(text)
        assert (line.songs_limit, names(line)) == (10, ["Elisa"])
        assert "songs" in line.sections
        assert "top 10 songs" in line_text(line)
        assert read(line_text(line)) == line


@given(st.integers(1, MAX_SONGS), st.sets(st.sampled_from(list(SECTIONS))))
def test_a_line_with_any_number_of_songs_reads_back_as_the_same(number: int, more: set[str]) -> None:
    line = read(f"{LINE} {' '.join(sorted(more - {'songs'}))} top {number} songs")
    assert (line.songs_limit, set(line.sections)) == (number, more | {"songs"})
    assert read(line_text(line)) == line


def test_how_many_songs_may_stand_right_behind_a_name() -> None:
    for words in ("top 10 songs", "with 10 songs", "with the top 10 songs"):
        line = read(f"Elisa {words} on spotify for 2024-09")
        assert (line.songs_limit, line.sections, names(line)) == (10, ("songs",), ["Elisa"])
    assert names(read("Top 10 Songs on spotify for 2024-09, Elisa")) == ["Elisa"]
    assert names(read('"top 10 songs" on spotify for 2024-09')) == ["top 10 songs"]


@pytest.mark.parametrize("words", ["0 songs", "top 101 songs", "songs 999", "10 songs, 20 songs",
                                   "top ten songs", "top songs", "songs 2024"])  # fmt: skip
def test_a_number_of_songs_that_cannot_be_is_refused_with_how_it_is_said(words: str) -> None:
    refusal = refusal_of(f"{LINE} {words}")
    assert f"1 to {MAX_SONGS}" in str(refusal)
    assert "“top 10 songs”" in str(refusal)
    assert refusal.corrected.removesuffix(" songs").removesuffix(" top 10") == LINE
