"""The answer of a report and the artists of a search, as callers get them. Read by mypy and by the build."""

from __future__ import annotations

from typing import Annotated, Any, NotRequired, TypedDict

from pydantic import Field

from linernotes.sections.answer_values import (
    Count,
    DescribedAs,
    NamedArtist,
    Period,
    PlatformSlug,
    Uuid,
)
from linernotes.sections.audience.answer import PlatformSummary, Row
from linernotes.sections.tracks.answer import NoTracks, Tracks, TracksSection

SECTION_ANSWERS: dict[str, Any] = {"tracks": TracksSection}
"""The answer of each section, by its name."""

Sections = TypedDict(  # type: ignore[misc]
    "Sections", {name: NotRequired[answer] for name, answer in SECTION_ANSWERS.items()}
)
Sections.__doc__ = "The sections that were asked for, each by its name."


class ResultSummary(TypedDict):
    """What the report is about."""

    total_artists: Count
    total_platforms: Count
    date_range: Period
    country: str | None


class PicturedArtist(NamedArtist):
    """An artist of the report."""

    imageUrl: str | None  # noqa: N815 - as the original description of the product has it


class ColoredPlatform(TypedDict):
    """A metric source of the report."""

    name: str
    slug: PlatformSlug
    color: str


class Metadata(TypedDict):
    """What the rows refer to."""

    artists: list[PicturedArtist]
    platforms: list[ColoredPlatform]


class Result(TypedDict):
    """The answer of a report."""

    success: bool
    summary: ResultSummary
    platform_summaries: list[PlatformSummary]
    detailed_breakdown: list[Row]
    metadata: Metadata
    tracks: NotRequired[
        Annotated[
            list[Tracks | NoTracks],
            Field(description="By artist and platform of charts, when asked for."),
        ]
    ]
    sections: NotRequired[Annotated[dict[str, Any], DescribedAs(Sections)]]


class FoundArtist(TypedDict):
    """An artist as search finds it."""

    uuid: Uuid
    name: str | None
    slug: str | None
    image_url: str | None
    country_code: str | None
