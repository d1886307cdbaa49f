"""Contract 10.2, said again in the plainest Python over raw answers of Soundcharts.

It is written from the contract's words alone and shares no code with the implementation. Where the contract
leaves a reading open, this one is fixed:

- a day without spins is not listed among the days
- with spins of nobody, figures are 0, not null, and there is neither a first nor a last spin
- songs with as many spins as others come by name, then by uuid
- stations with as many spins as others come by name, then by slug
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

MOST_LISTED = 2_000

Raw = Mapping[str, Any]


def stated_total(groups: Sequence[Raw], broadcasts: Sequence[Raw], *, days: int) -> dict[str, Any]:
    """State the figures of a period, given every group of its ranges and every broadcast."""
    spins = sum(group["playCount"] for group in groups)
    moments = sorted(datetime.fromisoformat(broadcast["airedAt"]) for broadcast in broadcasts)
    playing = [group for group in groups if group["playCount"] > 0]
    total: dict[str, Any] = {
        "spins": spins,
        "stations": len({group["radio"]["slug"] for group in playing}),
        "countries": len({group["radio"]["countryCode"] for group in playing}),
        "spins_per_day": _rounded(spins, days, "0.01"),
        "first_spin_at": _written(moments[0]) if moments else None,
        "last_spin_at": _written(moments[-1]) if moments else None,
        "broadcasts": len(broadcasts),
        "tie_out": "pass" if spins == len(broadcasts) else "fail",
        "songs": None,
        "days": None,
    }
    if spins <= MOST_LISTED:
        total["songs"] = _songs(broadcasts)
        total["days"] = _days(moments)
    return total


def stated_rows(groups: Sequence[Raw]) -> list[dict[str, Any]]:
    """State the rows of an artist: each station with spins, those of all ranges together."""
    spins: dict[str, int] = defaultdict(int)
    radios: dict[str, Raw] = {}
    for group in groups:
        if group["playCount"] > 0:
            spins[group["radio"]["slug"]] += group["playCount"]
            radios[group["radio"]["slug"]] = group["radio"]
    whole = sum(spins.values())
    rows = [
        {
            "country_code": radios[slug]["countryCode"],
            "city": radios[slug]["cityName"],
            "station": radios[slug]["name"],
            "station__slug": slug,
            "spins": count,
            "share": _rounded(count, whole, "0.0001"),
        }
        for slug, count in spins.items()
    ]
    rows.sort(key=lambda row: (row["station"], row["station__slug"]))
    rows.sort(key=lambda row: row["spins"], reverse=True)
    return rows


def _songs(broadcasts: Sequence[Raw]) -> list[dict[str, Any]]:
    songs: dict[str, dict[str, Any]] = {}
    for broadcast in broadcasts:
        song = broadcast["song"]
        named = {"track_uuid": song["uuid"], "track_name": song["name"], "spins": 0}
        songs.setdefault(song["uuid"], named)["spins"] += 1
    listed = sorted(songs.values(), key=lambda song: (song["track_name"], song["track_uuid"]))
    listed.sort(key=lambda song: song["spins"], reverse=True)
    return listed


def _days(moments: Sequence[datetime]) -> list[list[Any]]:
    counts: dict[str, int] = {}
    for moment in moments:
        day = _written(moment)[:10]
        counts[day] = counts.get(day, 0) + 1
    return [[day, counts[day]] for day in sorted(counts)]


def _written(moment: datetime) -> str:
    utc = moment - (moment.utcoffset() or moment - moment)
    return utc.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _rounded(count: int, of: int, step: str) -> float:
    return float((Decimal(count) / Decimal(of)).quantize(Decimal(step), ROUND_HALF_UP))
