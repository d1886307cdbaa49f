"""Section `playlists` of a report (contract 10.5), as callers get it. Read by mypy and by the build."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from pydantic import Field

from linernotes.model.row_status import RowStatus
from linernotes.sections.answer_values import Count, Day, Instant, Number, Period, Position, Uuid
from linernotes.sections.playlists.placements import Event
from linernotes.sections.playlists.questions import PLATFORMS
from linernotes.sections.playlists.reading import ALL_TYPES

type PlaylistPlatformSlug = Annotated[
    str, Field(description="A platform with playlists.", json_schema_extra={"enum": list(PLATFORMS)})
]
type PlaylistType = Annotated[
    str,
    Field(
        description="What kind of list it is; additions and removals are of the first four.",
        json_schema_extra={"enum": list(ALL_TYPES)},
    ),
]
type PlaylistEvent = Annotated[
    str,
    Field(
        description="What happened in the period; `held` is nothing, to one of the largest.",
        json_schema_extra={"enum": [event.value for event in Event]},
    ),
]


class OfPlaylists(TypedDict):
    """Which artist and platform playlists are of, and of what worth that is."""

    artist__uuid: Uuid
    artist__name: str | None
    platform__slug: PlaylistPlatformSlug
    platform__name: str
    status: RowStatus
    note: str | None


class PlaylistFigures(TypedDict):
    """How many playlists an artist is on, their reach, and what was added and removed."""

    playlists_first: Count | None
    playlists_latest: Count | None
    playlists_difference: int | None
    playlists_peak: Count | None
    reach_first: Annotated[
        Count | None, Field(description="The followers of all lists added up, as of that day.")
    ]
    reach_latest: Count | None
    reach_difference: int | None
    reach_average: Number | None
    reach_peak: Count | None
    added: Annotated[
        Count | None, Field(description="Placements on editorial, algotorial, major and chart lists.")
    ]
    removed: Annotated[Count | None, Field(description="Null before August 2025, unless some are told.")]


class PlaylistsCompared(PlaylistFigures):
    """The figures of the other period."""

    period: Period


class PlaylistsChange(TypedDict):
    """How many more were added and removed than in the other period."""

    added: int | None
    removed: int | None


class IfPlaylistsCompared(TypedDict):
    """What is there when another period was asked for."""

    compared: NotRequired[PlaylistsCompared]
    change: NotRequired[PlaylistsChange | None]
    change_note: NotRequired[str | None]


class PlaylistsTotal(OfPlaylists, PlaylistFigures, IfPlaylistsCompared):
    """The playlists of an artist on a platform."""


class PlaylistsRow(OfPlaylists):
    """A placement: a song on a playlist."""

    playlist__uuid: str | None
    playlist: str | None
    type: PlaylistType | None
    market: Annotated[str | None, Field(description="The list's country; null where it is of none.")]
    owner: str | None
    track_uuid: str | None
    track_name: str | None
    position: Position | None
    peak_position: Position | None
    added_on: Day | None
    removed_on: Day | None
    followers: Annotated[Count | None, Field(description="Those the list has today.")]
    event: PlaylistEvent


class PlaylistsSection(TypedDict):
    """Section `playlists`: placements of each artist on each platform that has playlists."""

    status: RowStatus
    note: str | None
    totals: list[PlaylistsTotal]
    rows: Annotated[
        list[PlaylistsRow] | None,
        Field(description="By followers; null in a report too large for one answer: see `result_url`."),
    ]
    fetched_from: Instant | None
    fetched_to: Instant | None
    upstream_calls: Count
    cache_hits: Count
