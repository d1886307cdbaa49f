"""Why a tool did not do what it was asked to, in words that say how to mend it (contract 12)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from linernotes.mcp.results import MOST_BYTES, ToolResult, beginning, quoted, shown
from linernotes.model.errors import (
    ArtistAmbiguous,
    ArtistUnknown,
    BudgetSpent,
    InvalidRequest,
    LinerNotesError,
    NothingToRepair,
    QuotaReserved,
    QuotaSpent,
    ReportNotFinished,
    ReportNotFound,
    StoreBusy,
    TooExpensive,
    UpstreamError,
)
from linernotes.model.words import counted, sentence

_MOST_FIELDS = 20
_MOST_CANDIDATES = 20
_NARROWER = "fewer artists, platforms or sections, a smaller songs_limit, or a shorter period"


def refusal_of(error: LinerNotesError) -> ToolResult:
    """Give the answer that an error is to a tool's caller."""
    lines = [shown(line, 1_000) for line in _lines(error)]
    return ToolResult("\n".join(beginning(lines, MOST_BYTES - 500)))


def _lines(error: LinerNotesError) -> list[str]:
    match error:
        case ArtistAmbiguous():
            how = "Do not choose: ask the user which one is meant, then give that uuid as the artist."
            return ["A name means several artists.", how, *_fields(error), *_candidates(error.candidates)]
        case ArtistUnknown():
            how = (
                "Ask the user whether one of these is meant, and give its uuid; or search with find_artists."
                if error.candidates
                else "Nobody is called like it either: ask the user how the name is written, or for the "
                "address of the artist's page, and search with find_artists."
            )
            return ["No artist has exactly this name.", how, *_fields(error), *_candidates(error.candidates)]
        case InvalidRequest():
            return ["The arguments are not valid. Mend these and call again:", *_fields(error)]
        case TooExpensive():
            return [
                f"Too expensive: {error}. No report was made.",
                f"Narrow it ({_NARROWER}), or, if the user agrees to the price, allow it with "
                "max_upstream_calls in the request.",
            ]
        case BudgetSpent():
            return [
                f"The month's budget does not allow it: {error}. No call was made.",
                f"The next month begins on {error.budget.account.resets_at:%Y-%m-%d} (UTC). Until then only "
                f"a cheaper request is made: {_NARROWER}; preview_report tells the price.",
            ]
        case QuotaReserved():
            return [f"Kept back: {error}. No call was made.", _again(error.wait_s)]
        case QuotaSpent():
            return [sentence(str(error)), _again(3_600)]
        case ReportNotFound():
            return [sentence(str(error)), "Use a report_id that create_report gave with this key."]
        case ReportNotFinished():
            return [sentence(str(error)), "Call get_report with wait_s until it has ended."]
        case NothingToRepair():
            return [sentence(str(error)), "What has no figures has none upstream: see status and note."]
        case StoreBusy():
            return ["Too much is being stored at this moment. Nothing was lost.", _again(5)]
        case UpstreamError():
            return [sentence(str(error)), _again(getattr(error, "wait_s", 30))]
        case _:
            return [sentence(str(error))]


def _fields(error: InvalidRequest) -> list[str]:
    told = [f"- {field}: {message}" for field, message in error.errors[:_MOST_FIELDS]]
    more = len(error.errors) - len(told)
    return told + ([f"- and {counted(more, 'field')} more"] if more else [])


def _candidates(candidates: Sequence[Any]) -> list[str]:
    """List artists to choose from; their names are from outside, and quoted."""
    told = [
        f"- {quoted(each['name'])} ({each['country_code'] or 'country unknown'}): {each['uuid']}"
        for each in candidates[:_MOST_CANDIDATES]
    ]
    more = len(candidates) - len(told)
    return ["Candidates:", *told, *([f"- and {more:,} more"] if more else [])] if told else []


def _again(wait_s: float) -> str:
    seconds = max(1, math.ceil(wait_s))
    return (
        f"Try again in {counted(seconds, 'second') if seconds < 120 else counted(seconds // 60, 'minute')}."
    )
