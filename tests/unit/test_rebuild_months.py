from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from linernotes.charts.charts import Chart, Frequency, Month, RankedSong, Ranking, RankingKey, SongArtist
from linernotes.charts.ports import ArtistCharts
from linernotes.charts.rebuild_months import rebuild_months
from linernotes.charts.tallies import NOTHING
from tests.unit.builders import ELISA, LAURO, NOW
from tests.unit.chart_memory import MemoryChartStore
from tests.unit.memory import Clock

ITALY = Chart("top-it", "Top Italy", "spotify", Frequency.DAILY, "IT")
FRANCE = replace(ITALY, slug="top-fr", country="FR")
SONG = RankedSong("song-1", "Rolls Royce", position=1, metric=100)
SEPTEMBER, OCTOBER = Month(2024, 9), Month(2024, 10)
LAURO_DAILY = ArtistCharts(LAURO.uuid, "spotify", Frequency.DAILY)


@pytest.fixture
def charts() -> MemoryChartStore:
    return MemoryChartStore(Clock(NOW))


def chart(charts: MemoryChartStore, day: date, of: Chart = ITALY, artist: str = LAURO.uuid) -> None:
    ranking = Ranking(RankingKey(of, f"{day}T00:00:00+00:00"), (SONG,), "streams")
    charts.write_entries(ranking, {SongArtist(artist): [SONG]}, gone=())


def total(charts: MemoryChartStore, month: Month, country: str | None = None) -> object:
    found = charts.months(LAURO_DAILY, country, month, month)
    return found[month].total if found else None


def test_months_are_made_from_the_entries_for_every_country_and_without_one(
    charts: MemoryChartStore,
) -> None:
    chart(charts, date(2024, 9, 1))
    chart(charts, date(2024, 9, 2))
    chart(charts, date(2024, 9, 2), FRANCE)
    chart(charts, date(2024, 10, 1))
    assert rebuild_months(charts, workers=1) == 2
    assert [total(charts, SEPTEMBER, country) for country in (None, "IT", "FR")] == [300, 200, 100]
    assert total(charts, OCTOBER) == 100


def test_every_artist_gets_its_own_months(charts: MemoryChartStore) -> None:
    chart(charts, date(2024, 9, 1))
    chart(charts, date(2024, 9, 1), artist=ELISA.uuid)
    assert rebuild_months(charts, workers=4) == 2
    elisa = ArtistCharts(ELISA.uuid, "spotify", Frequency.DAILY)
    assert charts.months(elisa, "IT", SEPTEMBER, SEPTEMBER)[SEPTEMBER].total == 100


def test_figures_whose_entries_are_gone_are_taken_back(charts: MemoryChartStore) -> None:
    chart(charts, date(2024, 9, 1))
    rebuild_months(charts, workers=1)
    charts.kept_entries.clear()
    assert rebuild_months(charts, workers=1) == 1
    assert total(charts, SEPTEMBER) is None
    assert charts.kept_months[LAURO_DAILY, "IT", SEPTEMBER] == NOTHING


def test_figures_of_months_whose_entries_have_expired_stay() -> None:
    clock = Clock(NOW)
    charts = MemoryChartStore(clock, retention_days=365)
    chart(charts, date(2024, 9, 1))
    rebuild_months(charts, workers=1)
    clock.advance(400 * 86_400)
    rebuild_months(charts, workers=1)
    assert total(charts, SEPTEMBER) == 100


def test_wrong_figures_are_made_right_and_right_ones_left_alone(charts: MemoryChartStore) -> None:
    chart(charts, date(2024, 9, 1))
    rebuild_months(charts, workers=1)
    right = dict(charts.kept_months)
    charts.kept_months[LAURO_DAILY, None, SEPTEMBER] = replace(NOTHING, days=7)
    rebuild_months(charts, workers=1)
    assert charts.kept_months == right
