"""Moments of any series are those of an independent statement of contract 10.7."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linernotes.model.windows import windows_covering
from linernotes.sections.sources import SOURCES
from linernotes.sections.windows.answers import parse_page, window_data
from linernotes.sections.windows.window_data import WindowKey, WindowRequest
from tests.unit.builders import LAURO, NOW, september
from tests.unit.contract_10_moments_oracle import Series, daily_moments, values_in, weekly_moments
from tests.unit.moments_cases import (
    a_day,
    answer_of,
    asked,
    rows_of,
)

_USUAL = st.sampled_from([0, 12, 90, 110, 1_000, 1_000, 48_000])
_BEGIN = st.sampled_from([0, 800, 5_000, 2_000_000, 180_000_000])
_EVENT = st.tuples(
    st.integers(0, 60), st.integers(1, 9), st.sampled_from([0.0, 0.0, -0.2, 0.3, 1.6, 1.6, 2.5, 30.0])
)
_DAYS = st.integers(0, 60)


@st.composite
def _items(draw: st.DrawFn, *, adds_up: bool) -> list[dict[str, Any]]:
    """Draw a series as Soundcharts tells it, with days missing, told twice, standing still and doubled."""
    usual, begin, restless = draw(_USUAL), draw(_BEGIN), draw(st.sampled_from([0, 2, 5, 40]))
    gains = [1 + draw(st.integers(-restless, restless)) / 100 for _ in range(61)]
    for first, length, factor in draw(st.lists(_EVENT, max_size=4)):
        gains[first : first + length] = [gain * factor for gain in gains[first : first + length]]
    doubled_from = draw(st.none() | st.none() | _DAYS)
    step = draw(st.sampled_from([1, 1, 1, 1_000]))
    missing = draw(st.sets(_DAYS, max_size=6))
    outage = draw(st.none() | st.none() | st.tuples(_DAYS, st.integers(2, 12)))
    twice = draw(st.dictionaries(_DAYS, st.sampled_from([None, 0, 3]), max_size=4))
    items, value = [], float(begin)
    for number, gain in enumerate(gains):
        value = value + usual * gain if adds_up else usual * gain
        if number in missing or (outage and outage[0] <= number < sum(outage)):
            continue
        told = round(value * (2 if doubled_from is not None and number >= doubled_from else 1)) // step * step
        items.append({"date": f"{a_day(number)}T00:00:00+00:00", "value": told})
        if number in twice:
            more = twice[number]
            items.append({**items[-1], "value": None if more is None else told + more * usual})
    return items


def told_by(
    source: str, items: Sequence[Mapping[str, Any]], country: str | None = None
) -> list[dict[str, Any]]:
    """Give what the product tells of Soundcharts' items."""
    found = []
    for window in windows_covering(date(2024, 6, 1), september(30), today=NOW.date()):
        wanted = WindowRequest(WindowKey(LAURO.uuid, source, window.first), window)
        page = parse_page(json.dumps({"items": list(items)}).encode(), SOURCES[source].endpoint.value_field)
        found.append(window_data(wanted, [page], fetched_at=NOW, announced=None))
    return rows_of(answer_of(asked(source, country=country), *found))


def compared_with(rows: Sequence[Mapping[str, Any]], stated: Sequence[Mapping[str, Any]]) -> None:
    told = [
        (
            row["from"],
            row["to"],
            row["direction"],
            row["now"],
            row["usual"],
            row["score"],
            row["change_percent"],
        )
        for row in rows
    ]
    expected = [
        (
            one["from"].isoformat(),
            one["to"].isoformat(),
            one["direction"],
            pytest.approx(float(one["now"]), abs=0.0051),
            pytest.approx(float(one["usual"]), abs=0.0051),
            pytest.approx(float(one["score"]), abs=0.0051),
            pytest.approx(float(100 * (one["now"] - one["usual"]) / one["usual"])),
        )
        for one in stated
    ]
    assert told == expected


@pytest.mark.parametrize(
    ("source", "kind"), [("anghami", "total"), ("instagram", "gauge"), ("spotify", "rolling")]
)
@given(st.data())
def test_any_daily_series_has_the_moments_the_contract_states(
    source: str, kind: str, data: st.DataObject
) -> None:
    items = data.draw(_items(adds_up=kind != "rolling"))
    stated = daily_moments(values_in(items, "value"), kind, september(1), september(30))
    compared_with(told_by(source, items), stated)


_WEEK = st.sampled_from([700, 1_000, 1_000, 1_100, 1_300, 1_500, 4_000])
_CITIES = st.dictionaries(st.sampled_from(["Milan", "Rome", "Bari"]), _WEEK)


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.dictionaries(st.sampled_from(["Milan", "Rome", "Bari"]), _WEEK)),
        max_size=14,
    ),
    st.sampled_from(["spotify", "youtube"]),
)
def test_any_weekly_figures_have_the_moments_the_contract_states(
    weeks: list[tuple[int, dict[str, int]]], source: str
) -> None:
    items: list[dict[str, Any]] = []
    cities: dict[str, Series] = {}
    values: Series = {}
    for number, (late, of_cities) in enumerate(weeks):
        day = date(2024, 6, 28) + timedelta(days=7 * number + late)
        plots = [{"cityName": name, "countryCode": "IT", "value": value} for name, value in of_cities.items()]
        total = sum(of_cities.values())
        items.append(
            {
                "date": f"{day}T00:00:00+00:00",
                "value": 50_000,
                "cityPlots": plots,
                "countryPlots": [{"countryCode": "IT", "value": total}] if total else [],
            }
        )
        if total:
            values[day] = Fraction(total)
        for name, value in of_cities.items():
            cities.setdefault(name, {})[day] = Fraction(value)
    summed = [*cities.values()] if source == "spotify" else None
    stated = weekly_moments(values, september(1), september(30), summed)
    compared_with(told_by(source, items, "IT"), stated)
