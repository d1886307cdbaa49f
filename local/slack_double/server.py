"""The double's HTTP side: methods of the Web API under /api/, uploads, and response URLs under /hooks/."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from local.slack_double.channels import SlackSays
from local.slack_double.workspace import Fault, Workspace

BOT_TOKEN = "xoxb-double"  # noqa: S105 - nothing but this double takes it


class SlackDouble(Workspace):
    """A workspace and where it answers. `token` is the bot token it takes; any other is refused."""

    def __init__(self, url: str) -> None:
        """Take the address, which ends in a slash."""
        super().__init__()
        self.url = url
        self.token: str | None = BOT_TOKEN

    @property
    def api_url(self) -> str:
        """Give what a stack is told as SLACK_API_URL."""
        return f"{self.url}api/"

    def call(self, method: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Do what a method of the Web API does. Raises SlackSays."""
        self.channels.need_for(method)
        channel = str(asked.get("channel", ""))
        match method:
            case "chat.postMessage":
                shown = self.post(asked)
                return {"channel": shown.channel, "ts": shown.ts}
            case "chat.update":
                self.update(channel, str(asked["ts"]), asked)
                return {"channel": channel, "ts": asked["ts"]}
            case "conversations.open":
                user = str(asked["users"])
                if user in self.members and self.members[user].deleted:
                    raise SlackSays("user_disabled")
                return {"channel": {"id": self.channels.open_direct(user)}}
            case "chat.getPermalink":
                return {"channel": channel, "permalink": self.permalink(channel, str(asked["message_ts"]))}
            case "users.info":
                member = self.member(str(asked["user"]))
                return {"user": {"id": asked["user"], "tz": member.tz, "deleted": member.deleted}}
            case "conversations.join":
                self.channels.join(channel)
                return {"channel": {"id": channel}}
            case "conversations.history":
                return {"messages": self._history(channel, "", float(asked["oldest"]))}
            case "conversations.replies":
                return {"messages": self._history(channel, str(asked["ts"]), 0)}
            case "views.open":
                self.open_view(str(asked["trigger_id"]), asked["view"])
                return {"view": {"id": "V0"}}
            case "files.getUploadURLExternal":
                file = self.new_file(str(asked["filename"]))
                return {"file_id": file.file_id, "upload_url": f"{self.url}upload/{file.file_id}"}
            case "files.completeUploadExternal":
                for file in asked["files"]:
                    if "channel_id" not in asked:
                        self.keep(file["id"])
                        continue
                    comment = str(asked.get("initial_comment", ""))
                    self.complete(file["id"], str(asked["channel_id"]), str(asked["thread_ts"]), comment)
                return {"files": asked["files"]}
            case "files.delete":
                self.delete_file(str(asked["file"]))
                return {}
            case "files.info":
                return {"file": self._info(str(asked["file"]))}
        raise SlackSays("unknown_method")

    def _history(self, channel: str, parent: str, oldest: float) -> list[dict[str, Any]]:
        """Give what was said in a channel, the last first; or in the thread of a message."""
        self.channels.may_read(channel)
        return [
            {"ts": shown.ts, "metadata": shown.metadata or {}}
            for shown in reversed(self.messages)
            if (shown.channel, shown.thread, shown.ephemeral) == (channel, parent, False)
            and float(shown.ts) >= oldest
        ]

    def _info(self, file_id: str) -> dict[str, Any]:
        file = self.files.get(file_id)
        if file is None or file.complete_since is None:
            raise SlackSays("file_not_found")
        if file.deleted:
            raise SlackSays("file_deleted")
        return {
            "id": file_id,
            "mimetype": file.mimetype(self.now()),
            "shares": {"public": {channel: [{}] for channel, _ in file.shares}},
        }


@contextmanager
def start_slack_double() -> Iterator[SlackDouble]:
    """Answer as Slack as long as the context is open."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.block_on_close = False
    double = SlackDouble(f"http://127.0.0.1:{server.server_port}/")
    server.RequestHandlerClass = type("Handler", (_Handler,), {"double": double})
    thread = threading.Thread(target=server.serve_forever, name="slack-double", daemon=True)
    thread.start()
    try:
        yield double
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    double: SlackDouble

    def do_POST(self) -> None:
        """Answer a call."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        kind, _, rest = self.path.lstrip("/").partition("/")
        try:
            match kind:
                case "api":
                    self._api(rest, body)
                case "upload":
                    self._upload(rest, body)
                case "hooks":
                    self._response_url(rest, body)
        except (BrokenPipeError, ConnectionResetError):
            return  # whoever called waits no longer, which some faults are about

    def _api(self, method: str, body: bytes) -> None:
        asked = self._arguments(body)
        with self.double.lock:
            self.double.calls.append((method, asked))
        fault = self.double.fault_of(method)
        if fault is not None and not fault.after:
            self._fail(fault)
            return
        answer: dict[str, Any]
        if self.headers.get("Authorization") != f"Bearer {self.double.token}":
            answer = {"ok": False, "error": "token_revoked" if self.double.token is None else "invalid_auth"}
        else:
            try:
                answer = {"ok": True, **self.double.call(method, asked)}
            except SlackSays as refusal:
                answer = {"ok": False, "error": str(refusal)}
                if refusal.needed is not None:
                    answer["needed"] = refusal.needed
        if fault is not None:
            self._fail(fault)
            return
        self._answer(200, json.dumps(answer))

    def _upload(self, file_id: str, body: bytes) -> None:
        with self.double.lock:
            self.double.calls.append(("upload", {"file": file_id}))
        fault = self.double.fault_of("upload")
        if fault is None or fault.after:
            self.double.files[file_id].content = body
        if fault is not None:
            self._fail(fault)
            return
        self._answer(200, f"OK - {len(body)}", kind="text/plain")

    def _response_url(self, response_url: str, body: bytes) -> None:
        with self.double.lock:
            self.double.calls.append(("response_url", {"response_url": response_url}))
        fault = self.double.fault_of("response_url")
        if fault is not None and not fault.after:
            self._fail(fault)
            return
        refusal = self.double.respond(response_url, json.loads(body))
        if fault is not None:
            self._fail(fault)
            return
        self._answer(200 if refusal is None else 404, refusal or "ok", kind="text/plain")

    def _fail(self, fault: Fault) -> None:
        if fault.drops:
            self.close_connection = True
            return
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        body = {"ok": False, "error": fault.error or "internal_error", "needed": fault.needed}
        self._answer(fault.status, json.dumps(body), headers=headers)

    def _arguments(self, body: bytes) -> dict[str, Any]:
        """Read the arguments, which come as JSON or as a form with JSON in it."""
        if "json" in self.headers.get("Content-Type", ""):
            found: dict[str, Any] = json.loads(body)
            return found
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        return {name: _maybe_json(value) for name, value in form.items()}

    def _answer(
        self,
        status: int,
        body: str,
        *,
        kind: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        content = body.encode()
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""


def _maybe_json(value: str) -> Any:
    if not value.startswith(("[", "{")):
        return value
    return json.loads(value)
