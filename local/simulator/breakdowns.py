"""The places: how a figure splits over cities and countries, on the days on which it does.

Spotify   Mondays: the 50 largest cities; countries are sums of those cities, about 35 % of the whole
YouTube   about weekly, larger artists only: cities, and countries that are counted apart from them
social    once a month: rounded shares of the whole, countries largest first
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from local.simulator.artists import Artist
from local.simulator.chance import between, dice, fraction
from local.simulator.figures import place_day_of_month
from local.simulator.places import CITIES, COUNTRY_WEIGHTS, City
from local.simulator.platforms import YOUTUBE_PLACES_FROM_SIZE, Endpoint

TOP_CITIES = 50
_CANDIDATE_CITIES = 64
_SEASON_DAYS = 56

Cities = list[tuple[City, int]]
Countries = list[tuple[str, int]]
Breakdown = tuple[Cities, Countries]
Splitter = Callable[[int, int], Breakdown | None]
"""Takes a day (ordinal) and its figure, gives its places, or None on a day without."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """An artist's places, heaviest first, by how much of the audience each holds."""

    cities: list[tuple[City, float]]
    countries: list[tuple[str, float]]


def splitter_for(seed: int, artist: Artist, endpoint: Endpoint, platform_code: str) -> Splitter:
    """Say how the figures of a series split over places."""
    weighed = _weigh(seed, artist, platform_code)
    if endpoint is Endpoint.SOCIAL:
        return _monthly(seed, artist, platform_code, weighed)
    if platform_code == "spotify":
        return _mondays(seed, artist, weighed)
    if platform_code == "youtube" and artist.size >= YOUTUBE_PLACES_FROM_SIZE:
        return _weekly(seed, artist, weighed)
    return _nowhere


def _nowhere(_day: int, _value: int) -> Breakdown | None:
    return None


def _mondays(seed: int, artist: Artist, weighed: _Weighed) -> Splitter:
    listed_share = between(0.33, 0.38, seed, artist.uuid, "listed share")
    candidates = weighed.cities[:_CANDIDATE_CITIES]

    def split(day: int, value: int) -> Breakdown | None:
        if day % 7 != 1:  # Ordinal 1, the first day of year 1, was a Monday.
            return None
        # Cities overtake one another over the weeks, and so countries come and go at the threshold.
        this_week = dice(seed, artist.uuid, "cities in week", day, size=_CANDIDATE_CITIES)
        this_season = dice(seed, artist.uuid, "cities in season", day // _SEASON_DAYS, size=_CANDIDATE_CITIES)
        jostled = [
            (weight * (1 + (week + 3 * season - 510) / 7000), city)
            for week, season, (city, weight) in zip(this_week, this_season, candidates, strict=True)
        ]
        jostled.sort(key=lambda entry: entry[0], reverse=True)
        top = jostled[:TOP_CITIES]
        per_weight = value * listed_share / sum(weight for weight, _ in top)
        cities = [(city, int(weight * per_weight)) for weight, city in top]
        sums: dict[str, int] = {}
        for city, listeners in cities:
            sums[city.country_code] = sums.get(city.country_code, 0) + listeners
        return cities, list(sums.items())

    return split


def _weekly(seed: int, artist: Artist, weighed: _Weighed) -> Splitter:
    country_shares = _shares(weighed.countries[:30], 0.88)
    city_shares = _shares(weighed.cities[:20], 0.16)

    def split(day: int, value: int) -> Breakdown | None:
        week, weekday = divmod(day - 1, 7)
        if weekday != 3 + int(fraction(seed, artist.uuid, "youtube week", week) * 3):
            return None
        return _of_whole(city_shares, value), _of_whole(country_shares, value)

    return split


def _monthly(seed: int, artist: Artist, platform_code: str, weighed: _Weighed) -> Splitter:
    place_day = place_day_of_month(seed, artist, platform_code)
    country_shares = [(code, round(share, 3)) for code, share in _shares(weighed.countries[:21], 0.77)]
    city_shares = [(city, round(share, 3)) for city, share in _shares(weighed.cities[:8], 0.11)]

    def split(day: int, value: int) -> Breakdown | None:
        if date.fromordinal(day).day != place_day:
            return None
        return _of_whole(city_shares, value), _of_whole(country_shares, value)

    return split


def _shares[Place](places: list[tuple[Place, float]], together: float) -> list[tuple[Place, float]]:
    whole = sum(weight for _, weight in places)
    return [(place, together * weight / whole) for place, weight in places]


def _of_whole[Place](shares: list[tuple[Place, float]], value: int) -> list[tuple[Place, int]]:
    return [(place, int(value * share)) for place, share in shares]


def _weigh(seed: int, artist: Artist, platform_code: str) -> _Weighed:
    """Weigh the world's places for an artist: each a bit off the average, the home country more."""
    name = f"{artist.uuid}|{platform_code}"
    city_rolls = dice(seed, name, "city weights", size=len(CITIES))
    country_rolls = dice(seed, name, "country weights", size=len(COUNTRY_WEIGHTS))
    cities = [
        (city, city.country_code, city.weight * _off_average(roll))
        for city, roll in zip(CITIES, city_rolls, strict=True)
    ]
    countries = [
        (code, code, weight * _off_average(roll))
        for (code, weight), roll in zip(COUNTRY_WEIGHTS.items(), country_rolls, strict=True)
    ]
    return _Weighed(_with_home(artist, cities), _with_home(artist, countries))


def _off_average(roll: int) -> float:
    return 0.95 + 0.1 * roll / 255


def _with_home[Place](artist: Artist, places: list[tuple[Place, str, float]]) -> list[tuple[Place, float]]:
    home = sum(weight for _, code, weight in places if code == artist.country_code)
    abroad = sum(weight for _, code, weight in places if code != artist.country_code)
    share = _home_share(artist)
    boost = max(1.0, share / (1 - share) * abroad / home) if home else 1.0
    weighed = [
        (place, weight * (boost if code == artist.country_code else 1.0)) for place, code, weight in places
    ]
    return sorted(weighed, key=lambda entry: entry[1], reverse=True)


def _home_share(artist: Artist) -> float:
    """Give the least share of the audience that is at home: the smaller the artist, the more."""
    for at_least, share in ((40, 0.15), (10, 0.25), (4, 0.45)):
        if artist.size >= at_least:
            return share
    return 0.7
