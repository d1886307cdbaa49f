"""What files are called where they are saved: whose they are, where and when, on any system."""

from __future__ import annotations

import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from email.message import EmailMessage
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.periods import Period
from linernotes.model.request import Artist
from linernotes.reports.file_names import LONGEST_NAME, MOST_BYTES, FileName, file_name, period_in_name
from linernotes.reports.s3_files import content_disposition
from tests.unit.builders import ELISA, GIORGIA, LAURO, a_request
from tests.unit.openapi import DOCUMENT

NAMES = st.text(
    st.one_of(st.characters(), st.sampled_from('/\\:*?"<>|.\r\n\t\0%;\u202e\u0301')), max_size=300
)


def name_of(name: str | None, *, country: str | None = "IT", others: int = 0) -> FileName:
    artists = (Artist(LAURO.uuid, name), ELISA, GIORGIA)[: others + 1]
    return file_name(a_request(artists=artists, country=country), artists, "xlsx")


def test_a_title_is_no_part_of_a_files_name_and_nobody_is_told_so() -> None:
    titled = a_request(title="September")
    assert file_name(titled, titled.artists, "xlsx") == file_name(a_request(), titled.artists, "xlsx")
    described = DOCUMENT["components"]["schemas"]["ReportRequest"]["properties"]["title"]["description"]
    assert described == "What lists of reports and the workbook call it."


@pytest.mark.parametrize(
    ("name", "full", "ascii_name"),
    [
        ("Achille Lauro", "Achille Lauro", "Achille Lauro"),
        ("Måneskin", "Måneskin", "Maneskin"),
        ("Sigur Rós", "Sigur Rós", "Sigur Ros"),
        ("Mø & Łaszewo", "Mø & Łaszewo", "Mo & Laszewo"),
        ("Guns N’ Roses", "Guns N’ Roses", "Guns N' Roses"),
        ("美空ひばり", "美空ひばり", "artist"),
        ("Кино 2", "Кино 2", "artist"),
        ("BTS (방탄소년단)", "BTS (방탄소년단)", "BTS"),
        ("1975", "1975", "1975"),
        ("AC/DC", "AC-DC", "AC-DC"),
        ("../../etc/passwd", "etc-passwd", "etc-passwd"),
        ('say "hello"', "say 'hello'", "say 'hello'"),
        ("100%41;x", "100%41;x", "100-41-x"),
        ("exe\u202egpj.exe", "exegpj.exe", "exegpj.exe"),
        ("  the\tweeknd.  ", "the weeknd", "the weeknd"),
        ("...", LAURO.uuid, LAURO.uuid),
        ("", LAURO.uuid, LAURO.uuid),
        (None, LAURO.uuid, LAURO.uuid),
    ],
)
def test_a_file_is_called_after_its_artist_country_and_period(
    name: str | None, full: str, ascii_name: str
) -> None:
    assert name_of(name) == FileName(
        f"liner-notes-{full}-IT-2024-09.xlsx", f"liner-notes-{ascii_name}-IT-2024-09.xlsx"
    )


def test_several_artists_are_the_first_and_how_many_more() -> None:
    assert name_of("Achille Lauro", others=2).full == "liner-notes-Achille Lauro and 2 more-IT-2024-09.xlsx"


def test_without_a_country_there_is_none_in_the_name() -> None:
    assert name_of("Achille Lauro", country=None).full == "liner-notes-Achille Lauro-2024-09.xlsx"


@pytest.mark.parametrize(
    ("start", "end", "name"),
    [
        (date(2024, 2, 1), date(2024, 2, 29), "2024-02"),
        (date(2023, 2, 1), date(2023, 2, 28), "2023-02"),
        (date(2024, 7, 1), date(2024, 9, 30), "2024-Q3"),
        (date(2024, 1, 1), date(2024, 12, 31), "2024"),
        (date(2024, 9, 30), date(2024, 9, 30), "2024-09-30"),
        (date(2024, 9, 1), date(2024, 9, 29), "2024-09-01_2024-09-29"),
        (date(2024, 2, 1), date(2024, 4, 30), "2024-02-01_2024-04-30"),
        (date(2023, 1, 1), date(2024, 12, 31), "2023-01-01_2024-12-31"),
    ],
)
def test_a_period_is_named_as_short_as_it_can_be_said(start: date, end: date, name: str) -> None:
    assert period_in_name(Period(start, end)) == name


@given(start=st.dates(date(2000, 1, 1), date(2030, 1, 1)), days=st.integers(1, 1830))
def test_two_periods_never_have_one_name(start: date, days: int) -> None:
    end = start + timedelta(days=days - 1)
    name = period_in_name(Period(start, end))
    parts = name.split("_")
    if len(parts) == 2 or name.count("-") == 2:
        assert (date.fromisoformat(parts[0]), date.fromisoformat(parts[-1])) == (start, end)
        return
    year, _, part = name.partition("-")
    first, last = (1, 12)
    if part.startswith("Q"):
        first, last = 3 * int(part[1]) - 2, 3 * int(part[1])
    elif part:
        first = last = int(part)
    assert start == date(int(year), first, 1)
    assert end == date(int(year), last, monthrange(int(year), last)[1])


@pytest.mark.parametrize(
    "name", ["x" * 300, "美" * 300, "👨\u200d👩\u200d👧" * 60, "q\u0303" * 200, "क्षि" * 80]
)
def test_a_long_name_is_cut_between_two_characters_a_reader_sees(name: str) -> None:
    full = name_of(name).full
    kept = full.removeprefix("liner-notes-").removesuffix("-IT-2024-09.xlsx")

    assert kept
    assert name.startswith(kept)
    following = name[len(kept)]
    assert unicodedata.category(following)[0] not in "M"
    assert following != "\u200d"
    assert not kept.endswith("\u200d")


@given(name=NAMES, country=st.sampled_from([None, "IT"]), others=st.integers(0, 2))
def test_whatever_an_artist_is_called_the_name_can_be_written_on_every_system(
    name: str, country: str | None, others: int
) -> None:
    named = name_of(name, country=country, others=others)

    assert named.ascii.isascii()
    for form in (named.full, named.ascii):
        assert form.startswith("liner-notes-")
        assert form.endswith("2024-09.xlsx")
        assert len(form) <= LONGEST_NAME
        assert len(form.encode()) <= MOST_BYTES
        assert not set(form) & set('/\\:*?"<>|')
        assert all(unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp") for char in form)
        assert not {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))} & set(form)


@given(name=NAMES)
def test_whatever_an_artist_is_called_its_files_header_is_one_that_any_program_reads(name: str) -> None:
    named = name_of(name)
    header = content_disposition(named)

    assert header.isascii()
    assert header.isprintable()
    message = EmailMessage()
    message["Content-Disposition"] = header
    assert message["Content-Disposition"].content_disposition == "attachment"
    plain, _, coded = header.removeprefix("attachment; ").partition("; filename*=UTF-8''")
    assert plain == f'filename="{named.ascii}"'
    assert unquote(coded) == named.full
    assert not set(coded) & set(" \";,\\()<>@:/[]?={}*'")
