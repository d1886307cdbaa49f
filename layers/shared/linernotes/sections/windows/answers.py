"""What Soundcharts' answers for a window mean: bytes in, typed values out."""

from __future__ import annotations

import re
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
    number,
    read_or,
    text,
    total_of,
)

_FIGURE_FIELDS = ("value", "followerCount")


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Row:
    """One item of a series: a day, its figure if it has one, and those of countries and cities.

    `day` is None where the item, or its date, could not be read. `bad_value` says what is wrong with the
    figure, or with the item, `bad_places` and `bad_cities` with those of these; None where nothing is.
    """

    day: date | None
    value: Number | None
    places: Mapping[str, Number]
    bad_value: str | None = None
    bad_places: str | None = None
    cities: Mapping[City, Number] = field(default_factory=dict)
    bad_cities: str | None = None


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


def parse_page(body: bytes, value_field: str) -> Page:
    """Read a page of a series whose figure is in `value_field`.

    Raises BrokenAnswer where there is no list of items; a total that is no count is taken for none.
    """
    answer = an_object(decoded(body), "the answer")
    items = items_of(answer)
    related = first_object(answer.get("related"))
    artist = first_object(related.get("artist")) or related
    return Page(
        rows=tuple(_row(item, value_field) for item in items),
        total=read_or(None, total_of, answer),
        artist_name=text(artist.get("name")),
        artist_image_url=text(artist.get("imageUrl")),
        crawled_at=text(related.get("lastCrawlDate")),
    )


def window_data(
    wanted: WindowRequest, pages: Sequence[Page], *, fetched_at: datetime, announced: int | None
) -> WindowData:
    """Put the pages of a window together, in order of offset.

    Days outside the window are dropped. A day, or a country on a day, given twice keeps the last value
    returned; a later row without a value takes nothing away. A row that cannot be read costs no more than
    itself, also where no other can be read either (contract 4.1).
    """
    rows = [row for page in pages for row in page.rows]
    values: dict[date, Number] = {}
    places: dict[str, dict[date, Number]] = {}
    cities: dict[City, dict[date, Number]] = {}
    unreadable_cities: list[date | None] = []
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
        if row.day is None:
            continue
        if row.value is not None:
            values[row.day] = row.value
        for country, value in row.places.items():
            places.setdefault(country, {})[row.day] = value
        for city, value in row.cities.items():
            cities.setdefault(city, {})[row.day] = value
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
        announced=announced,
        unreadable=tuple(unreadable),
        unreadable_places=tuple(unreadable_places),
        unreadable_cities=tuple(unreadable_cities),
    )


def _row(item: Any, value_field: str) -> Row:
    try:
        fields = an_object(item, "an item")
        day = _day(fields.get("date"))
    except BrokenAnswer as error:
        return Row(None, None, {}, bad_value=str(error))
    name = next((name for name in (value_field, *_FIGURE_FIELDS) if name in fields), value_field)
    value, bad_value = _figure(fields.get(name), f"{name} of {day}")
    places, bad_places = _plots(fields, "countryPlots", day, _country)
    cities, bad_cities = _plots(fields, "cityPlots", day, _city)
    return Row(day, value, places, bad_value, bad_places, cities, bad_cities)


def _day(raw: Any) -> date:
    if not isinstance(raw, str) or not _DAY.fullmatch(raw[:10]):
        raise BrokenAnswer(f"an item of Soundcharts' answer has {kind_of(raw)} for date, not a day")
    try:
        # The day as written: a Paris midnight turned into UTC would fall on the day before.
        return date.fromisoformat(raw[:10])
    except ValueError as error:
        raise BrokenAnswer(f"an item of Soundcharts' answer has {raw[:10]} for date, not a day") from error


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
    for plot in plots:
        try:
            fields = an_object(plot, f"an entry of {name} of {day}")
            place = place_of(fields, f"{name}.countryCode of {day}")
            value = number(fields.get("value"), f"{name}.value of {day}")
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
    country, name = _country(plot, what), text(plot.get("cityName"))
    return City(country, name, text(plot.get("region"))) if country and name else None


def _first(texts: Any) -> str | None:
    return next((text for text in texts if text is not None), None)
