"""What Slack sends: a command's form, and the payload of a click, a shortcut, a form or a search."""

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
    enterprise: str = ""
    """The organisation, where the workspace is part of one."""

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
    """A click on a button, or on the one thing a menu has.

    `workspace_is_guessed` says that Slack names no workspace but the user's own.
    """

    origin: Origin
    action: str
    value: str
    workspace_is_guessed: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut, used wherever somebody was: Slack tells no channel, and gives no URL to answer by."""

    origin: Origin
    name: str


@dataclass(frozen=True, slots=True)
class Submission:
    """A form that was sent off: the state of its fields, what it was opened with, and which one it is.

    `about` names the conversation or subscription it is about, if it is about one.
    """

    origin: Origin
    values: Mapping[str, Any]
    form: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody has typed into a field that looks for options."""

    workspace: str
    action: str
    term: str


class PayloadBroken(Exception):
    """What came is signed by Slack and yet nothing this app knows."""


def is_ssl_check(body: bytes) -> bool:
    """Say whether Slack only tries the address of a command, which it may do without a signature."""
    return parse_qs(body.decode(errors="replace")).get("ssl_check") == ["1"]


def command_from(body: bytes, *, response_hosts: Collection[str]) -> Command:
    """Read a slash command. Raises PayloadBroken."""
    try:
        read = parse_qs(body.decode(), keep_blank_values=True)
        form = {name: values[0] for name, values in read.items()}
        origin = Origin(
            workspace=form.get("team_id") or form["enterprise_id"],
            channel=form["channel_id"],
            user=form["user_id"],
            # Slack sends it with every command; without it the command as a whole is what came once.
            trigger=form.get("trigger_id") or hashlib.sha256(body).hexdigest(),
            response_url=_slacks(form.get("response_url", ""), response_hosts),
            enterprise=form.get("enterprise_id", ""),
        )
    except (KeyError, ValueError) as error:
        raise PayloadBroken(f"{type(error).__name__} in a command") from error
    return Command(origin, unescaped(form.get("text", "")))


def interaction_from(
    body: bytes, *, response_hosts: Collection[str]
) -> Click | Shortcut | Submission | Search | None:
    """Read what somebody did with a message or a form; None is something there is nothing to do about.

    Raises PayloadBroken.
    """
    try:
        payload = json.loads(parse_qs(body.decode())["payload"][0])
        match payload["type"]:
            case "block_actions":
                return _click(payload, response_hosts)
            case "shortcut":
                return _shortcut(payload)
            case "view_submission":
                return _submission(payload, response_hosts)
            case "block_suggestion":
                return Search(_workspace(payload), str(payload["action_id"]), str(payload["value"]))
    except (KeyError, IndexError, TypeError, AttributeError, ValueError, StopIteration) as error:
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
        enterprise=_enterprise(payload),
    )
    chosen = action.get("selected_option") or action  # of a menu it is what was chosen that has the value
    return Click(
        origin,
        str(action["action_id"]),
        str(chosen.get("value", "")),
        workspace_is_guessed=not _named_workspace(payload),
    )


def _shortcut(payload: Mapping[str, Any]) -> Shortcut:
    origin = Origin(
        workspace=_workspace(payload),
        channel="",
        user=payload["user"]["id"],
        trigger=payload["trigger_id"],
        response_url="",
        enterprise=_enterprise(payload),
    )
    return Shortcut(origin, str(payload["callback_id"]))


def _submission(payload: Mapping[str, Any], response_hosts: Collection[str]) -> Submission:
    """Read a form that was sent off; one from a shortcut has the channel that was chosen in it."""
    view = payload["view"]
    opened_with = json.loads(view["private_metadata"])
    chosen = next(iter(payload.get("response_urls") or ()), None)
    if chosen and not opened_with["channel"]:
        opened_with = {"channel": chosen["channel_id"], "response_url": chosen["response_url"]}
    origin = Origin(
        workspace=_workspace(payload),
        channel=str(opened_with["channel"]),
        user=payload["user"]["id"],
        trigger=str(payload.get("trigger_id") or view["id"]),
        response_url=_slacks(str(opened_with["response_url"]), response_hosts),
        enterprise=_enterprise(payload),
    )
    about = str(opened_with.get("about") or "")
    return Submission(origin, view["state"]["values"], str(view["callback_id"]), about)


def _workspace(payload: Mapping[str, Any]) -> str:
    """Give the workspace something was done in; where Slack names none it is guessed to be the user's own."""
    told = (_named_workspace(payload), payload["user"].get("team_id"), _enterprise(payload))
    return str(next(workspace for workspace in told if workspace))


def _named_workspace(payload: Mapping[str, Any]) -> str:
    """Give the workspace that is named, or none.

    Where an app is installed in a whole organisation, `team` is null: then it is the message's or the form's,
    but of a message that one person sees Slack sends nothing.
    """
    told = (
        (payload.get("team") or {}).get("id"),
        (payload.get("message") or {}).get("team"),
        (payload.get("view") or {}).get("team_id"),
    )
    return str(next((workspace for workspace in told if workspace), ""))


def _enterprise(payload: Mapping[str, Any]) -> str:
    return str((payload.get("enterprise") or {}).get("id") or "")


def _slacks(response_url: str, response_hosts: Collection[str]) -> str:
    """Give the URL if it leads to Slack, else none."""
    return response_url if is_response_url_of_slack(response_url, hosts=response_hosts) else ""
