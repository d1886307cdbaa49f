"""The section's answer as JSON (contract 10.5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from linernotes.model.figures import Figures
from linernotes.model.json_values import json_date, json_number, period_json
from linernotes.model.platforms import platform_name
from linernotes.model.report import Report
from linernotes.sections.playlists.placements import Placement
from linernotes.sections.playlists.totals import InPeriod, PlaylistsOf
from linernotes.sections.section_json import note_of_all, spent, status_of_all

if TYPE_CHECKING:
    from linernotes.sections.playlists import answer_types as answers


def section_json(report: Report, section: str, found: Sequence[PlaylistsOf]) -> answers.PlaylistsSection:
    """Give the playlists of every artist on every platform."""
    has_figures = any(of.now.has_any for of in found)
    fetched = [moment for of in found for moment in of.fetched_at]
    return {
        "status": status_of_all({of.status for of in found}, has_figures=has_figures),
        "note": note_of_all([of.note for of in found], has_figures=has_figures),
        "totals": [_total_json(of) for of in found],
        "rows": [_row_json(of, placement) for of in found for placement in of.placements],
        **spent(report, section, fetched),
    }


def _total_json(of: PlaylistsOf) -> answers.PlaylistsTotal:
    return {
        "artist__uuid": of.artist.uuid,
        "artist__name": of.artist.name,
        "platform__slug": of.platform,
        "platform__name": platform_name(of.platform),
        "status": of.status,
        "note": of.note,
        **figures_json(of.now),
        **_if_compared(of),
    }


def _if_compared(of: PlaylistsOf) -> answers.IfPlaylistsCompared:
    if of.compared is None:
        return {}
    known = of.added_change is not None or of.removed_change is not None
    return {
        "compared": {"period": period_json(of.compared.period), **figures_json(of.compared)},
        "change": {"added": of.added_change, "removed": of.removed_change} if known else None,
        "change_note": of.change_note,
    }


def figures_json(of: InPeriod) -> answers.PlaylistFigures:
    """Give the figures of a period."""
    playlists, reach = (of.series[0].playlists, of.series[0].reach) if of.series else (None, None)
    return {
        "playlists_first": _whole(playlists, "first_value"),
        "playlists_latest": _whole(playlists, "latest_value"),
        "playlists_difference": _whole(playlists, "difference"),
        "playlists_peak": _whole(playlists, "peak_value"),
        "reach_first": _whole(reach, "first_value"),
        "reach_latest": _whole(reach, "latest_value"),
        "reach_difference": _whole(reach, "difference"),
        "reach_average": json_number(reach.period_average) if reach else None,
        "reach_peak": _whole(reach, "peak_value"),
        "added": of.added,
        "removed": of.removed,
    }


def _whole(figures: Figures | None, name: str) -> int | None:
    """Give a figure of counts, which is whole; None where there is none."""
    value = getattr(figures, name, None)
    return None if value is None else int(value)


def _row_json(of: PlaylistsOf, placement: Placement) -> answers.PlaylistsRow:
    entry = placement.entry
    return {
        "artist__uuid": of.artist.uuid,
        "artist__name": of.artist.name,
        "platform__slug": of.platform,
        "platform__name": platform_name(of.platform),
        "status": of.row_status,
        "note": placement.note,
        "playlist__uuid": entry.playlist_uuid,
        "playlist": entry.playlist,
        "type": entry.type,
        "market": entry.market,
        "owner": entry.owner,
        "track_uuid": entry.track_uuid,
        "track_name": entry.track,
        "position": entry.position,
        "peak_position": entry.peak_position,
        "added_on": json_date(placement.added_on),
        "removed_on": json_date(placement.removed_on),
        "followers": entry.followers,
        "event": placement.event.value,
    }
