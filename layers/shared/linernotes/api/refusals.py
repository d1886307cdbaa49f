"""What only HTTP can ask wrongly: a path, a method, a media type, a body that is no JSON."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Collection
from typing import Any

from linernotes.api.openapi_file import openapi_text
from linernotes.model.errors import LinerNotesError

JSON = "application/json"
_TAKEN_AS_JSON = re.compile(r"application/(json|[\w.-]+\+json|x-www-form-urlencoded)", re.IGNORECASE)
"""The last is what `curl -d` says of any body it is not told about."""


class NothingHere(LinerNotesError):
    """There is nothing at this path."""


class MethodNotAllowed(LinerNotesError):
    """There is something at this path, but not for this method; `allowed` names those there are."""

    def __init__(self, allowed: Collection[str]) -> None:
        self.allowed = ", ".join(allowed)
        super().__init__(f"What is here answers to {self.allowed}.")


class UnsupportedMediaType(LinerNotesError):
    """The body is said to be something other than JSON."""


class UnreadableJson(LinerNotesError):
    """The body is said to be JSON and is none."""


def check_is_json(content_type: str | None) -> None:
    """Refuse a body that is said to be no JSON; what a caller says nothing of is taken as JSON.

    Raises UnsupportedMediaType.
    """
    media_type = (content_type or JSON).partition(";")[0].strip()
    if not _TAKEN_AS_JSON.fullmatch(media_type):
        raise UnsupportedMediaType(f"A body is {JSON}; this one is said to be {media_type[:100]}.")


def parse_json(text: str | None) -> Any:
    """Read a JSON body. Raises ValueError, which says why it is none."""
    try:
        return json.loads(text or "")
    except json.JSONDecodeError as error:
        if not (text or "").strip():
            raise ValueError("there is none") from error
        raise ValueError(f"it breaks at line {error.lineno}, column {error.colno}") from error
    except ValueError as error:
        most = sys.get_int_max_str_digits()
        raise ValueError(f"a number in it is too long; whole ones have at most {most:,} digits") from error
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


OF_SLACK = ("/slack/commands", "/slack/interactions", "/slack/options")
"""What Slack posts to: paths there are, though no client is told of them."""
OF_MCP = ("/mcp",)
"""What assistants post to, by a protocol that describes itself."""


def nothing_for(method: str, path: str) -> LinerNotesError:
    """Make the error for a call that nothing answers, by what the OpenAPI document has at its path."""
    methods = ["POST"] if path in (*OF_SLACK, *OF_MCP) else _documented_at(path)
    if {"HEAD": "GET"}.get(method, method) in methods or not methods:
        # Of a path that is like a known one, a part may be what none can have.
        return NothingHere("There is nothing at this path.")
    return MethodNotAllowed(sorted({*methods, *(["HEAD"] if "GET" in methods else [])}))


def _documented_at(path: str) -> list[str]:
    """List the methods of the most particular path that this one is, as API Gateway chooses it."""
    paths: dict[str, dict[str, Any]] = json.loads(openapi_text())["paths"]
    for known in sorted(paths, key=lambda known: known.count("{")):
        parts = (r"[^/]+" if part.startswith("{") else re.escape(part) for part in known.split("/"))
        if re.fullmatch("/".join(parts), path):
            return [method.upper() for method in paths[known]]
    return []
