"""The section's answer in a line for each artist and platform, two at most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted, figure, in_brackets

Json = Mapping[str, Any]

_MOST_LINES = 2
_QUALIFIED = (RowStatus.LOWER_BOUND, RowStatus.PARTIAL)


def lines_of(answer: Json) -> dict[str, list[str]]:
    """Say what songs gained, and which of them most, or why that is not known: by artist, of the JSON."""
    lines: dict[str, list[str]] = {}
    # What has figures comes first: in a message that has no room for all lines the last are left out.
    for total in sorted(answer["totals"], key=lambda total: total["gained"] is None):
        of_artist = lines.setdefault(total["artist__uuid"], [])
        if len(of_artist) < _MOST_LINES:
            of_artist.append(_line(total))
    return lines


def _line(total: Json) -> str:
    status = RowStatus(total["status"])
    if total["gained"] is None:
        return f"{total['platform__name']}, songs: {_why_none(status, total)}"
    gained = f"{_how_many(total)} gained {figure(total['gained'])} {total['metric'].lower()}"
    parts = [f"{total['platform__name']}: {gained}"]
    if top := total["top_track"]:
        parts.append(f"most {top['track_name'] or top['track_uuid']}, {figure(top['gained'])}")
    change = total.get("change_percent")
    if change is not None:
        of_what = in_brackets(total.get("change_note"))
        parts.append(f"{change:+,.1f} % on the period compared with{of_what}")
    told = ", ".join(parts)
    return f"{told} ({status.words})" if status in _QUALIFIED else told


def _how_many(total: Json) -> str:
    count, listed = total["songs_counted"], total["songs_listed"]
    if listed is None:
        return counted(count, "song")
    if count < listed:
        return f"{count:,} of {counted(listed, 'song')}"
    return "the only song" if listed == 1 else f"all {counted(listed, 'song')}"


def _why_none(status: RowStatus, total: Json) -> str:
    if status is RowStatus.NOT_PUBLISHED:
        return "not published" if total["metric"] is None else status.words
    return status.words
