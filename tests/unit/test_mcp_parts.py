"""Which figures get_report gives: rows first, of whom was asked for, and what is left out (contract 12)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from linernotes.mcp.arguments import MOST_ROWS
from linernotes.mcp.results import MOST_BYTES, ToolResult, bytes_of
from linernotes.mcp.words import row_lines, status_words
from linernotes.model.errors import InvalidRequest
from tests.unit.mcp_reports import BILLIE, PLATFORMS, TONES, a_result, a_row, shown


def read(**asked: Any) -> dict[str, Any]:
    return read_of(a_result(), **asked)


def read_of(result: dict[str, Any], **asked: Any) -> dict[str, Any]:
    told = shown(result, **asked).structured
    assert told is not None
    return dict(told)


def lines_in(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    (section,) = (section for section in told["sections"] if section["name"] == name)
    lines: list[dict[str, Any]] = section["lines"]
    return lines


def size(told: ToolResult) -> int:
    return bytes_of([told.text, told.structured, [[link.uri, link.title] for link in told.links]])


# ------------------------------------------------------------------------------------------- what comes first


def test_rows_come_before_sections_all_of_them_and_in_short_where_they_would_not_fit() -> None:
    told = shown()
    assert size(told) <= MOST_BYTES
    assert told.structured is not None
    rows = told.structured["rows"]
    assert [(row["artist__name"], row["platform__slug"]) for row in rows] == [
        (artist.name, slug) for artist in (BILLIE, TONES) for slug in PLATFORMS
    ]
    assert rows[0] == {
        "artist__name": "Billie Eilish",
        "platform__slug": "spotify",
        "latest_value": 1_100_000,
        "latest_date": "2024-09-30",
        "difference": 100_000,
        "difference_percent": 10.0,
        "status": "measured",
        "note": None,
        "compared": {"change_percent": 5.0, "status": "measured"},
    }
    cut = told.structured["truncated"]
    assert (cut["shown"]["row_fields"], cut["of"]["row_fields"]) == (11, 39)


def test_figures_of_all_platforms_come_before_a_line_of_each_section_and_that_before_anything_else() -> None:
    told = shown()
    assert told.structured is not None
    figures = [line for line in told.text.splitlines() if "1,100,000 on 2024-09-30; status measured" in line]
    assert len(figures) == 2 * len(PLATFORMS)
    assert all(section["lines"] for section in told.structured["sections"])
    assert "Figures worldwide." in told.text


def test_changes_are_told_in_short_too_where_there_is_room_for_them() -> None:
    result = a_result()
    result["sections"] = {"radio": result["sections"]["radio"]}
    told = shown(result).text
    assert (
        "Figures worldwide, in brackets how they changed in the period, averages against August 2024." in told
    )
    line = (
        '"Tones and I", Deezer Followers: 1,100,000 on 2024-09-30 (+10.0 %); average +5.0 %; status measured'
    )
    assert line in told.splitlines()
    lacking = {"change": None, "note": "Not compared: 3 of 31 days have a value. More."}
    for row in result["detailed_breakdown"]:
        row["compared"] |= lacking
        row |= {"difference": None, "difference_percent": None}
    told = shown(result).text
    assert "2024-09-30; not compared: [1]; status measured" in told
    assert told.count("[1] Not compared: 3 of 31 days have a value.") == 1


def test_a_blank_in_short_says_why_and_nothing_of_what_it_is_compared_with() -> None:
    result = a_result()
    blank = {"latest_value": None, "latest_date": None, "difference": None, "difference_percent": None}
    for row in result["detailed_breakdown"][:2]:
        row |= {**blank, "status": "not_published", "note": "Not published by country. For years."}
        row["compared"] |= {"change": None, "change_percent": None, "note": "Not compared: nothing."}
    told = shown(result)
    assert told.structured is not None
    assert '"Billie Eilish", Spotify Followers: blank, not zero; status not_published: [1]' in told.text
    row = told.structured["rows"][0]
    assert (row["latest_value"], row["note"]) == (None, "[1] For years.")
    assert row["compared"] == {"change": None, "status": "measured"}
    assert told.structured["notes"] == ["[1] Not published by country."]


def test_artists_of_one_name_are_told_by_their_uuids_however_little_room_there_is() -> None:
    result = a_result()
    for each in (*result["metadata"]["artists"], *result["detailed_breakdown"]):
        each["name" if "name" in each else "artist__name"] = "Nirvana"
    rows = read_of(result)["rows"]
    assert {row["artist__uuid"] for row in rows} == {BILLIE.uuid, TONES.uuid}
    assert {row["artist__name"] for row in rows} == {"Nirvana"}


@pytest.mark.parametrize("limit", [None, 1, 3, 10, 500])
@pytest.mark.parametrize("part", ["summary", "tracks", "places", "radio", "moments", "series"])
def test_whatever_is_left_out_is_counted_by_kind_at_every_limit(part: str, limit: int | None) -> None:
    whole, told = read(part=part, limit=MOST_ROWS), read(part=part, limit=limit)
    assert whole["truncated"] is None
    cut = told["truncated"] or {"shown": {}, "of": {}}
    kinds = [kind for kind in ("rows", "sums", "sections", "totals", "series") if kind in whole]
    for kind in kinds:
        lacks = cut["of"].get(kind, 0) - cut["shown"].get(kind, 0)
        assert len(told[kind]) + lacks == len(whole[kind])
    if part == "summary":
        lines = [sum(len(section["lines"]) for section in each["sections"]) for each in (whole, told)]
        assert lines[0] - lines[1] == cut["of"].get("section_lines", 0) - cut["shown"].get("section_lines", 0)
    lacking = ("_left_out" in json.dumps(told[kind]) for kind in kinds if kind != "sections")
    assert (told["truncated"] is not None) or not any(lacking)


def test_no_kind_of_a_part_keeps_another_from_having_any() -> None:
    result = a_result()
    section = result["sections"]["tracks"]
    section["totals"] = [{**total, "note": "x" * 490} for total in section["totals"]]
    told = shown(result, part="tracks").structured
    assert told is not None
    assert len(told["totals"]) >= 2
    assert len(told["rows"]) >= 2


def test_the_advice_names_what_was_not_given_yet_and_gives_more() -> None:
    of_all, of_one = read(), read(artist=TONES.uuid)
    assert of_all["truncated"]["how_to_narrow"] == (
        "Give artist, platform, a section's name as part or limit (up to 500) for a longer answer. "
        "The workbook has everything."
    )
    assert "artist" not in of_one["truncated"]["how_to_narrow"]
    assert of_one["rows"][0].keys() > of_all["rows"][0].keys()
    limited = read(artist=TONES.uuid, limit=1)["truncated"]["how_to_narrow"]
    assert limited.startswith("Give platform, a section's name as part or a higher limit (up to 500).")
    radio = read(artist=TONES.uuid, part="radio", limit=1)
    assert radio["truncated"] is None


def test_a_higher_limit_is_not_advised_where_there_is_no_room_for_more() -> None:
    result = a_result()
    total = result["sections"]["radio"]["totals"][0]
    result["sections"]["radio"]["rows"] = [
        {**total, "station": "Hot 97", "note": "x" * 490} for _ in range(499)
    ]
    told = shown(result, part="radio", limit=450).structured
    assert told is not None
    assert len(told["rows"]) < 450
    assert told["truncated"]["how_to_narrow"] == "Give artist. The workbook has everything."


# ------------------------------------------------------------------------------------------- of whom it is


def test_a_line_of_a_section_names_its_artist_and_every_artist_has_the_first_before_a_second() -> None:
    told = read(limit=500)
    assert [(line["artist__uuid"], line["artist__name"]) for line in lines_in(told, "radio")] == [
        (BILLIE.uuid, "Billie Eilish"),
        (TONES.uuid, "Tones and I"),
    ]
    assert lines_in(told, "radio")[1]["line"].startswith("Radio worldwide: 5,021 spins")
    whose = [line["artist__uuid"] for line in lines_in(told, "places")]
    assert whose == [BILLIE.uuid, TONES.uuid] * 4
    section = next(each for each in read(limit=3)["sections"] if each["name"] == "places")
    assert [line["artist__uuid"] for line in section["lines"]] == [BILLIE.uuid, TONES.uuid, BILLIE.uuid]
    assert section["lines_left_out"] == 5


def test_whoever_asks_for_an_artist_gets_no_line_of_another() -> None:
    told = shown(artist=TONES.uuid, limit=500)
    assert "Billie" not in json.dumps([told.text, told.structured["sections"]])  # type: ignore[index]
    assert "5,021 spins" in told.text


def test_whoever_asks_for_a_platform_gets_only_what_is_of_it() -> None:
    told = shown(platform="instagram", limit=500)
    assert told.structured is not None
    names = [section["name"] for section in told.structured["sections"]]
    assert names == ["tracks", "places", "moments"]
    assert [len(lines_in(dict(told.structured), name)) for name in names] == [2, 2, 2]
    said = json.dumps([told.text, told.structured["sections"], told.structured["rows"]])
    assert not any(name in said for name in ("Spotify", "TikTok", "YouTube", "Deezer", "spins"))
    assert "of both artists" not in said


@pytest.mark.parametrize(
    ("asked", "field", "words"),
    [
        ({"artist": "Tone and I"}, "artist", f'the uuid or name of one of: {BILLIE.uuid} ("Billie Eilish")'),
        ({"artist": "11e81bcc-0000-0000-0000-a0369fe50396"}, "artist", BILLIE.uuid),
        ({"artist": ""}, "artist", BILLIE.uuid),
        ({"platform": "sptify"}, "platform", "no such platform; give one of: spotify, instagram, tiktok"),
        ({"platform": "Spotify"}, "platform", 'for "Spotify" give spotify; give one of: spotify, instagram'),
        ({"platform": "Tik Tok", "part": "places"}, "platform", 'for "Tik Tok" give tiktok; give one of'),
        ({"platform": "", "part": "series"}, "platform", "spotify, instagram"),
        ({"platform": "deezer", "part": "places"}, "platform", "its part places"),
        ({"platform": "spotify", "part": "radio"}, "platform", "leave it out"),
    ],
)
def test_who_or_what_is_not_in_the_report_is_refused_with_what_is(
    asked: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        shown(**asked)
    ((name, message),) = refused.value.errors
    assert name == field
    assert words in message


@pytest.mark.parametrize("name", ["Tones and I", "tones  and i", "Ｔｏｎｅｓ and I", TONES.uuid.upper()])
def test_an_artist_is_taken_by_uuid_or_by_a_name_that_one_artist_of_the_report_has(name: str) -> None:
    assert read(artist=name, part="places") == read(artist=TONES.uuid, part="places")
    assert {row["artist__uuid"] for row in read(artist=name)["rows"]} == {TONES.uuid}


def test_a_name_that_several_artists_of_the_report_have_is_refused_with_their_uuids() -> None:
    result = a_result()
    for artist in result["metadata"]["artists"]:
        artist["name"] = "Nirvana"
    with pytest.raises(InvalidRequest) as refused:
        shown(result, artist="NIRVANA")
    assert refused.value.errors == (
        (
            "artist",
            "2 artists of the report are called so; ask the user which one is meant, and give the uuid of "
            f"one of: {BILLIE.uuid}, {TONES.uuid}",
        ),
    )
    assert {row["artist__uuid"] for row in read_of(result, artist=BILLIE.uuid)["rows"]} == {BILLIE.uuid}


def test_an_artist_without_a_name_is_no_name() -> None:
    result = a_result()
    result["metadata"]["artists"][0]["name"] = None
    for name in ("", " ", "None"):
        with pytest.raises(InvalidRequest, match="the report has no such artist"):
            shown(result, artist=name)


# --------------------------------------------------------------------------------------------- what it says


def test_a_blank_count_of_tracks_is_null_and_one_that_is_known_stays() -> None:
    for total in read(part="tracks", limit=500)["totals"]:
        assert (total["total_tracks"], total["total_streams"]) == (None, None)
        assert total["compared"]["total_tracks"] == 0  # of a period that was measured


def test_a_text_and_what_was_truncated_agree() -> None:
    for asked in ({}, {"limit": 10}, {"part": "places"}, {"limit": 500}, {"part": "radio"}):
        told = shown(**asked)
        assert told.structured is not None
        cut = told.structured["truncated"]
        lacks = cut["of"].get("text_lines", 0) - cut["shown"].get("text_lines", 0) if cut else 0
        assert (f"… and {lacks:,} more." in told.text) is (lacks > 0)
        assert ("Not all of it" in told.text) is (cut is not None)
        assert ("more." in told.text.replace("for more", "")) is (lacks > 0)


def test_a_row_says_how_it_changed_against_the_other_period_or_why_that_is_not_known() -> None:
    row = a_row(BILLIE, "spotify")
    (line,) = row_lines([row], None)
    assert "; average +50,000, +5.0 % against August 2024; status measured" in line
    lacking = {**row["compared"], "change": None, "note": "Not compared: 3 of 31 days have a value. More."}
    (line,) = row_lines([{**row, "compared": lacking}], None)
    assert "; not compared with August 2024: 3 of 31 days have a value; status measured" in line
    failed = {**row["compared"], "change": None, "note": None, "status": "failed"}
    (line,) = row_lines([{**row, "latest_value": None, "status": "failed", "compared": failed}], None)
    assert "blank, not zero; not compared with August 2024: status failed in that period" in line


def test_a_status_is_told_in_words_that_hold_worldwide_too() -> None:
    told = shown(part="tracks").text
    assert "not_published is a figure that is not published, as the note says" in told
    assert "by country" not in told
    assert status_words([{"status": "measured"}]) is None


def test_what_could_not_be_judged_is_named_with_the_reason() -> None:
    told = shown(part="moments").text
    line = (
        "Unusual days: none on the 30 days looked at; not judged: TikTok Followers and Deezer Followers "
        "(too few figures), YouTube Followers (no daily figures)"
    )
    assert told.count(line) == 2
