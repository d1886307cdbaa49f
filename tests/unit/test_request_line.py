"""The line people type: forgiving in, canonical out, and a refusal always shows a line that works."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.countries import COUNTRIES, COUNTRY_NAMES
from linernotes.model.errors import LineNotUnderstood
from linernotes.model.period_limits import EARLIEST_DAY, MAX_DAYS
from linernotes.model.period_words import period_text, period_words
from linernotes.model.periods import Comparison, Period
from linernotes.model.request import MAX_ARTISTS, MAX_SONGS
from linernotes.request_line.periods import month_before, period_in
from linernotes.request_line.reading import (
    LONGEST_LINE,
    LONGEST_NAME,
    read_canonical,
    read_line,
)
from linernotes.request_line.written import LineArtist, RequestLine, line_text
from linernotes.sections.sources import SOURCES
from linernotes.slack.markup import harmless, unescaped

TODAY = date(2025, 1, 15)
UUID = "11e81bcc-9c1c-ce38-b96b-a0369fe50396"


def read(text: str) -> RequestLine:
    return read_line(text, today=TODAY)


def canonical(text: str) -> str:
    return line_text(read(text))


# ---------------------------------------------------------------------------------------------- what is read


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (
            "Billie Eilish on spotify, instagram in IT for 2024-09",
            "Billie Eilish on spotify, instagram in IT for 2024-09",
        ),
        (
            "for September 2024 in italy on Spotify and Instagram Billie Eilish",
            "Billie Eilish on spotify, instagram in IT for 2024-09",
        ),
        ("ON SPOTIFY FOR 2024 Elisa IN the United States", "Elisa on spotify in US for 2024"),
        ("Elisa on youtube subscribers in the UK for 2024", "Elisa on youtube-subscribers in GB for 2024"),
        ("Elisa, Giorgia on X for last month", "Elisa, Giorgia on twitter for 2024-12"),
        ("Elisa on spotify in September 2024", "Elisa on spotify for 2024-09"),
        ("Elisa on spotify from 2024-09-01 to 2024-09-15", "Elisa on spotify for 2024-09-01..2024-09-15"),
        ("Elisa on spotify, on deezer for 2024", "Elisa on spotify, deezer for 2024"),
        ("Elisa on X for 2024 compared to last year", "Elisa on twitter for 2024 compare previous_year"),
        ("Elisa on spotify for 2024 compare", "Elisa on spotify for 2024 compare previous_period"),
        ("Elisa on spotify for 2024 with tracks privately", "Elisa on spotify for 2024 tracks privately"),
        ("Elisa on spotify for 2024 worldwide, only me", "Elisa on spotify worldwide for 2024 privately"),
        (f"{UUID.upper()} on spotify for 2024", f"{UUID} on spotify for 2024"),
        (f"Nirvana [{UUID}] on spotify for 2024", f"Nirvana [{UUID}] on spotify for 2024"),
        ("Elisa, elisa, Elisa on spotify & spotify for 2024", "Elisa, elisa on spotify for 2024"),
    ],
)  # fmt: skip
def test_a_line_may_be_typed_in_any_order_and_case(typed: str, meant: str) -> None:
    assert canonical(typed) == meant


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Band on the Run on spotify for 2024", ["Band on the Run"]),
        ("Panic in Detroit on spotify for 2024", ["Panic in Detroit"]),
        ('"Lost in Japan", Elisa on spotify for 2024', ["Lost in Japan", "Elisa"]),
        ('"Weird Al" Yankovic on spotify for 2024', ['"Weird Al" Yankovic']),
        ('"Tracks", "privately" on spotify for 2024', ["Tracks", "privately"]),
        ("“Earth, Wind & Fire” on spotify for 2024", ["Earth, Wind & Fire"]),
        ("AC/DC; P!nk on spotify for 2024", ["AC/DC", "P!nk"]),
        ("Songs for Drella on spotify for 2024", ["Songs for Drella"]),
    ],
)
def test_a_word_begins_a_clause_only_before_something_known(typed: str, names: list[str]) -> None:
    assert [artist.name for artist in read(typed).artists] == names
    assert [artist.name for artist in read(canonical(typed)).artists] == names


def test_every_platform_may_be_written_by_its_name() -> None:
    lines = {slug: f"Elisa on {source.name} {source.metric} for 2024" for slug, source in SOURCES.items()}
    assert {slug: read(line).platforms for slug, line in lines.items()} == {slug: (slug,) for slug in SOURCES}


def test_every_country_may_be_written_by_its_name_and_by_its_code() -> None:
    def read_as(written: str) -> str | None:
        return read(f"Elisa on spotify in {written} for 2024").country

    codes = {code: code for code in COUNTRIES}
    assert {code: read_as(COUNTRY_NAMES[code]) for code in COUNTRIES} == codes
    assert {code: read_as(code.lower()) for code in COUNTRIES} == codes


# ------------------------------------------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("typed", "says", "corrected"),
    [
        ("Elisa on spotfy for 2024", "no platform “spotfy”", "Elisa on spotify for 2024"),
        ("Elisa on deezer, spotfy for 2024", "no platform “spotfy”", "Elisa on deezer, spotify for 2024"),
        ("Elisa on spotify in Itly for 2024", "no country “Itly”", "Elisa on spotify in IT for 2024"),
        ("Elisa for 2024", "On which platforms?", "Elisa on spotify for 2024"),
        ("Elisa on spotify", "For which period?", "Elisa on spotify for 2024-12"),
        ("on spotify for 2024", "Which artists?", "Billie Eilish on spotify for 2024"),
        ("Elisa on spotify for 2024-13", "“2024-13” is not a period", "Elisa on spotify for 2024-12"),
        ("Elisa on spotify for 2026", "is today, 2025-01-15 (UTC).", "Elisa on spotify for 2024-12"),
        ("Elisa on spotify for 2024-12 to 2025-12", "is today, 2025-01-15 (UTC).", None),
        ("Elisa on spotify for 2024-09-15..2024-09-01", "ends before it begins", None),
        ("Elisa on spotify for 1999", "The first day that can be asked for is 2000-01-01.", None),
        ("Elisa on spotify for 2010-01-01..2020-01-01", "At most 1,830 days, both dates included.", None),
        ("Elisa on spotify in IT in FR for 2024", "not IT and FR", "Elisa on spotify in IT for 2024"),
        ("Elisa on spotify for 2024 for 2023", "one period", "Elisa on spotify for 2024"),
        (f"{'x' * 201} on spotify for 2024", "200 characters at most", None),
        (", ".join(f"Artist {n}" for n in range(51)) + " on spotify for 2024", "51 artists", None),
        ("x" * 5_000, "longer than 4,000", None),
        ("", "Which artists?", None),
    ],
)  # fmt: skip
def test_a_refusal_says_what_is_wrong_and_shows_a_line_that_works(
    typed: str, says: str, corrected: str | None
) -> None:
    with pytest.raises(LineNotUnderstood) as refusal:
        read(typed)
    assert says in str(refusal.value)
    if corrected is not None:
        assert refusal.value.corrected == corrected
    assert canonical(refusal.value.corrected) == refusal.value.corrected


# ----------------------------------------------------------------------------------------------- round trips

_names = st.text(min_size=1, max_size=30).map(
    lambda text: " ".join("".join(char if char.isprintable() else " " for char in text).split())
)
_tricky = st.sampled_from(
    ["on spotify", "in Italy", "for 2024", "tracks", "privately", '"', '""', "a, b", "compare", "x [y]",
     "“x”", UUID, "only me", "from 2024 on", "[", "Q3 2024", "worldwide", "and", "with tracks", "IT", "x",
     "Deezer", "spotfy", "＿", "A＿B", "ˋ", "＠x", "a_b", "YTD", "Today", "H1 2024", "Sep-Nov 2024", "9/2024",
     "last 3 months", "year to date", "France", "FR, DE", "No Sections", "Sections",
     "publicly", "top 10 songs", "songs 10", "songs_limit 10", "with 5 songs", "Korea", "in Congo", "/x y"]
)  # fmt: skip
_pieces = st.sampled_from(
    ["on", "in", "for", "of", "from", "to", "with", "vs", "versus", "compare", "compared", "and", "or",
     "only", "just", "me", "us", "it", "is", "at", "be", "by", "my", "no", "so", "privately", "tracks",
     "worldwide", "sections", "without",
     "songs", "songs_limit", "top", "10", "publicly", "Korea", "Congo", "radio", "for me",
     "the", "last", "month", "year", "previous_year", "2024", "2024-09", "Q3", "September", "7",
     "H1", "YTD", "MTD", "date", "past", "months", "today", "yesterday", "Nov", "9/2024", "France", "FR",
     "days", "spotify", "Deezer", "Italy", "IT", "Côte d’Ivoire", "Re\u0301union", "Elisa", "パパ", "\u200d",
     '"', '""', "“", "”", ",", ";", "-", "/", "[", "]", "(", "!", ".", "'", "’", "&", "+"]
)  # fmt: skip
_joined = st.lists(st.tuples(_pieces, st.sampled_from(["", " ", " ", " "])), min_size=1, max_size=8).map(
    lambda pairs: " ".join("".join(map("".join, pairs)).split())
)
_artists = st.builds(
    LineArtist, name=(_names | _tricky | _joined).filter(bool), uuid=st.none() | st.uuids().map(str)
) | st.builds(LineArtist, name=st.none(), uuid=st.uuids().map(str))
_days = st.dates(min_value=EARLIEST_DAY, max_value=TODAY)


@st.composite
def _periods(draw: st.DrawFn) -> Period:
    start = draw(_days)
    whole = draw(st.sampled_from(["month", "days", "year"]))
    if whole == "month":
        return month_before(Period(start.replace(year=max(start.year, 2001)), start))
    if whole == "year":
        year = min(max(start.year, 2001), 2024)
        return Period(date(year, 1, 1), date(year, 12, 31))
    longest = min((TODAY - start).days, MAX_DAYS - 1)
    return Period(start, start + timedelta(days=draw(st.integers(0, longest))))


_lines = st.builds(
    RequestLine,
    artists=st.lists(_artists, min_size=1, max_size=4, unique=True).map(tuple),
    platforms=st.lists(st.sampled_from(list(SOURCES)), min_size=1, unique=True).map(tuple),
    period=_periods(),
    country=st.none() | st.sampled_from(sorted(COUNTRIES)),
    compare=st.none() | st.sampled_from(Comparison),
    sections=st.sampled_from([(), ("tracks",), ("songs",), ("tracks", "places"), ("places", "songs")]),
    songs_limit=st.none() | st.integers(1, MAX_SONGS),
    private=st.booleans(),
    worldwide=st.booleans(),
    no_sections=st.booleans(),
).map(
    lambda line: replace(
        line,
        worldwide=line.worldwide and not line.country,
        no_sections=line.no_sections and not line.sections,
        songs_limit=line.songs_limit if "songs" in line.sections else None,
    )
)


@given(_lines)
def test_the_canonical_line_reads_back_as_what_it_was_written_from(line: RequestLine) -> None:
    assert read(line_text(line)) == line


@given(_joined, st.sampled_from(["", ", Elisa"]), st.sampled_from(["", " compare", " tracks privately"]))
def test_a_name_of_words_of_clauses_is_itself_in_quotes(name: str, more: str, end: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    line = read(f"{quoted}{more} on deezer in IT for 2024-09{end}")
    assert line.artists[0] == LineArtist(name)
    assert (line.platforms, line.country, line.period) == (
        ("deezer",),
        "IT",
        period_in("2024-09", today=TODAY),
    )
    assert read(line_text(line)) == line


@given(_joined)
def test_whatever_a_line_is_made_of_what_it_is_taken_for_is_said_again_the_same_way(words: str) -> None:
    for text in (words, f"{words} on spotify for 2024", f"Elisa on spotify {words}"):
        try:
            line = read(text)
        except LineNotUnderstood as refusal:
            line = read(refusal.corrected)
        assert read(line_text(line)) == line


@given(_lines)
def test_a_line_that_was_shown_with_lookalikes_reads_back_as_it_was_but_for_what_is_in_quotes(
    line: RequestLine,
) -> None:
    shown = unescaped(harmless(line_text(line)))
    back = read(shown)
    assert replace(back, artists=line.artists) == line
    named = zip(back.artists, line.artists, strict=True)
    assert [one for one, other in named if as_shown(one) != as_shown(other)] == []


def as_shown(artist: LineArtist) -> str:
    return harmless(f"{artist.name} {artist.uuid}")


@pytest.mark.parametrize("year", ["previous＿year", "previous_year"])
def test_what_somebody_copied_with_a_lookalike_is_taken_with_all_that_follows(year: str) -> None:
    line = read(f"Elisa, A＿B on spotify for 2024 compare {year} tracks places privately")
    assert (line.artists, line.compare) == (
        (LineArtist("Elisa"), LineArtist("A_B")),
        Comparison.PREVIOUS_YEAR,
    )
    assert (line.sections, line.private) == (("tracks", "places"), True)


@pytest.mark.parametrize(
    "end", ["compare previous_year", "compare previous_period tracks", "places privately"]
)
def test_the_line_shown_with_a_refusal_keeps_all_that_was_understood(end: str) -> None:
    for wrong in ("Elisa on spotfy", "Elisa in Itly on spotify", "Elisa on spotify vs Giorgia"):
        with pytest.raises(LineNotUnderstood) as refusal:
            read(f"{wrong} for 2024 {end}")
        assert refusal.value.corrected.endswith(f" for 2024 {end}")


@given(_lines)
def test_the_canonical_line_means_the_same_in_any_case(line: RequestLine) -> None:
    text = line_text(line)
    assert len(read(text.upper()).artists) >= 1
    assert read(text.upper()).platforms == line.platforms
    assert read(text.upper()).period == line.period


@given(st.text(max_size=200))
def test_no_text_does_worse_than_be_refused_with_a_line_that_works(text: str) -> None:
    try:
        shown = canonical(text)
    except LineNotUnderstood as refusal:
        shown = refusal.corrected
    assert canonical(shown) == shown


def test_a_canonical_line_is_read_however_long_quotes_and_uuids_make_it() -> None:
    longest = LineArtist('"' * LONGEST_NAME, UUID)
    artists = (longest, *(LineArtist(f"{number:x>{LONGEST_NAME}}") for number in range(MAX_ARTISTS - 1)))
    line = RequestLine(artists, tuple(SOURCES), Period(TODAY, TODAY), private=True)
    assert len(line_text(line)) > LONGEST_LINE
    assert read_canonical(line_text(line), today=TODAY) == line


def test_a_name_as_long_as_can_be_is_taken() -> None:
    (artist,) = read(f"{'é' * LONGEST_NAME} on spotify for 2024").artists
    assert artist.name == "é" * LONGEST_NAME


# --------------------------------------------------------------------------------------------------- periods


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("2024-09", "2024-09-01", "2024-09-30"),
        ("sept 2024", "2024-09-01", "2024-09-30"),
        ("2024 February", "2024-02-01", "2024-02-29"),
        ("2024-Q4", "2024-10-01", "2024-12-31"),
        ("q1 2024", "2024-01-01", "2024-03-31"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02-29", "2024-02-29", "2024-02-29"),
        ("2024-01 to 2024-02", "2024-01-01", "2024-02-29"),
        ("January 2024 – February 2024", "2024-01-01", "2024-02-29"),
        ("last month", "2024-12-01", "2024-12-31"),
        ("this month", "2025-01-01", "2025-01-15"),
        ("last quarter", "2024-10-01", "2024-12-31"),
        ("last year", "2024-01-01", "2024-12-31"),
        ("last week", "2025-01-06", "2025-01-12"),
        ("the last 7 days", "2025-01-08", "2025-01-14"),
        ("yesterday", "2025-01-14", "2025-01-14"),
    ],
)
def test_a_period_may_be_typed_in_many_ways(typed: str, start: str, end: str) -> None:
    period = period_in(typed, today=TODAY)
    assert period == Period(date.fromisoformat(start), date.fromisoformat(end))
    assert period_in(period_text(period), today=TODAY) == period


@pytest.mark.parametrize("typed", ["soon", "2024-9", "20240901", "Q5 2024", "month", ""])
def test_what_is_no_period_is_none(typed: str) -> None:
    assert period_in(typed, today=TODAY) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2024-09", "September 2024"),
        ("2024", "2024"),
        ("2024-09-05", "5 September 2024"),
        ("2024-Q3", "Q3 2024"),
        ("2024-07-01..2024-08-31", "1 July 2024 – 31 August 2024"),
    ],
)
def test_a_period_is_said_in_words(typed: str, said: str) -> None:
    period = period_in(typed, today=TODAY)
    assert period is not None
    assert period_words(period) == said
