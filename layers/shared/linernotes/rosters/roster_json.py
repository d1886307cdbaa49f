"""A roster as JSON."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from linernotes.rosters.roster import Roster

if TYPE_CHECKING:
    from linernotes.rosters import answer_types as answers


def roster_json(roster: Roster) -> answers.Roster:
    """Give a roster as callers get it."""
    return {
        "roster_id": roster.roster_id,
        "name": roster.name,
        "starred": roster.content.starred,
        "artists": [
            {
                "uuid": artist.uuid,
                "name": artist.name,
                "image_url": artist.image_url,
                "country_code": artist.country_code,
            }
            for artist in roster.content.artists
        ],
        "version": roster.version,
        "updated_at": f"{roster.updated_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    }
