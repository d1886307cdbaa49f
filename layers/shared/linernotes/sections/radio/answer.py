"""The section's answer as JSON (contract 10.2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from linernotes.model.json_values import json_number, period_json
from linernotes.model.report import Report
from linernotes.sections.radio.figures import Spins
from linernotes.sections.radio.notes import note_of, status_of
from linernotes.sections.radio.radio_of import RadioOf
from linernotes.sections.section_json import moment, note_of_all, spent, status_of_all

if TYPE_CHECKING:
    from linernotes.sections.radio import answer_types as answers


def section_json(report: Report, name: str, found: Sequence[RadioOf]) -> answers.RadioSection:
    """Give the radio of every artist."""
    has_figures = any(of.now.known for of in found)
    return {
        "status": status_of_all({of.status for of in found}, has_figures=has_figures),
        "note": note_of_all([of.note for of in found], has_figures=has_figures),
        "totals": [_total_json(of) for of in found],
        "rows": [row for of in found for row in _rows_json(of)],
        **spent(report, name, [at for of in found for at in of.fetched_at]),
    }


def verdict_of(spins: Spins) -> Literal["pass", "fail"] | None:
    """Say whether stations add up to broadcasts; None where that is not known."""
    if spins.ties_out is None:
        return None
    return "pass" if spins.ties_out else "fail"


def _total_json(of: RadioOf) -> answers.RadioTotal:
    now = of.now
    total: answers.RadioTotal = {
        "artist__uuid": of.artist.uuid,
        "artist__name": of.artist.name,
        "status": of.status,
        "note": of.note,
        "country_code": of.country,
        "spins": now.spins if now.known else None,
        "stations": len(now.stations) if now.known else None,
        "countries": now.countries if now.known else None,
        "spins_per_day": json_number(now.per_day),
        "first_spin_at": moment(now.first),
        "last_spin_at": moment(now.last),
        "broadcasts": now.broadcasts,
        "tie_out": verdict_of(now),
        "songs": None,
        "days": None,
    }
    if now.songs is not None:
        total["songs"] = [
            {"track_uuid": song.uuid, "track_name": song.name, "spins": song.spins} for song in now.songs
        ]
    if now.days is not None:
        total["days"] = [(day.isoformat(), spins) for day, spins in now.days]
    if change := of.change:
        total["compared"] = _compared_json(of, change.before)
        total["change"] = change.spins
        total["change_percent"] = json_number(change.percent)
        total["change_note"] = change.note
    return total


def _compared_json(of: RadioOf, before: Spins) -> answers.RadioCompared:
    return {
        "period": period_json(before.period),
        "status": status_of(before),
        "note": note_of(before, of.country, of.reason),
        "spins": before.spins if before.known else None,
        "stations": len(before.stations) if before.known else None,
        "countries": before.countries if before.known else None,
        "spins_per_day": json_number(before.per_day),
        "broadcasts": before.broadcasts,
        "tie_out": verdict_of(before),
    }


def _rows_json(of: RadioOf) -> Iterator[answers.RadioRow]:
    status, note = of.status_of_rows, of.note_of_rows
    changes = of.changes
    for number, station in enumerate(of.now.stations):
        row: answers.RadioRow = {
            "artist__uuid": of.artist.uuid,
            "artist__name": of.artist.name,
            "status": status,
            "note": note,
            "country_code": station.country,
            "city": station.city,
            "station": station.name,
            "station__slug": station.slug,
            "spins": station.spins,
            "share": json_number(of.now.share_of(station)),
        }
        if changes is not None:
            row["change"] = changes[number]
        yield row
