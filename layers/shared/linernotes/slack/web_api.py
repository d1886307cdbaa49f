"""Slack's Web API and its response URLs, by slack_sdk."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, cast

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.client import WebClient
from slack_sdk.webhook.client import WebhookClient

from linernotes.model.errors import SlackBusy, SlackRefused
from linernotes.slack.conversation import is_response_url_of_slack
from linernotes.slack.ports import Message, SlackUser, UploadAddress

EVENT_TYPE = "liner_notes_conversation"
"""Marks our messages in their metadata, by which `find` knows them again."""
TOKEN_CODES = frozenset(
    {"token_revoked", "invalid_auth", "not_authed", "account_inactive", "token_expired", "org_login_required"}
)
"""What Slack says of a token that is no good."""
_BUSY_CODES = frozenset(
    {"ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)
_LOOKED_THROUGH = 100
_FAILURES = (OSError, http.client.HTTPException, SlackClientError, json.JSONDecodeError, UnicodeDecodeError)

Token = Callable[[bool], str | None]
"""Gives the bot token, read again when told to, or None if there is none."""


class SlackMessenger:
    """Speaks to Slack. Nothing is tried again here: what a call did is known to its caller only."""

    def __init__(
        self, token: Token, api_url: str, *, response_hosts: Collection[str], timeout_s: int
    ) -> None:
        """`response_hosts` are those of response URLs; `timeout_s` is how long Slack may take to answer."""
        self._token = token
        self._api_url = api_url
        self._response_hosts = response_hosts
        self._timeout_s = timeout_s

    @property
    def has_token(self) -> bool:
        """See `Messenger.has_token`."""
        return self._token(False) is not None

    def respond(self, response_url: str, message: Message, *, private: bool, replace: bool) -> None:
        """See `Messenger.respond`. An address that is not Slack's is refused."""
        if not is_response_url_of_slack(response_url, hosts=self._response_hosts):
            raise SlackRefused("not_slacks_address")
        body = {
            **message,
            "response_type": "ephemeral" if private else "in_channel",
            "replace_original": replace,
            "unfurl_links": False,
        }
        webhook = WebhookClient(response_url, timeout=self._timeout_s, retry_handlers=[])
        try:
            answer = webhook.send_dict(body)
        except _FAILURES as error:
            raise SlackBusy(f"a response URL was not reached: {type(error).__name__}") from error
        if answer.status_code == HTTPStatus.TOO_MANY_REQUESTS or answer.status_code >= 500:
            raise _busy(f"a response URL answered {answer.status_code}", answer.status_code, answer.headers)
        if answer.status_code != HTTPStatus.OK:
            raise SlackRefused(f"response_url_{answer.status_code}")

    def open_view(self, trigger_id: str, view: Mapping[str, Any], *, within_s: float) -> None:
        """Open a modal, which Slack allows within 3 s of the click or command that had the trigger.

        It is given up after `within_s`, which must be more than 0.
        """
        self._call(
            lambda client: client.views_open(trigger_id=trigger_id, view=dict(view)), timeout_s=within_s
        )

    def open_direct(self, user: str) -> str:
        """See `Messenger.open_direct`."""
        return str(self._call(lambda client: client.conversations_open(users=user))["channel"]["id"])

    def user(self, user: str) -> SlackUser:
        """See `Messenger.user`; needs the scope `users:read`."""
        found = self._call(lambda client: client.users_info(user=user))["user"]
        return SlackUser(str(found.get("tz") or ""), bool(found.get("deleted")))

    def permalink(self, channel: str, ts: str) -> str:
        """See `Messenger.permalink`."""
        answer = self._call(lambda client: client.chat_getPermalink(channel=channel, message_ts=ts))
        return str(answer["permalink"])

    def join(self, channel: str) -> None:
        """See `Messenger.join`; needs the scope `channels:join`."""
        self._call(lambda client: client.conversations_join(channel=channel))

    def delete_file(self, file_id: str) -> None:
        """See `Messenger.delete_file`; needs the scope `files:write`."""
        self._call(lambda client: client.files_delete(file=file_id))

    def post(self, channel: str, message: Message, *, conversation_id: str, thread: str = "") -> str:
        """See `Messenger.post`."""
        answer = self._call(
            lambda client: client.chat_postMessage(
                channel=channel,
                thread_ts=thread or None,
                text=message["text"],
                blocks=message.get("blocks"),
                metadata={"event_type": EVENT_TYPE, "event_payload": {"id": conversation_id}},
                unfurl_links=False,
                unfurl_media=False,
            )
        )
        return str(answer["ts"])

    def update(self, channel: str, ts: str, message: Message) -> None:
        """See `Messenger.update`."""
        self._call(
            lambda client: client.chat_update(
                channel=channel, ts=ts, text=message["text"], blocks=message.get("blocks")
            )
        )

    def find(self, channel: str, conversation_id: str, *, since: datetime, thread: str = "") -> str | None:
        """See `Messenger.find`; needs the scope `channels:history`, or that of the kind of channel."""
        oldest = f"{since.timestamp() - 60:.6f}"  # our clock is not Slack's
        answer = self._call(
            lambda client: (
                client.conversations_replies(
                    channel=channel,
                    ts=thread,
                    oldest=oldest,
                    limit=_LOOKED_THROUGH,
                    include_all_metadata=True,
                )
                if thread
                else client.conversations_history(
                    channel=channel, oldest=oldest, limit=_LOOKED_THROUGH, include_all_metadata=True
                )
            )
        )
        for message in answer["messages"]:
            metadata = message.get("metadata", {})
            if (
                metadata.get("event_type") == EVENT_TYPE
                and metadata["event_payload"]["id"] == conversation_id
            ):
                return str(message["ts"])
        return None

    def upload_address(self, name: str, size: int) -> UploadAddress:
        """See `Messenger.upload_address`."""
        answer = self._call(lambda client: client.files_getUploadURLExternal(filename=name, length=size))
        return UploadAddress(str(answer["file_id"]), str(answer["upload_url"]))

    def upload(self, url: str, content: bytes) -> None:
        """See `Messenger.upload`."""
        request = urllib.request.Request(url, data=content, method="POST")  # noqa: S310 - Slack named it
        request.add_header("Content-Type", "application/octet-stream")
        try:
            with urllib.request.urlopen(request, timeout=self._timeout_s) as answer:  # noqa: S310
                answer.read()
        except urllib.error.HTTPError as error:
            with error:  # It holds the connection, which nobody reads any more.
                raise _busy(f"a file was not taken: {error.code}", error.code, dict(error.headers)) from error
        except _FAILURES as error:
            raise SlackBusy(f"a file was not taken: {type(error).__name__}") from error

    def share_upload(self, file_id: str, title: str, *, channel: str, ts: str, comment: str) -> None:
        """See `Messenger.share_upload`."""
        self._call(
            lambda client: client.files_completeUploadExternal(
                files=[{"id": file_id, "title": title}],
                channel_id=channel,
                thread_ts=ts,
                initial_comment=comment,
            )
        )

    def keep_upload(self, file_id: str, title: str) -> None:
        """See `Messenger.keep_upload`."""
        self._call(
            lambda client: client.files_completeUploadExternal(files=[{"id": file_id, "title": title}])
        )

    def is_image(self, file_id: str) -> bool:
        """See `Messenger.is_image`; needs the scope `files:read`.

        Slack looks at files after it has taken them, and until then names no type.
        """
        file = self._call(lambda client: client.files_info(file=file_id))["file"]
        return str(file.get("mimetype") or "").startswith("image/")

    def is_shared(self, file_id: str, *, channel: str) -> bool | None:
        """See `Messenger.is_shared`; needs the scope `files:read`."""
        try:
            file = self._call(lambda client: client.files_info(file=file_id))["file"]
        except SlackRefused as refusal:
            if refusal.code == "file_not_found":
                return False
            raise
        shares = file.get("shares", {})
        places = [*shares.get("public", {}), *shares.get("private", {})]
        places += [*file.get("channels", ()), *file.get("groups", ()), *file.get("ims", ())]
        return True if channel in places else None

    def _call(self, method: Callable[[WebClient], Any], *, timeout_s: float | None = None) -> Any:
        """Call a method; with a token Slack refuses, once more with the one that is in the secret now."""
        token = self._token(False)
        timeout_s = self._timeout_s if timeout_s is None else timeout_s
        try:
            return self._call_with(token, method, timeout_s)
        except SlackRefused as refusal:
            if refusal.code not in TOKEN_CODES or (renewed := self._token(True)) == token:
                raise
            return self._call_with(renewed, method, timeout_s)

    def _call_with(self, token: str | None, method: Callable[[WebClient], Any], timeout_s: float) -> Any:
        if token is None:
            raise SlackRefused("not_authed")
        # It hands its time-out on to urllib, which takes parts of a second.
        whole = cast("int", timeout_s)
        client = WebClient(token, base_url=self._api_url, timeout=whole, retry_handlers=[])
        try:
            return method(client)
        except SlackApiError as error:
            raise _translated(error.response) from error
        except _FAILURES as error:
            raise SlackBusy(f"Slack was not reached: {type(error).__name__}") from error


def _translated(response: Any) -> SlackBusy | SlackRefused:
    """Say what an answer that is not ok means."""
    # What is no JSON the SDK hands on as a plain dictionary.
    status = response["status"] if isinstance(response, dict) else response.status_code
    headers = response["headers"] if isinstance(response, dict) else response.headers
    code = "" if isinstance(response, dict) else str(response.get("error", ""))
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= 500 or code in _BUSY_CODES or not code:
        return _busy(f"Slack answered {status} {code}".strip(), status, headers)
    return SlackRefused(code, response.get("needed"))


def _busy(message: str, status: int, headers: Mapping[str, Any]) -> SlackBusy:
    held_off = status == HTTPStatus.TOO_MANY_REQUESTS
    return SlackBusy(message, _retry_after(headers), may_be_done=not held_off)


def _retry_after(headers: Mapping[str, Any]) -> float | None:
    value = next((value for name, value in headers.items() if name.lower() == "retry-after"), None)
    text = value[0] if isinstance(value, list) else value
    return float(text) if text is not None and str(text).isdigit() else None
