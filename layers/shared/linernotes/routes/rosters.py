"""Rosters: an owner's lists of artists, by name."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from linernotes.bootstrap import api as bootstrap
from linernotes.bootstrap import chance, clock
from linernotes.model.errors import RosterNotFound
from linernotes.routes.answering import as_found, json_answer, nothing_to_say, owner, posted
from linernotes.telemetry import logger

if TYPE_CHECKING:  # what only those that write load
    from linernotes.patience import Patience

_ROSTER_ID = re.compile(r"[A-Za-z0-9-]{1,64}")

router = APIGatewayRouter()  # type: ignore[no-untyped-call]


@router.get("/rosters")
def get_rosters() -> Response[str]:
    """Give every roster of the caller, starred ones first, then by name."""
    from linernotes.rosters.keep_rosters import list_rosters
    from linernotes.rosters.roster_json import roster_json

    rosters = list_rosters(owner(), store=bootstrap.services().rosters)
    return as_found(_written({"rosters": [roster_json(roster) for roster in rosters]}))


@router.post("/rosters")
def post_roster() -> Response[str]:
    """Keep a new roster."""
    from linernotes.api.bodies import parse_new_roster
    from linernotes.rosters.keep_rosters import create_roster
    from linernotes.rosters.roster_json import roster_json

    content = parse_new_roster(posted())
    roster = create_roster(
        content,
        owner(),
        roster_id=chance.new_roster_id(),
        now=clock.now(),
        store=bootstrap.services().rosters,
        patience=_patience(),
    )
    logger.info("roster created", roster_id=roster.roster_id)
    return json_answer(201, _written(roster_json(roster)))


@router.put("/rosters/<roster_id>")
def put_roster(roster_id: str) -> Response[str]:
    """Change a roster that nobody has changed since the caller read it."""
    from linernotes.api.bodies import parse_changed_roster
    from linernotes.rosters.keep_rosters import change_roster
    from linernotes.rosters.roster_json import roster_json

    asked = parse_changed_roster(posted())
    roster = change_roster(
        asked.content,
        owner(),
        roster_id=_roster_id(roster_id),
        version=asked.version,
        now=clock.now(),
        store=bootstrap.services().rosters,
        patience=_patience(),
    )
    logger.info("roster changed", version=roster.version)
    return json_answer(200, _written(roster_json(roster)))


@router.delete("/rosters/<roster_id>")
def remove_roster(roster_id: str) -> Response[str]:
    """Delete a roster; the reports made of it stay."""
    from linernotes.rosters.keep_rosters import delete_roster

    delete_roster(owner(), roster_id=_roster_id(roster_id), store=bootstrap.services().rosters)
    logger.info("roster deleted")
    return nothing_to_say()


def _patience() -> Patience:
    from linernotes.patience import Patience

    return Patience(time.monotonic, time.sleep, chance.random_share)


def _roster_id(path: str) -> str:
    """Read what a path has for a roster's id. Raises RosterNotFound for what none can be called."""
    if not _ROSTER_ID.fullmatch(path):
        raise RosterNotFound("There is no roster of this id.")
    logger.append_keys(roster_id=path)
    return path


def _written(answer: object) -> str:
    """Write JSON with letters as they are, as many rosters are large enough."""
    return json.dumps(answer, ensure_ascii=False)
