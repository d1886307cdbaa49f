"""Words that are also codes, privacy, comparisons and left-overs: what a line means, and what is refused."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.countries import COUNTRIES
from linernotes.model.errors import LineNotUnderstood
from linernotes.model.period_words import MONTHS, period_name, period_text, period_words
from linernotes.model.periods import Comparison, Period
from linernotes.request_line.reading import read_line
from linernotes.request_line.written import RequestLine, line_text

TODAY = date(2025, 1, 15)
LINE = "Elisa on spotify for 2024-09"
WORDS = ["me", "us", "it", "is", "at", "be", "by", "my", "no", "so", "to", "in", "as", "am", "do", "la"]


def read(text: str) -> RequestLine:
    return read_line(text, today=TODAY)


def refusal_of(text: str) -> LineNotUnderstood:
    with pytest.raises(LineNotUnderstood) as refusal:
        read(text)
    assert line_text(read(refusal.value.corrected)) == refusal.value.corrected
    return refusal.value


def names(line: RequestLine) -> list[str | None]:
    return [artist.name for artist in line.artists]


# -------------------------------------------------------------------------------------------------- privacy


@pytest.mark.parametrize(
    "phrase",
    ["only for me", "Only For Me", "ONLY FOR ME", "just for me", "for me only", "for me alone", "for me",
     "only me", "me only", "only to me", "to me only", "only for myself", "for my eyes only", "privately",
     "private", "in private", "only for me.", "(just for me)", "and only for me"],
)  # fmt: skip
def test_what_is_asked_privately_is_private_wherever_it_stands_and_about_no_country(phrase: str) -> None:
    for text in (
        f"{LINE} {phrase}",
        f"{LINE}, {phrase}",
        f"Elisa on spotify {phrase} for 2024-09",
        f"{phrase}, {LINE}",
        f"{LINE} tracks {phrase}",
        f"{LINE} {phrase} tracks",
    ):
        line = read(text)
        assert (line.private, line.country, names(line)) == (True, None, ["Elisa"])
    line = read(f"Elisa on spotify in IT {phrase} for 2024-09")
    assert (line.private, line.country) == (True, "IT")


@pytest.mark.parametrize("phrase", ["only for me", "just for me", "for me only", "privately"])
def test_privacy_right_behind_a_name_is_privacy(phrase: str) -> None:
    line = read(f"Elisa {phrase} on spotify for 2024-09")
    assert (line.private, line.country, names(line)) == (True, None, ["Elisa"])


@pytest.mark.parametrize("text", ["Elisa for me", "only for me Elisa", "privately Elisa"])
def test_what_may_be_privacy_or_a_name_is_refused_with_the_private_line(text: str) -> None:
    assert refusal_of(f"{text} on spotify for 2024-09").corrected == f"{LINE} privately"


@pytest.mark.parametrize("name", ["only", "only for me", "just for me", "privately", "for me", "tracks"])
def test_in_quotes_the_same_is_an_artist(name: str) -> None:
    line = read(f'"{name}" on spotify for 2024-09')
    assert (line.private, names(line)) == (False, [name])
    assert read(line_text(line)) == line


# -------------------------------------------------------------------------------- words that are also codes


@pytest.mark.parametrize("word", WORDS)
def test_a_name_that_ends_in_a_word_that_is_a_code_stays_a_name(word: str) -> None:
    for name in (f"Waiting for {word.title()}", f"Lost In {word.title()}", f"lost in {word}"):
        line = read(f"{name} on spotify for 2024-09")
        assert (line.country, line.private, names(line)) == (None, False, [name])
    if word != "me":
        assert names(read(f"waiting for {word} on spotify for 2024-09")) == [f"waiting for {word}"]
        shouted = read(f"WAITING FOR {word.upper()} ON SPOTIFY FOR 2024-09")
        assert (shouted.country, names(shouted)) == (None, [f"WAITING FOR {word.upper()}"])


@pytest.mark.parametrize("word", WORDS)
def test_behind_in_where_a_country_can_stand_the_same_word_is_one(word: str) -> None:
    code = word.upper()
    assert code in COUNTRIES
    for text in (
        f"Elisa on spotify in {word} for 2024-09",
        f"{LINE} in {word}",
        f"{LINE} in {word} privately",
        f"{LINE} for me in {word}",
        f"Elisa in {code} on spotify for 2024-09",
        *([f"Elisa on spotify for {code} for 2024-09"] if word != "me" else []),
    ):
        line = read(text)
        assert (line.country, names(line)) == (code, ["Elisa"])


@pytest.mark.parametrize("word", [word for word in WORDS if word != "me"])
def test_for_and_a_word_that_is_a_code_is_no_country_and_no_artist(word: str) -> None:
    assert f"for {word}" in str(refusal_of(f"Elisa on spotify for {word} for 2024-09"))


# ---------------------------------------------------------------------------------------------- comparisons


@pytest.mark.parametrize(
    ("asked", "compare"),
    [
        ("2024 compare to 2023", "previous_year"),
        ("2024 compared with 2023", "previous_year"),
        ("2024-09 vs 2023-09", "previous_year"),
        ("2024-09 vs. September 2023", "previous_year"),
        ("2024-Q3 versus 2023-Q3", "previous_year"),
        ("2024-08 vs 2024-07", "previous_period"),
        ("2024-08 vs last month", "previous_period"),
        ("2024-08 compare to the month before", "previous_period"),
        ("2024-02 compare to 2023-02-01..2023-02-28", "previous_year"),
        ("2024-09 compare to 2024-08-02..2024-08-31", "previous_period"),
        ("2024-09-10..2024-09-19 vs 2024-08-31..2024-09-09", "previous_period"),
        ("2024-09 vs last year", "previous_year"),
        ("2024-09 vs the year before", "previous_year"),
        ("2024-09 vs a year ago", "previous_year"),
        ("2024-09 compared to the same month last year", "previous_year"),
        ("2024-09 compared to the same period in 2023", "previous_year"),
        ("2024-09 vs previous period", "previous_period"),
        ("2024-09 vs the period before", "previous_period"),
        ("2024-09 compare", "previous_period"),
        ("2024-09, compared", "previous_period"),
        ("2024-09 compare previous_year, vs 2023-09", "previous_year"),
    ],
)
def test_a_period_may_be_compared_with_where_it_is_exactly_one_of_the_two(asked: str, compare: str) -> None:
    line = read(f"Elisa on spotify for {asked}")
    assert (line.compare, names(line)) == (Comparison(compare), ["Elisa"])
    assert line.period == read(f"Elisa on spotify for {asked.split()[0].strip(',')}").period


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("2024 compare to 2022", "compare to 2022"),
        ("2024-09 vs 2022-09", "vs 2022-09"),
        ("2024-09 vs 2024-08", "vs 2024-08"),
        ("2024-09 compared to last month", "compared to last month"),
        ("2024-09 vs 2023-13", "vs 2023-13"),
        ("2024 compared to the same period in 2021", "compared to the same period in 2021"),
    ],
)
def test_any_other_period_is_refused_with_what_can_be_compared(asked: str, left: str) -> None:
    message = str(refusal_of(f"Elisa on spotify for {asked}"))
    assert f"“{left}”" in message
    period = read(f"Elisa on spotify for {asked.split()[0]}").period
    for way in Comparison:
        assert f"{way.value} ({period_text(period.compared_by(way))})" in message


@given(st.dates(date(2010, 1, 1), date(2024, 6, 1)), st.integers(1, 400), st.dates(date(2008, 1, 1)))
def test_what_is_compared_with_is_what_was_named_or_nothing(start: date, days: int, other: date) -> None:
    period = Period(start, min(start + timedelta(days=days - 1), date(2024, 12, 31)))
    for named in (
        *(period.compared_by(way) for way in Comparison),
        Period(other, other + timedelta(days=days - 1)),
    ):
        text = f"Elisa on spotify for {period_text(period)} vs {period_text(named)}"
        try:
            line = read(text)
        except LineNotUnderstood:
            assert named not in [period.compared_by(way) for way in Comparison]
        else:
            assert line.compare is not None
            assert line.period.compared_by(line.compare) == named


# ----------------------------------------------------------------------------------------------- left-overs


@pytest.mark.parametrize(
    ("typed", "left", "corrected"),
    [
        ("Elisa on spotify in Milan for 2024", "in Milan", "Elisa on spotify for 2024"),
        ("Elisa on spotify in Italy and Giorgia for 2024", "and Giorgia", "Elisa on spotify in IT for 2024"),
        ("Elisa on spotify for 2024, in Milan", "in Milan", "Elisa on spotify for 2024"),
        ("Elisa on spotify for 2024 to", "to", "Elisa on spotify for 2024"),
        ("Elisa on spotify for from 2024-01 to 2024-02", "for", None),
        ("Elisa on spotify for 2024 YTD", "YTD", "Elisa on spotify for 2024"),
        ("Elisa on spotify for 2024 today", "today", "Elisa on spotify for 2024"),
        ("Elisa on spotify for 2024-09, to 2023", "to 2023", LINE),
        ("Elisa on spotify for 2024 with Giorgia", "with Giorgia", "Elisa on spotify for 2024"),
        ("Elisa on spotify for 2024-09, 2023-09", "2023-09", LINE),
        ("Elisa on spotify for 2024-09 /10", "/10", LINE),
        ("Elisa on spotify for 2024-09 versus", "versus", LINE),
        ("Elisa on spotify for 2024-09 compare with Giorgia", "compare with Giorgia", LINE),
        ("Elisa vs Giorgia on spotify for 2024-09", "vs Giorgia", LINE),
        ("Elisa, vs Giorgia on spotify for 2024-09", "vs Giorgia", LINE),
        ("Elisa compare on spotify for 2024-09", "compare", LINE),
        ("Elisa in on spotify for 2024-09", "in", LINE),
        ("only on spotify for 2024-09", "only", '"only" on spotify for 2024-09'),
        ("on spotify for 2024-09 In Flames", "In Flames", '"In Flames" on spotify for 2024-09'),
    ],
)
def test_the_left_over_of_a_clause_is_refused_by_name(typed: str, left: str, corrected: str | None) -> None:
    refusal = refusal_of(typed)
    assert f"“{left}”" in str(refusal)
    if corrected is not None:
        assert refusal.corrected == corrected


@pytest.mark.parametrize(
    "name",
    ["In Flames", "For King & Country", "Of Monsters and Men", "From First to Last", "With Confidence",
     "Come On", "At the Drive-In", "Against Me!", "Class of 2024", "Tones and I", "Against All Odds"],
)  # fmt: skip
def test_names_that_begin_or_end_in_such_a_word_are_names_at_the_beginning(name: str) -> None:
    line = read(f"{name} on spotify for 2024-09")
    assert names(line) == [name]
    assert read(line_text(line)) == line


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("2019 to 2023", "2019-01-01", "2023-12-31"),
        ("2022-2023", "2022-01-01", "2023-12-31"),
        ("2024/09", "2024-09-01", "2024-09-30"),
        ("2024/09/05", "2024-09-05", "2024-09-05"),
        ("September to November 2024", "2024-09-01", "2024-11-30"),
        ("Q1 2024 to Q3 2024", "2024-01-01", "2024-09-30"),
        ("2023-Q4 – 2024-H1", "2023-10-01", "2024-06-30"),
        ("h1 2023 until h2 2024", "2023-01-01", "2024-12-31"),
        ("the last 3 months", "2024-10-01", "2024-12-31"),
        ("last 2 weeks", "2024-12-30", "2025-01-12"),
        ("past 2 weeks", "2024-12-30", "2025-01-12"),
        ("last 3 month", "2024-10-01", "2024-12-31"),
        ("last 2 quarters", "2024-07-01", "2024-12-31"),
        ("last 7 days", "2025-01-08", "2025-01-14"),
        ("Sep-Nov 2024", "2024-09-01", "2024-11-30"),
        ("Sept. – Nov. 2024", "2024-09-01", "2024-11-30"),
        ("Nov 2023-Feb 2024", "2023-11-01", "2024-02-29"),
        ("November to February 2024", "2023-11-01", "2024-02-29"),
        ("2024-09 to 2024-11", "2024-09-01", "2024-11-30"),
        ("2024/09 to 2024/11", "2024-09-01", "2024-11-30"),
        ("9/2024", "2024-09-01", "2024-09-30"),
        ("H1 2024", "2024-01-01", "2024-06-30"),
        ("2024 H2", "2024-07-01", "2024-12-31"),
        ("2024-H2", "2024-07-01", "2024-12-31"),
        ("H1 2025", "2025-01-01", "2025-01-15"),
        ("Q3 2024", "2024-07-01", "2024-09-30"),
        ("YTD", "2025-01-01", "2025-01-15"),
        ("year to date", "2025-01-01", "2025-01-15"),
        ("this year", "2025-01-01", "2025-01-15"),
        ("mtd", "2025-01-01", "2025-01-15"),
        ("quarter-to-date", "2025-01-01", "2025-01-15"),
        ("today", "2025-01-15", "2025-01-15"),
        ("yesterday", "2025-01-14", "2025-01-14"),
    ],
)
def test_a_period_is_read_whole_wherever_it_stands_and_without_its_for_behind_a_clause(
    typed: str, start: str, end: str
) -> None:
    for text in (
        f"Elisa on spotify for {typed}",
        f"Elisa for {typed} on spotify",
        f"for {typed}, Elisa on spotify",
        f"Elisa on spotify {typed}",
        f"Elisa on spotify in IT {typed}",
    ):
        line = read(text)
        assert line.period == Period(date.fromisoformat(start), date.fromisoformat(end))
        assert names(line) == ["Elisa"]
        assert read(line_text(line)) == line


@given(
    st.integers(2020, 2024),
    st.integers(1, 12),
    st.integers(1, 12),
    st.integers(1, 400),
    st.sampled_from(["to", "until", "–", "..", "-"]),
    st.sampled_from([3, 9]),
)
def test_every_way_to_type_a_period_is_written_back_as_the_same(
    year: int, month: int, later: int, number: int, to: str, letters: int
) -> None:
    one, other = (MONTHS[which - 1][:letters] for which in (month, later))
    first, last = date(year, month, 1), date(year, later, monthrange(year, later)[1])
    joint = to if to == "-" else f" {to} "
    ways = {
        f"{one}{joint}{other} {year}": Period(
            first if month <= later else first.replace(year=year - 1), last
        ),
        f"{one} {year - 1}{joint}{other} {year}": Period(first.replace(year=year - 1), last),
        f"{year - 1}{joint}{year}": Period(date(year - 1, 1, 1), date(year, 12, 31)),
        f"{month}/{year}": Period(first, date(year, month, monthrange(year, month)[1])),
        f"{year}/{month:02}": Period(first, date(year, month, monthrange(year, month)[1])),
        f"H{1 + month // 7} {year}": Period(
            date(year, 1 + 6 * (month // 7), 1), date(year, 6, 30) if month < 7 else date(year, 12, 31)
        ),
        f"past {number} days": Period(TODAY - timedelta(days=number), TODAY - timedelta(days=1)),
    }
    for typed, period in ways.items():
        line = read(f"Elisa on spotify for {typed}")
        assert (line.period, names(line)) == (period, ["Elisa"])
        assert read(line_text(line)) == line


@pytest.mark.parametrize("joint", [" and ", ", ", " ", " & ", "/", " or ", ", and ", " in ", ", in "])
@pytest.mark.parametrize(
    ("one", "other"), [("Italy", "France"), ("IT", "FR"), ("it", "fr"), ("IT", "the UK")]
)
def test_two_countries_are_refused_however_they_are_joined(one: str, other: str, joint: str) -> None:
    for text in (
        f"Elisa on spotify in {one}{joint}{other} for 2024-09",
        f"Elisa in {one}{joint}{other} on spotify for 2024-09",
        f"{LINE} in {one}{joint}{other}",
        f"{LINE} in {one}{joint}{other} privately",
        f"in {one}{joint}{other} for 2024-09 Elisa on spotify",
    ):
        refusal = refusal_of(text)
        assert "One country at a time" in str(refusal)
        assert refusal.corrected.startswith("Elisa on spotify in IT for 2024-09")


def test_a_name_that_is_a_countrys_too_is_an_artist_in_quotes_or_before_the_country() -> None:
    assert names(read('Elisa on spotify in IT, "France" for 2024-09')) == ["Elisa", "France"]
    assert names(read("Japan, Elisa on spotify in IT for 2024-09")) == ["Japan", "Elisa"]
    assert names(read("Elisa on spotify in IT, Is This It for 2024-09")) == ["Elisa", "Is This It"]


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2010 to 2024", "At most 1,830 days, both dates included."),
        ("last 2000 days", "At most 1,830 days"),
        ("last 99 months", "At most 1,830 days"),
        ("last 99 years", "first day that can be asked for is 2000-01-01"),
        ("2026", "last day there can be data for is today, 2025-01-15 (UTC)"),
        ("last 0 days", "“last 0 days” is not a period. A period is, for example, 2024-09,"),
        ("Sep-Nov 2025", "last day there can be data for is today"),
    ],
)
def test_a_period_beyond_a_limit_is_refused_with_what_is_allowed(period: str, said: str) -> None:
    assert said in str(refusal_of(f"Elisa on spotify for {period}"))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Côte d’Ivoire", "CI"), ("Cote d'Ivoire", "CI"), ("ivory coast", "CI"), ("reunion", "RE"),
        ("Re\N{COMBINING ACUTE ACCENT}union", "RE"), ("Türkiye", "TR"), ("turkiye", "TR"),
    ],
)  # fmt: skip
def test_a_country_is_known_without_its_accents_too(typed: str, code: str) -> None:
    assert read(f"Elisa on spotify in {typed} for 2024-09").country == code


def test_what_nobody_sees_does_not_keep_a_clause_from_being_one() -> None:
    assert read("\u2068Elisa\u2069 on\u200b spotify for\ufeff 2024-09") == read(LINE)


# --------------------------------------------------------------------------------------------- period names


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(0, 500))
def test_only_what_is_exactly_a_year_quarter_month_or_day_has_its_name(start: date, days: int) -> None:
    whole = {
        **{(f"{year}-01-01", f"{year}-12-31"): f"{year}" for year in range(1999, 2034)},
        **{
            (f"{year}-{3 * q - 2:02}-01", f"{year}-{3 * q:02}-{monthrange(year, 3 * q)[1]}"): f"Q{q} {year}"
            for year in range(1999, 2034)
            for q in range(1, 5)
        },
        **{
            (f"{year}-{m:02}-01", f"{year}-{m:02}-{monthrange(year, m)[1]}"): f"{MONTHS[m - 1]} {year}"
            for year in range(1999, 2034)
            for m in range(1, 13)
        },
    }
    end = start + timedelta(days=days)
    for period in (Period(start, end), Period(start.replace(day=1), start.replace(day=1) + (end - start))):
        expected = whole.get((str(period.start), str(period.end)))
        if days:
            assert period_name(period) == expected
        said = period_words(period)
        for day in (period.start, period.end):
            assert expected == said or f"{day.day} {MONTHS[day.month - 1]} {day.year}" in said
    for (first, last), name in whole.items():
        if first.startswith(str(start.year)):
            assert period_words(Period(date.fromisoformat(first), date.fromisoformat(last))) == name


@pytest.mark.parametrize("hyphen", "‐‑‒−－")
def test_a_hyphen_of_another_kind_is_a_hyphen(hyphen: str) -> None:
    assert read(f"Elisa on spotify for 2024{hyphen}09") == read(LINE)
    whole_year = f"Elisa on spotify for 2023{hyphen}01 {hyphen} 2023{hyphen}12"
    assert line_text(read(whole_year)) == "Elisa on spotify for 2023"
    assert names(read(f"Jay{hyphen}Z on spotify for 2024-09")) == ["Jay-Z"]
    assert names(read(f'"Jay{hyphen}Z" on spotify for 2024-09')) == [f"Jay{hyphen}Z"]


@pytest.mark.parametrize("stop", [".", "!", "?", " ."])
def test_a_full_stop_ends_a_line_as_nothing_does(stop: str) -> None:
    assert read(f"{LINE}{stop}") == read(LINE)
    assert names(read(f"on spotify for 2024-09, Elisa, !!{stop}"))[0] == "Elisa"
    assert names(read(f"!!! on spotify for 2024-09{stop}")) == ["!!!"]
