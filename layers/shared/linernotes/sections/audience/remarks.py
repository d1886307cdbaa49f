"""What a message says of a row besides its figures: the comparison, and what its figures are worth.

Rows are given as the JSON of contract 4.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from linernotes.model.period_words import period_words
from linernotes.model.periods import Period
from linernotes.sections.sources import Cadence

Row = Mapping[str, Any]


def remarks(row: Row) -> list[str]:
    """Say what there is to know of a row that has figures, each thing in a few words."""
    told = []
    compared = row.get("compared")
    if compared and compared["change_percent"] is not None:
        told.append(f"average {compared['change_percent']:+.1f} % against {_words_of(compared['period'])}")
    elif compared and compared["note"]:
        reason = compared["note"].partition(". ")[0]
        told.append(reason[0].lower() + reason[1:].rstrip("."))
    if row["status"] == "lower_bound":
        told.append("a lower bound")
    told += [
        f"measured on {Cadence(note['cadence']).counted(note['data_points'], note['expected_points'])}"
        for note in row.get("notes") or ()
        if note["code"] == "few_points"
    ]
    if any(note["code"] == "cities_changed" for note in row.get("notes") or ()):
        told.append("its change in part cities entering or leaving the top 50")
    if row["status"] == "partial":
        told.append("some days are missing")
    return told


def _words_of(period: Mapping[str, str]) -> str:
    return period_words(Period(date.fromisoformat(period["start"]), date.fromisoformat(period["end"])))
