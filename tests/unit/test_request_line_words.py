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
from linernotes.slack.request_line import RequestLine, line_text, read_line

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
        ("Elisa on spotify in Italy and France for 2024", "and France", "Elisa on spotify in IT for 2024"),
        ("Elisa on spotify for 2024, in Milan", "in Milan", "Elisa on spotify for 2024"),
        ("Elisa on spotify for 2024 to", "to", "Elisa on spotify for 2024"),
        ("Elisa on spotify for from 2024-01 to 2024-02", "for", None),
        ("Elisa on spotify for 2024 YTD", None, None),
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
def test_the_left_over_of_a_clause_is_refused_by_name(
    typed: str, left: str | None, corrected: str | None
) -> None:
    if left is None:
        assert names(read(typed)) == ["Elisa", "YTD"]  # no word of a clause, so it may be a name
        return
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
        ("the last 3 months", "2024-10-01", "2024-12-31"),
        ("last 2 weeks", "2024-12-30", "2025-01-12"),
    ],
)
def test_ranges_are_read_whole(typed: str, start: str, end: str) -> None:
    line = read(f"Elisa on spotify for {typed}")
    assert line.period == Period(date.fromisoformat(start), date.fromisoformat(end))
    assert names(line) == ["Elisa"]


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
