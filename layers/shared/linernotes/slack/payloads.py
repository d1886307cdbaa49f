"""What Slack sends: a command's form, and the payload of a click, a form's submission or a search."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from linernotes.slack.conversation import is_response_url_of_slack
from linernotes.slack.markup import unescaped


@dataclass(frozen=True, slots=True)
class Origin:
    """Who did something in Slack and where; `trigger` is what Slack names that by, and nothing else."""

    workspace: str
    channel: str
    user: str
    trigger: str
    response_url: str

    @property
    def identity(self) -> str:
        """Give an id that is always the same for this doing, so that it has one effect however often sent."""
        digest = hashlib.sha256(f"{self.workspace}\n{self.trigger}".encode()).digest()
        return str(uuid.UUID(bytes=digest[:16]))


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command."""

    origin: Origin
    text: str


@dataclass(frozen=True, slots=True)
class Click:
    """A click on a button."""

    origin: Origin
    action: str
    value: str


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that was sent off: the state of its fields, and what it was opened with."""

    origin: Origin
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody has typed into a field that looks for options."""

    workspace: str
    action: str
    term: str


class PayloadBroken(Exception):
    """What came is signed by Slack and yet nothing this app knows."""


def command_from(body: bytes, *, response_hosts: Collection[str]) -> Command | None:
    """Read a slash command; None if Slack only tries whether there is somebody. Raises PayloadBroken."""
    try:
        read = parse_qs(body.decode(), keep_blank_values=True)
        form = {name: values[0] for name, values in read.items()}
        if form.get("ssl_check"):
            return None
        origin = Origin(
            workspace=form["team_id"],
            channel=form["channel_id"],
            user=form["user_id"],
            # Slack sends it with every command; without it the command as a whole is what came once.
            trigger=form.get("trigger_id") or hashlib.sha256(body).hexdigest(),
            response_url=_slacks(form.get("response_url", ""), response_hosts),
        )
    except (KeyError, ValueError) as error:
        raise PayloadBroken(f"{type(error).__name__} in a command") from error
    return Command(origin, unescaped(form.get("text", "")))


def interaction_from(body: bytes, *, response_hosts: Collection[str]) -> Click | Submission | Search | None:
    """Read what somebody did with a message or a form; None is something there is nothing to do about.

    Raises PayloadBroken.
    """
    try:
        payload = json.loads(parse_qs(body.decode())["payload"][0])
        match payload["type"]:
            case "block_actions":
                return _click(payload, response_hosts)
            case "view_submission":
                return _submission(payload, response_hosts)
            case "block_suggestion":
                return Search(_workspace(payload), str(payload["action_id"]), str(payload["value"]))
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        raise PayloadBroken(f"{type(error).__name__} in an interaction") from error
    return None


def _click(payload: Mapping[str, Any], response_hosts: Collection[str]) -> Click:
    action = payload["actions"][0]
    origin = Origin(
        workspace=_workspace(payload),
        channel=(payload.get("channel") or {}).get("id", ""),
        user=payload["user"]["id"],
        trigger=payload["trigger_id"],
        response_url=_slacks(payload.get("response_url") or "", response_hosts),
    )
    return Click(origin, str(action["action_id"]), str(action.get("value", "")))


def _submission(payload: Mapping[str, Any], response_hosts: Collection[str]) -> Submission:
    view = payload["view"]
    opened_with = json.loads(view["private_metadata"])
    origin = Origin(
        workspace=_workspace(payload),
        channel=str(opened_with["channel"]),
        user=payload["user"]["id"],
        trigger=str(payload.get("trigger_id") or view["id"]),
        response_url=_slacks(str(opened_with["response_url"]), response_hosts),
    )
    return Submission(origin, view["state"]["values"])


def _workspace(payload: Mapping[str, Any]) -> str:
    team = payload.get("team") or {}
    return str(team.get("id") or payload["user"]["team_id"])


def _slacks(response_url: str, response_hosts: Collection[str]) -> str:
    """Give the URL if it leads to Slack, else none."""
    return response_url if is_response_url_of_slack(response_url, hosts=response_hosts) else ""
