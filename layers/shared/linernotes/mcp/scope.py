"""What of a report is asked for: one artist, one platform, or all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linernotes.mcp.arguments import SERIES, SUMMARY
from linernotes.mcp.results import beginning, quoted
from linernotes.model.errors import InvalidRequest

Row = dict[str, Any]
_BYTES_OF_CHOICES = 850
"""Of the artists or platforms a report has, where another was asked for: the line they stand in has 1,000."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One artist by uuid, one platform by slug; None is all."""

    artist: str | None = None
    platform: str | None = None

    @property
    def narrows(self) -> bool:
        """Say whether it is less than the whole report."""
        return self.artist is not None or self.platform is not None

    def of(self, rows: Sequence[Row] | None) -> list[Row]:
        """Give the rows of it: what is of no single platform is of none that is asked for."""
        return [
            row
            for row in rows or ()
            if (self.artist is None or row.get("artist__uuid", self.artist) == self.artist)
            and (self.platform is None or row.get("platform__slug") == self.platform)
        ]

    def of_section(self, answer: Mapping[str, Any]) -> Row:
        """Give a section's answer with the totals and rows of it, and with what these are worth."""
        told = {**answer, "totals": self.of(answer["totals"]), "rows": self.of(answer["rows"])}
        if not self.narrows:
            return told
        statuses = {total["status"] for total in told["totals"]}
        notes = {total["note"] for total in told["totals"]}
        return {
            **told,
            "status": statuses.pop() if len(statuses) == 1 else answer["status"],
            "note": notes.pop() if len(notes) == 1 else None,  # the section's is of all artists
        }


def artists_of(result: Mapping[str, Any]) -> dict[str, str | None]:
    """Give the names of a report's artists by uuid."""
    return {each["uuid"]: each["name"] for each in result["metadata"]["artists"]}


def platforms_of(result: Mapping[str, Any], part: str) -> list[str]:
    """List the platforms that a part of a report has something of, by slug."""
    sections = result.get("sections", {})
    if part in sections:
        answers = [sections[part]]
    else:
        answers = [{"totals": result["detailed_breakdown"], "rows": ()}]
        answers += sections.values() if part == SUMMARY else ()
    rows = [row for answer in answers for row in (*answer["totals"], *(answer["rows"] or ()))]
    return list(dict.fromkeys(row["platform__slug"] for row in rows if "platform__slug" in row))


def scope_of(result: Mapping[str, Any], part: str, *, artist: str | None, platform: str | None) -> Scope:
    """Give what is asked for. Raises InvalidRequest for what the report, or its part, does not have."""
    errors = []
    artists, platforms = artists_of(result), platforms_of(result, part)
    if artist is not None and artist not in artists:
        named = [f"{uuid} ({quoted(name)})" if name else uuid for uuid, name in artists.items()]
        errors.append(("artist", f"the report has no such artist; give the uuid of one of: {_some(named)}"))
    if platform is not None and platform not in platforms:
        of = "the report" if part in (SUMMARY, SERIES) else f"its part {part}"
        there = (
            f"give one of: {_some(platforms)}" if platforms else "leave it out, as nothing there is of one"
        )
        errors.append(("platform", f"{of} has no such platform; {there}"))
    if errors:
        raise InvalidRequest(errors)
    return Scope(artist, platform)


def _some(names: Iterable[str]) -> str:
    known = list(names)
    told = beginning(known, _BYTES_OF_CHOICES)
    more = len(known) - len(told)
    return ", ".join(told) + (f" and {more:,} more" if more else "")
