"""The rows of places, and what they add up to for each artist and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from linernotes.model.countries import country_name
from linernotes.model.figures import Figures, figures_of, rounded
from linernotes.model.period_words import period_in_words
from linernotes.model.periods import Period
from linernotes.model.points import Number
from linernotes.model.report import report_needs
from linernotes.model.request import ROWS, Artist
from linernotes.model.row_status import RowStatus
from linernotes.sections.section import Material
from linernotes.sections.sources import SOURCES, MetricSource, Places
from linernotes.sections.windows.city_changes import Cities, CityChange, city_change, told_once
from linernotes.sections.windows.window_data import City, Outcome, WindowData, WindowKey

Points = list[tuple[date, Number]]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A country, or with `city` a city of it: its figures, and its share of the artist's audience.

    `share` is the latest value over the artist's worldwide value of that day, 4 decimals; None where there is
    no such value. `change` is there where a country is the sum of other cities at its end than at its start.
    """

    country: str
    city: City | None
    figures: Figures
    share: Decimal | None
    change: CityChange | None = None

    @property
    def note(self) -> str | None:
        """Say why a figure of the row is blank, or what a change of it is."""
        told = [self.change.words] if self.change else []
        if self.figures.data_points == 1:
            told.append(f"One value, on {self.figures.latest_date}: there is no change to give.")
        if self.share is None:
            told.append(f"No share: there is no worldwide value of {self.figures.latest_date}.")
        return " ".join(told) or None


@dataclass(frozen=True, slots=True)
class PlacesOf:
    """The places of one artist on one source, largest latest value first.

    `note` says what the figures are, or why there are none.
    """

    artist: Artist
    source: MetricSource
    status: RowStatus
    note: str | None
    rows: Sequence[PlaceRow]
    fetched_at: Sequence[datetime]

    @property
    def countries(self) -> Sequence[PlaceRow]:
        """Give the rows of countries."""
        return [row for row in self.rows if row.city is None]

    @property
    def cities(self) -> Sequence[PlaceRow]:
        """Give the rows of cities."""
        return [row for row in self.rows if row.city is not None]


def places_of(material: Material) -> list[PlacesOf]:
    """Find the places of every artist on every source of the request, in the order asked for."""
    request = material.report.request
    reasons = {
        (failure.job.artist.uuid, failure.job.platform): failure.reason
        for failure in material.report.failures
        if failure.job.section == ROWS
    }
    return [
        _of(
            material,
            material.artists[artist.uuid],
            SOURCES[slug],
            reasons.get((artist.uuid, slug), "what was fetched for this is no longer stored"),
        )
        for artist in request.artists
        for slug in request.platforms
    ]


def not_published(source: MetricSource) -> str:
    """Say that a source has no figures by place."""
    return f"{source.name} {source.metric} are not published by country or city."


def _of(material: Material, artist: Artist, source: MetricSource, reason: str) -> PlacesOf:
    if source.places is Places.NONE:
        return PlacesOf(artist, source, RowStatus.NOT_PUBLISHED, not_published(source), (), ())
    request = material.report.request
    period, country = request.period, request.country
    needed = [need.window for need in report_needs(material.report) if period.meets(need.window)]
    keys = [WindowKey(artist.uuid, source.slug, window.first) for window in needed]
    found = [material.windows[key] for key in keys if key in material.windows]
    rows = _rows(source, found, period, country)
    status = _status(source, rows, found, whole=len(found) == len(needed))
    return PlacesOf(
        artist,
        source,
        status,
        _note(source, status, country, period, reason),
        rows,
        [data.fetched_at for data in found],
    )


def _rows(
    source: MetricSource, windows: Sequence[WindowData], period: Period, country: str | None
) -> list[PlaceRow]:
    worldwide = {day: value for data in windows for day, value in data.values.items()}
    countries: dict[str, Points] = {}
    days_of_cities: dict[City, Points] = {}
    for data in windows:
        _add(countries, data.places.items(), period)
        _add(days_of_cities, (data.cities or {}).items(), period)
    cities = told_once({city: dict(points) for city, points in days_of_cities.items()})
    rows = [
        *(_row(code, None, points, worldwide, period) for code, points in countries.items()),
        *(_row(city.country, city, of.items(), worldwide, period) for city, of in cities.items()),
    ]
    shown = [row for row in rows if country is None or row.country == country]
    if source.places is Places.TOP_CITIES:
        of_country: dict[str, dict[City, Mapping[date, Number]]] = {}
        for city, of in cities.items():
            of_country.setdefault(city.country, {})[city] = of
        shown = [_with_change(row, of_country.get(row.country, {}), countries) for row in shown]
    return sorted(shown, key=_by_latest_value)


def _add[Place](
    places: dict[Place, Points], found: Iterable[tuple[Place, Mapping[date, Number]]], period: Period
) -> None:
    for place, values in found:
        within = [(day, value) for day, value in values.items() if period.holds(day)]
        if within:
            places.setdefault(place, []).extend(within)


def _row(
    country: str,
    city: City | None,
    points: Iterable[tuple[date, Number]],
    worldwide: Mapping[date, Number],
    period: Period,
) -> PlaceRow:
    figures = figures_of(sorted(points), days=period.days)
    whole = worldwide.get(figures.latest_date) if figures.latest_date else None
    share = None
    if whole is not None and whole > 0 and figures.latest_value is not None:
        share = rounded(Fraction(figures.latest_value) / Fraction(whole), 4)
    return PlaceRow(country, city, figures, share)


def _with_change(row: PlaceRow, cities: Cities, countries: Mapping[str, Points]) -> PlaceRow:
    if row.city:
        return row
    return replace(row, change=city_change(cities, sorted(countries[row.country])))


def _by_latest_value(row: PlaceRow) -> tuple[Fraction, bool, str, tuple[str, str]]:
    """Sort by latest value, largest first; of equal ones a country before its cities."""
    city = (row.city.name, row.city.region or "") if row.city else ("", "")
    return -Fraction(row.figures.latest_value or 0), row.city is not None, row.country, city


def _status(
    source: MetricSource, rows: Sequence[PlaceRow], found: Sequence[WindowData], *, whole: bool
) -> RowStatus:
    if rows and not whole:
        return RowStatus.PARTIAL
    if rows:
        return RowStatus.LOWER_BOUND if source.places is Places.TOP_CITIES else RowStatus.MEASURED
    if not whole:
        return RowStatus.FAILED
    outcomes = {data.outcome for data in found}
    if outcomes == {Outcome.NOT_FOUND}:
        return RowStatus.NOT_FOUND
    return RowStatus.NOT_IN_PLAN if Outcome.NOT_IN_PLAN in outcomes else RowStatus.NO_DATA


def _note(
    source: MetricSource, status: RowStatus, country: str | None, period: Period, reason: str
) -> str | None:
    match status:
        case RowStatus.FAILED | RowStatus.PARTIAL:
            return f"Some of the period could not be fetched: {reason}."
        case RowStatus.NOT_FOUND:
            return f"Soundcharts knows no such artist, or nothing of it on {source.name}."
        case RowStatus.NOT_IN_PLAN:
            return f"{source.name} {source.metric} are not in the Soundcharts plan in use."
        case RowStatus.NO_DATA:
            of = f"{country_name(country)} or a city of it" if country else "any country or city"
            days = period_in_words(period.start, period.end)
            return (
                f"Soundcharts has no {source.name} {source.metric} of {of} for {days}; "
                f"figures by place come {source.country_cadence}."
            )
        case RowStatus.LOWER_BOUND:
            return (
                "The artist's top 50 cities of each week: a city below them is missing, and a country is the "
                "sum of its cities among them."
            )
        case _:
            return (
                "Soundcharts lists the artist's largest countries and cities only: smaller ones are missing."
            )
