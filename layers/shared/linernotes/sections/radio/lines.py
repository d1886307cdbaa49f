"""The section's answer in a line for each artist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linernotes.model.countries import in_country
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted, figure, in_brackets
from linernotes.sections.radio.notes import UNSETTLED

Json = Mapping[str, Any]


def lines_of(answer: Json) -> dict[str, list[str]]:
    """Say how often each artist was played, and where most, or why that is not known."""
    leading: dict[str, Json] = {}
    for row in answer["rows"] or ():
        leading.setdefault(row["artist__uuid"], row)
    return {
        total["artist__uuid"]: [_line(total, leading.get(total["artist__uuid"]))]
        for total in answer["totals"]
    }


def _line(total: Json, leading: Json | None) -> str:
    where, spins = f"Radio {in_country(total['country_code'])}", total["spins"]
    if spins is None:
        return f"{where}: {RowStatus(total['status']).words}"
    if spins == 0:
        told = f"{where}: no spins on monitored stations"
    else:
        told = f"{where}: {counted(spins, 'spin')} on {counted(total['stations'], 'monitored station')}"
        if total["country_code"] is None and total["countries"] > 1:
            told += f" in {counted(total['countries'], 'country', 'countries')}"
        if leading is not None:
            told += f", most on {leading['station']} ({figure(leading['spins'])})"
    if total.get("change") is not None:
        of_what = in_brackets(total.get("change_note"))
        told += f", {_change(total['change'])} the period compared with{of_what}"
    qualified = [] if total["status"] == RowStatus.MEASURED else [RowStatus(total["status"]).words]
    if total["tie_out"] == "fail":
        qualified.append(f"Soundcharts gives {counted(total['broadcasts'], 'broadcast')}")
    if UNSETTLED in (total["note"] or ""):
        qualified.append(UNSETTLED[:1].lower() + UNSETTLED[1:].rstrip("."))
    return f"{told} ({'; '.join(qualified)})" if qualified else told


def _change(change: int) -> str:
    if change == 0:
        return "as many as in"
    return f"{abs(change):,} {'more' if change > 0 else 'fewer'} than in"
