"""Which cities a country's figures are sums of: the artist's top 50 differ from week to week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from linernotes.model.json_values import json_number
from linernotes.model.points import Number, Points
from linernotes.model.words import figure
from linernotes.sections.windows.window_data import City, WindowData

type Cities = Mapping[City, Mapping[date, Number]]


@dataclass(frozen=True, slots=True)
class CityChange:
    """The cities of a country on its first and its latest day, and the sums of those there on both."""

    first_day: date
    latest_day: date
    first: int
    latest: int
    on_both: int
    first_value: Number
    latest_value: Number

    @property
    def words(self) -> str:
        """Say that part of the difference is other cities, and what those there on both days did."""
        told = (
            f"Its first figure is the sum of {_cities(self.first)} ({self.first_day}), its latest of "
            f"{_cities(self.latest)} ({self.latest_day}): part of the difference is cities that entered or "
            "left the artist's top 50."
        )
        if not self.on_both:
            return f"{told} None was there on both days."
        first, latest = figure(json_number(self.first_value)), figure(json_number(self.latest_value))
        same = "The one city" if self.on_both == 1 else f"The {self.on_both} cities"
        return f"{told} {same} there on both days went from {first} to {latest}."


def city_change(cities: Cities, points: Points) -> CityChange | None:
    """Find how the cities of a country's first and latest point differ; None where they are the same.

    `cities` are that country's. A difference between two such points is then in part cities that entered or
    left the top 50.
    """
    if len(points) < 2:
        return None
    first_day, latest_day = points[0][0], points[-1][0]
    first = {city: values[first_day] for city, values in cities.items() if first_day in values}
    latest = {city: values[latest_day] for city, values in cities.items() if latest_day in values}
    if first.keys() == latest.keys():
        return None
    both = first.keys() & latest.keys()
    return CityChange(
        first_day,
        latest_day,
        len(first),
        len(latest),
        len(both),
        sum(first[city] for city in both),
        sum(latest[city] for city in both),
    )


def told_once(cities: Cities) -> Cities:
    """Put days on which a city's region was left out to that city, if there is one it can be.

    That is the only one of its name in the country with a region, and not there itself on any of these days.
    """
    told = dict(cities)
    for city in [city for city in cities if city.region is None]:
        alike = [one for one in cities if one.region and one[:2] == city[:2]]
        if len(alike) == 1 and cities[alike[0]].keys().isdisjoint(cities[city]):
            told[alike[0]] = {**cities[alike[0]], **told.pop(city)}
    return told


def cities_at_ends(windows: Sequence[WindowData], country: str, points: Points) -> Cities:
    """Give a country's cities in the windows of its first and its latest point; each is unpacked once."""
    found: dict[City, dict[date, Number]] = {}
    ends = {day for day, _ in (*points[:1], *points[-1:])}
    for data in windows:
        if data.cities is not None and any(data.window.first <= day <= data.window.last for day in ends):
            for city, values in data.cities.items():
                if city.country == country:
                    found.setdefault(city, {}).update(values)
    return told_once(found)


def _cities(count: int) -> str:
    return "1 city" if count == 1 else f"{count} cities"
