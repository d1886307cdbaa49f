"""Contract 10.4 stated once more, plainly, over Soundcharts' answers as they are: what tests hold us to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any


def overlapping(
    entries: Sequence[dict[str, Any]], start: date, end: date, country: str | None
) -> list[dict[str, Any]]:
    """List the entries that began by the end of the period and were last ranked from its start on."""
    return [
        entry
        for entry in entries
        if country in (None, entry["chart"]["countryCode"])
        and entry["entryDate"][:10] <= end.isoformat()
        and entry["rankDate"][:10] >= start.isoformat()
    ]


def rank_of(entry: dict[str, Any], start: date, end: date) -> int | None:
    """Give the peak of an entry if that lies in the period, else its position if above 0."""
    peaked = (entry["peakDate"] or "")[:10]
    if entry["peakPosition"] and start.isoformat() <= peaked <= end.isoformat():
        return int(entry["peakPosition"])
    return entry["position"] if entry["position"] > 0 else None


def ranks_of(entries: Sequence[dict[str, Any]], start: date, end: date) -> dict[str, Any]:
    """Work out the figures of entries that overlap the period."""
    ranks = [rank for entry in entries if (rank := rank_of(entry, start, end)) is not None]
    charts = [entry["chart"] for entry in entries]
    best = min(ranks) if ranks else None
    return {
        "best_rank": best,
        "places": {
            (entry["chart"]["countryCode"] or None, entry["chart"]["cityName"] or None)
            for entry in entries
            if best is not None and rank_of(entry, start, end) == best
        },
        "countries_charted": len({chart["countryCode"] for chart in charts if chart["countryCode"]}),
        "cities_charted": len(
            {(chart["countryCode"], chart["cityName"]) for chart in charts if chart["cityName"]}
        ),
    }


def counts_of(
    counts: Mapping[date, int], released: date | None, start: date, end: date
) -> tuple[int | None, int | None, str]:
    """Give `to_date`, `gained` and the status of what a song gained (contract 10.3)."""
    inside = [day for day in sorted(counts) if start <= day <= end]
    if not inside:
        return None, None, "no_data"
    last = counts[inside[-1]]
    week = [day for day in sorted(counts) if start - timedelta(days=7) <= day < start]
    walked, partial = [(day, counts[day]) for day in inside], False
    if week:
        walked.insert(0, (week[-1], counts[week[-1]]))
    elif (
        released
        and start <= released <= end
        and inside[0] >= released - timedelta(days=1)
        and inside[-1] > released - timedelta(days=1)
    ):
        walked.insert(0, (released - timedelta(days=1), 0))
    else:
        partial = True
    for (_, before), (day, after) in pairwise(walked):
        old_enough = released is None or day - released > timedelta(days=30)
        if before - after > before / 100:
            return last, None, "restated"
        if before >= 100_000 and after - before >= 0.6 * before and old_enough:
            return last, None, "restated"
    if walked[0][0] == inside[-1]:
        return last, None, "partial" if partial else "measured"
    return last, last - walked[0][1], "partial" if partial else "measured"
