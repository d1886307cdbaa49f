"""Songs as a section: a job an artist and platform, which lists the songs and fetches their totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from linernotes.model.countries import country_name
from linernotes.model.platforms import platform_name
from linernotes.model.report import Report
from linernotes.model.request import Artist, ReportRequest
from linernotes.model.row_status import RowStatus
from linernotes.sections.lookups.plan import Plan, Subject
from linernotes.sections.planned_section import PlannedSection
from linernotes.sections.section import Material, Unanswerable
from linernotes.sections.song_totals.gained import NOT_STORED
from linernotes.sections.song_totals.platforms import SONG_METRICS, platforms_of
from linernotes.sections.songs.answer import section_json
from linernotes.sections.songs.figures import SongsOf, Sum, songs_of
from linernotes.sections.songs.lines import lines_of
from linernotes.sections.songs.plan import SongsFound, most_calls_to_come, most_songs, songs_plan

if TYPE_CHECKING:  # what makes tables imports openpyxl
    from linernotes.sections.songs import answer_types as answers
    from linernotes.workbook.schema import SheetSchema
    from linernotes.workbook.tables import Table

_S_PER_SONG = 0.0015
"""Seconds to read a song's totals and to write it as JSON, CSV and a row of the workbook.

Three times what was measured: Lambda's processors may take half as long again, and that is doubled.
"""


@dataclass(frozen=True, slots=True)
class SongsAnswer:
    """The songs of each artist on each platform, artists first, both in the order asked for."""

    report: Report
    found: Sequence[SongsOf]

    @property
    def whole(self) -> bool:
        """See `Answer.whole`."""
        return all(of.statuses.isdisjoint({RowStatus.PARTIAL, RowStatus.FAILED}) for of in self.found)

    @property
    def has_figures(self) -> bool:
        """See `Answer.has_figures`."""
        return any(row.now.data_points for of in self.found for row in of.rows)

    def json(self) -> answers.SongsSection:
        """See `Answer.json`."""
        return section_json(self.report, SECTION.name, self.found)

    def tables(self) -> Sequence[Table]:
        """See `Answer.tables`."""
        from linernotes.sections.songs.sheet import songs_table

        return [songs_table(self.found)]

    def reading(self) -> Sequence[tuple[str, str]]:
        """See `Answer.reading`."""
        limit = self.report.request.songs_limit
        return (
            (
                "Songs",
                f"Of each artist the first {limit} by Spotify streams to date, and those that came out from "
                "90 days before the period to its end, charted or not. All figures are worldwide.",
            ),
            (
                "Gained on Songs",
                "The running total of the last day less that of the first, which is the latest of the 7 days "
                "before the period; a song that came out in the period starts from 0 on the day before. Of "
                "several identifiers on a platform the largest counts; on TikTok and Instagram, where they "
                "are different sounds, their sum.",
            ),
            (
                "restated on Songs",
                "The total fell by more than 1 % from one day to another or, more than 30 days after "
                "release, rose by 60 % or more of 100,000 or more: it was corrected, and what was gained is "
                "not known.",
            ),
        )


class SongsSectionOfReports(PlannedSection[SongsFound]):
    """What songs gained on the platforms asked for that count songs."""

    name = "songs"
    title = "Songs"
    about = "what each artist's songs gained in the period, charted or not"

    def writing_s(self, request: ReportRequest) -> float:
        """See `Section.writing_s`."""
        rows = len(list(self.jobs(request))) * most_songs(request.period, request.songs_limit)
        return rows * _S_PER_SONG

    def answer_type(self) -> type:
        """See `Section.answer_type`."""
        from linernotes.sections.songs.answer_types import SongsSection

        return SongsSection

    def jobs(self, request: ReportRequest) -> Iterable[tuple[Artist, str | None]]:
        """See `Section.jobs`: none with a country, for which nobody publishes totals of songs."""
        if request.country:
            return []
        platforms = [platform for platform in platforms_of(request) if platform in SONG_METRICS]
        return [(artist, platform) for artist in request.artists for platform in platforms]

    def plan(self, subject: Subject) -> Plan[SongsFound]:
        """See `PlannedSection.plan`."""
        return songs_plan(subject, subject.platform or "")

    def unlisted_calls(self, subject: Subject) -> int:
        """See `PlannedSection.unlisted_calls`."""
        return most_calls_to_come(subject)

    def unanswerable(self, request: ReportRequest) -> list[Unanswerable]:
        """See `PlannedSection.unanswerable`."""
        return [
            Unanswerable(artist, platform, RowStatus.NOT_PUBLISHED, reason, self.name)
            for artist in request.artists
            for platform in platforms_of(request)
            if (reason := _not_published(platform, request.country))
        ]

    def build(self, material: Material) -> SongsAnswer:
        """See `Section.build`."""
        report = material.report
        reasons = {failure.job.job_id: failure.reason for failure in report.failures}
        readings = {(job.artist.uuid, job.platform): (job, of) for job, of in self.readings(material)}
        found = []
        for artist in report.request.artists:
            named = material.artists[artist.uuid]
            for platform in platforms_of(report.request):
                if told := _not_published(platform, report.request.country):
                    found.append(SongsOf(named, platform, Sum(RowStatus.NOT_PUBLISHED, told)))
                    continue
                job, reading = readings[artist.uuid, platform]
                found.append(
                    songs_of(
                        named,
                        platform,
                        reading.result,
                        report.request.periods,
                        reason=reasons.get(job.job_id, NOT_STORED),
                        fetched_at=reading.fetched_at,
                    )
                )
        return SongsAnswer(report, found)

    def sheets(self) -> Sequence[SheetSchema]:
        """See `Section.sheets`."""
        from linernotes.sections.songs.sheet import SONGS as SHEET

        return [SHEET]

    def lines(self, answer: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
        """See `Section.lines`: what songs gained on each platform, or why that is not known."""
        return lines_of(answer)


def _not_published(platform: str, country: str | None) -> str | None:
    """Say why there is nothing to ask for; None where there is."""
    if platform not in SONG_METRICS:
        return f"{platform_name(platform)} totals of songs are not published."
    if country:
        return (
            f"{platform_name(platform)} totals of songs are not published by country. For "
            f"{country_name(country)} see its charts (tracks) and radio."
        )
    return None


SECTION = SongsSectionOfReports()
