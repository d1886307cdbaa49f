"""Rosters as callers get and give them. Read by mypy and by the build."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from pydantic import ConfigDict, Field, with_config

from linernotes.rosters.roster import LONGEST_NAME, MOST_ARTISTS, MOST_ROSTERS
from linernotes.sections.answer_values import Instant, Uuid


class RosterArtist(TypedDict):
    """An artist as it was put on the roster."""

    uuid: Uuid
    name: str | None
    image_url: str | None
    country_code: str | None


class Roster(TypedDict):
    """A list of artists that its owner keeps by name."""

    roster_id: str
    name: str
    starred: bool
    artists: list[RosterArtist]
    version: Annotated[int, Field(ge=1, description="One more with each change.")]
    updated_at: Instant


class Rosters(TypedDict):
    """Every roster of the caller, starred ones first, then by name."""

    rosters: Annotated[list[Roster], Field(max_length=MOST_ROSTERS)]


@with_config(ConfigDict(extra="forbid"))
class RosterArtistToKeep(TypedDict):
    """An artist to put on a roster; what is shown of it is kept as it is given."""

    uuid: Uuid
    name: NotRequired[Annotated[str, Field(max_length=300)] | None]
    image_url: NotRequired[Annotated[str, Field(max_length=500, pattern="^https?://[!-~]+$")] | None]
    country_code: NotRequired[Annotated[str, Field(pattern="^[A-Za-z]{2}$")] | None]


RosterName = Annotated[
    str,
    Field(
        min_length=1,
        max_length=LONGEST_NAME,
        pattern=r"[^\s\x00-\x1f\x7f-\x9f]",
        description="No two rosters of an owner have the same; case, spacing and Unicode form are aside.",
    ),
]
ArtistsToKeep = Annotated[
    list[RosterArtistToKeep],
    Field(
        min_length=1,
        max_length=MOST_ARTISTS,
        description="One given twice counts once, and against the most there may be. All together may take "
        "40 kB: 40,000 bytes of JSON in UTF-8.",
    ),
]


@with_config(ConfigDict(extra="forbid"))
class RosterToCreate(TypedDict):
    """A roster to keep."""

    name: RosterName
    artists: ArtistsToKeep
    starred: NotRequired[bool]


@with_config(ConfigDict(extra="forbid"))
class RosterToChange(TypedDict):
    """A roster as it shall be."""

    name: RosterName
    artists: ArtistsToKeep
    starred: bool
    version: Annotated[int, Field(ge=1, lt=10**15, description="The version that was read.")]
