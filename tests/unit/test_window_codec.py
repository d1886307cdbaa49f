from __future__ import annotations

import json
import random
import tracemalloc
import zlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.model.countries import COUNTRIES
from linernotes.model.points import Number
from linernotes.model.windows import WINDOW_DAYS, Window
from linernotes.sections.windows.codec import decode_window, encode_window
from linernotes.sections.windows.window_data import City, Outcome, WindowData, WindowKey, is_fresh, usable
from tests.unit.builders import LAURO, a_window

FIRST = date(2024, 8, 22)
WINDOW = Window(FIRST, FIRST + timedelta(days=WINDOW_DAYS - 1))
DAYS = [FIRST + timedelta(days=index) for index in range(WINDOW_DAYS)]

NUMBERS = st.integers(-(10**18), 10**18) | st.decimals(allow_nan=False, allow_infinity=False)
POINTS = st.dictionaries(st.sampled_from(DAYS), NUMBERS, max_size=20)
LOST = st.lists(st.none() | st.sampled_from(DAYS), max_size=4).map(tuple)
TEXTS = st.none() | st.text(max_size=30)
WINDOWS = st.builds(
    WindowData,
    key=st.just(WindowKey(LAURO.uuid, "spotify", FIRST)),
    window=st.integers(0, WINDOW_DAYS - 1).map(lambda days: Window(FIRST, FIRST + timedelta(days=days))),
    outcome=st.sampled_from(Outcome),
    fetched_at=st.datetimes(
        min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC)
    ),
    artist_name=TEXTS,
    artist_image_url=TEXTS,
    crawled_at=TEXTS,
    values=POINTS,
    places=st.dictionaries(st.sampled_from(sorted(COUNTRIES)), POINTS, max_size=5),
    cities=st.none()
    | st.dictionaries(
        st.builds(City, st.sampled_from(["IT", "US"]), st.text(max_size=10), TEXTS), POINTS, max_size=5
    ),
    counts=st.none() | st.dictionaries(st.sampled_from(["likeCount", "postCount"]), POINTS, max_size=2),
    announced=st.none() | st.integers(0, 10**6),
    unreadable=LOST,
    unreadable_places=LOST,
    unreadable_cities=LOST,
    unreadable_counts=LOST,
)


def dense(countries: int) -> WindowData:
    """Make a window with a figure a day of the largest kind there is, none like another."""
    chance = random.Random(7)  # noqa: S311 - it guards nothing

    def points() -> dict[date, Number]:
        return {day: chance.randint(10**8, 10**9) for day in DAYS}

    codes = sorted(COUNTRIES)[:countries]
    return a_window(points(), window=WINDOW, places={code: points() for code in codes})


@settings(max_examples=50)
@given(WINDOWS)
def test_a_window_is_unpacked_as_it_was_packed(data: WindowData) -> None:
    assert decode_window(data.key, encode_window(data)) == data


@given(number=st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_keeps_every_digit_and_its_exponent(number: Decimal) -> None:
    packed = encode_window(a_window({FIRST: number}, window=WINDOW))
    read = decode_window(WindowKey(LAURO.uuid, "spotify", FIRST), packed).values[FIRST]
    assert isinstance(read, Decimal)
    assert read.as_tuple() == number.as_tuple()


def test_an_integer_stays_one_however_large() -> None:
    data = a_window({FIRST: 2**70, DAYS[-1]: 0}, window=WINDOW)
    assert decode_window(data.key, encode_window(data)).values == {FIRST: 2**70, DAYS[-1]: 0}


def test_every_country_and_every_outcome_comes_back() -> None:
    for outcome in Outcome:
        data = a_window({FIRST: 1}, window=WINDOW, places={"IT": {DAYS[5]: 3}, "US": {}}, outcome=outcome)
        assert decode_window(data.key, encode_window(data)) == data


def test_a_window_stored_before_rows_could_be_lost_still_reads() -> None:
    document = json.loads(zlib.decompress(encode_window(a_window({FIRST: 1}, window=WINDOW))))

    assert "unreadable" not in document  # as none is lost, this is how windows were stored before
    read = decode_window(
        WindowKey(LAURO.uuid, "spotify", FIRST), zlib.compress(json.dumps(document).encode())
    )
    assert (read.values, read.unreadable, read.unreadable_places) == ({FIRST: 1}, (), ())


def test_a_window_stored_before_cities_were_has_none_and_is_fetched_again() -> None:
    data = a_window(
        {FIRST: 7}, window=WINDOW, places={"IT": {FIRST: 1}}, cities={City("IT", "Milan"): {FIRST: 1}}
    )
    parts = zlib.decompressobj()
    without_cities = zlib.compress(parts.decompress(encode_window(data)))
    assert parts.unused_data
    older = decode_window(data.key, without_cities)
    later = data.fetched_at + timedelta(minutes=1)

    assert (older.values, older.places["IT"], older.cities) == (data.values, data.places["IT"], None)
    assert is_fresh(data, now=later, needed_to=FIRST)
    assert not is_fresh(older, now=later, needed_to=FIRST)
    # A report that is being made from it meanwhile is made from it to its end.
    assert usable(older, now=later, requested_at=data.fetched_at, fresh=False, needed_to=FIRST)


def test_a_window_stored_before_counts_were_has_none_and_is_fetched_again_where_the_endpoint_counts() -> None:
    of_twitter = a_window({FIRST: 7}, source="twitter", window=WINDOW, counts={"likeCount": {FIRST: 5}})
    # What was stored then ended with the cities, and said nothing of counts.
    stored_then = encode_window(replace(of_twitter, counts=None))
    older = decode_window(of_twitter.key, stored_then)
    later = of_twitter.fetched_at + timedelta(minutes=1)

    assert (older.values, older.counts, older.older_form) == (of_twitter.values, None, True)
    assert is_fresh(of_twitter, now=later, needed_to=FIRST)
    assert not is_fresh(older, now=later, needed_to=FIRST)
    # An endpoint that counts nothing has nothing to be fetched again for; nor has what was not delivered.
    assert is_fresh(a_window({FIRST: 7}, window=WINDOW), now=later, needed_to=FIRST)
    not_found = a_window(source="twitter", window=WINDOW, outcome=Outcome.NOT_FOUND)
    assert is_fresh(not_found, now=later, needed_to=FIRST)


def test_counts_take_nothing_of_a_window_that_has_none_and_are_not_in_the_way_of_its_cities() -> None:
    plain = a_window({FIRST: 7}, window=WINDOW, cities={City("IT", "Milan"): {FIRST: 1}})
    document = json.loads(zlib.decompressobj().decompress(encode_window(plain)))
    assert "counts" not in document

    both = encode_window(replace(plain, counts={"likeCount": {FIRST: 5}}))
    # A function of the release before reads it too: cities are where they were.
    parts = zlib.decompressobj()
    parts.decompress(both)
    cities = zlib.decompressobj()
    assert json.loads(cities.decompress(parts.unused_data)) == [["IT", "Milan", None, [0], [1]]]


def test_90_days_without_places_take_less_than_a_kilobyte() -> None:
    assert len(encode_window(dense(0))) < 1_000


def test_90_days_of_60_countries_take_a_tenth_of_what_an_item_may_hold() -> None:
    assert len(encode_window(dense(60))) < 40_000


def test_countries_nobody_asks_for_take_no_memory() -> None:
    packed = encode_window(dense(countries=50))
    decode_window(WindowKey(LAURO.uuid, "spotify", FIRST), packed)  # the days are made by the first
    tracemalloc.start()
    try:
        windows = [decode_window(WindowKey(LAURO.uuid, "spotify", FIRST), packed) for _ in range(10)]
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < len(windows) * 20_000, "a figure a day of each is 90 kB of numbers alone"
    assert len(windows[0].places) == 50
