"""The section's answer in a line for each artist."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linernotes.model.countries import in_country
from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted, figure, in_brackets

Json = Mapping[str, Any]

_QUALIFIED = (RowStatus.LOWER_BOUND, RowStatus.PARTIAL, RowStatus.RESTATED)


def lines_of(answer: Json) -> dict[str, list[str]]:
    """Say what songs gained and how far up they were, or why that is not known, of the section's JSON."""
    return {total["artist__uuid"]: [_line(total)] for total in answer["totals"]}


def _line(total: Json) -> str:
    status = RowStatus(total["status"])
    name = f"Shazam {in_country(total['country_code'])}" if total["country_code"] else "Shazam"
    told = list(filter(None, (_gained(total), _ranks(total))))
    if not told:
        return f"{name}: {status.words}"
    line = f"{name}: {'; '.join(told)}"
    return f"{line} ({status.words})" if status in _QUALIFIED else line


def _gained(total: Json) -> str | None:
    if total["gained"] is None:
        return None
    known, listed = total["songs_counted"], total["songs_listed"]
    of = f"{known:,} of {counted(listed, 'song')}" if listed and listed != known else counted(known, "song")
    gained = f"{figure(total['gained'])} gained by {of}"
    change = total.get("change")
    if change is None:
        return gained
    of_what = in_brackets(total.get("change_note"))
    if change == 0:
        return f"{gained}, as many as in the period compared with{of_what}"
    more = f"{figure(abs(change))} {'more' if change > 0 else 'fewer'}"
    return f"{gained}, {more} than in the period compared with{of_what}"


def _ranks(total: Json) -> str | None:
    if not total["songs_charted"]:
        return "on no chart" if total["songs_charted"] == 0 else None
    if total["best_rank"] is None:
        return f"{counted(total['songs_charted'], 'song')} on charts"
    song = f"“{total['best_rank_track']}”, " if total["best_rank_track"] else ""
    told = f"best rank {total['best_rank']} ({song}{total['best_rank_place']})"
    countries = total["countries_charted"]
    return f"{told}, charted in {counted(countries, 'country', 'countries')}" if countries > 1 else told
