"""What is shown in Slack: within the published limits whatever the report, and nothing in it comes alive."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.periods import Comparison
from linernotes.model.report import JobEnd, Report, Status
from linernotes.model.request import MAX_ARTISTS, Artist
from linernotes.model.words import figure
from linernotes.reports.jobs import jobs_of
from linernotes.reports.result_json import result_json
from linernotes.request_line.reading import LONGEST_LINE
from linernotes.request_line.written import LineArtist
from linernotes.sections.sources import SOURCES
from linernotes.slack.blocks import has_picture
from linernotes.slack.choose import Choice
from linernotes.slack.conversation import Conversation, ResponseUrl
from linernotes.slack.figures import figure_blocks
from linernotes.slack.markup import harmless
from linernotes.slack.messages import BlockKit
from linernotes.slack.picture.in_words import LONGEST_ALT_TEXT
from linernotes.slack.services import Links, Picture
from local.slack_double import broken_limits, texts_of
from tests.unit.builders import (
    ELISA,
    LAURO,
    NOW,
    a_report,
    a_request,
    a_window,
    an_artist,
    result_of,
    september,
)

RENDERER = BlockKit()
CONVERSATION = Conversation(
    "a-conversation",
    "T0",
    "C0",
    "U0",
    "Elisa on spotify for 2024-09",
    False,
    "https://example.org/",
    NOW,
    ResponseUrl("", NOW),
)
LINKS = Links(
    "https://example.org/#shared=x", "https://example.org/#shared=x&download=xlsx", NOW + timedelta(days=30)
)
ROW = {
    "platform__name": "Spotify",
    "platform__audience_metric_name": "Monthly Listeners",
    "metric_kind": "rolling",
    "first_value": 1,
    "latest_value": 2,
    "difference": 1,
    "difference_percent": 100.0,
    "period_average": 1.5,
    "status": "measured",
}
A_ROW = {**ROW, "artist__uuid": LAURO.uuid, "artist__name": LAURO.name}
NO_TRACKS = {
    "success": False,
    "artist__uuid": ELISA.uuid,
    "status": "no_data",
    "notes": [{"code": "no_entries", "has_charts": True}],
    "problem": {},
}
HOSTILE = (
    "<!channel>", "<@U0MANAGER>", "<https://evil.example|click>", "*bold*", "_it_", "~no~", "`code`",
    "@channel", "@here", "&amp;", "a & b <c>", "```", ":tada:", "#general", "\u200b",
)  # fmt: skip


def ended(report: Report, status: Status = Status.SUCCEEDED, *, failed: int = 0) -> Report:
    ends = {
        cell.job_id: JobEnd(reason="x" * 5_000, retryable=True) if index < failed else JobEnd()
        for index, cell in enumerate(jobs_of(report.request))
    }
    return replace(report, status=status, ended=ends, finished_at=NOW)


def answer(
    report: Report,
    conversation: Conversation = CONVERSATION,
    picture: Picture | None = None,
    links: Links | None = LINKS,
) -> Mapping[str, Any]:
    windows = {
        cell.job_id: [
            a_window({september(1): 10, september(30): 30}, artist=cell.artist, source=cell.platform or "")
        ]
        for cell in jobs_of(report.request)
    }
    result = result_of(report, windows)
    document = result_json(report, result, report.status)
    return RENDERER.answer(conversation, report, document, links, None, picture)


def words(message: Mapping[str, Any]) -> str:
    return "\n".join(texts_of(message["blocks"]))


def test_an_answer_has_the_figures_of_every_artist_on_every_platform() -> None:
    report = ended(a_report(a_request(artists=(LAURO, ELISA), platforms=("spotify", "instagram"))))
    text = words(answer(report))
    for artist in ("Achille Lauro", "Elisa"):
        assert artist in text
    assert text.count("10 → 30 (+200.0 %), average 20") == 4


def test_fifty_artists_are_shown_as_far_as_they_fit_and_the_rest_is_counted() -> None:
    artists = tuple(an_artist(number, f"Artist {number}") for number in range(MAX_ARTISTS))
    message = answer(ended(a_report(a_request(artists=artists))))
    assert "… and 12 more in the full report and the workbook." in words(message)
    assert broken_limits(message) == []


@pytest.mark.parametrize("failed", [0, 50])
def test_the_largest_answer_keeps_to_every_limit(failed: int) -> None:
    artists = tuple(an_artist(number, f"{number}" + "é" * 198) for number in range(MAX_ARTISTS))
    request = a_request(artists=artists, platforms=tuple(SOURCES))
    report = ended(a_report(request), Status.PARTIAL if failed else Status.SUCCEEDED, failed=failed)
    conversation = replace(CONVERSATION, line="x" * LONGEST_LINE)
    message = answer(report, conversation, Picture("F00000000", "x" * LONGEST_ALT_TEXT))
    assert broken_limits(message) == []
    assert has_picture(message)
    assert "more" in words(message)
    assert sum(map(len, texts_of(message["blocks"]))) < 20_000
    assert broken_limits(RENDERER.progress(conversation, a_report(request))) == []
    assert broken_limits(RENDERER.accepted(conversation)) == []


@pytest.mark.parametrize("status", ["not_published", "lower_bound"])
def test_the_lines_of_sections_of_the_largest_answer_keep_to_every_limit(status: str) -> None:
    artists = tuple(an_artist(number, f"{number}" + "é" * 198) for number in range(MAX_ARTISTS))
    report = ended(a_report(a_request(artists=artists, platforms=tuple(SOURCES))))
    of = [
        {
            "artist__uuid": artist.uuid,
            "platform__slug": source.slug,
            "platform__name": source.name,
            "platform__audience_metric_name": source.metric,
            "status": status,
            "countries": None if status == "not_published" else 1,
        }
        for artist in artists
        for source in SOURCES.values()
    ]
    places = {"country_code": "GS", "latest_value": 10**12}
    rows = [{**one, **places, "city": city} for one in of for city in (None, "Llan" * 100)]
    sections = {"places": {"totals": of, "rows": rows if status == "lower_bound" else []}}
    result = {**result_json(report, result_of(report, {}), report.status), "sections": sections}
    message = RENDERER.answer(CONVERSATION, report, result, LINKS, None)
    assert broken_limits(message) == []
    assert sum(map(len, texts_of(message["blocks"]))) < 20_000


def test_what_a_screen_reader_hears_has_the_figures() -> None:
    report = ended(a_report(a_request(artists=(LAURO, ELISA), platforms=("spotify", "instagram"))))
    heard = answer(report)["text"]
    assert heard.startswith("Report: September 2024, Worldwide: Achille Lauro, Elisa")
    spotify, instagram = (
        f"{what}: 10 → 30 (+200.0 %), average 20"
        for what in ("Spotify Monthly Listeners", "Instagram Followers")
    )
    assert heard.splitlines()[2:] == ["Achille Lauro", spotify, instagram, "Elisa", spotify, instagram]
    assert "/report" not in heard


def test_what_a_screen_reader_hears_is_cut_where_there_is_no_room_and_never_within_a_character() -> None:
    artists = tuple(an_artist(number, "&" * 100) for number in range(MAX_ARTISTS))
    heard = answer(ended(a_report(a_request(artists=artists))))["text"]
    assert 2_900 < len(heard) <= 3_000
    assert heard.removesuffix("…").replace("&amp;", "").count("&") == 0


def test_the_names_of_the_result_stand_where_the_line_has_uuids() -> None:
    report = ended(a_report(a_request(artists=(Artist(LAURO.uuid),))), Status.PARTIAL, failed=1)
    row = {**A_ROW, "artist__name": "Achille Lauro"}
    message = RENDERER.answer(CONVERSATION, report, {"detailed_breakdown": [row]}, LINKS, None)
    assert "Achille Lauro" in message["text"].splitlines()[0]
    assert LAURO.uuid not in message["text"] + words(message)
    assert "Achille Lauro on Spotify" in words(message)


def test_as_many_artists_to_choose_from_are_offered_as_fit_and_each_is_told_from_the_others() -> None:
    choices = [
        Choice(0, LineArtist("N" * 100, f"11e81bcc-9c1c-ce38-b96b-{number:012x}"), "US")
        for number in range(40)
    ]
    message = RENDERER.refused(CONVERSATION, ["40 artists are called so: give the uuid"], choices)
    assert broken_limits(message) == []
    (block,) = [block for block in message["blocks"] if block.get("block_id") == "choose"]
    assert len(block["elements"]) == 25
    assert len({button["text"]["text"] for button in block["elements"]}) == 25
    assert len({button["action_id"] for button in block["elements"]}) == 25


MOMENT = re.compile(r"Ready by <!date\^\d+\^\{time\}\|\d\d:\d\d UTC> at the latest\.")


def read_as_markup(value: object) -> list[str]:
    """List all texts that Slack reads as markup."""
    match value:
        case {"type": "mrkdwn", "text": str(text)}:
            return [text]
        case dict():
            return [text for part in value.values() for text in read_as_markup(part)]
        case list():
            return [text for part in value for text in read_as_markup(part)]
    return []


def test_when_a_report_is_ready_is_said_in_each_readers_own_time() -> None:
    report = a_report(a_request())
    (text,) = read_as_markup(RENDERER.progress(CONVERSATION, report)["blocks"])
    at = int(report.deadline.timestamp())
    assert text == f"Ready by <!date^{at}^{{time}}|{report.deadline:%H:%M} UTC> at the latest."


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_is_markup_elsewhere_stands_there_as_it_is(name: str) -> None:
    report = ended(a_report(a_request(artists=(Artist(LAURO.uuid, name),))), Status.PARTIAL, failed=1)
    conversation = replace(CONVERSATION, line=f'"{name}" on spotify for 2024-09')
    for message in (
        answer(report, conversation),
        RENDERER.progress(conversation, report),
        RENDERER.accepted(conversation),
        RENDERER.refused(conversation, [name], [Choice(0, LineArtist(name, LAURO.uuid), None)]),
        RENDERER.notice(name, name),
    ):
        assert broken_limits(message) == []
        assert all(MOMENT.fullmatch(text) for text in read_as_markup(message["blocks"]))
        assert not set(message["text"]) & set("<>*_~`@")


@given(st.text(max_size=100))
def test_text_that_is_read_as_markup_has_none_left(text: str) -> None:
    shown = harmless(text)
    assert not set(shown) & set("<>*_~`@#")
    assert shown.replace("&lt;", "").replace("&gt;", "").replace("&amp;", "").count("&") == 0


@given(st.lists(st.text(max_size=300), min_size=1, max_size=60))
def test_no_names_make_a_message_slack_would_refuse(names: list[str]) -> None:
    artists = tuple(an_artist(number, name or None) for number, name in enumerate(names[:MAX_ARTISTS]))
    assert broken_limits(answer(ended(a_report(a_request(artists=artists))))) == []


@pytest.mark.parametrize(
    ("calls", "hits", "told"),
    [
        (0, 1, "0 calls to Soundcharts · 1 answer from the cache"),
        (1, 0, "1 call to Soundcharts · 0 answers from the cache"),
        (1_200, 2, "1,200 calls to Soundcharts · 2 answers from the cache"),
    ],
)
def test_calls_and_answers_are_counted_in_the_singular_where_there_is_one(
    calls: int, hits: int, told: str
) -> None:
    report = ended(a_report())
    (job,) = report.jobs
    report = replace(report, ended={job.job_id: JobEnd(upstream_calls=calls, cache_hits=hits)})
    assert f"{told} · " in words(answer(report))


def test_failures_are_named_with_their_reason_and_offered_for_repair() -> None:
    report = ended(a_report(a_request(artists=(LAURO, ELISA))), Status.PARTIAL, failed=1)
    message = answer(report)
    assert "1 of 2 could not be fetched:" in words(message)
    assert "Achille Lauro on Spotify Monthly Listeners: xxx" in words(message)
    assert "repair" in repr(message)
    assert "'repair'" not in repr(answer(ended(report)))


def test_a_button_has_the_line_only_if_it_fits() -> None:
    def value(line: str) -> str:
        (actions,) = [
            block
            for block in answer(ended(a_report()), replace(CONVERSATION, line=line))["blocks"]
            if block["type"] == "actions"
        ]
        (button,) = [found for found in actions["elements"] if found["action_id"] == "other_month"]
        return str(button["value"])

    assert value("a line") == "a-conversation a line"
    assert value("x" * 2_000) == "a-conversation"


def test_without_figures_a_row_says_why() -> None:
    report = ended(a_report(a_request(platforms=("deezer",), country="IT")))
    assert "Deezer Fans: not published by country" in words(answer(report))


def test_growth_is_said_beside_the_figures() -> None:
    message = answer(ended(a_report(a_request(compare=Comparison.PREVIOUS_PERIOD))))
    assert "compared with 2 August 2024 – 31 August 2024" in words(message)
    assert "average 20, not compared: " in words(message)


def told_of(platform: str, days: Mapping[int, int], **overrides: Any) -> str:
    report = ended(a_report(a_request(platforms=(platform,), country="IT", **overrides)))
    (cell,) = jobs_of(report.request)
    points = {september(day): value for day, value in days.items()}
    window = a_window(source=platform, places={"IT": points})
    result = result_of(report, {cell.job_id: [window]})
    return words(
        RENDERER.answer(CONVERSATION, report, result_json(report, result, report.status), LINKS, None)
    )


def test_a_change_of_other_cities_is_told_as_one() -> None:
    row = {**ROW, "status": "lower_bound", "notes": [{"code": "cities_changed"}]}
    row |= {"artist__uuid": LAURO.uuid, "artist__name": "Lauro"}
    told = words(RENDERER.answer(CONVERSATION, ended(a_report()), {"detailed_breakdown": [row]}, LINKS, None))
    assert "a lower bound, its change in part cities entering or leaving the top 50" in told
    assert "top 50" not in told_of("spotify", {2: 10, 9: 12})


def test_of_a_single_value_no_change_is_told() -> None:
    told = told_of("instagram", {8: 1_234})
    assert "Instagram Followers: 1,234 on 2024-09-08, the only day measured" in told
    assert "→" not in told
    assert "%" not in told


def test_a_single_value_of_a_running_total_is_told_without_a_difference() -> None:
    row = {**ROW, "metric_kind": "total", "difference": None, "difference_percent": None}
    row |= {"artist__uuid": LAURO.uuid, "artist__name": "Lauro", "latest_date": "2024-09-08"}
    told = words(RENDERER.answer(CONVERSATION, ended(a_report()), {"detailed_breakdown": [row]}, LINKS, None))
    assert "2 on 2024-09-08, the only day measured" in told


def test_why_nothing_is_compared_is_told_by_the_cadence_of_the_figures() -> None:
    told = told_of("spotify", {2: 10, 9: 12}, compare=Comparison.PREVIOUS_PERIOD)
    assert (
        "average 11, not compared: this period has values for 2 of 5 Mondays and the period compared with "
        "has values for 0 of 4 Mondays, and half are needed, a lower bound, measured on 2 of 5 Mondays"
    ) in told


def test_of_a_country_measured_on_half_of_its_mondays_no_number_of_them_is_told() -> None:
    told = told_of("spotify", {2: 10, 9: 12, 16: 13}, compare=Comparison.PREVIOUS_PERIOD)
    assert "a lower bound" in told
    assert "measured on" not in told


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2023-01-01", "2023-12-31", "2023"),
        ("2024-08-31", "2024-09-09", "31 August 2024 – 9 September 2024"),
        ("2023-09-01", "2023-09-30", "September 2023"),
        ("2023-07-01", "2023-09-30", "Q3 2023"),
        ("2022-12-31", "2023-12-31", "31 December 2022 – 31 December 2023"),
        ("2024-08-02", "2024-08-31", "2 August 2024 – 31 August 2024"),
    ],
)
def test_growth_names_the_period_compared_with(start: str, end: str, said: str) -> None:
    compared = {"period": {"start": start, "end": end}, "change_percent": 2.54, "note": None}
    shown, _ = figure_blocks({"detailed_breakdown": [{**A_ROW, "compared": compared}]})
    text = "\n".join(texts_of([block.to_dict() for block in shown]))
    assert f", average +2.5 % against {said}" in text
    assert not text.endswith("-01")


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, "0"), (268_472.5, "268,473"), (1_234_567, "1,234,567"), (0.4, "0"), (1e9, "1,000,000,000")],
)
def test_figures_are_whole_and_rounded_half_up(value: float, written: str) -> None:
    assert figure(value) == written


def test_the_best_track_of_each_artist_is_named_or_why_there_is_none() -> None:
    report = ended(a_report(a_request(artists=(LAURO, ELISA))))
    shown = answer(report)
    rows = [
        {**row, "artist__name": artist.name, "artist__uuid": artist.uuid}
        for artist in (LAURO, ELISA)
        for row in [ROW]
    ]
    lacking = {"stored": 0, "expected": 1}
    whole: dict[str, Any] = {
        "frequency": "daily",
        "chart_days": {"stored": 30, "expected": 30},
        "country": None,
        "notes": [],
    }
    top = {"track_name": "<Rolls Royce>", "track_uuid": "x", "total_streams": 1_234}
    tracks = [
        {
            "success": True,
            "artist__uuid": LAURO.uuid,
            "platform": {"name": "Spotify"},
            "top_track": top,
            "metric": "streams",
            **whole,
        },
        {
            "success": True,
            "artist__uuid": ELISA.uuid,
            "platform": {"name": "Spotify"},
            "top_track": None,
            "summary": {"total_tracks": 3},
            **whole,
        },
        {**NO_TRACKS, "platform": {"name": "Shazam"}, **whole},
        {**NO_TRACKS, "platform": {"name": "Deezer"}, **whole},
        {**NO_TRACKS, "platform": {"name": "YouTube"}, **whole, "frequency": "weekly", "chart_days": lacking},
        {**NO_TRACKS, "platform": {"name": "Twitch"}, **whole, "notes": [{"has_charts": False}]},
    ]
    with_tracks = RENDERER.answer(
        CONVERSATION,
        report,
        {"detailed_breakdown": rows, "sections": {"tracks": {"rows": tracks}}},
        LINKS,
        None,
    )
    assert "Top track on Spotify: <Rolls Royce>, 1,234 streams" in words(with_tracks).splitlines()
    assert words(with_tracks).count("Top track") == 1
    for line in (
        "Tracks on Spotify: 3, by their positions only",
        "Tracks on Shazam and Deezer: no data for this period",
        "Tracks on YouTube: no data for this period, 0 of 1 week of the worldwide chart stored",
        "Tracks on Twitch: not known to have charts",
    ):
        assert line in words(with_tracks).splitlines()
    assert "Top track" not in words(shown)


@pytest.mark.parametrize(
    ("breakdown", "told"),
    [
        ({"days": (2, 31)}, "1,234 streams (a lower bound: 2 of 31 days of the worldwide chart)"),
        (
            {"days": (1, 4), "frequency": "weekly"},
            "1,234 streams (a lower bound: 1 of 4 weeks of the worldwide chart)",
        ),
        (
            {"days": (0, 30), "notes": [{"code": "chart_days"}, {"code": "summed_countries"}]},
            "1,234 streams (a lower bound: 0 of 30 days of the worldwide chart, otherwise countries' charts)",
        ),
        (
            {"notes": [{"code": "summed_countries"}]},
            "1,234 streams (a lower bound: in part from countries' charts)",
        ),
        (
            {"days": (0, 1), "country": "US"},
            "1,234 streams (a lower bound: 0 of 1 day of the charts in the United States)",
        ),
        ({"metric": "spins, streams"}, "1,234 spins and streams"),
        ({"metric": None}, "1,234"),
    ],
)
def test_the_figure_of_a_track_has_its_unit_and_says_why_it_is_a_lower_bound(
    breakdown: dict[str, Any], told: str
) -> None:
    report = ended(a_report(a_request()))
    stored, expected = breakdown.get("days", (31, 31))
    breakdown = {
        "success": True,
        "artist__uuid": LAURO.uuid,
        "platform": {"name": "Spotify"},
        "frequency": "daily",
        "metric": "streams",
        "country": None,
        "notes": [],
        "top_track": {"track_name": "AMOR", "track_uuid": "x", "total_streams": 1_234},
        **breakdown,
        "chart_days": {"stored": stored, "expected": expected},
    }
    row = {**ROW, "artist__name": LAURO.name, "artist__uuid": LAURO.uuid}
    result = {"detailed_breakdown": [row], "sections": {"tracks": {"rows": [breakdown]}}}

    message = words(RENDERER.answer(CONVERSATION, report, result, LINKS, None))

    assert f"Top track on Spotify: AMOR, {told}" in message.splitlines()
