"""Reading Soundcharts' answers: bytes in, values out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.errors import BrokenAnswer
from linernotes.model.points import Number
from linernotes.model.windows import Window
from linernotes.sections.windows.answers import Page, Row, parse_page, window_data
from linernotes.sections.windows.window_data import City, Outcome, WindowData, WindowKey, WindowRequest
from linernotes.soundcharts.answers import Quota, message_of, parse_found, parse_quota
from linernotes.soundcharts.paging import MAX_PAGES, PAGE_ITEMS, Paging

UUID = "11e81bcc-9c1c-ce38-b96b-a0369fe50396"
WINDOW = Window(date(2024, 8, 27), date(2024, 11, 24))
WANTED = WindowRequest(WindowKey(UUID, "spotify", WINDOW.first), WINDOW)
FETCHED_AT = datetime(2025, 1, 15, 12, tzinfo=UTC)
FIRST = date(2024, 9, 1)


def an_answer(*items: Any, **fields: Any) -> bytes:
    return json.dumps({"items": list(items), **fields}).encode()


def an_item(*, day: str = "2024-09-01T00:00:00+00:00", **fields: Any) -> dict[str, Any]:
    return {"date": day, **fields}


def the_row(item: dict[str, Any], value_field: str = "value") -> Row:
    (row,) = parse_page(an_answer(item), value_field).rows
    return row


def the_window(*pages: Page, announced: int | None = None) -> WindowData:
    return window_data(WANTED, pages, fetched_at=FETCHED_AT, announced=announced)


# --- items ---


def test_a_real_answer_is_read_with_its_artist_and_places() -> None:
    body = {
        "related": {
            "artist": {
                "uuid": UUID,
                "slug": "billie-eilish",
                "name": "Billie Eilish",
                "imageUrl": "https://i/b",
            },
            "platform": "spotify",
            "lastCrawlDate": "2022-11-23T00:00:00+01:00",
        },
        "items": [
            {
                "date": "2022-08-01T00:00:00+00:00",
                "value": 50131285,
                "cityPlots": [{"value": 220840, "countryCode": "IT", "cityName": "Milan"}],
                "countryPlots": [
                    {
                        "date": "2022-08-01T00:00:00+00:00",
                        "value": 220840,
                        "countryName": "Italy",
                        "countryCode": "IT",
                    }
                ],
            },
            {"date": "2022-08-02T00:00:00+00:00", "value": 50200000, "cityPlots": [], "countryPlots": []},
        ],
        "page": {"offset": 0, "limit": 100, "next": None, "previous": None, "total": 2},
        "errors": [],
    }
    assert parse_page(json.dumps(body).encode(), "value") == Page(
        rows=(
            Row(date(2022, 8, 1), 50131285, {"IT": 220840}, cities={City("IT", "Milan"): 220840}),
            Row(date(2022, 8, 2), 50200000, {}),
        ),
        total=2,
        artist_name="Billie Eilish",
        artist_image_url="https://i/b",
        crawled_at="2022-11-23T00:00:00+01:00",
    )


def test_the_older_form_is_read_with_plain_dates_and_a_total_beside_the_items() -> None:
    item = {
        "date": "2024-09-01",
        "source": "spotify",
        "type": "SPOTIFY_MONTHLY_LISTENERS",
        "value": 8234567,
        "countryPlots": [{"countryCode": "IT", "value": 2345678}],
    }
    page = parse_page(an_answer(item, total=30), "value")
    assert page == Page(rows=(Row(FIRST, 8234567, {"IT": 2345678}),), total=30)


def test_the_total_of_the_page_comes_before_one_beside_the_items() -> None:
    assert parse_page(an_answer(page={"total": 7}, total=9), "value").total == 7


def test_the_day_is_the_first_ten_characters_whatever_the_offset_from_utc() -> None:
    assert the_row(an_item(day="2024-09-01T00:00:00+02:00", value=1)).day == FIRST


def test_an_audience_item_gives_its_follower_count() -> None:
    item = an_item(
        likeCount=None, followerCount=90706658, followingCount=None, postCount=None, viewCount=None
    )
    assert the_row(item, "followerCount").value == 90706658


@pytest.mark.parametrize(("named", "given"), [("value", "followerCount"), ("followerCount", "value")])
def test_the_other_figure_is_read_when_the_named_one_is_absent(named: str, given: str) -> None:
    assert the_row(an_item() | {given: 5}, named).value == 5


@pytest.mark.parametrize(("named", "other"), [("value", "followerCount"), ("followerCount", "value")])
def test_a_named_figure_that_is_null_is_no_point_whatever_the_other_says(named: str, other: str) -> None:
    assert the_row(an_item() | {named: None, other: 5}, named).value is None


def test_an_item_without_any_figure_is_no_point() -> None:
    assert the_row(an_item(countryPlots=[])).value is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("8234567", 8234567), ("0", 0), ("5.0", 5), ("5e3", 5000), ("-0.0", 0), ("0.1", Decimal("0.1"))],
)
def test_whole_numbers_are_int_and_others_decimal_to_the_last_digit(text: str, number: Number) -> None:
    (row,) = parse_page(f'{{"items":[{{"date":"2024-09-01","value":{text}}}]}}'.encode(), "value").rows
    assert row.value == number
    assert type(row.value) is type(number)


@pytest.mark.parametrize("value", [True, False, "8234567", "", [], {"value": 1}])
def test_a_figure_that_is_no_number_costs_itself_and_names_field_and_day(value: Any) -> None:
    plots = [{"countryCode": "IT", "value": 7}]
    row = the_row(an_item(followerCount=value, countryPlots=plots), "followerCount")
    assert (row.day, row.value, row.places) == (FIRST, None, {"IT": 7})
    assert re.match(r"followerCount of 2024-09-01 .* not a number", row.bad_value or "")


@pytest.mark.parametrize("value", [True, "7"])
def test_a_country_figure_that_is_no_number_costs_itself_and_names_field_and_day(value: Any) -> None:
    plots = [{"countryCode": "IT", "value": value}, {"countryCode": "FR", "value": 8}]
    row = the_row(an_item(value=1, countryPlots=plots))
    assert (row.value, row.places, row.bad_value) == (1, {"FR": 8}, None)
    assert re.match(r"countryPlots\.value of 2024-09-01 .* not a number", row.bad_places or "")


@pytest.mark.parametrize(
    "text",
    [
        "1e999999999", "1e19", "-1e19", "9" * 4000, "0.1e-999999999", "0." + "3" * 40,
        # Numbers that JSON's own reader refuses, with the whole answer.
        "9" * 5000, "-" + "9" * 5000, "1e99999999999999999999", "NaN", "-Infinity",
    ],
)  # fmt: skip
def test_a_number_no_figure_can_be_costs_itself_at_once(text: str) -> None:
    body = f'{{"items":[{{"date":"2024-09-01","value":{text}}},{{"date":"2024-09-02","value":5.50}}]}}'
    bad, good = parse_page(body.encode(), "value").rows
    assert bad.value is None
    assert "value of 2024-09-01" in (bad.bad_value or "")
    assert (good.value, good.bad_value) == (Decimal("5.50"), None)


def test_a_few_bytes_of_a_name_that_are_no_text_cost_no_figure() -> None:
    body = b'{"items":[{"date":"2024-09-01","value":5}],"related":{"name":"El\xffisa"}}'
    page = parse_page(body, "value")
    assert (page.rows, page.artist_name) == ((Row(FIRST, 5, {}),), "El\ufffdisa")


def test_country_codes_become_upper_case() -> None:
    assert the_row(an_item(value=1, countryPlots=[{"countryCode": "it", "value": 2}])).places == {"IT": 2}


def test_country_entries_without_a_value_or_a_code_are_skipped() -> None:
    plots = [
        {"countryCode": "IT", "value": None},
        {"countryCode": "FR"},
        {"countryCode": "", "value": 3},
        {"countryCode": None, "value": 3},
        {"value": 3},
        {"countryCode": "DE", "value": 0},
    ]
    assert the_row(an_item(value=1, countryPlots=plots)).places == {"DE": 0}


@pytest.mark.parametrize(
    ("item", "wrong"),
    [
        ("2024-09-01", "an item from Soundcharts is a text"),
        ([], "an item from Soundcharts is a list"),
        (7, "an item from Soundcharts is a number"),
        (None, "an item from Soundcharts is nothing"),
        ({"value": 1}, "nothing for date"),
        ({"date": None, "value": 1}, "nothing for date"),
        ({"date": 20240901, "value": 1}, "a number for date"),
        ({"date": "01/09/2024", "value": 1}, "a text for date"),
        ({"date": "2024-W35-7", "value": 1}, "a text for date"),
        ({"date": "2024-02-30", "value": 1}, "2024-02-30 for date"),
    ],
)
def test_an_item_in_the_wrong_form_costs_itself_and_still_counts_as_a_row(item: Any, wrong: str) -> None:
    good = an_item(day="2024-09-02", value=2)
    bad, other = parse_page(an_answer(item, good), "value").rows
    assert (bad.day, bad.value, bad.places) == (None, None, {})
    assert re.search(wrong, bad.bad_value or "")
    assert other == Row(date(2024, 9, 2), 2, {})


@pytest.mark.parametrize(
    ("plots", "wrong"),
    [
        ({"IT": 1}, "countryPlots of 2024-09-01 .* is an object"),
        ("IT", "countryPlots of 2024-09-01 .* is a text"),
        (["IT"], "an entry of countryPlots of 2024-09-01"),
        ([None], "an entry of countryPlots of 2024-09-01"),
        ([{"countryCode": 39, "value": 1}], "countryPlots.countryCode of 2024-09-01 .* is a number"),
    ],
)
def test_places_in_the_wrong_form_cost_themselves_and_not_the_figure(plots: Any, wrong: str) -> None:
    row = the_row(an_item(value=1, countryPlots=plots))
    assert (row.value, row.places, row.bad_value) == (1, {}, None)
    assert re.search(wrong, row.bad_places or "")


@pytest.mark.parametrize("total", ["54", True, -1, {}, [7], 10**19])
def test_a_total_that_is_no_count_is_taken_for_none(total: Any) -> None:
    item = an_item(value=1)
    assert parse_page(an_answer(item, page={"total": total}), "value").total is None
    assert parse_page(an_answer(item, total=total), "value").total is None


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (b"", "not JSON"),
        (b"<html>gateway</html>", "not JSON"),
        (b'{"items":[{"date":"2024-09-01","val', "not JSON"),
        (b'{"items":\xff\xfe}', "not JSON"),
        (b"[" * 200_000, "not JSON"),
        (b"[]", "the answer from Soundcharts is a list"),
        (b"null", "the answer from Soundcharts is nothing"),
        (b'{"object":{}}', "has no items"),
        (b'{"items":null}', "nothing for items"),
        (b'{"items":{"0":{}}}', "an object for items"),
        (b'{"items":[],"errors":[{"code":500,"message":"Try\\nlater"}]}', "in place of items: Try later"),
        (b'{"errors":[{"message":"Nothing here"}]}', "in place of items: Nothing here"),
        (b'{"errors":[{"code":500}]}', "in place of items: no reason given"),
    ],
)
def test_a_body_in_the_wrong_form_is_a_broken_answer_saying_what_is_wrong(body: bytes, wrong: str) -> None:
    with pytest.raises(BrokenAnswer, match=wrong):
        parse_page(body, "value")


def test_errors_beside_items_do_not_take_the_items_away() -> None:
    assert len(parse_page(an_answer(an_item(value=1), errors=[{"message": "a note"}]), "value").rows) == 1


ARTIST = {"uuid": UUID, "name": "Elisa", "imageUrl": "https://i/e"}


@pytest.mark.parametrize("related", [{"artist": ARTIST}, ARTIST, [ARTIST], [{"artist": ARTIST}]])
def test_the_artist_is_found_in_each_form_of_related(related: Any) -> None:
    page = parse_page(an_answer(related=related), "value")
    assert (page.artist_name, page.artist_image_url) == ("Elisa", "https://i/e")


@pytest.mark.parametrize("related", [None, [], {}, "artist", {"artist": None}, {"name": 7, "imageUrl": ""}])
def test_an_answer_that_names_no_artist_is_read_all_the_same(related: Any) -> None:
    page = parse_page(an_answer(an_item(value=1), related=related), "value")
    assert page == Page(rows=(Row(FIRST, 1, {}),))


def test_a_name_that_could_not_be_stored_as_text_is_mended() -> None:
    assert parse_page(b'{"items":[],"related":{"name":"El\\ud800isa"}}', "value").artist_name == "El?isa"


# --- windows ---


def test_a_day_given_twice_keeps_the_last_one() -> None:
    later = Row(FIRST, 2, {"IT": 20})
    window = the_window(Page((Row(FIRST, 1, {"IT": 10}), later)), Page((Row(FIRST, 3, {"FR": 30}),)))
    assert window.values == {FIRST: 3}
    assert window.places == {"IT": {FIRST: 20}, "FR": {FIRST: 30}}


def test_a_later_row_without_a_value_takes_no_point_away() -> None:
    window = the_window(Page((Row(FIRST, 1, {"IT": 10}), Row(FIRST, None, {}))))
    assert (window.values, window.places) == ({FIRST: 1}, {"IT": {FIRST: 10}})


def test_days_outside_the_window_are_dropped_and_both_its_ends_kept() -> None:
    day = timedelta(days=1)
    days = [WINDOW.first - day, WINDOW.first, WINDOW.last, WINDOW.last + day]
    window = the_window(Page(tuple(Row(each, 1, {"IT": 1}) for each in days)))
    assert list(window.values) == [WINDOW.first, WINDOW.last]
    assert list(window.places["IT"]) == [WINDOW.first, WINDOW.last]


def test_a_window_without_items_is_delivered_and_empty() -> None:
    assert the_window(Page(())) == WindowData(WANTED.key, WINDOW, Outcome.DELIVERED, FETCHED_AT)


def test_rows_that_cannot_be_read_are_remembered_by_their_day_and_cost_nothing_else() -> None:
    rows = (
        Row(FIRST, 1, {"IT": 10}),
        Row(None, None, {}, bad_value="no item"),
        Row(date(2024, 9, 2), None, {"IT": 20}, bad_value="a text"),
        Row(date(2024, 9, 3), 3, {}, bad_places="no list"),
        Row(WINDOW.last + timedelta(1), None, {}, bad_value="outside, and dropped as all others are"),
    )
    window = the_window(Page(rows))
    assert window.values == {FIRST: 1, date(2024, 9, 3): 3}
    assert window.places == {"IT": {FIRST: 10, date(2024, 9, 2): 20}}
    assert window.unreadable == (None, date(2024, 9, 2))
    assert window.unreadable_places == (None, date(2024, 9, 3))
    assert window.unreadable_rows(None, FIRST, WINDOW.last) == 2
    assert window.unreadable_rows(None, date(2024, 10, 1), WINDOW.last) == 1
    assert window.unreadable_rows("IT", FIRST, WINDOW.last) == 2


def test_rows_of_which_none_can_be_read_are_a_window_without_values_that_says_so() -> None:
    window = the_window(Page((Row(None, None, {}, "no item"),)), Page((Row(FIRST, None, {}, "a text"),)))
    assert window.values == {}
    assert window.unreadable == (None, FIRST)


def test_one_row_that_says_there_is_no_value_is_an_answer() -> None:
    window = the_window(Page((Row(None, None, {}, "no item"), Row(FIRST, None, {}))))
    assert (window.values, window.unreadable) == ({}, (None,))


def test_artist_and_crawl_date_come_from_the_first_page_that_has_them() -> None:
    window = the_window(Page((), artist_name="Elisa"), Page((), artist_name="E.", crawled_at="2025-01-14"))
    assert (window.artist_name, window.crawled_at) == ("Elisa", "2025-01-14")


_values = st.one_of(
    st.none(),
    st.integers(0, 10**12),
    st.decimals(0, 10**6, places=3).map(lambda value: value + Decimal("0.0005")),
)
_plots = st.lists(
    st.fixed_dictionaries(
        {}, optional={"countryCode": st.sampled_from(["IT", "it", "FR", "", None]), "value": _values}
    ),
    max_size=4,
)
_items = st.lists(
    st.fixed_dictionaries(
        {"day": st.integers(-3, 95), "time": st.sampled_from(["", "T00:00:00+00:00", "T00:00:00+02:00"])},
        optional={"value": _values, "followerCount": _values, "countryPlots": st.none() | _plots},
    ),
    max_size=25,
)


def _plain_statement(items: list[dict[str, Any]], value_field: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Contract 4.2 said again, with texts for days and one loop over everything."""
    other = {"value": "followerCount", "followerCount": "value"}[value_field]
    values: dict[str, Any] = {}
    places: dict[str, Any] = {}
    for item in items:
        day = item["date"][:10]
        if not "2024-08-27" <= day <= "2024-11-24":
            continue
        figure = item[value_field] if value_field in item else item.get(other)
        if figure is not None:
            values[day] = figure
        for plot in item.get("countryPlots") or []:
            if plot.get("countryCode") and plot.get("value") is not None:
                places.setdefault(plot["countryCode"].upper(), {})[day] = plot["value"]
    return values, places


@given(_items, st.sampled_from(["value", "followerCount"]), st.integers(1, 10))
def test_any_series_reads_as_the_plain_statement_says(
    drawn: list[dict[str, Any]], value_field: str, page_items: int
) -> None:
    items = []
    for item in drawn:
        day = WINDOW.first + timedelta(days=item.pop("day"))
        items.append({"date": f"{day}{item.pop('time')}", **item})
    bodies = [_json({"items": items[at : at + page_items]}) for at in range(0, len(items), page_items)]
    window = the_window(*(parse_page(body, value_field) for body in bodies))
    values, places = _plain_statement(items, value_field)
    assert {str(day): value for day, value in window.values.items()} == values
    assert {
        code: {str(day): value for day, value in points.items()} for code, points in window.places.items()
    } == places


_NO_FIGURES: st.SearchStrategy[Any] = st.sampled_from(
    ["7", True, [], {}, 10**19, -(10**19), "", [1], {"value": 1}]
)
_NO_ITEMS: st.SearchStrategy[Any] = st.sampled_from(
    [None, "2024-09-01", 7, [], True, {}, {"date": "soon", "value": 1}]
)
_NO_PLOTS: st.SearchStrategy[Any] = st.sampled_from(["IT", 7, True, {"IT": 1}])
_NO_PLOT: st.SearchStrategy[Any] = st.sampled_from(
    [None, "IT", 7, {"countryCode": 39, "value": 1}, {"countryCode": "FR", "value": "1"}]
)


@given(days=st.integers(2, 60), data=st.data())
def test_one_bad_field_costs_no_more_than_itself(days: int, data: st.DataObject) -> None:
    items: list[Any] = [
        an_item(day=f"{FIRST + timedelta(n)}", value=n, countryPlots=[{"countryCode": "IT", "value": n + 1}])
        for n in range(days)
    ]
    values = {FIRST + timedelta(n): n for n in range(days)}
    italian = {day: value + 1 for day, value in values.items()}
    at = data.draw(st.integers(0, days - 1))
    day = FIRST + timedelta(at)
    lost: list[date | None] = []
    lost_places: list[date | None] = []
    match data.draw(st.sampled_from(["item", "value", "plots", "plot", "total", "name"])):
        case "item":
            items[at] = data.draw(_NO_ITEMS)
            del values[day], italian[day]
            lost, lost_places = [None], [None]
        case "value":
            items[at]["value"] = data.draw(_NO_FIGURES)
            del values[day]
            lost = [day]
        case "plots":
            items[at]["countryPlots"] = data.draw(_NO_PLOTS)
            del italian[day]
            lost_places = [day]
        case "plot":
            items[at]["countryPlots"].insert(data.draw(st.integers(0, 1)), data.draw(_NO_PLOT))
            lost_places = [day]
    body = an_answer(*items, page={"total": data.draw(_NO_FIGURES)}, related={"name": 7, "imageUrl": []})
    page = parse_page(body, "value")
    assert len(page.rows) == days
    window = the_window(page)
    assert window.values == values
    assert window.places.get("IT", {}) == italian
    assert (list(window.unreadable), list(window.unreadable_places)) == (lost, lost_places)


def _json(answer: Any) -> bytes:
    """Write JSON with decimals as plain numbers, which json itself cannot."""
    marked = json.dumps(answer, default=lambda decimal: f"<{decimal:f}>")
    return marked.replace('"<', "").replace('>"', "").encode()


_json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "items",
                    "date",
                    "value",
                    "countryPlots",
                    "countryCode",
                    "page",
                    "total",
                    "related",
                    "errors",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_json_values.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=50))
def test_whatever_the_body_is_it_reads_or_is_a_broken_answer(body: bytes) -> None:
    assert isinstance(_read(lambda: parse_page(body, "value")), Page | BrokenAnswer)
    assert isinstance(_read(lambda: parse_found(body)), list | BrokenAnswer)
    assert message_of(body) is None or len(message_of(body) or "") <= 200
    assert parse_quota(body) is None


def _read(parse: Callable[[], object]) -> object:
    try:
        return parse()
    except BrokenAnswer as error:
        return error


# --- search, messages, quota ---


def test_artists_found_come_in_order_with_lower_case_uuids_and_empty_countries_as_none() -> None:
    found = parse_found(
        an_answer(
            {
                "uuid": UUID.upper(),
                "name": "Elisa",
                "slug": "elisa",
                "imageUrl": "https://i/e",
                "countryCode": "it",
            },
            {"uuid": "ca22091a-3c00-11e9-974f-549f35141000", "name": "Elisa B", "countryCode": ""},
        )
    )
    first, second = found
    assert (first.artist.uuid, first.artist.name, first.artist.image_url) == (UUID, "Elisa", "https://i/e")
    assert (first.slug, first.country_code) == ("elisa", "IT")
    assert (second.artist.image_url, second.slug, second.country_code) == (None, None, None)


def test_no_more_than_twenty_artists_are_found() -> None:
    assert len(parse_found(an_answer(*({"uuid": UUID, "name": f"Elisa {n}"} for n in range(25))))) == 20


NO_ARTISTS = [
    {"name": "Elisa"},
    {"uuid": UUID},
    {"uuid": 1, "name": "Elisa"},
    {"uuid": "../team/usage", "name": "Elisa"},
    {"uuid": UUID, "name": ""},
    "Elisa",
    None,
]


@pytest.mark.parametrize("item", NO_ARTISTS)
def test_an_artist_found_without_uuid_or_name_costs_itself(item: Any) -> None:
    good = {"uuid": UUID, "name": "Elisa"}
    assert [found.artist.name for found in parse_found(an_answer(item, good))] == ["Elisa"]


def test_artists_of_whom_none_can_be_read_are_not_taken_for_nobody() -> None:
    with pytest.raises(BrokenAnswer, match="no artist found"):
        parse_found(an_answer(*NO_ARTISTS))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b'{"errors":[{"key":"access","code":404,"message":"Not found."}]}', "Not found."),
        (b'{"errors":["gone"]}', "gone"),
        (b'{"errors":[{"message":"two\\n  lines"}]}', "two lines"),
        (b'{"errors":[]}', None),
        (b'{"errors":"x"}', None),
        (b"<html>", None),
        (b"[]", None),
    ],
)
def test_the_message_of_an_error_answer_is_read_where_there_is_one(body: bytes, message: str | None) -> None:
    assert message_of(body) == message


def test_a_long_message_is_cut_to_200_characters() -> None:
    assert message_of(json.dumps({"errors": [{"message": "x" * 999}]}).encode()) == "x" * 200


@pytest.mark.parametrize(
    ("quota", "read"),
    [
        (
            {"remaining": 0, "endPeriodDate": "2025-01-31T00:00:00+00:00"},
            Quota(0, datetime(2025, 1, 31, tzinfo=UTC)),
        ),
        ({"remaining": 0, "endPeriodDate": "2025-01-31"}, Quota(0, datetime(2025, 1, 31, tzinfo=UTC))),
        ({"remaining": 0, "endPeriodDate": "soon"}, Quota(0)),
        ({"remaining": 0, "endPeriodDate": 20250131}, Quota(0)),
        ({"remaining": 12}, Quota(12)),
        ({"remaining": -5, "endPeriodDate": None}, Quota(-5)),
        ({"remaining": True}, None),
        ({"remaining": "0"}, None),
        ({}, None),
        ([], None),
    ],
)
def test_the_quota_is_read_where_it_is_told(quota: Any, read: Quota | None) -> None:
    assert parse_quota(json.dumps({"type": "usage", "object": {"quota": quota}}).encode()) == read


# --- paging ---


def a_page(items: int, total: int | None = None, *, start: int = 0) -> Page:
    return Page(tuple(Row(FIRST, start + n, {}) for n in range(items)), total)


def test_one_page_that_holds_the_total_is_the_whole_window() -> None:
    paging: Paging[Page] = Paging()
    assert list(paging.take(0, a_page(90, 90))) == []
    assert paging.complete
    assert paging.announced is None


def test_after_a_full_first_page_all_the_rest_is_asked_for_at_once() -> None:
    paging: Paging[Page] = Paging()
    assert list(paging.take(0, a_page(100, 350))) == [100, 200, 300]
    assert list(paging.take(300, a_page(50, 350, start=300))) == []
    assert list(paging.take(100, a_page(100, 350, start=100))) == []
    assert not paging.complete
    assert list(paging.take(200, a_page(100, 350, start=200))) == []
    assert paging.complete
    assert [len(page.rows) for page in paging.pages] == [100, 100, 100, 50]


def test_after_a_short_first_page_the_next_offset_is_what_was_received() -> None:
    paging: Paging[Page] = Paging()
    assert list(paging.take(0, a_page(15, 34))) == [15]
    assert list(paging.take(15, a_page(15, 34, start=15))) == [30]
    assert list(paging.take(30, a_page(4, 34, start=30))) == []
    assert paging.announced is None


def test_a_short_page_amid_full_ones_is_followed_by_what_it_left_out() -> None:
    paging: Paging[Page] = Paging()
    assert list(paging.take(0, a_page(100, 300))) == [100, 200]
    assert list(paging.take(100, a_page(60, 300, start=100))) == []
    assert list(paging.take(200, a_page(100, 300, start=200))) == [160]
    assert list(paging.take(160, a_page(100, 300, start=160))) == [260]
    assert list(paging.take(260, a_page(40, 300, start=260))) == []
    assert paging.announced is None
    assert {row.value for page in paging.pages for row in page.rows} == set(range(300))


def test_an_empty_page_ends_the_window_and_the_total_stays_announced() -> None:
    paging: Paging[Page] = Paging()
    assert list(paging.take(0, a_page(15, 54))) == [15]
    assert list(paging.take(15, a_page(0, 54))) == []
    assert paging.announced == 54


def test_a_total_told_once_holds_for_pages_that_do_not_tell_it() -> None:
    paging: Paging[Page] = Paging()
    assert list(paging.take(0, a_page(15, 30))) == [15]
    assert list(paging.take(15, a_page(10, start=15))) == [25]
    assert list(paging.take(25, a_page(0))) == []
    assert paging.announced == 30


def test_without_a_total_pages_are_followed_only_while_they_are_full() -> None:
    paging: Paging[Page] = Paging()
    assert list(paging.take(0, a_page(100))) == [100]
    assert list(paging.take(100, a_page(99, start=100))) == []
    assert paging.announced is None


def test_a_page_that_repeats_the_one_before_ends_the_window() -> None:
    paging: Paging[Page] = Paging()
    assert list(paging.take(0, a_page(100))) == [100]
    assert list(paging.take(100, a_page(100))) == []
    assert paging.complete


def test_a_server_that_ignores_the_offset_is_not_taken_for_complete() -> None:
    paging: Paging[Page] = Paging()
    assert list(paging.take(0, a_page(15, 30))) == [15]
    assert list(paging.take(15, a_page(15, 30))) == []
    assert paging.announced == 30


@pytest.mark.parametrize("total", [MAX_PAGES * PAGE_ITEMS + 1, 10**18])
def test_a_total_that_needs_too_many_pages_is_a_broken_answer(total: int) -> None:
    with pytest.raises(BrokenAnswer, match="more than 40 pages"):
        Paging[Page]().take(0, a_page(100, total))


def test_the_largest_total_that_fits_is_asked_for() -> None:
    assert len(Paging[Page]().take(0, a_page(100, MAX_PAGES * PAGE_ITEMS))) == MAX_PAGES - 1


def test_pages_that_never_end_are_a_broken_answer() -> None:
    paging, offset = Paging[Page](), 0
    for number in range(MAX_PAGES - 1):
        (offset,) = paging.take(offset, a_page(100, start=number))
    with pytest.raises(BrokenAnswer, match="more than 40 pages"):
        paging.take(offset, a_page(100, start=MAX_PAGES))


# --- counts ---


def test_counts_are_read_beside_the_figure_and_a_bad_one_costs_no_more_than_itself() -> None:
    items = (
        an_item(followerCount=10, likeCount=7, postCount=None, viewCount=3),
        an_item(day="2024-09-02", followerCount=11, likeCount="many", viewCount=4),
        an_item(day="2024-09-03", followerCount="many", likeCount=9),
    )
    page = parse_page(an_answer(*items), "followerCount", ("likeCount", "postCount", "viewCount"))
    data = window_data(WANTED, [page], fetched_at=FETCHED_AT, announced=None, counting=True)
    second, third = date(2024, 9, 2), date(2024, 9, 3)
    assert data.values == {FIRST: 10, second: 11}
    assert data.counts == {"likeCount": {FIRST: 7, third: 9}, "viewCount": {FIRST: 3, second: 4}}
    assert (data.unreadable, data.unreadable_counts) == ((third,), (second,))


def test_an_endpoint_that_counts_nothing_keeps_no_counts_whatever_its_items_hold() -> None:
    page = parse_page(an_answer(an_item(value=1, likeCount=7)), "value")
    assert the_window(page).counts is None
