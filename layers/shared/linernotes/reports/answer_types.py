"""The answer of a report and the artists of a search, as callers get them. Read by mypy and by the build."""

from __future__ import annotations

from typing import Annotated, Any, NotRequired, TypedDict

from pydantic import Field

from linernotes.reports.resolve_lines import MOST_CANDIDATES, LineStatus
from linernotes.sections.answer_values import (
    Count,
    DescribedAs,
    Instant,
    NamedArtist,
    Period,
    PlatformSlug,
    Uuid,
)
from linernotes.sections.audience.answer_types import Rows
from linernotes.sections.registry import SECTIONS


def sections_described() -> type:
    """Describe the sections of a result, by the registry as it is then."""
    of_each = {name: NotRequired[section.answer_type()] for name, section in SECTIONS.items()}
    described: type = TypedDict("Sections", of_each)  # type: ignore[misc]
    described.__doc__ = "The sections that were asked for, each by its name."
    return described


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


class Result(Rows):
    """The answer of a report."""

    success: bool
    summary: ResultSummary
    metadata: Metadata
    sections: NotRequired[
        Annotated[
            dict[str, Any],
            DescribedAs(sections_described),
            Field(description="What was asked for beyond the rows."),
        ]
    ]


class FoundArtist(TypedDict):
    """An artist as search finds it."""

    uuid: Uuid
    name: str | None
    slug: str | None
    image_url: str | None
    country_code: str | None


class ResolvedLine(TypedDict):
    """A line and the artist it means."""

    line: str
    status: Annotated[
        LineStatus,
        Field(
            description="`ambiguous`: choose one of `candidates`; `unknown`: those may be like it; "
            "`not_asked`: send it again."
        ),
    ]
    artist: FoundArtist | None
    candidates: Annotated[list[FoundArtist], Field(max_length=MOST_CANDIDATES)]
    note: Annotated[str | None, Field(description="Why there is no artist, for the person who reads it.")]


class OwnersBudget(TypedDict):
    """How many calls to Soundcharts the caller's reports may take in a month (UTC)."""

    limit: Count
    spent: Annotated[Count, Field(description="With all that may yet be made for what was accepted.")]
    left: Count
    resets_at: Annotated[Instant, Field(description="When the next month begins.")]
