"""What is to be known of the figures of metric sources, or why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from linernotes.model.countries import in_country
from linernotes.model.json_values import json_number
from linernotes.model.notes import Note
from linernotes.model.period_words import period_in_words
from linernotes.model.periods import Period
from linernotes.model.request import Artist
from linernotes.model.row_status import RowStatus
from linernotes.model.windows import Window
from linernotes.model.words import sentence
from linernotes.sections.sources import Cadence, MetricSource
from linernotes.sections.windows.city_changes import CityChange


def not_fetched(windows: Sequence[Window], period: Period, reason: str) -> Note:
    """Name the days of a period that could not be fetched."""
    spans = [period.part_in(window) for window in windows]
    days = ", ".join(f"{start} to {end}" for start, end in spans)
    return Note(
        "not_fetched",
        f"Not fetched: {days}. {sentence(reason)}",
        {"windows": [[start.isoformat(), end.isoformat()] for start, end in spans], "reason": reason},
    )


def not_found(source: MetricSource) -> Note:
    """Say that Soundcharts knows no such artist."""
    return Note("not_found", f"Soundcharts knows no such artist, or nothing of it on {source.name}.")


def not_in_plan(source: MetricSource) -> Note:
    """Say that the source costs extra."""
    return Note("not_in_plan", f"{source.name} {source.metric} are not in the Soundcharts plan in use.")


def not_published(source: MetricSource) -> Note:
    """Say that a source has no figures by country."""
    return Note("not_published", source.country_note)


def nothing_published(source: MetricSource, country: str, period: Period, *, own: bool = True) -> Note:
    """Say that a country has no figure in a period, which may have no day a figure could be of.

    `own` says that it is the report's own period, not the one compared with.
    """
    called = "The period" if own else period_in_words(period.start, period.end)
    where = in_country(country).removeprefix("in ")
    nothing = f"Soundcharts published nothing for {where} from {period.start} to {period.end}."
    return Note(
        "nothing_published",
        source.nothing_due(period.start, period.end, country, called=called) or nothing,
        {"country": country, **_span(period.start, period.end)},
    )


def no_value(period: Period) -> Note:
    """Say that no day of a period has a value."""
    return Note(
        "no_value",
        f"Soundcharts has no value for any day from {period.start} to {period.end}.",
        _span(period.start, period.end),
    )


def country_figures(source: MetricSource, *, blank: bool = False) -> Note:
    """Say what figures of a country are, on a source that has them; of a `blank` one nothing is a bound."""
    return Note(
        "country_figures",
        source.blank_country_note if blank else source.country_note,
        {
            "granularity": source.places.value,
            "cadence": source.place_cadence.value if source.place_cadence else None,
        },
    )


def cities_changed(change: CityChange) -> Note:
    """Say that the first and the latest figure of a country are sums of other cities, and what the same did.

    The difference is then no growth of an audience alone: a lower bound less another bounds nothing.
    """
    return Note(
        "cities_changed",
        change.words,
        {
            **_span(change.first_day, change.latest_day),
            "cities_from": change.first,
            "cities_to": change.latest,
            "cities_on_both": change.on_both,
            "value_from": json_number(change.first_value),
            "value_to": json_number(change.latest_value),
        },
    )


def artists_cities_changed(artists: Sequence[tuple[Artist, RowStatus]]) -> Note:
    """Name the artists of a sum whose figures of a country are sums of other cities at the end."""
    names = ", ".join(artist.label for artist, _ in artists)
    return Note(
        "artists_cities_changed",
        f"Part of the difference is cities that entered or left the top 50 of {names}.",
        {"artists": _artists_json(artists)},
    )


def answered(window: Window, period: Period, outcome: str) -> Note:
    """Say that Soundcharts had nothing to give for a part of a period, and how it said so."""
    start, end = period.part_in(window)
    return Note(
        "answered",
        f"For {start} to {end} Soundcharts answered {outcome.replace('_', ' ')}.",
        {**_span(start, end), "outcome": outcome},
    )


def announced(window: Window, count: int, returned: int) -> Note:
    """Say that Soundcharts gave fewer points of a window than it said there were."""
    return Note(
        "announced",
        f"For {window.first} to {window.last} Soundcharts announced {count} points and returned {returned}.",
        {**_span(window.first, window.last), "announced": count, "returned": returned},
    )


def unreadable_rows(rows: int, period: Period | None = None) -> Note:
    """Say how many rows Soundcharts gave that could not be read (contract 4.1).

    With a period, that no other row has a value in it: it is then not known that there is none.
    """
    told = f"{rows} row{'s' if rows > 1 else ''} of Soundcharts' answer could not be read"
    if period is not None:
        told += f", and no other has a value from {period.start} to {period.end}"
    return Note("unreadable_rows", f"{told}.", {"rows": rows})


def few_points(cadence: Cadence, points: int, expected: int) -> Note:
    """Say of how few of the days, weeks or months that have a figure there is one."""
    return Note(
        "few_points",
        f"Measured on {cadence.counted(points, expected)} only.",
        {"cadence": cadence.value, "data_points": points, "expected_points": expected},
    )


def single_point(day: date) -> Note:
    """Say that there is one value only, and so no difference (contract 4.3)."""
    return Note(
        "single_point", f"One value, on {day}: there is no change to give.", {"date": day.isoformat()}
    )


def artists_few_points(cadence: Cadence, artists: Sequence[tuple[Artist, int, int]]) -> Note:
    """Name the artists of a sum whose figures are of few days, with how many those are, of how many."""
    told = [f"{artist.label}: {cadence.counted(points, expected)}" for artist, points, expected in artists]
    return Note(
        "artists_few_points",
        f"{', '.join(told)} only.",
        {
            "cadence": cadence.value,
            "artists": [
                {
                    "uuid": artist.uuid,
                    "name": artist.name,
                    "data_points": points,
                    "expected_points": expected,
                }
                for artist, points, expected in artists
            ],
        },
    )


def sum_of_artists(count: int) -> Note:
    """Say that a figure is a sum (contract 4.5)."""
    return Note(
        "sum_of_artists",
        f"Sum of {count} artists: a person is counted once for each.",
        {"artists": count},
    )


def single_points(start: date, end: date) -> Note:
    """Say that each artist of a sum has one value only, not all on the same day."""
    return Note(
        "single_points",
        f"One value of each artist, from {start} to {end}: there is no change to give.",
        _span(start, end),
    )


def left_out(artists: Sequence[tuple[Artist, RowStatus]]) -> Note:
    """Name the artists whose figures are not in a sum, and why."""
    return Note("left_out", f"Left out: {_why(artists)}.", {"artists": _artists_json(artists)})


def no_points(artists: Sequence[tuple[Artist, RowStatus]]) -> Note:
    """Name the artists of a summary that has no figures, and why each has none."""
    return Note("no_points", f"No points: {_why(artists)}.", {"artists": _artists_json(artists)})


def windows_failed(artists: Sequence[tuple[Artist, RowStatus]]) -> Note:
    """Name the artists of whom a part of the period could not be fetched."""
    names = ", ".join(artist.label for artist, _ in artists)
    return Note("windows_failed", f"Some windows failed: {names}.", {"artists": _artists_json(artists)})


def _why(artists: Sequence[tuple[Artist, RowStatus]]) -> str:
    return ", ".join(f"{artist.label} ({status.words})" for artist, status in artists)


def _artists_json(artists: Sequence[tuple[Artist, RowStatus]]) -> list[dict[str, str | None]]:
    return [{"uuid": artist.uuid, "name": artist.name, "status": status.value} for artist, status in artists]


def _span(start: date, end: date) -> dict[str, str]:
    return {"from": start.isoformat(), "to": end.isoformat()}
