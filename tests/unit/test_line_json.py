"""A line as the API reads it: what it asks for, the line as it should be, and nothing of Slack."""

from __future__ import annotations

import json
from datetime import date

import pytest

from linernotes.api.line_json import line_json
from linernotes.api.problems import problem_of
from linernotes.api.queries import parse_line_query
from linernotes.model.errors import InvalidRequest, LineNotUnderstood
from linernotes.request_line.reading import read_line
from tests.unit.builders import LAURO

TODAY = date(2025, 1, 15)


def test_a_line_says_what_a_request_says() -> None:
    line = "Billie Eilish, Achille Lauro on spotify and instagram in IT for 2024-09 compare tracks"
    assert line_json(read_line(line, today=TODAY)) == {
        "artists": [{"name": "Billie Eilish"}, {"name": "Achille Lauro"}],
        "platforms": ["spotify", "instagram"],
        "start_date": "2024-09-01",
        "end_date": "2024-09-30",
        "country": "IT",
        "compare": "previous_period",
        "sections": ["tracks"],
        "songs_limit": None,
        "line": "Billie Eilish, Achille Lauro on spotify, instagram in IT for 2024-09 "
        "compare previous_period tracks",
    }


def test_an_artist_with_a_uuid_is_meant_by_it_and_periods_are_those_of_today() -> None:
    read = line_json(read_line(f"Achille Lauro [{LAURO.uuid}] on spotify for last month", today=TODAY))
    assert read["artists"] == [{"uuid": LAURO.uuid}]
    assert (read["start_date"], read["end_date"], read["country"]) == ("2024-12-01", "2024-12-31", None)


def test_that_an_answer_is_for_the_asker_alone_stays_in_the_line() -> None:
    read = line_json(read_line("Elisa on spotify only for me for 2024-09", today=TODAY))
    assert read["line"] == "Elisa on spotify for 2024-09 privately"


def test_how_many_songs_a_line_asks_for_is_the_limit_of_a_request() -> None:
    read = line_json(read_line("Elisa on spotify for 2024-09 top 10 songs", today=TODAY))
    assert (read["sections"], read["songs_limit"]) == (["songs"], 10)
    assert read["line"] == "Elisa on spotify for 2024-09 top 10 songs"


@pytest.mark.parametrize("command", ["/report", "/Report", "/REPORT ", " /report", "/liner-notes"])
def test_a_command_that_was_copied_with_its_line_is_no_part_of_it(command: str) -> None:
    assert parse_line_query({"text": [f"{command} Elisa on spotify"]}) == "Elisa on spotify"
    assert parse_line_query({"text": [command.strip()]}) == ""


@pytest.mark.parametrize(
    "text", ["AC/DC on spotify", '"/report" on spotify', "Elisa /report", "// on spotify"]
)
def test_a_slash_of_a_name_is_no_command(text: str) -> None:
    assert parse_line_query({"text": [text]}) == text


@pytest.mark.parametrize(
    "line", ["Elisa on spotify for 2024-09", "“In Flames” on tiktok for 2024 vs last year worldwide radio"]
)
def test_the_canonical_line_reads_back_as_the_same(line: str) -> None:
    read = line_json(read_line(line, today=TODAY))
    assert line_json(read_line(read["line"], today=TODAY)) == read


def test_a_line_that_is_not_understood_is_a_problem_with_the_line_as_it_should_be() -> None:
    with pytest.raises(LineNotUnderstood) as refused:
        read_line("Elisa on spotfy for 2024-09", today=TODAY)
    status, body, _ = problem_of(refused.value, instance="urn:uuid:1")
    problem = json.loads(body)
    assert (status, problem["suggestion"]) == (422, "Elisa on spotify for 2024-09")
    (error,) = problem["errors"]
    assert (error["field"], "spotfy" in error["message"]) == ("text", True)


@pytest.mark.parametrize(
    ("query", "field"),
    [({}, "text"), ({"text": ["a", "b"]}, "text"), ({"text": ["a"], "today": ["b"]}, "today")],
)
def test_the_text_is_given_once_and_alone(query: dict[str, list[str]], field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        parse_line_query(query)
    assert [name for name, _ in refused.value.errors] == [field]
