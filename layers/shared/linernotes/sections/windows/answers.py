"""What Soundcharts' answers for a window mean: bytes in, typed values out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from linernotes.model.errors import BrokenAnswer
from linernotes.model.points import Number
from linernotes.sections.windows.window_data import City, Outcome, WindowData, WindowRequest
from linernotes.soundcharts.reading import (
    an_object,
    decoded,
    first_object,
    items_of,
    kind_of,
    name_of,
    number,
    read_or,
    text,
    total_of,
)
from linernotes.soundcharts.reading import day as day_of

_FIGURE_FIELDS = ("value", "followerCount")


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a series: a day, its figure if it has one, those of countries and cities, and counts.

    `day` is None where the item, or its date, could not be read. `bad_value` says what is wrong with the
    figure, or with the item, `bad_places`, `bad_cities` and `bad_counts` with those of these; None where
    nothing is.
    """

    day: date | None
    value: Number | None
    places: Mapping[str, Number]
    bad_value: str | None = None
    bad_places: str | None = None
    cities: Mapping[City, Number] = field(default_factory=dict)
    bad_cities: str | None = None
    counts: Mapping[str, Number] = field(default_factory=dict)
    bad_counts: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a series: its rows in the order given, and what came along.

    `total` is how many items Soundcharts says the whole series has, None if it does not say.
    """

    rows: tuple[Row, ...]
    total: int | None = None
    artist_name: str | None = None
    artist_image_url: str | None = None
    crawled_at: str | None = None


def parse_page(body: bytes, value_field: str, count_fields: Sequence[str] = ()) -> Page:
    """Read a page of a series whose figure is in `value_field`, and what is counted in `count_fields`.

    Raises BrokenAnswer where there is no list of items; a total that is no count is taken for none.
    """
    answer = an_object(decoded(body), "the answer")
    items = items_of(answer)
    related = first_object(answer.get("related"))
    artist = first_object(related.get("artist")) or related
    return Page(
        rows=tuple(read_row(item, value_field, count_fields) for item in items),
        total=read_or(None, total_of, answer),
        artist_name=name_of(artist.get("name")),
        artist_image_url=text(artist.get("imageUrl")),
        crawled_at=text(related.get("lastCrawlDate")),
    )


def window_data(
    wanted: WindowRequest,
    pages: Sequence[Page],
    *,
    fetched_at: datetime,
    announced: int | None,
    counting: bool = False,
) -> WindowData:
    """Put the pages of a window together, in order of offset.

    Days outside the window are dropped. A day, or a country on a day, given twice keeps the last value
    returned; a later row without a value takes nothing away. A row that cannot be read costs no more than
    itself, also where no other can be read either (contract 4.1). `counting` says whether the endpoint counts
    anything besides.
    """
    rows = [row for page in pages for row in page.rows]
    values: dict[date, Number] = {}
    places: dict[str, dict[date, Number]] = {}
    cities: dict[City, dict[date, Number]] = {}
    counts: dict[str, dict[date, Number]] = {}
    unreadable_cities: list[date | None] = []
    unreadable_counts: list[date | None] = []
    unreadable: list[date | None] = []
    unreadable_places: list[date | None] = []
    for row in rows:
        if row.day is not None and not wanted.window.holds(row.day):
            continue
        if row.day is None or row.bad_value:
            unreadable.append(row.day)
        if row.day is None or row.bad_places:
            unreadable_places.append(row.day)
        if row.day is None or row.bad_cities:
            unreadable_cities.append(row.day)
        if counting and (row.day is None or row.bad_counts):
            unreadable_counts.append(row.day)
        if row.day is None:
            continue
        if row.value is not None:
            values[row.day] = row.value
        for country, value in row.places.items():
            places.setdefault(country, {})[row.day] = value
        for city, value in row.cities.items():
            cities.setdefault(city, {})[row.day] = value
        for name, value in row.counts.items():
            counts.setdefault(name, {})[row.day] = value
    return WindowData(
        key=wanted.key,
        window=wanted.window,
        outcome=Outcome.DELIVERED,
        fetched_at=fetched_at,
        artist_name=_first(page.artist_name for page in pages),
        artist_image_url=_first(page.artist_image_url for page in pages),
        crawled_at=_first(page.crawled_at for page in pages),
        values=values,
        places=places,
        cities=cities,
        counts=counts if counting else None,
        announced=announced,
        unreadable=tuple(unreadable),
        unreadable_places=tuple(unreadable_places),
        unreadable_cities=tuple(unreadable_cities),
        unreadable_counts=tuple(unreadable_counts),
    )


def read_row(item: Any, value_field: str, count_fields: Sequence[str] = ()) -> Row:
    """Read an item of a series whose figure is in `value_field`; whatever it is, it costs only itself."""
    try:
        fields = an_object(item, "an item")
        day = day_of(fields.get("date"))
    except BrokenAnswer as error:
        return Row(None, None, {}, bad_value=str(error))
    name = next((name for name in (value_field, *_FIGURE_FIELDS) if name in fields), value_field)
    value, bad_value = _figure(fields.get(name), f"{name} of {day}")
    places, bad_places = _plots(fields, "countryPlots", day, _country)
    cities, bad_cities = _plots(fields, "cityPlots", day, _city)
    counts: dict[str, Number] = {}
    bad_counts = None
    for name in count_fields:
        count, bad = _figure(fields.get(name), f"{name} of {day}")
        bad_counts = bad_counts or bad
        if count is not None:
            counts[name] = count
    return Row(day, value, places, bad_value, bad_places, cities, bad_cities, counts, bad_counts)


def _figure(raw: Any, what: str) -> tuple[Number | None, str | None]:
    """Read a figure; returns it, or what is wrong with what stands there."""
    try:
        return number(raw, what), None
    except BrokenAnswer as error:
        return None, str(error)


def _plots[K](
    row: Mapping[str, Any], name: str, day: date, place_of: Callable[[Mapping[str, Any], str], K | None]
) -> tuple[dict[K, Number], str | None]:
    """Read figures by place; returns them, and what is wrong with the last that cannot be read.

    A figure that does not name its place is left out.
    """
    plots = row.get(name)
    if plots is None:
        return {}, None
    if not isinstance(plots, list):
        return {}, f"{name} of {day} in Soundcharts' answer is {kind_of(plots)}, not a list"
    places: dict[K, Number] = {}
    wrong = None
    # Written once: an answer has thousands of plots.
    entry = f"an entry of {name} of {day}"
    code_field, value_field = f"{name}.countryCode of {day}", f"{name}.value of {day}"
    for plot in plots:
        try:
            fields = an_object(plot, entry)
            place = place_of(fields, code_field)
            value = number(fields.get("value"), value_field)
        except BrokenAnswer as error:
            wrong = str(error)
            continue
        if place is not None and value is not None:
            places[place] = value
    return places, wrong


def _country(plot: Mapping[str, Any], what: str) -> str | None:
    code = plot.get("countryCode")
    if code is not None and not isinstance(code, str):
        raise BrokenAnswer(f"{what} in Soundcharts' answer is {kind_of(code)}, not a code")
    return code.upper() if code else None


def _city(plot: Mapping[str, Any], what: str) -> City | None:
    country, name = _country(plot, what), name_of(plot.get("cityName"))
    return City(country, name, name_of(plot.get("region"))) if country and name else None


def _first(texts: Any) -> str | None:
    return next((text for text in texts if text is not None), None)
