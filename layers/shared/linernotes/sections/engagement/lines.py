"""The section's answer in a line or two for each artist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from linernotes.model.row_status import RowStatus
from linernotes.model.words import counted, listed
from linernotes.sections.engagement.platforms import Measure

Json = Mapping[str, Any]

_QUALIFIED = (RowStatus.LOWER_BOUND, RowStatus.PARTIAL)


def lines_of(answer: Json) -> dict[str, list[str]]:
    """Say what was gained, and of how many videos at what rate, by artist, of the section's JSON."""
    totals: dict[str, list[Json]] = {}
    for total in answer["totals"]:
        totals.setdefault(total["artist__uuid"], []).append(total)
    return {uuid: _lines(of_artist) for uuid, of_artist in totals.items()}


def _lines(totals: Sequence[Json]) -> list[str]:
    if {total["status"] for total in totals} == {RowStatus.NOT_PUBLISHED}:
        return ["Engagement: not published by country"]
    gained = [f"{total['platform__name']} {told}" for total in totals if (told := _gained(total))]
    without = [f"{total['platform__name']} {_why_none(total)}" for total in totals if not _gained(total)]
    lines = [f"Gained: {'; '.join([*gained, *without])}"]
    videos = [_videos(total) for total in totals if total["videos"] is not None]
    return [*lines, f"Videos published: {'; '.join(videos)}"] if videos else lines


def _gained(total: Json) -> str:
    figures = [(measure, total[f"{measure}_gained"]) for measure in Measure]
    told = listed([f"{gained:+,.0f} {measure}" for measure, gained in figures if gained is not None])
    status = RowStatus(total["status"])
    return f"{told} ({status.words})" if told and status in _QUALIFIED else told


def _why_none(total: Json) -> str:
    if total["first_date"] is not None:
        return "has values of one day only"
    status = RowStatus(total["status"])
    return status.words if status is not RowStatus.MEASURED else RowStatus.NO_DATA.words


def _videos(total: Json) -> str:
    told = f"{counted(total['videos'], 'video')} on {total['platform__name']}"
    if total["engagement_rate"] is None:
        return told
    return f"{told}, engagement rate {100 * total['engagement_rate']:.2f} %"
