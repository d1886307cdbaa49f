"""Somebody in Slack: sends what Slack would send for them, signed as Slack signs it."""

from __future__ import annotations

import itertools
import json
import time
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import requests
from slack_sdk.signature import SignatureVerifier

_TIMEOUT_S = 30
_numbers = itertools.count(1)


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
    ) -> None:
        """Take the addresses of the stack and of Slack's double."""
        self.api_url = api_url
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
            "trigger_id": _trigger(),
            "response_url": self.new_response_url(),
            **fields,
        }

    def click(self, button: Mapping[str, Any], **fields: Any) -> requests.Response:
        """Click a button of a message."""
        return self.interact(
            {
                "type": "block_actions",
                "channel": {"id": self.channel},
                "response_url": self.new_response_url(),
                "actions": [{"type": "button", **button}],
                **fields,
            }
        )

    def submit(self, view: Mapping[str, Any], values: Mapping[str, Any]) -> requests.Response:
        """Send a form off, its fields filled in like this."""
        state = {name: {name: value} for name, value in values.items()}
        opened = {**view, "id": f"V{uuid.uuid4().hex[:10].upper()}", "state": {"values": state}}
        return self.interact({"type": "view_submission", "view": opened})

    def search(self, action: str, term: str) -> requests.Response:
        """Type into a field of the form that looks for options."""
        payload = {"type": "block_suggestion", "action_id": action, "block_id": action, "value": term}
        return self.interact(payload, path="/slack/options")

    def interact(self, payload: Mapping[str, Any], *, path: str = "/slack/interactions") -> requests.Response:
        """Send what Slack sends for something done with a message or a form."""
        whole = {
            "team": {"id": self.workspace},
            "user": {"id": self.user, "team_id": self.workspace},
            "trigger_id": _trigger(),
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

    def new_response_url(self) -> str:
        """Make a response URL."""
        return f"{self._double_url}hooks/{self.workspace}/{self.channel}/{uuid.uuid4().hex}"


def _trigger() -> str:
    return f"{next(_numbers)}.{uuid.uuid4().int % 10**12}.{uuid.uuid4().hex}"
