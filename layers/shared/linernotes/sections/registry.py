"""The registry of sections: to add one, write its package, import it here and give it a place in the list.

Validation, preview, jobs, OpenAPI, files, page, Slack and README take what there is from here.
"""

from __future__ import annotations

from typing import Annotated, Any

from linernotes.model.request import ReportRequest
from linernotes.sections.audience.section import AUDIENCE
from linernotes.sections.places.section import PLACES
from linernotes.sections.section import Section
from linernotes.sections.tracks.section import TRACKS

SECTIONS: dict[str, Section] = {section.name: section for section in (TRACKS, PLACES)}
"""Every section that can be asked for, by its name, in the order they are shown."""


class _Names:
    """Describes the name of a section in JSON Schema, by the registry as it is then."""

    @classmethod
    def __get_pydantic_json_schema__(cls, *_: Any) -> dict[str, Any]:
        return {"type": "string", "enum": list(SECTIONS)}


type SectionName = Annotated[str, _Names]


def asked_sections(request: ReportRequest) -> list[Section]:
    """List the sections a request asks for, in the order they are shown."""
    return [section for name, section in SECTIONS.items() if name in request.sections]


def sections_of(request: ReportRequest) -> list[Section]:
    """List the sections of a request: the rows of metric sources first, then those it asks for."""
    return [AUDIENCE, *asked_sections(request)]


def section_of(name: str) -> Section:
    """Give the section of a name. Raises KeyError if there is none."""
    return AUDIENCE if name == AUDIENCE.name else SECTIONS[name]
