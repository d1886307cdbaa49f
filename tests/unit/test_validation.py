from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.api.problems import problem_of
from linernotes.api.refusals import parse_json
from linernotes.api.validation import AskedReport, parse_report_request
from linernotes.model.errors import InvalidRequest
from linernotes.model.request import Artist
from linernotes.reports.preview_report import preview_report
from linernotes.sections.registry import SECTIONS
from linernotes.sections.section import Stores
from linernotes.sections.sources import SOURCES
from tests.unit.builders import ELISA, LAURO, NOW, an_artist
from tests.unit.chart_memory import MemoryChartStore
from tests.unit.memory import MemoryLookupStore, MemoryWindowStore

TODAY = date(2025, 1, 15)
VALID: dict[str, Any] = {
    "artists": [LAURO.uuid],
    "platforms": ["spotify"],
    "start_date": "2024-09-01",
    "end_date": "2024-09-30",
}
FIELDS = (
    "artists, platforms, start_date, end_date, country, sections, songs_limit, title, callback_url, fresh, "
    "compare, max_upstream_calls"
)
UUID_RULE = 'a Soundcharts uuid is 8-4-4-4-12 hexadecimal digits; to search by name give {"name": …}'
ARTIST_RULE = 'give a Soundcharts uuid as text, or an object {"name": "…"} with a name of 1 to 200 characters'
DATE_RULE = "give a calendar date as YYYY-MM-DD"
COUNTRY_RULE = "give an ISO 3166-1 alpha-2 country code such as IT, or leave it out for worldwide"
TITLE_RULE = "give text of at most 200 characters"
PLATFORM_RULE = f"give one of {', '.join(SOURCES)}"


def parse(body: Any, *, callback_hosts: tuple[str, ...] = ()) -> AskedReport:
    return parse_report_request(body, today=TODAY, callback_hosts=callback_hosts)


def accepted(**fields: Any) -> AskedReport:
    return parse({**VALID, **fields})


def refusals(body: Any) -> tuple[tuple[str, str], ...]:
    with pytest.raises(InvalidRequest) as refusal:
        parse(body)
    return refusal.value.errors


def refused(**fields: Any) -> tuple[tuple[str, str], ...]:
    return refusals({**VALID, **fields})


def resolved(asked: AskedReport) -> dict[str, Any]:
    artists = tuple(artist for artist in asked.artists if isinstance(artist, Artist))
    return asked.resolved(artists).canonical()


# --- The body as a whole --------------------------------------------------------------------------


def test_the_least_that_can_be_asked() -> None:
    assert resolved(parse(VALID)) == VALID


def test_everything_that_can_be_asked() -> None:
    body = {
        **VALID,
        "country": "IT",
        "sections": ["tracks"],
        "title": "September",
        "callback_url": "https://example.org/hook",
        "fresh": True,
    }
    assert resolved(parse(body)) == body


def test_null_is_as_good_as_leaving_out_what_may_be_left_out() -> None:
    assert resolved(accepted(country=None, title=None, callback_url=None)) == VALID


@pytest.mark.parametrize("body", [None, 5, 1.5, True, "text", [], [VALID]])
def test_a_body_that_is_no_object_is_refused(body: Any) -> None:
    assert refusals(body) == (("body", "give a JSON object"),)


@pytest.mark.parametrize("field", VALID)
def test_a_field_that_is_required_and_missing_is_named(field: str) -> None:
    body = {name: value for name, value in VALID.items() if name != field}
    assert refusals(body) == ((field, "this field is required"),)


def test_an_unknown_field_is_named_along_with_the_known_ones() -> None:
    assert refused(platform="spotify") == (("platform", f"unknown field; known are {FIELDS}"),)


def test_every_field_that_is_wrong_is_named_at_once() -> None:
    errors = refusals({"artists": [], "platforms": ["myspace"], "end_date": "soon", "x": 1})
    assert [field for field, _ in errors] == ["artists", "platforms.0", "start_date", "end_date", "x"]


@pytest.mark.parametrize("text", [None, "", "{", '{"a": 1}{', "['single']", "\ufeff{}", "9" * 5_000])
def test_text_that_is_no_json_is_a_value_error(text: str | None) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_json(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "there is none"),
        ('{"a": 1}\n{', "it breaks at line 2, column 1"),
        ("{'single'}", "it breaks at line 1, column 2"),
        (
            '{"songs_limit": ' + "9" * 5_000 + "}",
            "a number in it is too long; whole ones have at most 4,300 digits",
        ),
    ],
    ids=["none", "two", "other quotes", "long number"],
)
def test_why_a_text_is_no_json_is_said_in_our_own_words(text: str | None, why: str) -> None:
    with pytest.raises(ValueError, match=r".+") as refused:
        parse_json(text)
    assert str(refused.value) == why


@pytest.mark.parametrize("name", ["\ud800", "ok\ud83c"])
def test_a_field_whose_name_is_half_a_character_is_unknown_and_hides_no_other(name: str) -> None:
    errors = refused(**{name: 1}, compare="\ud800")
    assert [field for field, _ in errors] == ["compare", name[:-1] + "?"]
    assert errors[1][1].startswith("unknown field")


def test_json_nested_too_deeply_to_read_says_so() -> None:
    with pytest.raises(ValueError, match="nested too deeply"):
        parse_json("[" * 100_000)


def test_a_whole_number_may_be_written_with_a_point() -> None:
    for field in ("songs_limit", "max_upstream_calls"):
        assert resolved(accepted(**{field: 25.0})) == resolved(accepted(**{field: 25})), field
        assert [named for named, _ in refused(**{field: 25.5})] == [field]


@pytest.mark.parametrize("field", [*VALID, "country", "title", "callback_url", "fresh", "unknown"])
def test_a_field_nested_deeply_but_readably_is_refused_like_any_other(field: str) -> None:
    nested = parse_json("[" * 900 + "]" * 900)
    assert {name.partition(".")[0] for name, _ in refused(**{field: nested})} == {field}


# --- Artists --------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [LAURO.uuid, LAURO.uuid.upper(), {"uuid": LAURO.uuid.upper()}])
def test_a_uuid_of_any_version_and_case_is_one_artist(given: Any) -> None:
    assert accepted(artists=[given]).artists == (Artist(LAURO.uuid),)


def test_a_name_is_kept_to_be_searched_for_with_single_blanks() -> None:
    asked = accepted(artists=[{"name": "  Achille \t Lauro\n"}, ELISA.uuid])
    assert asked.artists == ("Achille Lauro", Artist(ELISA.uuid))


def test_duplicates_collapse_and_the_order_stays() -> None:
    given = [{"name": "Giorgia"}, ELISA.uuid, LAURO.uuid, {"uuid": ELISA.uuid.upper()}, {"name": "Giorgia"}]
    assert accepted(artists=given).artists == ("Giorgia", Artist(ELISA.uuid), Artist(LAURO.uuid))


def test_50_artists_are_allowed_and_51_are_not() -> None:
    uuids = [an_artist(number).uuid for number in range(51)]
    assert len(accepted(artists=uuids[:50]).artists) == 50
    assert refused(artists=uuids) == (("artists", "give at most 50"),)


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ("Achille Lauro", UUID_RULE),
        ("", UUID_RULE),
        (f" {LAURO.uuid}", UUID_RULE),
        (LAURO.uuid.replace("-", ""), UUID_RULE),
        (LAURO.uuid[:-1] + "g", UUID_RULE),
        (LAURO.uuid[:-1] + "１", UUID_RULE),  # a full-width digit
        (f"{LAURO.uuid}\n", UUID_RULE),
        ({"uuid": "short"}, UUID_RULE),
        ({"uuid": 5}, ARTIST_RULE),
        ({"uuid": LAURO.uuid, "name": "Achille Lauro"}, ARTIST_RULE),
        ({"name": ""}, ARTIST_RULE),
        ({"name": " \t"}, ARTIST_RULE),
        ({"name": "x" * 201}, ARTIST_RULE),
        ({"name": ["Elisa"]}, ARTIST_RULE),
        ({"slug": "elisa"}, ARTIST_RULE),
        ({}, ARTIST_RULE),
        (None, ARTIST_RULE),
        (5, ARTIST_RULE),
        ([LAURO.uuid], ARTIST_RULE),
    ],
)
def test_what_is_no_artist_is_named_by_its_place(given: Any, rule: str) -> None:
    assert refused(artists=[ELISA.uuid, given]) == (("artists.1", rule),)


def test_a_name_that_is_no_text_anybody_can_send_is_refused() -> None:
    """A lone surrogate is JSON, but has no place in a URL, and so cannot be searched for."""
    assert [field for field, _ in refused(artists=[{"name": "\ud800"}])] == ["artists.0"]


@pytest.mark.parametrize("given", [None, {}, LAURO.uuid, 5])
def test_artists_are_given_as_a_list(given: Any) -> None:
    assert refused(artists=given) == (("artists", "give a list"),)


# --- Platforms and sections -----------------------------------------------------------------------


def test_every_platform_of_the_matrix_may_be_asked_for_at_once() -> None:
    assert resolved(accepted(platforms=list(SOURCES)))["platforms"] == list(SOURCES)


def test_platforms_asked_for_twice_collapse_and_keep_their_order() -> None:
    given = ["tiktok", "spotify", "tiktok", "deezer", "spotify"]
    assert resolved(accepted(platforms=given))["platforms"] == ["tiktok", "spotify", "deezer"]


@pytest.mark.parametrize("given", ["myspace", "Spotify", " spotify", "", 5, None, ["spotify"], {}])
def test_an_unknown_platform_is_refused_with_the_known_ones(given: Any) -> None:
    assert refused(platforms=["spotify", given]) == (("platforms.1", PLATFORM_RULE),)


@pytest.mark.parametrize(
    ("given", "rule"), [([], "give at least one"), ("spotify", "give a list"), (None, "give a list")]
)
def test_platforms_are_a_list_of_one_or_more(given: Any, rule: str) -> None:
    assert refused(platforms=given) == (("platforms", rule),)


def test_a_section_asked_for_twice_is_one_section() -> None:
    assert resolved(accepted(sections=["tracks", "tracks"]))["sections"] == ["tracks"]


@pytest.mark.parametrize("given", ["albums", "", None, ["tracks"]])
def test_an_unknown_section_is_refused_with_the_known_ones(given: Any) -> None:
    assert refused(sections=[given]) == (("sections.0", f"give one of {', '.join(SECTIONS)}"),)


@pytest.mark.parametrize("given", ["tracks", {"tracks": True}, 1])
def test_sections_are_a_list(given: Any) -> None:
    assert refused(sections=given) == (("sections", "give a list"),)


# --- Dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["start_date", "end_date"])
@pytest.mark.parametrize(
    "given",
    [
        "2024-02-30", "2024-13-01", "0000-01-01", "2024-9-1", "20240901", "2024-W36-1", "01.09.2024",
        "2024-09-01T00:00:00Z", " 2024-09-01", "2024-09-01\n", "٢٠٢٤-٠٩-٠١", "", "today",
        20240901, 1725148800, 1.5, True, None, ["2024-09-01"],
    ],
)  # fmt: skip
def test_a_date_is_given_as_text_of_one_form(field: str, given: Any) -> None:
    assert refused(**{field: given}) == ((field, DATE_RULE),)


def test_a_leap_day_is_a_date() -> None:
    asked = accepted(start_date="2024-02-29", end_date="2024-02-29")
    assert resolved(asked)["start_date"] == "2024-02-29"


def test_today_may_be_the_last_day_and_tomorrow_may_not() -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert resolved(accepted(end_date=TODAY.isoformat()))["end_date"] == "2025-01-15"
    assert refused(end_date=tomorrow.isoformat()) == (
        ("end_date", "the last day there can be data for is today, 2025-01-15 (UTC)"),
    )


def test_a_range_of_one_day_is_allowed_and_one_that_runs_backwards_is_not() -> None:
    assert accepted(start_date="2024-09-30").model.start_date == date(2024, 9, 30)
    assert refused(start_date="2024-10-01") == (("start_date", "must not be after end_date"),)


def test_1830_days_are_allowed_and_1831_are_not() -> None:
    longest = (date(2024, 9, 30) - timedelta(days=1_829)).isoformat()
    longer = (date(2024, 9, 30) - timedelta(days=1_830)).isoformat()
    assert accepted(start_date=longest).resolved((LAURO,)).days == 1_830
    assert refused(start_date=longer) == (("start_date", "at most 1,830 days, both dates included"),)


@pytest.mark.parametrize("start", ["0001-01-01", "1899-12-31", "1999-12-31"])
def test_a_day_before_there_was_anything_to_count_is_refused_with_the_first_that_is_not(start: str) -> None:
    assert refused(start_date=start) == (("start_date", "the first day that can be asked for is 2000-01-01"),)


def test_the_first_day_there_is_can_be_asked_for() -> None:
    request = accepted(start_date="2000-01-01", end_date="2000-01-01").resolved((LAURO,))
    assert (
        preview_report(
            request,
            now=NOW,
            stores=Stores(MemoryWindowStore(), MemoryChartStore(lambda: NOW), MemoryLookupStore()),
        ).upstream_calls
        == 1
    )


# --- Country, title, callback, fresh --------------------------------------------------------------


@pytest.mark.parametrize("given", ["IT", "it", "It"])
def test_a_country_may_be_given_in_any_case(given: str) -> None:
    assert resolved(accepted(country=given))["country"] == "IT"


@pytest.mark.parametrize("given", ["", "XX", "UK", "ITA", "Italy", " IT", "IT\n", 39, ["IT"], True])
def test_what_is_no_country_is_refused(given: Any) -> None:
    assert refused(country=given) == (("country", COUNTRY_RULE),)


@pytest.mark.parametrize("given", ["ß", "ﬁ", "ıt", "ſe"])
def test_letters_that_only_become_a_country_as_capitals_are_refused(given: str) -> None:
    assert refused(country=given) == (("country", COUNTRY_RULE),)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("September", "September"),
        ("  padded  ", "padded"),
        ("", None),
        (" \n\t ", None),
        ("two\nlines\x00\x1b[31m\x7f", "twolines[31m"),
        ("a lone \ud800 surrogate", "a lone  surrogate"),
        ('=HYPERLINK("https://evil.example","x")', '=HYPERLINK("https://evil.example","x")'),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Città 🎵", "Città 🎵"),
        ("x" * 200, "x" * 200),
        ("\x00" * 500 + "x", "x"),
    ],
)
def test_a_title_is_any_text_without_control_characters(given: str, kept: str | None) -> None:
    assert accepted(title=given).resolved((LAURO,)).title == kept


@pytest.mark.parametrize("given", ["x" * 201, 5, ["x"], {}, True])
def test_what_is_no_title_is_refused(given: Any) -> None:
    assert refused(title=given) == (("title", TITLE_RULE),)


def test_a_callback_url_is_held_to_the_rules_of_callbacks() -> None:
    assert refused(callback_url="http://example.org/hook") == (("callback_url", "must begin with https://"),)
    for broken in ("https://127.0.0.1/", ""):
        assert [field for field, _ in refused(callback_url=broken)] == ["callback_url"]


def test_a_callback_host_of_local_tests_is_let_through() -> None:
    body = {**VALID, "callback_url": "http://127.0.0.1:8080/hook"}
    asked = parse(body, callback_hosts=("127.0.0.1:8080",))
    assert resolved(asked)["callback_url"] == "http://127.0.0.1:8080/hook"


@pytest.mark.parametrize("given", [5, ["https://example.org"], True])
def test_a_callback_url_is_text(given: Any) -> None:
    assert refused(callback_url=given) == (("callback_url", "give text"),)


def test_a_callback_url_of_more_than_2048_characters_is_refused() -> None:
    url = "https://example.org/" + "x" * 2_048
    assert refused(callback_url=url) == (("callback_url", "at most 2048 characters"),)


@pytest.mark.parametrize("given", [1, 0, "true", "yes", None, []])
def test_fresh_is_true_or_false_and_nothing_like_it(given: Any) -> None:
    assert refused(fresh=given) == (("fresh", "give true or false"),)


# --- Anything at all ------------------------------------------------------------------------------

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)
LIKELY: dict[str, st.SearchStrategy[Any]] = {
    "artists": st.lists(st.sampled_from([LAURO.uuid, ELISA.uuid, {"name": "Elisa"}, "x", None]), max_size=4),
    "platforms": st.lists(st.sampled_from([*SOURCES, "myspace", 1]), max_size=4),
    "start_date": st.dates(min_value=date(1990, 1, 1), max_value=TODAY).map(date.isoformat),
    "end_date": st.dates(min_value=TODAY - timedelta(days=900)).map(date.isoformat),
}
BODIES = st.fixed_dictionaries(
    {field: JSON | likely for field, likely in LIKELY.items()},
    optional=dict.fromkeys(("country", "sections", "title", "callback_url", "fresh", "x"), JSON),
)


@settings(max_examples=150)
@given(body=JSON | BODIES)
def test_whatever_is_posted_is_understood_or_refused_by_field_in_words(body: Any) -> None:
    try:
        asked = parse(body)
    except InvalidRequest as refusal:
        status, document, _ = problem_of(refusal, instance="urn:uuid:of-a-test")
        errors = json.loads(document.encode())["errors"]
        assert status == 422
        assert errors
        assert all(error["message"] for error in errors)
    else:
        assert asked.artists


@given(
    artists=st.lists(st.integers(0, 60).map(lambda number: an_artist(number).uuid), min_size=1, max_size=50),
    platforms=st.lists(st.sampled_from(list(SOURCES)), min_size=1),
    start=st.dates(date(2010, 1, 1), TODAY),
    days=st.integers(0, 1_829),
    country=st.sampled_from(["IT", "us", None]),
    title=st.text(max_size=20) | st.none(),
    fresh=st.booleans(),
)
def test_a_canonical_request_posted_again_is_the_same_request(
    artists: list[str],
    platforms: list[str],
    start: date,
    days: int,
    country: str | None,
    title: str | None,
    fresh: bool,
) -> None:
    body = {
        "artists": artists,
        "platforms": platforms,
        "start_date": start.isoformat(),
        "end_date": min(start + timedelta(days=days), TODAY).isoformat(),
        "country": country,
        "title": title,
        "fresh": fresh,
    }
    canonical = resolved(parse(body))
    assert resolved(parse(json.loads(json.dumps(canonical)))) == canonical
