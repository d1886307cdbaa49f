"""Plan an ingest of charts: which rankings are there, which of them are not stored yet, and send those."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from linernotes.domain.charts import Chart, RankingKey, expires_on
from linernotes.domain.errors import NotFound, UpstreamError
from linernotes.domain.periods import Period
from linernotes.use_cases.chart_ports import (
    WORTH_TRYING,
    ChartSource,
    ChartStore,
    RankingJob,
    RankingMark,
    RankingQueue,
    RankingState,
)

ALL_COUNTRIES = "*"
WORLDWIDE = "WW"
"""What stands for every chart there is, and for the worldwide ones, where countries are named."""

_MAY_FILL_DAYS = 7
"""An empty ranking this young is asked for again: Soundcharts may have listed it before it had its songs."""
_READERS = 8


@dataclass(frozen=True, slots=True)
class ChartQuestion:
    """What to ingest: platforms by Soundcharts' code, countries by theirs, and a period (None: all kept).

    `again` asks for what is stored, too.
    """

    platforms: tuple[str, ...]
    countries: tuple[str, ...]
    period: Period | None = None
    again: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be asked: `what` is a platform, or a chart's slug."""

    what: str
    reason: str
    unknown_platform: bool = False


@dataclass(slots=True)
class Plan:
    """What came of planning.

    `rankings` are those there are in the period, `stored` those of them that need nothing, `sent` the days
    asked for now, by chart, newest first, and `left` how many wait for another run.
    """

    charts: int = 0
    rankings: int = 0
    stored: int = 0
    sent: dict[str, list[date]] = field(default_factory=dict)
    left: int = 0
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
    listed = _list_charts(question, plan, source=source, left_s=lambda: _until(ends_at, clock))
    plan.charts = len(listed)
    wanted = _find_rankings(
        question,
        plan,
        listed,
        source=source,
        kept=_Kept(retention_days, now.date()),
        left_s=_until(ends_at, clock),
    )
    plan.rankings = sum(map(len, wanted.values()))
    marks = _read_marks(wanted, charts)
    missing = [
        key
        for slug, keys in wanted.items()
        for key in keys
        if question.again or _is_missing(key, marks[slug].get(key.day), now.date())
    ]
    plan.stored = plan.rankings - len(missing)
    missing.sort(key=lambda key: (key.day, key.chart.slug), reverse=True)
    chosen = missing[:most]
    plan.left = len(missing) - len(chosen)
    for key in chosen:
        plan.sent.setdefault(key.chart.slug, []).append(key.day)
    _begin_anew([key for key in chosen if _has_ended(marks[key.chart.slug].get(key.day))], charts)
    # Rankings of one chart together: a batch then makes each month it touches once.
    chosen.sort(key=lambda key: (key.chart.platform, key.chart.country or "", key.chart.slug, key.moment))
    give_up_at = now + WORTH_TRYING
    queue.send_rankings([RankingJob(key, give_up_at, again=question.again) for key in chosen])
    return plan


@dataclass(frozen=True, slots=True)
class _Kept:
    """Which days' entries are kept as of today."""

    retention_days: int
    today: date

    def holds(self, day: date) -> bool:
        return expires_on(day, self.retention_days) > self.today


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
        found |= {chart.slug: chart for chart in listed if _is_asked_for(chart, question.countries)}
    return list(found.values())


def _is_asked_for(chart: Chart, countries: Iterable[str]) -> bool:
    asked = set(countries)
    return ALL_COUNTRIES in asked or (chart.country or WORLDWIDE) in asked


def _find_rankings(
    question: ChartQuestion,
    plan: Plan,
    charts: Sequence[Chart],
    *,
    source: ChartSource,
    kept: _Kept,
    left_s: float,
) -> dict[str, list[RankingKey]]:
    """Ask when the charts were ranked: by chart, the latest moment of each day asked for and kept."""
    found: dict[str, list[RankingKey]] = {}
    for fetched in source.moments(charts, budget_s=left_s):
        if fetched.error is not None:
            plan.problems.append(Problem(fetched.chart.slug, str(fetched.error)))
            continue
        latest: dict[date, RankingKey] = {}
        for moment in sorted(fetched.moments, key=datetime.fromisoformat):
            key = RankingKey(fetched.chart, moment)
            latest[key.day] = key
        keys = [
            key
            for day, key in sorted(latest.items())
            if kept.holds(day) and (question.period is None or question.period.holds(day))
        ]
        if keys:
            found[fetched.chart.slug] = keys
    return found


def _read_marks(
    wanted: dict[str, list[RankingKey]], charts: ChartStore
) -> dict[str, dict[date, RankingMark]]:
    def read(slug: str) -> dict[date, RankingMark]:
        return charts.marks(slug, Period(wanted[slug][0].day, wanted[slug][-1].day))

    with ThreadPoolExecutor(max_workers=_READERS) as pool:
        return dict(zip(wanted, pool.map(read, wanted), strict=True))


def _is_missing(key: RankingKey, mark: RankingMark | None, today: date) -> bool:
    if mark is None or mark.state is not RankingState.STORED or mark.moment != key.moment:
        return True
    return mark.songs == 0 and key.day >= today - timedelta(days=_MAY_FILL_DAYS)


def _has_ended(mark: RankingMark | None) -> bool:
    return mark is not None and mark.state is not RankingState.BEGUN


def _begin_anew(keys: Sequence[RankingKey], charts: ChartStore) -> None:
    """Mark rankings begun that had ended, so that whoever watches sees them end once more."""
    with ThreadPoolExecutor(max_workers=_READERS) as pool:
        list(pool.map(lambda key: charts.begin(key, ()), keys))
