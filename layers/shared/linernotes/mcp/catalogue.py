"""Artists found, and what reports can be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linernotes.mcp.arguments import FindArtists, ListSources
from linernotes.mcp.results import ToolResult, beginning, clean, quoted, shown
from linernotes.mcp.services import Call, McpServices
from linernotes.mcp.words import with_more
from linernotes.model.words import counted
from linernotes.reports.find_artists import find_artists
from linernotes.reports.resolve_artists import called
from linernotes.sections.registry import SECTIONS
from linernotes.sections.sources import SOURCES, Places

if TYPE_CHECKING:
    from linernotes.mcp import answers


_LONGEST_NAME = 120
_MOST_BYTES = 3_500
"""Of artists, in each of text and structured content."""


def find(arguments: FindArtists, call: Call, services: McpServices) -> ToolResult:
    """Find artists by name; where several fit, the user is to be asked."""
    found = find_artists(arguments.q, directory=services.searches(call.owner))
    ask = not found or (len(found) > 1 and len(called(arguments.q, found)) != 1)
    artists: list[answers.FoundArtist] = [
        {
            "uuid": each.artist.uuid,
            "name": shown(each.artist.name or "", _LONGEST_NAME) or None,
            "country_code": each.country_code,
        }
        for each in found
    ]
    told = beginning(artists, _MOST_BYTES)
    answer: answers.FoundArtists = {
        "artists": told,
        "artists_left_out": len(artists) - len(told),
        "ask_the_user": ask,
    }
    names = [
        f"- {quoted(each.artist.name)} ({each.country_code or 'country unknown'}): {each.artist.uuid}"
        for each in found
    ]
    if not found:
        head = f"No artist is called like {quoted(arguments.q)}. Ask the user how the name is written."
    elif ask:
        head = f"{counted(len(found), 'artist')} fit. Do not choose: ask the user which one is meant."
    else:
        head = "The first one is called exactly so." if len(found) > 1 else "One artist fits."
    return ToolResult("\n".join([head, *with_more(beginning(names, _MOST_BYTES), names)]), clean(answer))


def list_sources(arguments: ListSources, call: Call, services: McpServices) -> ToolResult:  # noqa: ARG001
    """Give the coverage matrix: what can be answered, by country too, and what cannot and why."""
    answer: answers.Sources = {
        "platforms": [
            {
                "slug": source.slug,
                "metric": f"{source.name} {source.metric}",
                "kind": source.kind.value,
                "cadence": source.cadence.words,
                "by_country": None if source.places is Places.NONE else source.country_note,
            }
            for source in SOURCES.values()
        ],
        "sections": [{"name": section.name, "about": section.about} for section in SECTIONS.values()],
    }
    by_country = [source.slug for source in SOURCES.values() if source.places is not Places.NONE]
    text = (
        f"{counted(len(SOURCES), 'metric source')}, by slug: {', '.join(SOURCES)}. With a country only "
        f"{', '.join(by_country)} have figures; the others' rows are then blank, status not_published. "
        f"Sections: {', '.join(SECTIONS)}."
    )
    return ToolResult(text, clean(answer))
