"""Somebody in Slack: sends what Slack would send for them, signed as Slack signs it."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import requests
from slack_sdk.signature import SignatureVerifier

from local.slack_double.addresses import hook_path, new_trigger
from local.slack_double.workspace import Button, ShownMessage

_TIMEOUT_S = 30


class Slacker:
    """A user in a channel of a workspace. It makes new response URLs, as Slack does for each action."""

    def __init__(
        self,
        api_url: str,
        signing_secret: str,
        double_url: str,
        *,
        workspace: str = "T0WORKSPACE",
        channel: str = "C0CHANNEL",
        user: str = "U0MANAGER",
        enterprise: str | None = None,
        home: str | None = None,
    ) -> None:
        """Take the addresses of the stack and of Slack's double.

        With an `enterprise` the app is installed in all of it. `home` is the user's workspace if that is
        another than the one this happens in.
        """
        self.api_url = api_url
        self.enterprise, self.home = enterprise, home or workspace
        self.workspace, self.channel, self.user = workspace, channel, user
        self._secret = signing_secret
        self._double_url = double_url

    def command(self, text: str, **fields: str) -> requests.Response:
        """Type /report and a text."""
        return self.send("/slack/commands", self.command_form(text, **fields))

    def command_form(self, text: str, **fields: str) -> dict[str, str]:
        """Make what Slack sends for a command, each with a trigger of its own."""
        return {
            "token": "deprecated",
            "team_id": self.workspace,
            "team_domain": "label",
            "channel_id": self.channel,
            "channel_name": "a-and-r",
            "user_id": self.user,
            "user_name": "manager",
            "command": "/report",
            "text": text,
            "api_app_id": "A0APP",
            "trigger_id": new_trigger(now=time.time()),
            "response_url": self.new_response_url(),
            **self._organisation(),
            **fields,
        }

    def _organisation(self) -> dict[str, str]:
        if self.enterprise is None:
            return {}
        names = {"enterprise_id": self.enterprise, "enterprise_name": "labels"}
        return {**names, "is_enterprise_install": "true"}

    def click(self, button: Button, **fields: Any) -> requests.Response:
        """Click a button of a message, or choose what is first in a menu, and confirm if Slack asks back.

        Of a message that this user alone sees Slack sends no `message`.
        """
        shown = button.shown
        clicked: dict[str, Any] = {
            "type": "block_actions",
            "channel": {"id": shown.channel},
            "container": {
                "type": "message",
                "message_ts": shown.ts,
                "channel_id": shown.channel,
                "is_ephemeral": shown.ephemeral,
            },
            "response_url": self.new_response_url(shown),
            "actions": [_action(button)],
        }
        if not shown.ephemeral:
            clicked["message"] = {"ts": shown.ts, "team": self.workspace, **shown.body}
        return self.interact({**clicked, **fields})

    def shortcut(self, callback_id: str) -> requests.Response:
        """Use a shortcut of the app from anywhere; Slack says no channel with it."""
        return self.interact({"type": "shortcut", "callback_id": callback_id, "action_ts": "1.2"})

    def submit(self, view: Mapping[str, Any], values: Mapping[str, Any]) -> requests.Response:
        """Send a form off, its fields filled in like this; a channel chosen in it has a response URL."""
        state = {name: {name: value} for name, value in values.items()}
        view_id = f"V{uuid.uuid4().hex[:10].upper()}"
        opened = {**view, "id": view_id, "team_id": self.workspace, "state": {"values": state}}
        chosen = values.get("channel", {}).get("selected_conversation")
        answer_by = {
            "block_id": "channel",
            "action_id": "channel",
            "channel_id": chosen,
            "response_url": self.new_response_url(),
        }
        urls = [answer_by] if chosen else []
        return self.interact({"type": "view_submission", "view": opened, "response_urls": urls})

    def search(self, action: str, term: str) -> requests.Response:
        """Type into a field of the form that looks for options."""
        payload = {"type": "block_suggestion", "action_id": action, "block_id": action, "value": term}
        return self.interact(payload, path="/slack/options")

    def interact(self, payload: Mapping[str, Any], *, path: str = "/slack/interactions") -> requests.Response:
        """Send what Slack sends for something done with a message or a form."""
        org_wide = self.enterprise is not None
        whole = {
            "team": None if org_wide else {"id": self.workspace},
            "enterprise": {"id": self.enterprise} if org_wide else None,
            "is_enterprise_install": org_wide,
            "user": {"id": self.user, "team_id": self.home},
            "trigger_id": new_trigger(now=time.time()),
            **payload,
        }
        return self.send(path, {"payload": json.dumps(whole)})

    def send(
        self, path: str, form: Mapping[str, str], *, at: float | None = None, **headers: str
    ) -> requests.Response:
        """Send a form to the stack, signed at a moment, now unless told; headers with _ for -."""
        body = urlencode(form)
        return self.send_body(path, body, self.signed(body, at=at), **headers)

    def signed(self, body: str, *, at: float | None = None) -> dict[str, str]:
        """Sign a body as Slack does."""
        timestamp = str(int(time.time() if at is None else at))
        signature = SignatureVerifier(self._secret).generate_signature(timestamp=timestamp, body=body)
        return {
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": str(signature),
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def send_body(self, path: str, body: str, signed: Mapping[str, str], **headers: str) -> requests.Response:
        """Send a body with a signature that was made before."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return requests.post(
            self.api_url + path, data=body.encode(), headers={**signed, **named}, timeout=_TIMEOUT_S
        )

    def new_response_url(self, clicked: ShownMessage | None = None) -> str:
        """Make the response URL of a command, or of a click on a message."""
        channel, ts = (self.channel, None) if clicked is None else (clicked.channel, clicked.ts)
        return self._double_url + hook_path(self.workspace, channel, now=time.time(), clicked=ts)


def _action(button: Button) -> dict[str, Any]:
    """Give what Slack sends of what was clicked: of a menu only what was chosen in it."""
    if button["type"] != "overflow":
        return {"type": "button", **button}
    option = {name: button["options"][0][name] for name in ("text", "value")}
    return {"type": "overflow", "action_id": button["action_id"], "selected_option": option}
