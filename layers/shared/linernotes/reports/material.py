"""What a report is made from: the windows its sections need, as far as they are stored and may be shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from linernotes.model.periods import Need
from linernotes.model.report import Report
from linernotes.model.request import Artist
from linernotes.sections.registry import sections_of
from linernotes.sections.section import Material, Stores
from linernotes.sections.windows.jobs import serves
from linernotes.sections.windows.store import WindowStore
from linernotes.sections.windows.window_data import WindowData, WindowKey


def material_of(report: Report, stores: Stores) -> Material:
    """Read what a report is made from. Raises StoreBusy."""
    return material_from(report, stored_windows(report, stores.windows), stores)


def material_from(report: Report, windows: Mapping[WindowKey, WindowData], stores: Stores) -> Material:
    """Give what a report is made from, given the windows it may show."""
    return Material(report, _named(report, windows), windows, stores)


def stored_windows(report: Report, windows: WindowStore) -> dict[WindowKey, WindowData]:
    """Read the windows a report may show: fetched for it, or fresh when it was requested.

    Raises StoreBusy.
    """
    needs = _needs(report)
    return {key: data for key, data in windows.read(needs).items() if serves(report, needs[key], data)}


def jobs_without_data(report: Report, windows: Collection[WindowKey]) -> list[str]:
    """List the jobs that ended done and of which a window is not there all the same."""
    lacking: dict[str, None] = {}
    for section in sections_of(report.request):
        for key, (job_id, _) in section.needs(report).items():
            end = report.ended.get(job_id) if job_id else None
            if job_id and end is not None and end.done and key not in windows:
                lacking[job_id] = None
    return list(lacking)


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
