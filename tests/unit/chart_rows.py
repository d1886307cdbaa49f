"""Random rankings, as the oracle of contract 5 takes them, and questions about them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from linernotes.charts.charts import Chart, Frequency, RankedSong
from linernotes.model.periods import Period
from linernotes.model.points import Number
from tests.unit.builders import ELISA, LAURO
from tests.unit.contract_5_oracle import ChartRow, Question, reported_weeks

Figures = st.SearchStrategy[Number | None]

DAILY_CHARTS = (
    Chart("global-28", "Top 200", "spotify", Frequency.DAILY),
    Chart("viral-50", "Viral 50", "spotify", Frequency.DAILY),
    Chart("it-29", "Top 200 Italy", "spotify", Frequency.DAILY, "IT"),
    Chart("it-viral", "Viral 50 Italy", "spotify", Frequency.DAILY, "IT"),
    Chart("fr-30", "Top 200 France", "spotify", Frequency.DAILY, "FR"),
)
OTHER_CHARTS = (
    Chart("global-week", "Weekly Top 200", "spotify", Frequency.WEEKLY),
    Chart("it-week", "Weekly Top 200 Italy", "spotify", Frequency.WEEKLY, "IT"),
    Chart("fr-week", "Weekly Top 200 France", "spotify", Frequency.WEEKLY, "FR"),
    Chart("airplay-it", "Airplay Italy", "airplay", Frequency.DAILY, "IT"),
)
"""Of these Spotify's weekly ones count only where none of its daily ones of what is asked has a ranking."""

CITY_CHARTS = (
    Chart("it-milan", "Pulse Milan", "spotify", Frequency.DAILY, "IT", city="Milan", size=500),
    Chart("fr-paris", "Pulse Paris", "spotify", Frequency.WEEKLY, "FR", city="Paris", size=500),
)
"""Cities' charts, which count for no country."""

# Few days, songs and names, so that charts meet on a day and tracks tie: around the ends of months, of years
# and of a leap February, where ISO weeks and months part ways.
DAYS = (
    *(date(2023, 12, 29) + timedelta(offset) for offset in range(5)),
    date(2024, 1, 31),
    date(2024, 2, 1),
    date(2024, 2, 14),
    date(2024, 2, 29),
    date(2024, 3, 1),
    date(2024, 12, 30),
    date(2025, 1, 1),
)
SONGS = ("song-a", "song-b", "song-c")

SMALL_FIGURES: Figures = st.sampled_from([None, 0, 1, 2])
"""So few that totals tie, also at 0 and with tracks that have none."""

# The largest have, beside small fractions, more digits than decimal arithmetic keeps by itself.
FIGURES: Figures = st.one_of(
    SMALL_FIGURES,
    st.integers(0, 10**11),
    st.decimals(0, 10**9, places=2),
    st.decimals(0, 1, places=9),
    st.integers(10**22, 10**22 + 3),
)

STAYS = st.one_of(
    st.just((None, None)),
    st.tuples(st.sampled_from([None, 0, 1, 7, 8, 36]), st.sampled_from([None, "DOC", "WOC"])),
)
"""How long a song has been on a chart, as Soundcharts says it: in days or in weeks, if at all."""


def rows_on(
    charts: Sequence[Chart],
    days: Sequence[date] = DAYS,
    *,
    figures: Figures = FIGURES,
    stays: st.SearchStrategy[tuple[int | None, str | None]] = STAYS,
    sizes: Sequence[int] = (0, 5, 30),
) -> st.SearchStrategy[list[ChartRow]]:
    """Draw songs on rankings of these charts and days, each once on one; `sizes` are about how many."""

    def row(chart: Chart, stay: tuple[int | None, str | None], **drawn: Any) -> ChartRow:
        time_on_chart, time_unit = stay
        return row_of(chart, time_on_chart=time_on_chart, time_unit=time_unit, **drawn)

    rows = st.builds(
        row,
        st.sampled_from(charts),
        stays,
        day=st.sampled_from(days),
        song=st.sampled_from(SONGS),
        song_name=st.sampled_from(["AMOR", "amor", "=1+1"]),
        artists=st.sampled_from([(LAURO.uuid,), (LAURO.uuid,), (LAURO.uuid, ELISA.uuid), (ELISA.uuid,), ()]),
        credit=st.sampled_from([None, "Achille Lauro"]),
        position=st.sampled_from([None, 0, 1, 2, 200]),
        metric=figures,
    )
    several = st.sampled_from(sizes).flatmap(lambda size: st.lists(rows, min_size=size, max_size=size + 10))
    return several.map(lambda rows: list({(row.chart, row.day, row.song): row for row in rows}.values()))


def row_of(chart: Chart, **of: Any) -> ChartRow:
    """Make a row of a chart."""
    return ChartRow(
        chart=chart.slug,
        platform=chart.platform,
        country=chart.country or "",
        frequency=chart.frequency.value,
        city=chart.city or "",
        **of,
    )


def ranked_song(row: ChartRow) -> RankedSong:
    """Give a row's song as it is read from a ranking."""
    return RankedSong(row.song, row.song_name, row.credit, row.position, row.metric, reported_weeks(row))


# Sometimes all figures are small, or no ranking tells of a stay: else totals hardly tie, and hardly any weeks
# are counted by the calendar.
ROWS: st.SearchStrategy[list[ChartRow]] = st.tuples(
    st.sampled_from([DAILY_CHARTS, OTHER_CHARTS, DAILY_CHARTS + OTHER_CHARTS]),
    st.sampled_from([SMALL_FIGURES, FIGURES]),
    st.sampled_from([st.just((None, None)), STAYS]),
).flatmap(lambda drawn: rows_on(drawn[0], figures=drawn[1], stays=drawn[2]))

_SOME_DAYS = st.one_of(st.sampled_from(DAYS), st.dates(date(2023, 11, 1), date(2025, 2, 28)))

PERIODS = st.one_of(
    st.tuples(_SOME_DAYS, _SOME_DAYS).map(lambda days: Period(min(days), max(days))),
    st.just(Period(date(2023, 12, 30), date(2025, 1, 1))),
)


def questions_of(artists: Collection[str]) -> st.SearchStrategy[Question]:
    """Draw questions about these artists on Spotify, in a country or in none."""
    return st.builds(
        lambda artist, period, country: Question(artist, "spotify", period.start, period.end, country),
        st.sampled_from(sorted(artists)),
        PERIODS,
        st.sampled_from([None, None, "IT", "FR"]),
    )
