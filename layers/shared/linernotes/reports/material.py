"""What a report is made from: what its sections need, as far as it is stored and may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from linernotes.model.marks import data_mark, earliest
from linernotes.model.periods import Need
from linernotes.model.report import Report
from linernotes.model.request import Artist
from linernotes.sections.lookups.store import LookupStore
from linernotes.sections.registry import sections_of
from linernotes.sections.section import Gathered, Material, Section, Stores
from linernotes.sections.windows.jobs import serves
from linernotes.sections.windows.store import WindowStore
from linernotes.sections.windows.window_data import WindowData, WindowKey, fresh_until
from linernotes.threads import in_threads

_READERS = 8


@dataclass(frozen=True, slots=True)
class Stored:
    """What is stored of a report's data: the windows it may show, and what each section found besides."""

    windows: Mapping[WindowKey, WindowData]
    gathered: Mapping[str, Gathered]

    @property
    def fresh_until(self) -> dict[str, datetime]:
        """Say by mark until when all of it may be used."""
        of_windows = [(data_mark(key.artist_uuid), fresh_until(data)) for key, data in self.windows.items()]
        besides = [each for of in self.gathered.values() for each in of.fresh_until.items()]
        return earliest([*of_windows, *besides])


def read_stored(report: Report, windows: WindowStore, lookups: LookupStore) -> Stored:
    """Read what is stored of a report's data. Raises StoreBusy."""
    sections = sections_of(report.request)

    def gathered(section: Section) -> Gathered:
        return section.gather(report, lookups)

    # A plan reads again for what each list leads to: one section after the other, that is a dozen waits.
    of_sections = in_threads(gathered, sections, at_once=_READERS)
    return Stored(
        stored_windows(report, windows),
        {section.name: found for section, found in zip(sections, of_sections, strict=True)},
    )


def material_from(
    report: Report,
    windows: Mapping[WindowKey, WindowData],
    stores: Stores,
    gathered: Mapping[str, Gathered] | None = None,
) -> Material:
    """Give what a report is made from, given what may be shown in it."""
    found = {name: of.found for name, of in (gathered or {}).items()}
    return Material(report, _named(report, windows), windows, stores, found)


def stored_windows(report: Report, windows: WindowStore) -> dict[WindowKey, WindowData]:
    """Read the windows a report may show: fetched for it, or fresh when it was requested.

    Raises StoreBusy.
    """
    needs = _needs(report)
    return {key: data for key, data in windows.read(needs).items() if serves(report, needs[key], data)}


def jobs_without_data(report: Report, stored: Stored) -> list[str]:
    """List the jobs that ended done and of which something is not there all the same."""
    lacking: dict[str, None] = {}
    for section in sections_of(report.request):
        for lacks in stored.gathered[section.name].lacking:
            if lacks in report.ended and report.ended[lacks].done:
                lacking[lacks] = None
        for key, (job_id, _) in section.needs(report).items():
            end = report.ended.get(job_id) if job_id else None
            if job_id and end is not None and end.done and key not in stored.windows:
                lacking[job_id] = None
    return list(lacking)


def taken_from(report: Report, stored: Stored) -> int:
    """Count what a report's jobs would take from the cache if it were made again now."""
    windows = [
        key
        for section in sections_of(report.request)
        for key, (job_id, _) in section.needs(report).items()
        if job_id is not None and key in stored.windows
    ]
    return len(windows) + sum(of.count for of in stored.gathered.values())


def _needs(report: Report) -> dict[WindowKey, Need]:
    """List the windows that sections need, each once, up to the latest day any of them wants."""
    needs: dict[WindowKey, Need] = {}
    for section in sections_of(report.request):
        for key, (_, need) in section.needs(report).items():
            known = needs.get(key)
            needs[key] = need if known is None or known.to < need.to else known
    return needs


def _named(report: Report, windows: Mapping[WindowKey, WindowData]) -> dict[str, Artist]:
    """Name the artists of a report, and picture them, by what came with their data."""
    named = {artist.uuid: artist for artist in report.request.artists}
    for key, data in windows.items():
        known = named[key.artist_uuid]
        named[known.uuid] = Artist(
            known.uuid, data.artist_name or known.name, data.artist_image_url or known.image_url
        )
    return named
