"""The registry of sections: to add one, write its package and give it a line here.

Validation, preview, jobs, OpenAPI, files, page and Slack take what there is from here. A section is imported
when something is asked of it, its name aside: a cold start that only needs names loads none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

from linernotes.model.request import ROWS

if TYPE_CHECKING:
    from linernotes.model.request import ReportRequest
    from linernotes.sections.section import Section


class Registry(Mapping[str, "Section"]):
    """Sections by name, in the order they are shown; each is `SECTION` of the module beside it."""

    def __init__(self, modules: dict[str, str]) -> None:
        """Take the modules by the names of their sections."""
        self.modules = modules

    def __getitem__(self, name: str) -> Section:
        section: Section = import_module(self.modules[name]).SECTION
        return section

    def __iter__(self) -> Iterator[str]:
        return iter(self.modules)

    def __len__(self) -> int:
        return len(self.modules)


SECTIONS = Registry(
    {
        "tracks": "linernotes.sections.tracks.section",
        "places": "linernotes.sections.places.section",
        "songs": "linernotes.sections.songs.section",
        "radio": "linernotes.sections.radio.section",
        "playlists": "linernotes.sections.playlists.section",
        "shazam": "linernotes.sections.shazam.section",
        "engagement": "linernotes.sections.engagement.section",
        "moments": "linernotes.sections.moments.section",
    }
)
"""Every section that can be asked for."""


class _Names:
    """Describes the name of a section in JSON Schema, by the registry as it is then."""

    @classmethod
    def __get_pydantic_json_schema__(cls, *_: Any) -> dict[str, Any]:
        return {"type": "string", "enum": list(SECTIONS)}


type SectionName = Annotated[str, _Names]


def asked_sections(request: ReportRequest) -> list[Section]:
    """List the sections a request asks for, in the order they are shown."""
    return [SECTIONS[name] for name in SECTIONS if name in request.sections]


def sections_of(request: ReportRequest) -> list[Section]:
    """List the sections of a request: the rows of metric sources first, then those it asks for."""
    return [section_of(ROWS), *asked_sections(request)]


def section_of(name: str) -> Section:
    """Give the section of a name, the rows of metric sources among them. Raises KeyError if there is none."""
    return _ROWS[name] if name == ROWS else SECTIONS[name]


_ROWS = Registry({ROWS: "linernotes.sections.audience.section"})
