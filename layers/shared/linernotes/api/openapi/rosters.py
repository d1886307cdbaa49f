"""The calls about an owner's rosters."""

from __future__ import annotations

from linernotes.api.openapi import examples
from linernotes.api.openapi.components import Schema, ref
from linernotes.api.openapi.parts import IF_NONE_MATCH, found, in_path, json_answer, operation

_ROSTER_ID = in_path(
    "roster_id",
    {"type": "string", "pattern": "^[A-Za-z0-9-]+$"},
    examples.ROSTER_ID,
    "What the roster is called in `roster_id`.",
)
_POSTED_PROBLEMS = ("400", "409", "413", "415", "422", "503")


def of_rosters() -> Schema:
    """Describe the calls about rosters."""
    return {
        "/rosters": {
            "get": operation(
                "listRosters",
                "Rosters",
                "List the caller's rosters",
                "All of them, starred ones first, then by name.",
                found("The rosters.", "Rosters", examples.ROSTERS),
                parameters=[IF_NONE_MATCH],
                problems=("503",),
            ),
            "post": operation(
                "createRoster",
                "Rosters",
                "Keep a list of artists by name",
                "A name that another roster of the owner has is 409: case, spacing and Unicode form aside.",
                {"201": json_answer("The roster.", "Roster", examples.ROSTER)},
                body={"schema": ref("RosterToCreate"), "example": examples.ROSTER_TO_CREATE},
                problems=_POSTED_PROBLEMS,
            ),
        },
        "/rosters/{roster_id}": {
            "put": operation(
                "changeRoster",
                "Rosters",
                "Change a roster",
                "All of it, and only as it was read: if somebody else has changed it since, that is 409 with "
                "the roster as it is.",
                {"200": json_answer("The roster, one version on.", "Roster", examples.CHANGED_ROSTER)},
                body={"schema": ref("RosterToChange"), "example": examples.ROSTER_TO_CHANGE},
                parameters=[_ROSTER_ID],
                problems=("404", *_POSTED_PROBLEMS),
            ),
            "delete": operation(
                "deleteRoster",
                "Rosters",
                "Delete a roster",
                "Reports that were made of it stay.",
                {"204": {"description": "It is deleted."}},
                parameters=[_ROSTER_ID],
                problems=("404", "503"),
            ),
        },
    }
