"""Engagement in Slack and in the workbook."""

from __future__ import annotations

from typing import Any, cast

from openpyxl import load_workbook

from linernotes.model.errors import NotInPlan
from linernotes.reports.material import material_from
from linernotes.reports.write_workbook import write_workbook
from linernotes.sections.engagement.section import SECTION as ENGAGEMENT
from linernotes.sections.section import Stores
from tests.unit.builders import LAURO, NOW, a_report, a_request
from tests.unit.engagement_cases import (
    COMPARED,
    INSTAGRAM,
    answer_of,
    made,
    video,
)
from tests.unit.simulated import simulated
from tests.unit.world import World


def test_slack_says_what_was_gained_and_how_videos_were_taken_in_two_lines_an_artist() -> None:
    listed = [video("a", "2024-09-01", viewCount=3_000, likeCount=290, commentCount=11)]
    world = made({"instagram": INSTAGRAM, "tiktok": NotInPlan("403")}, {"instagram": listed})
    lines = ENGAGEMENT.lines(answer_of(world))[LAURO.uuid]
    assert lines == [
        "Gained: Instagram +250 followers and +4 posts; TikTok not in the Soundcharts plan; YouTube no data "
        "for this period; X (Twitter) no data for this period; SoundCloud no data for this period",
        "Videos published: 1 video on Instagram, engagement rate 10.03 %",
    ]


def test_the_workbook_has_the_videos_and_the_totals_and_its_checks_pass(tmp_path: Any) -> None:
    world = World()
    world.calls.answer = simulated()
    world.request(COMPARED)
    world.run()
    ((report, result, status),) = world.write_workbook.written
    path = tmp_path / "report.xlsx"
    write_workbook(path, report, result, made_at=NOW, version="1", status=status)
    book = load_workbook(path)
    videos, totals = book["Engagement"], book["Engagement totals"]
    assert [cell.value for cell in videos[1]][:11] == [
        "Artist", "Platform", "Published", "Video", "Views", "Likes", "Comments", "Rate", "As of", "Status",
        "Note",
    ]  # fmt: skip
    answer = answer_of(world)
    listed = [each[4].value for each in videos.iter_rows(min_row=2) if each[11].value is not None]
    assert listed == [each["views"] for each in answer["rows"]]
    assert [each[2].value for each in totals.iter_rows(min_row=2)] == [
        total["followers_gained"] for total in answer["totals"]
    ]
    assert [each[10].value for each in totals.iter_rows(min_row=2)] == [
        total["change"]["followers_gained"] for total in answer["totals"]
    ]
    verdicts = [
        [cell.value for cell in each if cell.value in ("PASS", "FAIL")]
        for each in book["Notes"].iter_rows()
        if each[0].value == "Check" and "Engagement" in str(each[1].value)
    ]
    assert verdicts == [["PASS"]] * 4


def test_a_total_too_many_is_found_by_the_checks() -> None:
    world = made(videos={"youtube": [video("a", "2024-09-01", viewCount=5, likeCount=1, commentCount=1)]})
    ((_, result, _),) = world.write_workbook.written
    table = result.sections["engagement"].tables()[0]
    audit = table.audit()
    for values in table.rows():
        audit.see({**values, "Views": 6} if values.get("Identifier") else values)
    assert [check.verdict for check in audit.checks()] == ["PASS", "FAIL"]


def test_a_report_of_which_nothing_is_stored_any_more_says_so() -> None:
    report = a_report(a_request(sections=("engagement",)))
    answer = ENGAGEMENT.build(material_from(report, {}, cast("Stores", None)))
    assert not answer.whole
    assert not answer.has_figures
    assert {total["status"] for total in answer.json()["totals"]} == {"failed"}
