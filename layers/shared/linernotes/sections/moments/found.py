"""What is unusual of each artist on each source of a report, or why that cannot be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from linernotes.model.countries import country_name
from linernotes.model.period_words import day_in_words, period_in_words
from linernotes.model.periods import Period
from linernotes.model.points import Number, Points
from linernotes.model.request import ROWS, Artist
from linernotes.model.row_status import RowStatus
from linernotes.model.words import listed
from linernotes.sections.moments.daily import daily_changes, daily_values
from linernotes.sections.moments.needs import DAYS_BEFORE, Measure, all_needs, known_from, measure_of
from linernotes.sections.moments.rule import (
    LEAST_A_DAY,
    LEAST_DAYS_BEFORE,
    LEAST_LEVEL,
    MOST_DAYS_UNSEEN,
    Judged,
    Moment,
    judged_days,
    moments_of,
)
from linernotes.sections.moments.weekly import LEAST_WEEKS_BEFORE, MOST_DAYS_APART, CityValues, judged_weeks
from linernotes.sections.section import Material
from linernotes.sections.sources import SOURCES, Kind, MetricSource, Places
from linernotes.sections.windows.city_changes import told_once
from linernotes.sections.windows.window_data import City, Outcome, WindowData, WindowKey

NAME = "moments"

_MOST_DATES_NAMED = 3


@dataclass(frozen=True, slots=True)
class MomentsOf:
    """What is unusual of one artist on one source, the most unusual first.

    `measure` says what was compared; None where the source's figures come too rarely. `judged` are the days,
    or weekly figures, that could be judged.
    """

    artist: Artist
    source: MetricSource
    measure: Measure | None
    status: RowStatus
    note: str | None
    period: Period
    judged: Sequence[Judged] = ()
    moments: Sequence[Moment] = ()
    fetched_at: Sequence[datetime] = ()

    @property
    def moment_status(self) -> RowStatus:
        """Give the status of a single moment: a correction is of the days around it."""
        return RowStatus.MEASURED if self.status is RowStatus.RESTATED else self.status

    @property
    def usual_range(self) -> tuple[Fraction, Fraction] | None:
        """Give the lowest and the highest usual value of the period."""
        usual = [day.usual for day in self.judged]
        return (min(usual), max(usual)) if usual else None


def moments_found(material: Material) -> list[MomentsOf]:
    """Look at every artist on every source of the request, in the order asked for."""
    request = material.report.request
    return [
        _of(material, material.artists[artist.uuid], SOURCES[slug])
        for artist in request.artists
        for slug in request.platforms
    ]


def not_judged(source: MetricSource, country: str | None) -> str | None:
    """Say why nothing can be said of a source's figures, whatever they are; None if something can."""
    if measure_of(source, country) is not None:
        return None
    of = f"{source.name} {source.metric}"
    if not source.publishes(country):
        return f"{of} are not published by country."
    if country is not None:
        return (
            f"{of} by country come {source.country_cadence}: too rarely to say what is usual, which takes "
            "weekly figures."
        )
    return f"{of} come {source.cadence.words}: single unusual days can be seen in daily figures only."


def _of(material: Material, artist: Artist, source: MetricSource) -> MomentsOf:
    report, request = material.report, material.report.request
    period, country = request.period, request.country
    measure = measure_of(source, country)
    if measure is None:
        why = not_judged(source, country)
        return MomentsOf(artist, source, None, RowStatus.NOT_PUBLISHED, why, period)
    needed = all_needs(period, measure, today=report.created_at.date())
    keys = [WindowKey(artist.uuid, source.slug, need.window.first) for need in needed]
    windows = [material.windows[key] for key in keys if key in material.windows]
    judged, corrections = _judged(windows, source, measure, period, country)
    whole = len(windows) == len(needed)
    status = _status(source, country, windows, judged=bool(judged), whole=whole, corrected=bool(corrections))
    note = _note(material, artist, source, measure, status, corrections)
    apart = MOST_DAYS_APART if measure is Measure.WEEKLY_VALUE else MOST_DAYS_UNSEEN + 1
    moments = sorted(moments_of(judged, most_days_apart=apart), key=lambda one: (-one.most.score, one.first))
    return MomentsOf(
        artist,
        source,
        measure,
        status,
        note,
        period,
        judged,
        moments,
        [data.fetched_at for data in windows],
    )


def _judged(
    windows: Sequence[WindowData],
    source: MetricSource,
    measure: Measure,
    period: Period,
    country: str | None,
) -> tuple[list[Judged], list[date]]:
    """Judge what there is; gives the corrections within the period too."""
    first = known_from(period, measure)
    points: Points = sorted(
        point for data in windows for point in data.points(country) if first <= point[0] <= period.end
    )
    if measure is Measure.WEEKLY_VALUE:
        cities = _cities(windows, country) if source.places is Places.TOP_CITIES else None
        return judged_weeks(points, period.start, period.end, cities), []
    if measure is Measure.DAILY_CHANGE:
        daily = daily_changes(points, first, period.end, only_grows=source.kind is Kind.TOTAL)
    else:
        daily = daily_values(points, first, period.end)
    corrections = [day for day in daily.corrections if period.holds(day)]
    return judged_days(daily, source.kind, period.start, period.end), corrections


def _cities(windows: Sequence[WindowData], country: str | None) -> CityValues:
    found: dict[City, dict[date, Number]] = {}
    for data in windows:
        for city, values in (data.cities or {}).items():
            if city.country == country:
                found.setdefault(city, {}).update(values)
    return told_once(found)


def _status(
    source: MetricSource,
    country: str | None,
    windows: Sequence[WindowData],
    *,
    judged: bool,
    whole: bool,
    corrected: bool,
) -> RowStatus:
    if not whole:
        return RowStatus.PARTIAL if judged else RowStatus.FAILED
    if judged and corrected:
        return RowStatus.RESTATED
    if judged:
        of_cities = country is not None and source.places is Places.TOP_CITIES
        return RowStatus.LOWER_BOUND if of_cities else RowStatus.MEASURED
    outcomes = {data.outcome for data in windows}
    if outcomes == {Outcome.NOT_FOUND}:
        return RowStatus.NOT_FOUND
    return RowStatus.NOT_IN_PLAN if Outcome.NOT_IN_PLAN in outcomes else RowStatus.NO_DATA


def _note(
    material: Material,
    artist: Artist,
    source: MetricSource,
    measure: Measure,
    status: RowStatus,
    corrections: Sequence[date],
) -> str | None:
    match status:
        case RowStatus.FAILED | RowStatus.PARTIAL:
            reason = _reason(material, artist, source)
            return f"Some of the period, or of the days before it, could not be fetched: {reason}."
        case RowStatus.NOT_FOUND:
            return f"Soundcharts knows no such artist, or nothing of it on {source.name}."
        case RowStatus.NOT_IN_PLAN:
            return f"{source.name} {source.metric} are not in the Soundcharts plan in use."
        case RowStatus.NO_DATA:
            return _too_little(material, source, measure)
        case RowStatus.RESTATED:
            return (
                f"The figure was corrected, or fell by more than 1 % at once, on {_days(corrections)}: days "
                "before that are not compared with days after it, and a day is judged again once there are "
                f"{LEAST_DAYS_BEFORE} days with a value between."
            )
        case RowStatus.LOWER_BOUND:
            return (
                "Sums of the country's cities among the artist's top 50. A week is unusual only if the "
                "cities present in all of these weeks show it too."
            )
        case _:
            return None


def _reason(material: Material, artist: Artist, source: MetricSource) -> str:
    """Give the reason why windows are missing, by this section's own job, else by that of the rows."""
    reasons = {
        failure.job.section: failure.reason
        for failure in material.report.failures
        if (failure.job.artist.uuid, failure.job.platform) == (artist.uuid, source.slug)
    }
    return reasons.get(NAME) or reasons.get(ROWS) or "what was fetched for this is no longer stored"


def _too_little(material: Material, source: MetricSource, measure: Measure) -> str:
    request = material.report.request
    days = period_in_words(request.start_date, request.end_date)
    of = f"{source.name} {source.metric}"
    if measure is Measure.WEEKLY_VALUE:
        return (
            f"No {of} in {country_name(request.country or '')} for {days} that could be judged: that takes "
            f"{LEAST_WEEKS_BEFORE} weekly figures in the nine weeks before, and {LEAST_LEVEL:,} as the usual "
            f"value; they come {source.country_cadence}."
        )
    if measure is Measure.VALUE:
        least = f"a usual value of {LEAST_LEVEL:,}"
    elif source.kind is Kind.GAUGE:
        least = f"{LEAST_LEVEL:,} or more {source.metric}, more each day, and a gain of {LEAST_A_DAY} a day"
    else:
        least = f"a usual gain of {LEAST_A_DAY} a day"
    return (
        f"No day of {days} could be judged. That takes {of} of three days in a row and of "
        f"{LEAST_DAYS_BEFORE} of the {DAYS_BEFORE} days before them, and {least}."
    )


def _days(days: Sequence[date]) -> str:
    named = [day_in_words(day) for day in days[:_MOST_DATES_NAMED]]
    more = len(days) - len(named)
    return listed([*named, f"{more} more days" if more > 1 else "one more day"]) if more else listed(named)
