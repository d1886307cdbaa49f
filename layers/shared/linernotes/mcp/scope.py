"""What of a report is asked for: one artist, one platform, or all of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linernotes.mcp.arguments import SERIES, SUMMARY
from linernotes.mcp.meant import platform_meant, with_what_is_meant
from linernotes.mcp.results import beginning, quoted
from linernotes.model.errors import InvalidRequest
from linernotes.model.request import Artist, FoundArtist
from linernotes.reports.resolve_artists import called

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
    """Give what is asked for; the artist by uuid, or by a name that means one of the report's (contract 2).

    Raises InvalidRequest for what the report, or its part, does not have, and for a name of several artists.
    """
    errors = []
    artists, platforms = artists_of(result), platforms_of(result, part)
    meant = [] if artist is None else _artists_meant(artist, artists)
    if len(meant) > 1:
        several = f"{len(meant)} artists of the report are called so; ask the user which one is meant"
        errors.append(("artist", f"{several}, and give the uuid of one of: {_some(meant)}"))
    elif artist is not None and not meant:
        named = [f"{uuid} ({quoted(name)})" if name else uuid for uuid, name in artists.items()]
        errors.append(
            ("artist", f"the report has no such artist; give the uuid or name of one of: {_some(named)}")
        )
    if platform is not None and platform not in platforms:
        of = "the report" if part in (SUMMARY, SERIES) else f"its part {part}"
        there = (
            f"give one of: {_some(platforms)}" if platforms else "leave it out, as nothing there is of one"
        )
        slug = platform_meant(platform, platforms)
        why = there if slug else f"{of} has no such platform; {there}"
        errors.append(("platform", with_what_is_meant(why, platform, slug)))
    if errors:
        raise InvalidRequest(errors)
    return Scope(meant[0] if meant else None, platform)


def _artists_meant(artist: str, artists: Mapping[str, str | None]) -> list[str]:
    """Give the uuids of those of a report's artists that a uuid or a name may mean."""
    if (uuid := artist.strip().lower()) in artists:
        return [uuid]
    known = [FoundArtist(Artist(uuid, name), None, None) for uuid, name in artists.items()]
    return [found.artist.uuid for found in called(artist, known)]


def _some(names: Iterable[str]) -> str:
    known = list(names)
    told = beginning(known, _BYTES_OF_CHOICES)
    more = len(known) - len(told)
    return ", ".join(told) + (f" and {more:,} more" if more else "")
