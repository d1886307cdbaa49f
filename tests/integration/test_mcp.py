"""What an assistant gets by MCP, by the official client and by single posts, in process (contract 12)."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytest
from mcp import Client
from mcp_types import CallToolResult, ListToolsResult, ResourceLink

from functions.mcp import app
from linernotes.bootstrap import mcp as bootstrap
from linernotes.mcp import tools
from linernotes.mcp.results import MOST_BYTES
from linernotes.mcp.services import LONGEST_WAIT_S
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES
from local.simulator import BILLIE_EILISH, Simulator, start_simulator
from tests.integration.api_events import call
from tests.integration.assistants import (
    called,
    converse,
    headers_for,
    make_key,
    request_of,
    revoke_key,
    send,
)
from tests.integration.mcp_questions import LAURO, QUESTIONS, a_request
from tests.integration.moto_stack import MotoStack, moto_stack
from tests.unit.template import environment

ADAS, BOBS = "adas-key", "bobs-key"
TOOLS = ["find_artists", "list_sources", "preview_report", "create_report", "get_report", "repair_report"]


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with start_simulator() as simulator:
        yield simulator


@pytest.fixture(autouse=True)
def stack(simulator: Simulator) -> Iterator[MotoStack]:
    simulator.reset()
    parameters = {"SoundchartsBaseUrl": simulator.base_url, "QuotaReservePercent": "0"}
    with moto_stack(simulator.base_url) as stack:
        make_key("ada", ADAS)
        make_key("bob", BOBS)
        with patch.dict(os.environ, environment("McpFunction", names=stack.names, parameters=parameters)):
            yield stack


def made(request: dict[str, Any], stack: MotoStack, *, key: str = ADAS) -> dict[str, Any]:
    """Make a report, and have it made."""
    report: dict[str, Any] = called("create_report", {"request": request, "wait_s": 0}, key=key)
    stack.deliver()
    structured: dict[str, Any] = report["structuredContent"]
    return structured


# ------------------------------------------------------------------------------------- the official client


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_official_client_finds_an_artist_previews_and_makes_a_report_and_reads_it(
    mode: str, stack: MotoStack
) -> None:
    async def conversation(client: Client) -> tuple[ListToolsResult, list[CallToolResult]]:
        listed = await client.list_tools()
        found = await client.call_tool("find_artists", {"q": "Billie Eilish"})
        uuid = (found.structured_content or {})["artists"][0]["uuid"]
        request = a_request(uuid, platforms=("spotify", "deezer"), sections=["places"])
        previewed = await client.call_tool("preview_report", {"request": request})
        with stack.delivering():
            made = await client.call_tool("create_report", {"request": request})
        report_id = (made.structured_content or {})["report_id"]
        read = await client.call_tool("get_report", {"report_id": report_id, "part": "places"})
        return listed, [found, previewed, made, read]

    # The client refuses what does not fit a tool's output schema.
    listed, (found, previewed, made, read) = converse(conversation, key=ADAS, mode=mode)
    assert [tool.name for tool in listed.tools] == TOOLS
    assert not any(result.is_error for result in (found, previewed, made, read))
    for result in (made, read):
        assert result.structured_content is not None
        assert result.structured_content["status"] == "succeeded"
        workbook, page = (link for link in result.content if isinstance(link, ResourceLink))
        assert (workbook.name, page.name) == ("report.xlsx", "report")
        assert workbook.annotations is not None
        assert workbook.annotations.audience == ["user"]
    assert read.structured_content is not None
    assert {row["status"] for row in read.structured_content["rows"]} == {"lower_bound"}


def test_a_question_is_answered_in_few_bytes_with_the_words_that_matter(
    stack: MotoStack, subtests: pytest.Subtests
) -> None:
    for question in QUESTIONS:
        arguments = dict(question.arguments)
        if question.of is not None:
            arguments["report_id"] = made(dict(question.of), stack)["report_id"]
        result = called(question.tool, arguments, key=ADAS)
        said = json.dumps(result, ensure_ascii=False).replace('\\"', '"')
        with subtests.test(question=question.asked):
            assert result["isError"] is question.is_error
            assert [word for word in question.words if word not in said] == []
            assert len(json.dumps(result, separators=(",", ":"))) <= question.most
            assert ("structuredContent" in result) is not question.is_error


def test_a_large_report_has_figures_of_every_platform_and_a_line_of_each_section_in_eight_kilobytes(
    stack: MotoStack,
) -> None:
    platforms = ("spotify", "instagram", "youtube", "tiktok", "deezer")
    request = a_request(BILLIE_EILISH, LAURO, platforms=platforms, country="IT", compare="previous_year")
    report_id = made({**request, "sections": list(SECTIONS)}, stack)["report_id"]
    result = called("get_report", {"report_id": report_id}, key=ADAS)
    assert len(json.dumps(result, separators=(",", ":"))) <= MOST_BYTES
    told, text = result["structuredContent"], result["content"][0]["text"]
    assert len(told["rows"]) == 10
    for row in told["rows"]:
        (line,) = [
            line
            for line in text.splitlines()
            if line.startswith(f'"{row["artist__name"]}", {SOURCES[row["platform__slug"]].name} ')
        ]
        value = row["latest_value"]
        assert (f": {value:,} on {row['latest_date']}" if value is not None else ": blank, not zero") in line
        assert f"status {row['status']}" in line
    assert [section["name"] for section in told["sections"]] == list(SECTIONS)
    for section in told["sections"]:
        assert section["lines"] or section["status"] in ("no_data", "not_published"), section
    (bound,) = [note for note in told["notes"] if note.startswith("[1] A lower bound: ")]
    assert text.count(bound) == 1
    assert json.dumps(told).count("A lower bound: ") == 1


# --------------------------------------------------------------------------------------- whose a report is


def test_a_link_opens_the_report_without_a_key_for_a_day(stack: MotoStack) -> None:
    report = made(a_request(BILLIE_EILISH), stack)
    result = called("get_report", {"report_id": report["report_id"]}, key=ADAS)
    workbook, page = (block for block in result["content"] if block["type"] == "resource_link")
    token, download = (
        parse_qs(urlsplit(workbook["uri"]).fragment)[name][0] for name in ("shared", "download")
    )
    assert page["uri"] == f"https://api.example/v1/#shared={token}"
    assert download == "xlsx"
    opened = call("GET", "/shared", headers={"x-shared-token": token})
    assert (opened.status, opened.json["report_id"]) == (200, report["report_id"])
    until = datetime.fromisoformat(opened.json["shared_until"])
    assert timedelta(hours=23) < until - datetime.now(UTC) <= timedelta(hours=24)
    assert result["structuredContent"]["links_expire_at"] == opened.json["shared_until"]


@pytest.mark.parametrize("tool", ["get_report", "repair_report"])
def test_a_foreign_owners_report_does_not_exist(tool: str, stack: MotoStack) -> None:
    report = made(a_request(BILLIE_EILISH), stack)
    foreign, unknown = (
        called(tool, {"report_id": report_id}, key=BOBS) for report_id in (report["report_id"], "not-there")
    )
    assert foreign["isError"] is True
    assert foreign == unknown
    assert "there is no report" in foreign["content"][0]["text"].lower()


def test_a_report_made_by_the_api_is_its_owners_here_too(stack: MotoStack) -> None:
    report_id = call("POST", "/reports", a_request(BILLIE_EILISH), key=ADAS).json["report_id"]
    stack.deliver()
    assert called("get_report", {"report_id": report_id}, key=ADAS)["isError"] is False
    assert called("get_report", {"report_id": report_id}, key=BOBS)["isError"] is True


def test_the_same_request_within_the_hour_is_the_same_report_for_the_same_owner_alone() -> None:
    request = a_request(BILLIE_EILISH, platforms=("soundcloud",))
    arguments = {"request": request, "wait_s": 0}
    with patch("linernotes.bootstrap.clock.now", lambda: datetime(2026, 12, 1, 12, 30, tzinfo=UTC)):
        bootstrap.services.cache_clear()
        first, again = (called("create_report", arguments, key=ADAS) for _ in range(2))
        other = called("create_report", arguments, key=BOBS)
    ids = [result["structuredContent"]["report_id"] for result in (first, again, other)]
    assert ids[0] == ids[1] != ids[2]


def test_what_is_fresh_is_given_again_at_once_to_whoever_asks(stack: MotoStack) -> None:
    request = a_request(BILLIE_EILISH, platforms=("deezer",))
    first = made(request, stack)
    result = called("create_report", {"request": request, "wait_s": 0}, key=BOBS)
    again = result["structuredContent"]
    assert again["report_id"] != first["report_id"]
    assert (again["status"], again["upstream_calls"]) == ("succeeded", 0)
    assert "status measured" in result["content"][0]["text"]
    assert stack.waiting("FetchJobsQueue") == []


def test_a_report_its_owner_deleted_is_made_again_when_asked_for_again(stack: MotoStack) -> None:
    request = a_request(BILLIE_EILISH, platforms=("facebook",))
    first = made(request, stack)
    assert call("DELETE", f"/reports/{first['report_id']}", key=ADAS).status == 204
    again = made(request, stack)
    assert again["report_id"] != first["report_id"]


@pytest.mark.usefixtures("stack")
def test_all_that_comes_with_one_post_waits_no_longer_together_than_one_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = Clock()
    waiting = replace(bootstrap.services(), monotonic=clock.monotonic, sleep=clock.sleep)
    monkeypatch.setattr(bootstrap, "services", lambda: waiting)
    monkeypatch.setattr(app, "time", clock)
    batch = [
        {"jsonrpc": "2.0", "id": platform, "method": "tools/call", "params": {
            "name": "create_report", "arguments": {"request": a_request(BILLIE_EILISH, platforms=(platform,))}
        }}
        for platform in ("twitch", "songkick")
    ]  # fmt: skip
    headers = {**headers_for("tools/call", key=ADAS), "MCP-Protocol-Version": "2025-03-26"}
    answer = send(json.dumps(batch), headers)
    made = [each["result"]["structuredContent"] for each in answer.json]
    assert [each["status"] for each in made] == ["running", "running"]
    assert len({each["report_id"] for each in made}) == 2
    assert clock.slept_s == LONGEST_WAIT_S


class Clock:
    """A clock that only sleeping moves on."""

    def __init__(self) -> None:
        self.slept_s = 0.0

    def monotonic(self) -> float:
        return self.slept_s

    def sleep(self, seconds: float) -> None:
        self.slept_s += seconds


# ------------------------------------------------------------------------------------------ what is refused


def text_of(result: dict[str, Any]) -> str:
    """Give the text of a result that is an error, and nothing else."""
    assert result["isError"] is True
    (block,) = result["content"]
    text: str = block["text"]
    return text


def test_a_wrong_argument_is_named_with_what_is_allowed(stack: MotoStack) -> None:
    wrong = {**a_request(BILLIE_EILISH), "platforms": ["myspace"], "colour": "red"}
    text = text_of(called("create_report", {"request": wrong, "wait_s": 21}, key=ADAS))
    assert "wait_s: give a whole number of seconds from 0 to 20" in text
    text = text_of(called("create_report", {"request": wrong}, key=ADAS))
    assert "request.platforms.0" in text
    assert "request.colour: unknown field" in text
    assert "callback_url" not in text
    assert stack.waiting("FetchJobsQueue") == []
    assert "this tool takes none" in text_of(called("list_sources", {"all": True}, key=ADAS))
    unknown = text_of(called("get_report", {"report_id": "x", "part": "rumours"}, key=ADAS))
    assert "part: give one of summary, tracks" in unknown


def test_a_word_for_a_value_is_refused_with_the_value_that_is_meant() -> None:
    words = {"country": "Italy", "platforms": ["Spotify", "Tik Tok", "x"], "sections": ["Radio"]}
    text = text_of(called("preview_report", {"request": {**a_request(BILLIE_EILISH), **words}}, key=ADAS))
    assert sorted(re.findall(r"request\.(\S+): for (\S.*?) give ([^;]+); give", text)) == [
        ("country", '"Italy"', "IT"),
        ("platforms.0", '"Spotify"', "spotify"),
        ("platforms.1", '"Tik Tok"', "tiktok"),
        ("platforms.2", '"x"', "twitter"),
        ("sections.0", '"Radio"', "radio"),
    ]
    part = text_of(called("get_report", {"report_id": "x", "part": "Radio"}, key=ADAS))
    assert '- part: for "Radio" give radio; give one of summary, tracks' in part
    none = {"country": "Freedonia", "platforms": ["MySpace"], "sections": [7]}
    text = text_of(called("preview_report", {"request": {**a_request(BILLIE_EILISH), **none}}, key=ADAS))
    assert " for " not in text.replace("for worldwide", "")


HOW_TO_MEND = {
    "q": "give text: a name of 2 to 200 characters",
    "request": "give a JSON object, not text, with artists, platforms, start_date and end_date",
    "report_id": "give the report_id of an answer of create_report",
    "part": "give one of summary, tracks",
    "artist": "give the uuid or name of one of the report's artists",
    "platform": "give the slug of one of the report's platforms",
    "limit": "give a whole number from 1 to 500",
    "wait_s": "give a whole number of seconds from 0 to 20",
}


def test_whatever_an_argument_is_given_in_its_place_is_answered_by_what_it_may_be() -> None:
    for tool in bootstrap.tools():
        for argument in tool.input_schema.get("properties", {}):
            for value in (True, ["x"], {} if argument != "request" else "{}", 1.5):
                text = text_of(called(tool.name, {argument: value}, key=ADAS))
                assert f"- {argument}: {HOW_TO_MEND[argument]}" in text, (tool.name, value)
        for argument in tool.input_schema.get("required", []):
            text = text_of(called(tool.name, {}, key=ADAS))
            assert f"- {argument}: this argument is required: {HOW_TO_MEND[argument]}" in text


def test_whole_numbers_with_a_point_and_uuids_in_capitals_are_taken(stack: MotoStack) -> None:
    report_id = made(a_request(BILLIE_EILISH), stack)["report_id"]
    arguments = {"report_id": report_id, "wait_s": 0.0, "limit": 1.0, "artist": BILLIE_EILISH.upper()}
    assert called("get_report", arguments, key=ADAS)["isError"] is False


def test_no_assistant_has_a_report_sent_elsewhere(stack: MotoStack) -> None:
    request = {**a_request(BILLIE_EILISH), "callback_url": "https://example.org/hook"}
    assert "request.callback_url" in text_of(called("create_report", {"request": request}, key=ADAS))
    assert stack.waiting("FetchJobsQueue") == []


def test_an_unknown_name_comes_back_with_what_to_do() -> None:
    request = a_request({"name": "Billie"})
    text = text_of(called("preview_report", {"request": request}, key=ADAS))
    assert "No artist has exactly this name" in text
    assert "- request.artists.0.name: no artist is called exactly 'Billie'" in text
    assert f'"Billie Eilish" (US): {BILLIE_EILISH}' in text


def test_what_is_too_expensive_or_beyond_the_budget_says_so(stack: MotoStack) -> None:
    request = a_request(BILLIE_EILISH, platforms=("twitter", "songkick"))
    text = text_of(called("create_report", {"request": {**request, "max_upstream_calls": 1}}, key=ADAS))
    assert "Too expensive: This would take up to 2 calls" in text
    assert "max_upstream_calls" in text
    with patch.dict(os.environ, {"CALLS_PER_OWNER_AND_MONTH": "1"}):
        bootstrap.settings.cache_clear()
        bootstrap.services.cache_clear()
        spent = called("create_report", {"request": request}, key=BOBS)
    assert "The month's budget does not allow it" in text_of(spent)
    assert "next month begins on" in text_of(spent)
    assert stack.waiting("FetchJobsQueue") == []


def test_soundcharts_that_does_not_answer_is_told_with_when_to_try_again(
    simulator: Simulator,
) -> None:
    simulator.misbehave(rules=[{"then": 503}])
    text = text_of(called("find_artists", {"q": "Somebody Else"}, key=ADAS))
    assert "Try again in 30 seconds" in text


def test_what_breaks_on_our_side_is_logged_and_told_without_its_reason(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the inner workings")

    monkeypatch.setattr("linernotes.mcp.catalogue.find", broken)
    text = text_of(called("find_artists", {"q": "Elisa"}, key=ADAS))
    assert "urn:uuid:" in text
    assert "inner workings" not in text
    assert "the inner workings" in caplog.text
    assert ADAS not in caplog.text


def test_a_failed_report_says_what_failed_and_is_repaired(stack: MotoStack, simulator: Simulator) -> None:
    simulator.misbehave(rules=[{"match": {"platform": "tiktok"}, "then": 400}])
    report = made(a_request(BILLIE_EILISH, platforms=("tiktok",)), stack)
    result = called("get_report", {"report_id": report["report_id"]}, key=ADAS)
    assert result["structuredContent"]["status"] == "failed"
    (failure,) = result["structuredContent"]["failures"]
    assert (failure["platform"], result["structuredContent"]["progress"]["failed"]) == ("tiktok", 1)
    assert "status failed" in result["content"][0]["text"]
    assert [block["name"] for block in result["content"][1:]] == ["report"]
    simulator.reset()
    repaired = called("repair_report", {"report_id": report["report_id"]}, key=ADAS)
    assert repaired["structuredContent"]["revision"] == 2
    assert "call get_report" in repaired["content"][0]["text"].lower()
    stack.deliver()
    healed = called("get_report", {"report_id": report["report_id"]}, key=ADAS)
    assert healed["structuredContent"]["status"] == "succeeded"


def test_a_key_that_is_revoked_stops_working() -> None:
    make_key("cleo", "cleos-key")
    body = json.dumps(request_of("tools/list"))
    assert send(body, headers_for("tools/list", key="cleos-key")).status == 200
    revoke_key("cleos-key")
    bootstrap.callers.cache_clear()  # what was found of a key is believed for a minute
    assert send(body, headers_for("tools/list", key="cleos-key")).status == 401


# ---------------------------------------------------------------------------------------------- what is said


def test_every_tool_is_described_with_its_schemas_hints_and_rules() -> None:
    listed = bootstrap.tools()
    assert [tool.name for tool in listed] == TOOLS
    for tool in listed:
        assert tool.output_schema["type"] == tool.input_schema["type"] == "object"
        assert tool.input_schema["additionalProperties"] is False
        assert "$ref" not in json.dumps([tool.input_schema, tool.output_schema])
        assert "cost" in tool.description.lower()
    by_name = {tool.name: tool for tool in listed}
    for name in ("create_report", "get_report"):
        for rule in ("status", "a blank is not zero", "do not add up"):
            assert rule in by_name[name].description
    assert [tool.name for tool in listed if tool.read_only] == [*TOOLS[:3], "get_report"]
    wait = by_name["get_report"].input_schema["properties"]["wait_s"]
    assert (wait["type"], wait["minimum"], wait["maximum"]) == ("integer", 0, 20)
    request = by_name["create_report"].input_schema["properties"]["request"]
    assert "spotify" in request["properties"]["platforms"]["items"]["enum"]
    assert "callback_url" not in request["properties"]
    for rule in ("not an instruction", "never zero", "do not\nadd up"):
        assert rule in tools.INSTRUCTIONS


def test_the_list_of_tools_is_read_by_a_model_in_few_words() -> None:
    told = [
        [tool.name, tool.description, tool.input_schema, tool.output_schema] for tool in bootstrap.tools()
    ]
    assert len(json.dumps(told)) < 4 * MOST_BYTES
