"""The section's answer as JSON (contract 10.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from linernotes.model.json_values import json_date, json_number, period_json
from linernotes.model.report import Report
from linernotes.sections.section_json import note_of_all, spent, status_of_all
from linernotes.sections.shazam.rows import SongRow
from linernotes.sections.shazam.totals import Compared, ShazamOf

if TYPE_CHECKING:
    from linernotes.sections.shazam import answer_types as answers


def section_json(report: Report, name: str, found: Sequence[ShazamOf]) -> answers.ShazamSection:
    """Give the songs of every artist."""
    has_figures = any(of.has_figures for of in found)
    return {
        "status": status_of_all({of.status for of in found}, has_figures=has_figures),
        "note": note_of_all([of.note for of in found], has_figures=has_figures),
        "totals": [_total_json(of) for of in found],
        "rows": [_row_json(of, row) for of in found for row in of.rows],
        **spent(report, name, [at for of in found for at in of.fetched_at]),
    }


def _total_json(of: ShazamOf) -> answers.ShazamTotal:
    best = of.ranks.best if of.ranks else None
    total: answers.ShazamTotal = {
        "artist__uuid": of.artist.uuid,
        "artist__name": of.artist.name,
        "platform__slug": "shazam",
        "status": of.status,
        "note": of.note,
        "country_code": of.country,
        "gained": json_number(of.gained),
        "songs_counted": of.songs_counted,
        "songs_listed": of.songs_listed,
        "best_rank": best.rank if best else None,
        "best_rank_place": best.place.name if best else None,
        "best_rank_track": of.best_song.label if of.best_song else None,
        "songs_charted": of.songs_charted,
        "countries_charted": len(of.ranks.countries) if of.ranks else None,
        "cities_charted": len(of.ranks.cities) if of.ranks else None,
    }
    if of.compared:
        total["compared"] = _compared_json(of.compared)
        total["change"] = json_number(of.compared.change)
        total["change_percent"] = json_number(of.compared.change_percent)
        total["change_note"] = of.compared.note
    return total


def _compared_json(compared: Compared) -> answers.ShazamCompared:
    return {
        "period": period_json(compared.period),
        "gained": json_number(compared.gained),
        "songs_counted": compared.songs_counted,
    }


def _row_json(of: ShazamOf, row: SongRow) -> answers.ShazamRow:
    ranks, best = row.ranks, row.ranks.best if row.ranks else None
    return {
        "artist__uuid": of.artist.uuid,
        "artist__name": of.artist.name,
        "platform__slug": "shazam",
        "status": row.status,
        "note": row.note,
        "track_uuid": row.song.uuid,
        "track_name": row.song.name,
        "track_credit": row.song.credit,
        "release_date": json_date(row.song.released),
        "to_date": json_number(row.to_date),
        "to_date_on": json_date(row.gained.end_date) if row.gained else None,
        "gained": json_number(row.gain),
        "best_rank": best.rank if best else None,
        "best_rank_place": best.place.name if best else None,
        "best_rank_country_code": best.place.country if best else None,
        "best_rank_city": best.place.city if best else None,
        "best_rank_date": json_date(best.on) if best else None,
        "countries_charted": len(ranks.countries) if ranks else None,
        "cities_charted": len(ranks.cities) if ranks else None,
        "days_charted": ranks.longest if ranks else None,
    }
