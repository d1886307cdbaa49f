"""Finished reports to write workbooks of, and ways to read a workbook as its reader would."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree
from zipfile import ZipFile

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import fromstring
from python_calamine import CalamineWorkbook

from linernotes.model.periods import Comparison, needs_of
from linernotes.model.points import Number
from linernotes.model.report import JobEnd, Report, Status
from linernotes.model.request import ReportRequest
from linernotes.reports.jobs import jobs_of
from linernotes.reports.material import material_from
from linernotes.reports.write_workbook import write_workbook
from linernotes.sections.audience.result import Result
from linernotes.sections.registry import SECTIONS
from linernotes.sections.section import Stores
from linernotes.sections.tracks.section import TracksAnswer
from linernotes.sections.tracks.track_breakdown import track_breakdowns
from linernotes.sections.tracks.tracks import TrackBreakdown
from linernotes.sections.windows.window_data import City, Outcome, WindowData, WindowKey
from tests.unit.builders import (
    ELISA,
    GIORGIA,
    LAURO,
    NOW,
    a_report,
    a_request,
    a_window,
    an_artist,
    result_of,
)
from tests.unit.chart_memory import MemoryChartStore
from tests.unit.track_cases import (
    FRANCE,
    GLOBAL,
    ITALY,
    ROLLS_ROYCE,
    VIEWS,
    a_song,
    song_uuid,
    stored,
    stored_daily,
)

MADE_AT = NOW + timedelta(seconds=42)
VERSION = "1.2.3"

Values = Mapping[date, Number]


def days_of(request: ReportRequest) -> list[date]:
    """List the days of a request's period."""
    return [request.start_date + timedelta(days=index) for index in range(request.days)]


def climbing(request: ReportRequest, first: int, step: int, every: int = 1) -> dict[date, Number]:
    """Give a value to every n-th day of the period, each higher by `step` a day."""
    return {day: first + index * step for index, day in enumerate(days_of(request)) if index % every == 0}


def finished(
    request: ReportRequest,
    values: Mapping[str, Values | Outcome],
    *,
    failed: Mapping[str, tuple[str, Sequence[int]]] | None = None,
    fetched_before: Sequence[str] = (),
    **overrides: Any,
) -> tuple[Report, Result]:
    """Make a report whose jobs have ended, and its result.

    `values` gives what Soundcharts had by job id, `failed` for job ids the reason and the numbers of the
    windows that could not be fetched, `fetched_before` the jobs whose data was in the cache.
    """
    failed = failed or {}
    windows = {}
    delivered: dict[str, list[WindowData]] = {}
    ended = {}
    for cell in jobs_of(request):
        job_id = cell.job_id
        windows[job_id] = [need.window for need in needs_of(request.periods, today=NOW.date())]
        reason, broken = failed.get(job_id, (None, ()))
        given = values.get(job_id, {})
        outcome = given if isinstance(given, Outcome) else Outcome.DELIVERED
        found = {} if isinstance(given, Outcome) else given
        delivered[job_id] = []
        for number, window in enumerate(windows[job_id]):
            if number in broken:
                continue
            inside = {day: value for day, value in found.items() if window.holds(day)}
            delivered[job_id].append(
                WindowData(
                    key=WindowKey(cell.artist.uuid, cell.platform or "", window.first),
                    window=window,
                    outcome=outcome,
                    fetched_at=NOW + timedelta(hours=-1 if job_id in fetched_before else 0, seconds=5),
                    artist_name=cell.artist.name,
                    crawled_at="2025-01-14T05:12:00+01:00",
                    values={} if request.country else inside,
                    places={request.country: inside} if request.country else {},
                )
            )
        hit = job_id in fetched_before
        ended[job_id] = JobEnd(0 if hit else 1, 1 if hit else 0, reason, reason is not None)
    report = a_report(request, status=Status.FINALIZING, ended=ended, **overrides)
    return report, result_of(report, delivered)


def one_artist(**overrides: Any) -> tuple[Report, Result]:
    """Make the plain case: one artist worldwide on five platforms in September 2024, all of it measured."""
    request = a_request(platforms=("spotify", "youtube", "instagram", "tiktok", "deezer"), **overrides)
    return finished(
        request,
        {
            "0.spotify": climbing(request, 1_000_000, 2_000),
            "0.youtube": climbing(request, 5_000_000, -10_000),
            "0.instagram": climbing(request, 800_000, 100),
            "0.tiktok": climbing(request, 400_000, 0),
            "0.deezer": climbing(request, 90_000, 7, every=7),
        },
        fetched_before=["0.deezer"],
    )


def three_artists() -> tuple[Report, Result]:
    """Make the mixed case: three artists in Italy over two windows; gaps, failures, blanks of every kind."""
    request = a_request(
        artists=(LAURO, ELISA, GIORGIA),
        platforms=("spotify", "instagram", "deezer"),
        start_date=date(2024, 8, 1),
        country="IT",
    )
    return finished(
        request,
        {
            "0.spotify": climbing(request, 300_000, 500, every=7),
            "0.instagram": climbing(request, 50_000, 20, every=30),
            "1.spotify": climbing(request, 200_000, -300, every=7),
            "1.instagram": {},
            "2.spotify": climbing(request, 100_000, 10, every=7),
            "2.instagram": Outcome.NOT_FOUND,
        },
        failed={"2.spotify": ("Soundcharts answered 503", [0])},
        fetched_before=["1.spotify"],
    )


def comparing(**overrides: Any) -> tuple[Report, Result]:
    """Make the case that compares with the period before: growth, a fall, too few days and blanks."""
    request = a_request(
        **{
            "artists": (LAURO, ELISA, GIORGIA),
            "platforms": ("spotify", "instagram", "deezer"),
            "compare": Comparison.PREVIOUS_PERIOD,
            **overrides,
        }
    )
    earlier = replace(request, start_date=request.periods[-1].start)
    return finished(
        request,
        {
            "0.spotify": climbing(earlier, 1_000_000, 2_000),
            "0.instagram": climbing(earlier, 800_000, -100),
            "0.deezer": climbing(request, 90_000, 10),
            "1.spotify": climbing(earlier, 500_000, -500),
            "1.instagram": climbing(earlier, 40_000, 3, every=7),
            "1.deezer": {day: 0 if day < request.start_date else 40 for day in days_of(earlier)},
            "2.spotify": climbing(earlier, 300_000, 0),
            "2.instagram": Outcome.NOT_FOUND,
            "2.deezer": Outcome.NOT_IN_PLAN,
        },
    )


def with_tracks(**overrides: Any) -> tuple[Report, Result]:
    """Make the case with tracks: by the day and the week, sums over countries, no figures, no entries."""
    request = a_request(
        **{
            "artists": (LAURO, ELISA, GIORGIA),
            "platforms": ("spotify", "youtube", "instagram"),
            "sections": ("tracks",),
            **overrides,
        }
    )
    charts = MemoryChartStore(lambda: NOW)
    for index, day in enumerate(days_of(request)):
        songs = [a_song(metric=500_000 + 700 * index, weeks=9), a_song(ROLLS_ROYCE, 90_000, position=7)]
        stored(charts, GLOBAL, day, {LAURO: songs, ELISA: [a_song(song_uuid(1), credit=None, position=80)]})
        local = a_song(song_uuid(2), 4_000 + index, position=3, name="Domenica (live a Sanremo, 2024)")
        stored(charts, ITALY, day, [local])
        stored(charts, FRANCE, day, [replace(local, metric=1_000, position=90)])
    stored_daily(charts, VIEWS, request.start_date, 4, a_song(metric=70_000), metric="views")
    report, result = finished(
        request, {"0.spotify": climbing(request, 10, 1), "1.youtube": climbing(request, 20, 2)}
    )
    tracks = TracksAnswer(track_breakdowns(request, result.artists, charts))
    return report, replace(result, sections={"tracks": tracks})


def with_places(**overrides: Any) -> tuple[Report, Result]:
    """Make the case with places: a source with cities, one with countries and one without any."""
    request = a_request(platforms=("spotify", "instagram", "deezer"), sections=("places",), **overrides)
    days = days_of(request)
    milan, rome = City("IT", "Milan", "Lombardy"), City("IT", "Rome")
    windows = [
        a_window(
            {day: 1_000_000 + index for index, day in enumerate(days)},
            source=source,
            places={"IT": {days[0]: 40_000, days[7]: 41_000}, "FR": {days[7]: 2_500}},
            cities={milan: {days[0]: 30_000, days[7]: 31_000}, rome: {days[7]: 10_000}},
        )
        for source in ("spotify", "instagram")
    ]
    report, result = finished(
        request, {f"0.{slug}": climbing(request, 1_000_000, 1) for slug in request.platforms}
    )
    material = material_from(report, {data.key: data for data in windows}, cast("Stores", None))
    return report, replace(result, sections={"places": SECTIONS["places"].build(material)})


def breakdowns_of(result: Result) -> Sequence[TrackBreakdown]:
    """Give the breakdowns of a result that has tracks."""
    tracks = result.sections["tracks"]
    assert isinstance(tracks, TracksAnswer)
    return tracks.breakdowns


def with_breakdowns(result: Result, breakdowns: Sequence[TrackBreakdown]) -> Result:
    """Give a result other breakdowns."""
    return replace(result, sections={"tracks": TracksAnswer(breakdowns)})


def ten_artists(days: int = 150) -> tuple[Report, Result]:
    """Make the big case: ten artists on four platforms over many days, so that charts have lines to sum."""
    request = a_request(
        artists=tuple(an_artist(number, f"Artist {number}") for number in range(10)),
        platforms=("spotify", "instagram", "tiktok", "deezer"),
        start_date=date(2024, 1, 1),
        end_date=date(2024, 1, 1) + timedelta(days=days - 1),
    )
    values = {
        cell.job_id: climbing(request, 1_000_000 + 70_000 * number, 40 * number - 500, 1 + number % 3)
        for number, cell in enumerate(jobs_of(request))
    }
    return finished(request, values)


def nothing_found(platforms: tuple[str, ...] = ("spotify", "deezer")) -> tuple[Report, Result]:
    """Make a report without a single point: no data on one platform, no places on the other."""
    return finished(a_request(platforms=platforms, country="IT"), {})


def named(name: str, title: str | None = None) -> tuple[Report, Result]:
    """Make a report on an artist of any name."""
    artist = replace(LAURO, name=name)
    request = a_request(artists=(artist, ELISA), platforms=("spotify", "deezer"), title=title)
    return finished(request, {"0.spotify": climbing(request, 10, 1), "1.spotify": climbing(request, 20, 2)})


class Written:
    """A workbook written to disk and read back: through openpyxl, python-calamine and as bare XML."""

    def __init__(self, path: Path, report: Report, result: Result, **options: Any) -> None:
        self.path = path
        self.report = report
        self.result = result
        options = {"made_at": MADE_AT, "version": VERSION, "status": Status.SUCCEEDED, **options}
        write_workbook(path, report, result, **options)
        self.book: Workbook = load_workbook(path)

    def sheet(self, name: str) -> Worksheet:
        """Give a sheet as openpyxl reads it."""
        sheet = self.book[name]
        assert isinstance(sheet, Worksheet)
        return sheet

    def header_row(self, name: str) -> int:
        """Find the row of a sheet's header: the one its filter begins in."""
        return int(re.findall(r"\d+", str(self.sheet(name).auto_filter.ref))[0])

    def table(self, name: str) -> list[Any]:
        """Give the rows of cells of a sheet's table, the header first."""
        sheet = self.sheet(name)
        rows: Any = sheet[str(sheet.auto_filter.ref)]
        return list(rows)

    def headers(self, name: str) -> list[Any]:
        """List the headers of a sheet's table."""
        return [cell.value for cell in self.table(name)[0]]

    def records(self, name: str) -> list[dict[str, Any]]:
        """List the rows of a sheet's table as openpyxl reads them, by header."""
        headers = [str(header) for header in self.headers(name)]
        return [dict(zip(headers, [cell.value for cell in row], strict=True)) for row in self.table(name)[1:]]

    def calamine(self, name: str) -> list[list[Any]]:
        """List the rows of a whole sheet as python-calamine reads them."""
        return (
            CalamineWorkbook.from_path(str(self.path))
            .get_sheet_by_name(name)
            .to_python(skip_empty_area=False)
        )

    def parts(self, folder: str = "") -> dict[str, ElementTree.Element]:
        """Give the XML parts of the file whose names begin so, parsed."""
        with ZipFile(self.path) as archive:
            return {
                name: fromstring(archive.read(name)) for name in archive.namelist() if name.startswith(folder)
            }

    def charts(self) -> list[ElementTree.Element]:
        """List the charts in order."""
        return [part for _, part in sorted(self.parts("xl/charts/").items())]

    def alt_texts(self) -> list[str]:
        """List what the charts say to those who do not see them."""
        drawings = self.parts("xl/drawings/drawing").values()
        return [
            element.get("descr", "")
            for drawing in drawings
            for element in drawing.iter()
            if element.tag.endswith("}cNvPr")
        ]


def local(tag: str) -> str:
    """Give the name of an XML element without its namespace."""
    return tag.rpartition("}")[2]


def within(element: ElementTree.Element, *names: str) -> list[ElementTree.Element]:
    """List the descendants of an element by a path of local names, each anywhere below the one before."""
    found = [element]
    for name in names:
        found = [below for above in found for below in above.iter() if local(below.tag) == name]
    return found
