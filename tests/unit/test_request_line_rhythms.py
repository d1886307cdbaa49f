"""Lines that ask for a report again and again: how often, when, about which days, and what is refused."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.errors import LineNotUnderstood
from linernotes.model.periods import Period
from linernotes.request_line.reading import read_canonical, read_line
from linernotes.request_line.rhythms import MOVING_PERIODS, LineRhythm, first_days, ordinal, rhythm_text
from linernotes.request_line.written import LineArtist, RequestLine, line_text
from linernotes.subscriptions.subscription import Every, MovingPeriod

TODAY = date(2026, 12, 1)


WEEKLY, DAILY, MONTHLY = (
    "for last week every monday 08:30",
    "for yesterday every day 08:30",
    "for last month every month on the 3rd 08:30",
)


def read(text: str) -> RequestLine:
    return read_line(text, today=TODAY, repeats=True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Annalisa in IT on spotify every monday 8:30", "in IT for last week every monday 08:30"),
        ("Annalisa on spotify every day 8:30", "for yesterday every day 08:30"),
        ("Annalisa on spotify every day", "for yesterday every day 08:30"),
        ("Annalisa on spotify every month", "for last month every month on the 3rd 08:30"),
        ("Annalisa on spotify every month on the 3rd at 8:30", "for last month every month on the 3rd 08:30"),
        ("Annalisa on spotify every month on day 21, 7.05", "for last month every month on the 21st 07:05"),
        ("Annalisa on spotify every month on the last day", "for last month every month on the 31st 08:30"),
        ("Annalisa on spotify every 3rd", "for last month every month on the 3rd 08:30"),
        ("Annalisa on spotify every 2nd of the month", "for last month every month on the 2nd 08:30"),
        ("EVERY WEEK ON Fri AT 9PM Annalisa on spotify", "for last week every friday 21:00"),
        ("Annalisa on spotify every thursdays 12 am", "for last week every thursday 00:00"),
        ("Annalisa on spotify every week 12:15 p.m.", "for last week every monday 12:15"),
        ("Annalisa on spotify every monday at 10", "for last week every monday 10:00"),
        ("Annalisa on spotify every monday top 10 songs", "for last week top 10 songs every monday 08:30"),
        ("Annalisa on spotify for last 28 days every monday", "for last 28 days every monday 08:30"),
        ("Annalisa on spotify last 7 days every monday", "for last 7 days every monday 08:30"),
        ("Annalisa on spotify every day for yesterday", "for yesterday every day 08:30"),
        ("Annalisa on spotify for last quarter every month", "for last quarter every month on the 3rd 08:30"),
        ("Annalisa on spotify MTD every monday", "for month to date every monday 08:30"),
        ("Annalisa on spotify for this month every day", "for month to date every day 08:30"),
        ("Annalisa on spotify for previous week every day", "for last week every day 08:30"),
        ("Annalisa on spotify vs last year every 3rd",
         "for last month compare previous_year every month on the 3rd 08:30"),
        ("Annalisa on spotify every monday 8:30 Europe/Rome, only for me",
         "for last week privately every monday 08:30 Europe/Rome"),
        ("Annalisa on spotify every monday 8:30 UTC", "for last week every monday 08:30 UTC"),
    ],
)  # fmt: skip
def test_how_often_may_be_typed_in_many_ways_and_is_written_in_one(typed: str, meant: str) -> None:
    assert line_text(read(typed)) == f"Annalisa on spotify {meant}"


@pytest.mark.parametrize(
    ("typed", "says", "corrected"),
    [
        ("for 2024 every monday", "“last week”, “last 28 days”", WEEKLY),
        ("since last month every day", "Without one it is “yesterday”.", DAILY),
        ("for last 3 months every 3rd", "moves with it", MONTHLY),
        ("every fortnight", "“every fortnight” is not understood", WEEKLY),
        ("every other week", "“every other week” is not", WEEKLY),
        ("every now and then", "A report can come “every day”", WEEKLY),
        ("every 32nd", "A month has no day 32", MONTHLY),
        ("every month on the 0th", "no day 0", MONTHLY),
        ("every monday 25:00", "“25:00” is no time of day", WEEKLY),
        ("every monday 13pm", "“13 pm” is no time of day", WEEKLY),
        ("every monday, every day", "Say once how often", WEEKLY),
    ],
)  # fmt: skip
def test_what_cannot_come_again_is_refused_with_a_line_that_can(
    typed: str, says: str, corrected: str
) -> None:
    with pytest.raises(LineNotUnderstood) as refused:
        read(f"Annalisa on spotify {typed}")
    assert says in str(refused.value)
    assert refused.value.corrected == f"Annalisa on spotify {corrected}"
    assert line_text(read(refused.value.corrected)) == refused.value.corrected


def test_how_often_is_looked_for_beside_a_name_too() -> None:
    with pytest.raises(LineNotUnderstood, match="“every second friday” is not understood") as refused:
        read("Annalisa every second friday on spotify")
    assert refused.value.corrected == f"Annalisa on spotify {WEEKLY}"


@pytest.mark.parametrize("typed", ["every monday", "every 32nd", "every two weeks"])
def test_where_nothing_comes_again_the_line_of_one_report_is_shown(typed: str) -> None:
    with pytest.raises(LineNotUnderstood, match="cannot be asked for here") as refused:
        read_line(f"Annalisa on spotify {typed}", today=TODAY)
    assert refused.value.corrected == "Annalisa on spotify for 2026-11"
    assert not str(refused.value).endswith(":"), "the line is told beside it, not behind it"


@pytest.mark.parametrize("name", ["Every Avenue", "Every Second Counts", "Everything But The Girl"])
def test_a_name_that_begins_with_every_is_a_name(name: str) -> None:
    line = read(f"{name} on spotify for 2024")
    assert (line.artists, line.rhythm) == ((LineArtist(name),), None)


def test_a_name_that_is_a_rhythm_goes_in_quotes() -> None:
    line = read('"Every Monday" on spotify every monday')
    assert line.artists == (LineArtist("Every Monday"),)
    assert line_text(line) == '"Every Monday" on spotify for last week every monday 08:30'


def test_the_days_of_a_line_that_comes_again_are_those_it_would_have_today() -> None:
    assert read("Annalisa on spotify every monday").period == Period(date(2026, 11, 23), date(2026, 11, 29))
    assert read("Annalisa on spotify every 3rd").period == Period(date(2026, 11, 1), date(2026, 11, 30))


def test_a_line_has_the_rhythms_and_periods_that_subscriptions_have() -> None:
    assert MOVING_PERIODS.keys() == {period.value for period in MovingPeriod}
    assert {read(f"Annalisa on spotify every {word}").rhythm.every for word in Every} == set(Every)  # type: ignore[union-attr]


def test_days_of_a_month_are_counted_as_people_say_them() -> None:
    assert [ordinal(day) for day in (1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 31)] == (
        ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "23rd", "31st"]
    )


rhythms = st.one_of(
    st.tuples(st.just("day"), st.none()),
    st.tuples(st.just("week"), st.integers(1, 7)),
    st.tuples(st.just("month"), st.integers(1, 31)),
)


@given(
    which=rhythms,
    period=st.sampled_from(list(MOVING_PERIODS)),
    at=st.times().map(lambda at: time(at.hour, at.minute)),
    zone=st.sampled_from([None, "UTC", "Europe/Rome", "America/Port-au-Prince", "America/Argentina/Salta"]),
    private=st.booleans(),
    today=st.dates(date(2020, 1, 1), date(2030, 12, 31)),
)
def test_a_line_that_comes_again_reads_back_as_the_same(
    which: tuple[str, int | None], period: str, at: time, zone: str | None, private: bool, today: date
) -> None:
    rhythm = LineRhythm(which[0], period, which[1], at, zone)
    line = RequestLine(
        (LineArtist("Every Monday"),),
        ("spotify",),
        first_days(period, today=today),
        private=private,
        rhythm=rhythm,
    )
    assert read_canonical(line_text(line), today=today) == line
    assert line_text(line).endswith(rhythm_text(rhythm))
