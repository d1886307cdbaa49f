"""Contract 5 and the months of contract 9 from end to end: rankings stored and corrected, then asked about.

Whatever is stored, the answers over HTTP are those of the plain statement in `contract_5_oracle`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linernotes.aws import clients as aws
from linernotes.bootstrap import api
from linernotes.charts.charts import Month, RankedSong, Ranking, RankingKey, SongArtist
from linernotes.charts.dynamo_charts import DynamoChartStore
from linernotes.charts.ports import ArtistCharts, ChartStore
from linernotes.charts.tallies import tally
from tests.integration.api_events import call
from tests.integration.moto_stack import moto_stack
from tests.integration.template_tables import create_table
from tests.unit.builders import ELISA, LAURO, NOW
from tests.unit.chart_rows import DAILY_CHARTS, OTHER_CHARTS, ROWS, questions_of, ranked_song, row_of, rows_on
from tests.unit.contract_5_oracle import (
    ChartRow,
    Question,
    breakdown_by_contract,
    chart_days_by_contract,
    is_lower_bound,
    month_of,
    months_by_contract,
)

CHARTS = {chart.slug: chart for chart in DAILY_CHARTS + OTHER_CHARTS}
ARTISTS = {artist.uuid: SongArtist(artist.uuid, artist.name) for artist in (LAURO, ELISA)}

Place = tuple[str, date]
"""Where a ranking stands: the chart's slug, and the day."""
Rankings = dict[Place, list[ChartRow]]


@dataclass(frozen=True)
class History:
    """Rankings as they were stored first, and those of them that were stored once more, as they are now."""

    first: Rankings
    corrected: Rankings

    @property
    def rows(self) -> list[ChartRow]:
        return [row for rows in (self.first | self.corrected).values() for row in rows]


@st.composite
def histories(draw: st.DrawFn) -> History:
    first = by_place(draw(ROWS))
    places = draw(st.lists(st.sampled_from(sorted(first)), unique=True, max_size=6)) if first else []
    corrected = {
        (slug, day): with_nobodys(slug, day, draw(rows_on([CHARTS[slug]], [day], sizes=[0])))
        for slug, day in places
    }
    return History(first, corrected)


def by_place(rows: Sequence[ChartRow]) -> Rankings:
    found: defaultdict[Place, list[ChartRow]] = defaultdict(list)
    for row in rows:
        found[row.chart, row.day].append(row)
    return {(slug, day): with_nobodys(slug, day, rows) for (slug, day), rows in found.items()}


def with_nobodys(slug: str, day: date, rows: Sequence[ChartRow]) -> list[ChartRow]:
    """Add a song without artists: a ranking then counts as stored even where no artist is on it."""
    return [*rows, row_of(CHARTS[slug], day=day, song="song-of-nobody", song_name="Field", artists=())]


@pytest.fixture(autouse=True)
def _stack() -> Iterator[None]:
    with moto_stack("https://nobody-is-asked.example"):
        yield


def an_empty_store() -> DynamoChartStore:
    """Give the api function a table that holds nothing yet."""
    dynamodb = aws.client("dynamodb")
    table = create_table(dynamodb, "ChartEntriesTable")
    charts = DynamoChartStore(dynamodb, table, retention_days=1830, clock=lambda: NOW)
    api.services().charts = charts
    return charts


def store(charts: ChartStore, rankings: Rankings, moment: str) -> None:
    """Store rankings as the ingest does with a batch: all entries, then each month they lie in once."""
    begun = []
    months: defaultdict[tuple[ArtistCharts, Month], set[str | None]] = defaultdict(lambda: {None})
    for (slug, day), rows in rankings.items():
        chart, songs = CHARTS[slug], songs_by_artist(rows)
        key, uuids = RankingKey(chart, f"{day}{moment}"), {artist.uuid for artist in songs}
        mark = charts.begin(key, uuids)
        ranking = Ranking(key, tuple(map(ranked_song, rows)), "streams")
        charts.write_entries(ranking, songs, gone=mark.artists - uuids)
        for uuid in mark.artists:
            months[ArtistCharts(uuid, chart.platform, chart.frequency), Month.of(day)].add(chart.country)
        begun.append((key, mark, uuids, len(rows)))
    for (of_artist, month), countries in months.items():
        charts.update_months(of_artist, month, countries, tally)
    for key, mark, uuids, count in begun:
        assert charts.finish(key, mark, uuids, songs=count)


def songs_by_artist(rows: Sequence[ChartRow]) -> Mapping[SongArtist, Sequence[RankedSong]]:
    found: defaultdict[SongArtist, list[RankedSong]] = defaultdict(list)
    for row in rows:
        for uuid in row.artists:
            found[ARTISTS[uuid]].append(ranked_song(row))
    return found


@settings(max_examples=6)
@given(history=histories(), questions=st.lists(questions_of(ARTISTS), min_size=4, max_size=4))
def test_whatever_is_stored_and_corrected_tracks_and_months_are_those_the_contract_states(
    history: History, questions: Sequence[Question]
) -> None:
    charts = an_empty_store()
    store(charts, history.first, "T12:00:00+00:00")
    store(charts, history.corrected, "T18:00:00+00:00")

    for question in questions:
        assert_tracks_are_as_stated(question, history.rows)
        assert_months_are_as_stated(question, history.rows)


def assert_tracks_are_as_stated(question: Question, rows: Sequence[ChartRow]) -> None:
    dates = {"start_date": str(question.start), "end_date": str(question.end)}
    answer = call("GET", "/tracks", query={"artist": question.artist, **dates, **where(question)})

    expected = breakdown_by_contract(rows, question)
    assert answer.status == (200 if expected["success"] else 404)
    assert {name: answer.json[name] for name in expected} == expected
    chart_days = chart_days_by_contract(rows, question)
    assert answer.json["chart_days"] == chart_days
    if expected["success"]:
        whole = chart_days["stored"] == chart_days["expected"]
        assert (answer.json["status"] == "measured") is (whole and not is_lower_bound(rows, question))


def assert_months_are_as_stated(question: Question, rows: Sequence[ChartRow]) -> None:
    months = {"from": month_of(question.start), "to": month_of(question.end)}
    answer = call("GET", f"/artists/{question.artist}/monthly", query={**months, **where(question)})

    assert answer.status == 200
    whole_months = replace(question, start=question.start.replace(day=1), end=Month.of(question.end).last)
    expected = months_by_contract(rows, whole_months)
    assert [
        {name: month[name] for name in of} for of, month in zip(expected, answer.json["months"], strict=True)
    ] == expected
    for month in answer.json["months"]:
        first = date.fromisoformat(f"{month['month']}-01")
        of_month = replace(question, start=first, end=Month.of(first).last)
        assert month["chart_days"] == chart_days_by_contract(rows, whole_months, part=of_month)


def where(question: Question) -> dict[str, Any]:
    """Give the part of a query that both have."""
    country = {} if question.country is None else {"country": question.country}
    return {"platform": question.platform, **country}
