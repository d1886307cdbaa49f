"""The calls by which whoever gets mails of a subscription unsubscribes."""

from __future__ import annotations

from linernotes.api.openapi.components import Schema, ref
from linernotes.api.openapi.parts import headers, in_path, operation

_TOKEN = in_path(
    "token",
    {"type": "string", "pattern": r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$"},
    "3q2-7wAAq83vEjRWOjpuYW1lOmFkYQ.wZ2xUq0m3Hk5bQ8tVY1nDw",
    "What the link of a mail has at its end.",
)


def of_unsubscribing() -> Schema:
    """Describe the calls."""
    return {
        "/unsubscribe/{token}": {
            "get": _described(
                "askToUnsubscribe",
                "Ask whether to unsubscribe",
                "A page with a button. It changes nothing, as programs that check links follow them.",
                {"200": _page("The page that asks."), "404": _no_page()},
            ),
            "post": _described(
                "unsubscribe",
                "Unsubscribe",
                "What the button does, and mail clients by one click (RFC 8058). It may be called again, and "
                "does not tell whether the address got mails.",
                {
                    "200": _page("No more mails come to the address."),
                    "404": _no_page(),
                    "503": {**_page("Nothing was changed: try again."), "headers": headers("Retry-After")},
                },
            ),
        }
    }


def _described(operation_id: str, summary: str, description: str, answers: Schema) -> Schema:
    return operation(
        operation_id, "E-mail", summary, description, answers, parameters=[_TOKEN], with_key=False
    )


def _page(description: str) -> Schema:
    return {
        "description": description,
        "content": {"text/html": {"schema": {"type": "string"}, "example": "<!doctype html>…"}},
    }


def _no_page() -> Schema:
    """Describe that a link does not work: by a page, but where it is no path of the API at all."""
    page = _page("The link does not work.")
    return {**page, "content": {**page["content"], "application/problem+json": {"schema": ref("Problem")}}}
