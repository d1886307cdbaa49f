"""Plan an ingest of charts: which rankings are there, which of them are not stored yet, and send those.

On the way it notes which charts there are, and which days are stored where that was not noted yet. What was
stored of cities' charts, which count for no country, it has taken back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from linernotes.charts.chart_days import ListedChart
from linernotes.charts.charts import Chart, RankingKey, expires_on
from linernotes.charts.ports import (
    WORTH_TRYING,
    ChartGroup,
    ChartSource,
    ChartStore,
    RankingJob,
    RankingMark,
    RankingQueue,
    RankingState,
)
from linernotes.model.errors import NotFound, UpstreamError
from linernotes.model.periods import Period
from linernotes.threads import in_threads

ALL_COUNTRIES = "*"
WORLDWIDE = "WW"
"""What stands for every chart there is, and for the worldwide ones, where countries are named."""

_MAY_FILL_DAYS = 7
"""An empty ranking this young is asked for again: Soundcharts may have listed it before it had its songs."""
_READERS = 8


@dataclass(frozen=True, slots=True)
class ChartQuestion:
    """What to ingest: platforms by Soundcharts' code, countries by theirs, and a period (None: all kept).

    `again` asks for what is stored, too, and for what was learnt of its songs.
    """

    platforms: tuple[str, ...]
    countries: tuple[str, ...]
    period: Period | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be asked: `what` is a platform, or a chart's slug.

    With `unreadable` an answer came, of which a part could not be read.
    """

    what: str
    reason: str
    unknown_platform: bool = False
    unreadable: bool = False


@dataclass(slots=True)
class Plan:
    """What came of planning.

    `rankings` are those there are in the period, `stored` those of them that need nothing, `sent` the days
    asked for now, by chart, newest first, and `left` how many wait for another run. `taken_back` counts those
    sent and left that are of cities' charts.
    """

    charts: int = 0
    rankings: int = 0
    stored: int = 0
    sent: dict[str, list[date]] = field(default_factory=dict)
    left: int = 0
    taken_back: int = 0
    problems: list[Problem] = field(default_factory=list)


def plan_rankings(
    question: ChartQuestion,
    *,
    charts: ChartStore,
    queue: RankingQueue,
    source: ChartSource,
    clock: Callable[[], datetime],
    retention_days: int,
    most: int,
    budget_s: float,
) -> Plan:
    """Find what is missing and send at most so many rankings, the newest first, within about `budget_s`.

    A ranking that failed is missing, and so is one that was published again at another moment of its day.
    Days whose entries would have expired are left out. Where a chart or a platform cannot be asked the plan
    says so and goes on with the others.
    """
    plan = Plan()
    now = clock()
    ends_at = now + timedelta(seconds=budget_s)
    kept = _Kept(retention_days, now.date())
    listed = _list_charts(question, plan, source=source, left_s=lambda: _until(ends_at, clock))
    of_cities = [chart for chart in listed if chart.city is not None]
    listed = [chart for chart in listed if chart.city is None]
    plan.charts = len(listed)
    moments = _find_moments(plan, listed, source=source, left_s=_until(ends_at, clock))
    charts.note_charts(_as_listed(listed, moments))
    wanted = _rankings_of(question, listed, moments, kept)
    plan.rankings = sum(map(len, wanted.values()))
    marks = _read_marks({slug: _span(keys) for slug, keys in wanted.items()}, charts)
    _note_days(wanted, marks, charts)
    missing = [
        key
        for slug, keys in wanted.items()
        for key in keys
        if question.again or _is_missing(key, marks[slug].get(key.day), now.date())
    ]
    plan.stored = plan.rankings - len(missing)
    to_take_back, of_theirs = _counted_of_cities(question, of_cities, kept, charts)
    marks |= of_theirs
    plan.taken_back = len(to_take_back)
    missing += to_take_back
    missing.sort(key=lambda key: (key.day, key.chart.slug), reverse=True)
    chosen = missing[:most]
    plan.left = len(missing) - len(chosen)
    for key in chosen:
        plan.sent.setdefault(key.chart.slug, []).append(key.day)
    _begin_anew([key for key in chosen if _has_ended(marks[key.chart.slug].get(key.day))], charts)
    # Rankings of one chart together: a batch then makes each month it touches once.
    chosen.sort(key=lambda key: (key.chart.platform, key.chart.country or "", key.chart.slug, key.moment))
    since = now if question.again else None
    queue.send_rankings(
        [
            RankingJob(
                key,
                give_up_at=now + WORTH_TRYING,
                again=question.again or key.chart.city is not None,
                learnt_since=since,
            )
            for key in chosen
        ]
    )
    return plan


@dataclass(frozen=True, slots=True)
class _Kept:
    """Which days' entries are kept as of today."""

    retention_days: int
    today: date

    def holds(self, day: date) -> bool:
        return expires_on(day, self.retention_days) > self.today

    @property
    def period(self) -> Period:
        # The entries of a month are kept until its last day's time is over.
        return Period(self.today - timedelta(days=self.retention_days + 31), self.today)


def _until(moment: datetime, clock: Callable[[], datetime]) -> float:
    return max(0.0, (moment - clock()).total_seconds())


def _list_charts(
    question: ChartQuestion, plan: Plan, *, source: ChartSource, left_s: Callable[[], float]
) -> list[Chart]:
    """List the charts of the platforms and countries asked for."""
    only = question.countries[0] if len(question.countries) == 1 else ALL_COUNTRIES
    country = only if only not in {ALL_COUNTRIES, WORLDWIDE} else None
    found: dict[str, Chart] = {}
    for platform in question.platforms:
        try:
            listed = source.charts(platform, country, budget_s=left_s())
        except UpstreamError as error:
            plan.problems.append(Problem(platform, str(error), unknown_platform=isinstance(error, NotFound)))
            continue
        if listed.unreadable:
            plan.problems.append(_unread(platform, listed.unreadable, "charts listed"))
        found |= {chart.slug: chart for chart in listed.charts if _is_asked_for(chart, question.countries)}
    return list(found.values())


def _is_asked_for(chart: Chart, countries: Iterable[str]) -> bool:
    asked = set(countries)
    return ALL_COUNTRIES in asked or (chart.country or WORLDWIDE) in asked


def _find_moments(
    plan: Plan, charts: Sequence[Chart], *, source: ChartSource, left_s: float
) -> dict[str, list[RankingKey]]:
    """Ask when the charts were ranked: by chart, the latest moment of each day, oldest first."""
    found: dict[str, list[RankingKey]] = {}
    for fetched in source.moments(charts, budget_s=left_s):
        slug = fetched.chart.slug
        if fetched.error is not None:
            plan.problems.append(Problem(slug, str(fetched.error)))
            continue
        if fetched.unreadable:
            plan.problems.append(_unread(slug, fetched.unreadable, "times of rankings"))
        latest: dict[date, RankingKey] = {}
        for moment in sorted(fetched.moments, key=datetime.fromisoformat):
            key = RankingKey(fetched.chart, moment)
            latest[key.day] = key
        found[slug] = [key for _, key in sorted(latest.items())]
    return found


def _unread(what: str, count: int, things: str) -> Problem:
    return Problem(what, f"{count} of the {things} could not be read", unreadable=True)


def _as_listed(
    charts: Sequence[Chart], moments: Mapping[str, Sequence[RankingKey]]
) -> dict[ChartGroup, list[ListedChart]]:
    """Say which charts there are, by country; one that was never ranked is none to wait for."""
    groups: defaultdict[ChartGroup, list[ListedChart]] = defaultdict(list)
    for chart in charts:
        keys = moments.get(chart.slug)
        first, last = (keys[0].day, keys[-1].day) if keys else (None, None)
        if keys is None or keys:
            groups[ChartGroup.of(chart)].append(ListedChart(chart.slug, chart.size, first, last))
    return groups


def _rankings_of(
    question: ChartQuestion,
    charts: Sequence[Chart],
    moments: Mapping[str, Sequence[RankingKey]],
    kept: _Kept,
) -> dict[str, list[RankingKey]]:
    """Keep what is asked for and would be kept; charts without any are left out."""
    wanted = {
        chart.slug: [
            key
            for key in moments.get(chart.slug, ())
            if kept.holds(key.day) and (question.period is None or question.period.holds(key.day))
        ]
        for chart in charts
    }
    return {slug: keys for slug, keys in wanted.items() if keys}


def _span(keys: Sequence[RankingKey]) -> Period:
    return Period(keys[0].day, keys[-1].day)


def _read_marks(periods: Mapping[str, Period], charts: ChartStore) -> dict[str, dict[date, RankingMark]]:
    read = in_threads(lambda slug: charts.marks(slug, periods[slug]), periods, at_once=_READERS)
    return dict(zip(periods, read, strict=True))


def _note_days(
    wanted: Mapping[str, Sequence[RankingKey]],
    marks: Mapping[str, Mapping[date, RankingMark]],
    charts: ChartStore,
) -> None:
    """Note the days of rankings that are stored and not noted as such, as of those before days were noted."""
    stored = [
        (key, mark)
        for slug, keys in wanted.items()
        for key in keys
        if (mark := marks[slug].get(key.day)) and mark.state is RankingState.STORED and mark.songs
    ]
    groups: defaultdict[ChartGroup, list[date]] = defaultdict(list)
    for key, _ in stored:
        groups[ChartGroup.of(key.chart)].append(key.day)

    def read(group: ChartGroup) -> dict[date, dict[str, int]]:
        return charts.stored_days(group, Period(min(groups[group]), max(groups[group])))

    def note(ranking: tuple[RankingKey, RankingMark]) -> None:
        key, mark = ranking
        charts.note_days(key, songs=mark.songs, unreadable_rows=mark.unreadable_rows)

    noted = dict(zip(groups, in_threads(read, groups, at_once=_READERS), strict=True))
    unnoted = [
        (key, mark)
        for key, mark in stored
        if key.chart.slug not in noted[ChartGroup.of(key.chart)].get(key.day, ())
    ]
    in_threads(note, unnoted, at_once=_READERS)


def _counted_of_cities(
    question: ChartQuestion, of_cities: Sequence[Chart], kept: _Kept, charts: ChartStore
) -> tuple[list[RankingKey], dict[str, dict[date, RankingMark]]]:
    """Find the rankings of cities that artists have entries of, from when they counted as a country's."""
    period = question.period or kept.period
    marks = _read_marks({chart.slug: period for chart in of_cities}, charts)
    keys = [
        RankingKey(chart, mark.moment)
        for chart in of_cities
        for mark in marks[chart.slug].values()
        if mark.artists and not (mark.state is RankingState.STORED and mark.songs == 0)
    ]
    return keys, marks


def _is_missing(key: RankingKey, mark: RankingMark | None, today: date) -> bool:
    if mark is None or mark.state is not RankingState.STORED or mark.moment != key.moment:
        return True
    return mark.songs == 0 and key.day >= today - timedelta(days=_MAY_FILL_DAYS)


def _has_ended(mark: RankingMark | None) -> bool:
    return mark is not None and mark.state is not RankingState.BEGUN


def _begin_anew(keys: Sequence[RankingKey], charts: ChartStore) -> None:
    """Mark rankings begun that had ended, so that whoever watches sees them end once more."""
    in_threads(lambda key: charts.begin(key, ()), keys, at_once=_READERS)
