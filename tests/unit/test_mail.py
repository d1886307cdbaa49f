"""Mails of subscriptions: what they say in each occasion, and that nothing in a name comes alive in them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.model.report import Status
from linernotes.model.request import MAX_ARTISTS
from linernotes.reports.ports import StoredFile
from linernotes.reports.result_json import result_json
from linernotes.sections.sources import SOURCES
from linernotes.subscriptions.delivery import Links, Occasion, Parcel, UnusualLine
from linernotes.subscriptions.mail.content import MOST_UNUSUAL, Content, content_of
from linernotes.subscriptions.mail.html import html_of
from linernotes.subscriptions.mail.message import Envelope, message_of
from linernotes.subscriptions.mail.text import text_of
from tests.unit.builders import LAURO, a_request, a_window, an_artist, result_of, september
from tests.unit.mails import (
    ADDRESS,
    HOSTILE,
    SAMPLES,
    UNUSUAL,
    a_parcel,
    ended,
    result_json_of,
    the_incomplete,
    the_pause,
    the_report,
)
from tests.unit.subscription_builders import MONDAY, a_content, a_run, a_subscription

UNSUBSCRIBE_URL = f"https://api.example/v1/unsubscribe/{'x' * 150}.{'y' * 22}"
ENVELOPE = Envelope("reports@label.example", ADDRESS, UNSUBSCRIBE_URL, "20250120T073000Z-s-1/1/report")
GMAIL_SHOWS_BYTES = 102_000
HEADERS = [
    "From", "To", "Subject", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted",
    "X-Liner-Notes-Run", "MIME-Version", "Content-Type",
]  # fmt: skip


def contents(parcel: Parcel, *, attached: bool = False) -> Content:
    return content_of(parcel, ADDRESS, unsubscribe_url=UNSUBSCRIBE_URL, attached=attached)


def parsed(mail: bytes) -> EmailMessage:
    message = message_from_bytes(mail, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    text = body.get_content()
    assert isinstance(text, str)
    return text


class Shown(HTMLParser):
    """Collects the elements of a page, and what it shows as one text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self._hidden = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        self._hidden = tag in ("style", "title")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden and data.strip():
            self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


# --- What it says ---------------------------------------------------------------------------------


def test_the_subject_says_whose_report_it_is_where_and_when() -> None:
    content = contents(the_report())
    assert content.subject == "Monday in Rome: Achille Lauro and Elisa in Italy, September 2024"


def test_a_report_of_many_artists_names_two_and_counts_the_others() -> None:
    artists = tuple(an_artist(number, f"Artist {number}") for number in range(5))
    report = ended(a_request(artists=artists))
    assert contents(a_parcel(report=report)).heading == (
        "Artist 0, Artist 1 and 3 more worldwide, September 2024"
    )


def test_figures_stand_by_artist_with_their_change_and_what_they_are_compared_with() -> None:
    lauro, elisa = contents(the_report()).artists
    assert (lauro.name, elisa.name) == ("Achille Lauro", "Elisa")
    spotify = lauro.rows[0]
    assert (spotify.metric, spotify.latest, spotify.change) == (
        "Spotify Monthly Listeners", "8,149,026", "+35,786 (+0.4 %)"
    )  # fmt: skip
    assert spotify.remarks == (
        "First 8,113,240 on 1 September, latest on 30 September; average 8,131,133; "
        "average −0.4 % against 2 August 2024 – 31 August 2024; a lower bound."
    )
    assert lauro.lines == ["Radio in Italy: 1,204 spins on 61 monitored stations, most on RTL 102.5 (94)"]


def test_what_is_blank_says_its_status_and_reason_and_is_never_zero() -> None:
    deezer = contents(the_report()).artists[0].rows[3]
    assert (deezer.latest, deezer.change, deezer.blank) == (None, None, "not published by country")
    assert deezer.remarks == "Deezer Fans are not published by country."
    failed = contents(the_incomplete()).artists[0].rows[0]
    assert failed.blank == "could not be fetched"
    assert failed.remarks.endswith("Soundcharts did not answer (504).")


def test_what_was_measured_on_one_day_has_no_change_and_what_lacks_values_counts_them() -> None:
    report = ended(a_request(platforms=("spotify", "deezer")))
    one = a_window({september(3): 5})
    ten = a_window({september(day): 900 - day for day in range(1, 29)}, source="deezer")
    jobs = [job.job_id for job in report.jobs]
    result = {
        **result_json(report, result_of(report, dict(zip(jobs, [[one], [ten]], strict=True))), report.status)
    }
    spotify, deezer = contents(a_parcel(report=report, result=result)).artists[0].rows
    assert (spotify.latest, spotify.change) == ("5", "not known")
    assert spotify.remarks.startswith("Of 3 September, the only day measured")
    assert "1 of 30" in spotify.remarks
    assert deezer.change == "−27 (−3.0 %)"


def test_a_running_total_has_no_average() -> None:
    result = result_json_of(ended(a_request()))
    row = result["detailed_breakdown"][0]
    row["metric_kind"] = "total"
    assert "average" not in contents(a_parcel(result=result)).artists[0].rows[0].remarks


def test_an_incomplete_report_says_so_in_its_subject_and_names_what_lacks() -> None:
    content = contents(the_incomplete())
    assert content.subject.endswith("September 2024 (incomplete)")
    assert "Of what was asked for, 2 parts could not be fetched." in content.paragraphs
    (failures,) = content.lists
    assert failures.heading == "2 parts of 12 not fetched"
    assert failures.lines[0] == "Achille Lauro, Spotify Monthly Listeners: Soundcharts did not answer (504)"


def test_one_that_comes_late_says_when_it_was_due_in_its_own_zone() -> None:
    assert "This comes late: it was due on 20 January 2025 at 08:30." in contents(the_incomplete()).paragraphs
    by_hand = a_parcel(run=a_run(due_at=None))
    assert contents(by_hand).paragraphs == []


def test_a_repair_says_that_the_report_is_complete_or_what_still_lacks() -> None:
    complete = contents(a_parcel(Occasion.REPAIRED))
    assert complete.subject.endswith("(complete now)")
    assert "fetched again, once" in complete.paragraphs[0]
    report = ended(a_request(platforms=("spotify", "deezer")), Status.PARTIAL, failed=1)
    lacking = contents(a_parcel(Occasion.REPAIRED, report=report))
    assert lacking.subject.endswith("(more complete)")
    assert "1 of 2 could still not be fetched" in lacking.paragraphs[0]
    assert lacking.artists


def test_what_is_unusual_comes_most_surprising_first_in_ten_lines_at_most() -> None:
    lines = [UnusualLine(f"Line {number}", float(number)) for number in range(14)]
    (listed,) = contents(a_parcel(Occasion.UNUSUAL, unusual=lines)).lists
    assert len(listed.lines) == MOST_UNUSUAL
    assert listed.lines[0] == "Line 13"
    assert listed.lines[-1] == "and 5 more in the report"
    content = contents(a_parcel(Occasion.UNUSUAL, unusual=list(reversed(UNUSUAL))))
    assert content.subject.startswith("Monday in Rome: unusual figures of Achille Lauro and Elisa in Italy")
    (few,) = content.lists
    assert few.lines == [line.sentence for line in UNUSUAL]


def test_a_pause_says_why_and_how_to_resume() -> None:
    content = contents(the_pause())
    assert content.subject == "Monday in Rome: the subscription is paused"
    assert content.paragraphs[0].startswith("3 runs in a row failed")
    assert "choose Resume" in content.paragraphs[1]
    assert content.foot_links[0].words == "Change, resume or run it now"


@pytest.mark.parametrize("name", SAMPLES)
def test_every_mail_says_why_it_came_and_how_to_change_pause_run_or_leave(name: str) -> None:
    parcel = SAMPLES[name]()
    content = contents(parcel)
    assert f"You get this because {ADDRESS} is a target of the subscription" in content.why
    change, leave = content.foot_links
    assert change.url == parcel.links.subscription
    assert (leave.words, leave.url) == ("Unsubscribe", UNSUBSCRIBE_URL)
    text = text_of(content)
    assert text.rstrip().endswith(f"Unsubscribe: {UNSUBSCRIBE_URL}")
    assert change.url in text


def test_the_next_one_is_told_in_the_zone_of_the_subscription() -> None:
    due = a_subscription(next_due=MONDAY + timedelta(days=140))  # in summer, when Rome is two hours ahead
    assert "The next one is due on 9 June 2025 at 09:30." in contents(a_parcel(subscription=due)).why
    never = a_subscription(next_due=None)
    assert "next" not in contents(a_parcel(subscription=never)).why


# --- How it is written ----------------------------------------------------------------------------


def test_a_mail_has_the_headers_that_clients_act_on_and_no_others() -> None:
    message = parsed(message_of(contents(the_report()), ENVELOPE))
    assert message.keys() == HEADERS
    assert message["From"] == "Liner Notes <reports@label.example>"
    assert message["To"] == ADDRESS
    assert message["List-Unsubscribe"] == f"<{UNSUBSCRIBE_URL}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Liner-Notes-Run"] == ENVELOPE.run
    assert message.get_content_type() == "multipart/alternative"


def test_the_link_to_unsubscribe_is_written_as_it_is_however_long() -> None:
    raw = message_of(contents(the_report()), ENVELOPE)
    assert f"List-Unsubscribe: <{UNSUBSCRIBE_URL}>\r\n".encode() in raw


@pytest.mark.parametrize(
    "subject",
    [
        "a" * 79 + " part2: " + "b" * 100,
        "x" * 199 + "…",
        "Ünï part1: " + "part2: " * 20 + "end",
        "a" * 70 + " " + "é" * 60,
        "“" + "word " * 30 + "”",
        "short",
    ],
)
def test_a_subject_of_any_length_reads_as_it_was_and_begins_on_its_own_line(subject: str) -> None:
    raw = message_of(replace(contents(the_report()), subject=subject), ENVELOPE)
    assert parsed(raw)["Subject"] == subject
    assert re.search(rb"^Subject: \S", raw, re.MULTILINE)
    as_stored = message_from_bytes(raw)["Subject"]
    assert str(make_header(decode_header(as_stored))) == subject, (
        "so it is for readers of the older interface"
    )
    assert len(re.findall(r"=\?utf-8\?[bq]\?", as_stored)) == len(re.findall(r"\?=(?=\s|$)", as_stored))


def test_every_line_is_one_that_mail_servers_take() -> None:
    lines = message_of(contents(SAMPLES["hostile"]()), ENVELOPE).split(b"\r\n")
    assert all(len(line) <= 998 and line.isascii() and b"\n" not in line for line in lines)


def test_a_workbook_is_attached_under_its_name_whatever_that_has_in_it() -> None:
    workbook = StoredFile(b"PK\x03\x04" * 40, "Lauro – Italia “2024”\r\nBcc: x.xlsx")
    message = parsed(message_of(contents(the_report(), attached=True), ENVELOPE, workbook))
    assert message.get_content_type() == "multipart/mixed"
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == "Lauro – Italia “2024” Bcc: x.xlsx"
    assert attached.get_content() == workbook.content
    assert "The workbook is attached." in part(message, "plain")
    assert message.keys() == HEADERS


def test_what_would_break_a_header_is_refused() -> None:
    for broken in ({"unsubscribe_url": "https://x/\r\nBcc: a@b.example"}, {"run": "a b"}):
        with pytest.raises(ValueError, match="header"):
            message_of(contents(the_report()), replace(ENVELOPE, **broken))
    with pytest.raises(ValueError, match="printable"):
        message_of(contents(the_report()), replace(ENVELOPE, address="a@b\r\nBcc: c@d.example"))


def test_html_fetches_nothing_and_runs_nothing() -> None:
    for make in SAMPLES.values():
        page = html_of(contents(make()))
        shown = Shown(page)
        assert not set(shown.elements) & {"img", "script", "link", "iframe", "form", "svg", "object"}
        assert not re.search(r"url\(|@import|src=", page)


def test_tables_name_their_columns_and_rows_for_screen_readers() -> None:
    page = html_of(contents(the_report()))
    assert page.count("<table") == page.count('aria-label="') == 2
    assert page.count('scope="col"') == 6
    assert page.count('scope="row"') == 8
    assert '<html lang="en" dir="ltr">' in page


def test_the_largest_report_is_not_cut_by_gmail_and_what_is_left_out_is_counted() -> None:
    artists = tuple(an_artist(number, "W" * 200) for number in range(MAX_ARTISTS))
    report = ended(
        a_request(artists=artists, platforms=tuple(SOURCES)), Status.PARTIAL, failed=300, reason="x" * 400
    )
    content = contents(a_parcel(report=report))
    shown, left = len(content.artists), content.left_out
    assert shown >= 1
    assert shown + left == MAX_ARTISTS
    assert f"… and {left} more artists in the report and the workbook." in text_of(content)
    assert len(html_of(content).encode()) < GMAIL_SHOWS_BYTES


# --- Names ----------------------------------------------------------------------------------------

NAMES = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=60),
    st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3).map("".join),
)


@settings(max_examples=60, deadline=None)
@given(NAMES, NAMES, NAMES, st.sampled_from(list(Occasion)))
def test_whatever_names_are_a_mail_is_whole_and_says_the_same_twice(
    artist: str, title: str, why: str, occasion: Occasion
) -> None:
    report = ended(
        a_request(artists=(replace(LAURO, name=artist),), platforms=("spotify", "deezer"), country="IT")
    )
    unusual = [UnusualLine(f"{artist}: 5, usually 2", 1.0)] if occasion is Occasion.UNUSUAL else ()
    parcel = a_parcel(
        occasion,
        report,
        subscription=a_subscription(content=a_content(title=title)),
        why=why,
        unusual=unusual,
    )
    content = contents(parcel)
    message = parsed(message_of(content, ENVELOPE))
    assert message.keys() == HEADERS
    assert [each.get_content_type() for each in message.iter_parts()] == ["text/plain", "text/html"]
    assert message["Subject"].splitlines() in ([str(message["Subject"])], [])
    assert not any(char in str(message) for char in "\x00\x1b\u202e")

    text, shown = part(message, "plain"), Shown(part(message, "html"))
    calm = Shown(html_of(contents(calm_of(parcel))))
    assert shown.elements == calm.elements
    assert shown.links == calm.links
    said = " ".join("".join(shown.texts).split())
    for line in said_in(content):
        assert " ".join(line.split()) in said
        assert line in text


def calm_of(parcel: Parcel) -> Parcel:
    """Give the same delivery with names that are up to nothing."""
    assert parcel.report is not None
    artist = replace(parcel.report.request.artists[0], name="Anna")
    report = replace(parcel.report, request=replace(parcel.report.request, artists=(artist,)))
    return replace(
        parcel,
        report=report,
        result=result_json_of(report),
        subscription=a_subscription(),
        why="Because." if parcel.why else parcel.why,
        unusual=[replace(line, sentence="Anna: 5, usually 2") for line in parcel.unusual],
    )


def said_in(content: Content) -> list[str]:
    """List all that a mail is to say, in whatever form."""
    rows = [row for artist in content.artists for row in artist.rows]
    figures = [[row.metric, row.remarks, row.blank or row.latest or "", row.change or ""] for row in rows]
    return [
        content.heading,
        content.why,
        *content.paragraphs,
        *(line for listed in content.lists for line in [listed.heading, *listed.lines]),
        *(artist.name for artist in content.artists),
        *(line for artist in content.artists for line in artist.lines),
        *(told for row in figures for told in row),
    ]


def test_links_are_whole_in_both_forms() -> None:
    tricky = Links("https://a/#x=1&y=2", "https://a/#shared=a&b", "https://a/#shared=a&download=xlsx")
    content = contents(a_parcel(links=tricky))
    shown = Shown(html_of(content))
    assert shown.links == [tricky.report, tricky.workbook, tricky.subscription, UNSUBSCRIBE_URL]
    assert all(link in text_of(content) for link in shown.links)
