"""Make every artist's months again from the entries there are."""

from __future__ import annotations

from collections import defaultdict

from linernotes.charts.charts import Month
from linernotes.charts.ports import ArtistCharts, ChartStore
from linernotes.charts.tallies import tally
from linernotes.threads import in_threads


def rebuild_months(charts: ChartStore, *, workers: int) -> int:
    """Make all months again whose entries are kept; returns how many months of how many artists that were.

    It may run while rankings are ingested: a month is always made from every entry stored before.
    """
    countries: defaultdict[tuple[ArtistCharts, Month], set[str | None]] = defaultdict(set)
    for of_artist, month, of_month in charts.artists_months():
        countries[of_artist, month] |= of_month

    def rebuild(of_artist: tuple[ArtistCharts, Month]) -> None:
        charts.update_months(*of_artist, countries[of_artist], tally)

    in_threads(rebuild, countries, at_once=workers)
    for platform in {of_artist.platform for of_artist, _ in countries}:
        charts.note_change(platform)
    return len(countries)
