"""The section's answer as JSON (contract 10.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from linernotes.model.countries import country_name
from linernotes.model.json_values import json_date, json_number, period_json
from linernotes.model.periods import Period
from linernotes.model.platforms import platform_name
from linernotes.model.report import Report
from linernotes.model.row_status import RowStatus
from linernotes.sections.section_json import note_of_all, spent, status_of_all
from linernotes.sections.songs.figures import Change, SongRow, SongsOf

if TYPE_CHECKING:
    from linernotes.sections.songs import answer_types as answers


def section_json(report: Report, section: str, found: Sequence[SongsOf]) -> answers.SongsSection:
    """Give the songs of every artist on every platform."""
    has_figures = any(of.total.gained is not None for of in found)
    other = report.request.compared_period
    return {
        "status": status_of_all([of.total.status for of in found], has_figures=has_figures),
        "note": _note_of_all(report.request.country, found, has_figures=has_figures),
        "totals": [_total_json(of, other) for of in found],
        "rows": [_row_json(of, row, other) for of in found for row in of.rows],
        **spent(report, section, [moment for of in found for moment in of.fetched_at]),
    }


def _note_of_all(country: str | None, found: Sequence[SongsOf], *, has_figures: bool) -> str | None:
    if country and all(of.total.status is RowStatus.NOT_PUBLISHED for of in found):
        return (
            f"Totals of songs are not published by country. For {country_name(country)} see its charts "
            "(tracks) and radio."
        )
    return note_of_all((of.total.note for of in found), has_figures=has_figures)


def _total_json(of: SongsOf, other: Period | None) -> answers.SongsTotal:
    return {
        **_about(of, of.total.status, of.total.note),
        "songs_counted": of.total.counted,
        "songs_listed": of.listed,
        "gained": json_number(of.total.gained),
        "top_track": _top_json(of.top),
        **_total_compared(of, other),
    }


def _total_compared(of: SongsOf, other: Period | None) -> answers.TotalCompared:
    if other is None or of.before is None or of.change is None:
        return {}
    return {
        "compared": {
            "period": period_json(other),
            "status": of.before.status,
            "note": of.before.note,
            "songs_counted": of.before.counted,
            "gained": json_number(of.before.gained),
        },
        **_change_json(of.change),
    }


def _row_json(of: SongsOf, row: SongRow, other: Period | None) -> answers.SongsRow:
    song, now = row.song, row.now
    return {
        **_about(of, now.status, now.note),
        "track_uuid": song.uuid,
        "track_name": song.name,
        "track_credit": song.credit,
        "release_date": json_date(song.released),
        "start_total": json_number(now.start_total),
        "start_date": json_date(now.start_date),
        "end_total": json_number(now.end_total),
        "end_date": json_date(now.end_date),
        "gained": json_number(now.gained),
        "avg_daily": json_number(now.avg_daily),
        "data_points": now.data_points,
        "identifiers": now.identifiers,
        **_row_compared(row, other),
    }


def _row_compared(row: SongRow, other: Period | None) -> answers.RowCompared:
    if other is None or row.before is None or row.change is None:
        return {}
    return {
        "compared": {
            "period": period_json(other),
            "status": row.before.status,
            "note": row.before.note,
            "start_date": json_date(row.before.start_date),
            "end_date": json_date(row.before.end_date),
            "gained": json_number(row.before.gained),
        },
        **_change_json(row.change),
    }


def _about(of: SongsOf, status: RowStatus, note: str | None) -> answers.OfSongs:
    return {
        "artist__uuid": of.artist.uuid,
        "artist__name": of.artist.name,
        "platform__slug": of.platform,
        "platform__name": platform_name(of.platform),
        "metric": of.metric,
        "status": status,
        "note": note,
    }


def _top_json(top: SongRow | None) -> answers.TopSong | None:
    if top is None or top.now.gained is None:
        return None
    return {
        "track_uuid": top.song.uuid,
        "track_name": top.song.name,
        "gained": json_number(top.now.gained),
    }


def _change_json(change: Change) -> answers.Changed:
    return {
        "change": json_number(change.change),
        "change_percent": json_number(change.percent),
        "change_note": change.note,
    }
