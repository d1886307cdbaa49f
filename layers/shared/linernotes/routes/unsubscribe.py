"""Unsubscribing from mails: a page that asks, and what does it, for that page and for mail clients.

A GET changes nothing and looks nothing up: programs that check links before a reader sees them follow them.
"""

from __future__ import annotations

import base64
import hashlib

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from linernotes.bootstrap import clock
from linernotes.bootstrap import subscriptions as bootstrap
from linernotes.model.errors import StoreBusy
from linernotes.routes.answering import NO_STORE
from linernotes.telemetry import logger

router = APIGatewayRouter()  # type: ignore[no-untyped-call]

_STYLE = """\
:root{color-scheme:light dark;--ground:#f6f5f2;--ink:#1d1b18;--accent:#3b3a8f;--on-accent:#fff}
@media (prefers-color-scheme:dark){:root{--ground:#131316;--ink:#eeedf2;--accent:#b1b0f5;--on-accent:#17163a}}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
main{max-width:30rem;margin:0 auto;padding:15vh 1.5rem}
h1{font-size:1.4rem;line-height:1.3}
button{font:inherit;font-weight:600;padding:.6rem 1.2rem;border:0;border-radius:8px;cursor:pointer;
background:var(--accent);color:var(--on-accent)}
button:focus-visible{outline:3px solid var(--ink);outline-offset:2px}"""
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    **NO_STORE,
    # Nothing but this style and a form that comes back here; nobody's frame.
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; frame-ancestors 'none'; "
        "base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Robots-Tag": "noindex",
}
_ASK = """\
<p>No more e-mail of this subscription will come to the address that this link was sent to. Where it \
goes to others, they go on getting it.</p>
<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click">\
<button type="submit">Unsubscribe</button></form>"""
_DONE = "<p>No more e-mail of this subscription comes to this address. You can close this page.</p>"
_NO_LINK = (
    "<p>Open it again from the newest e-mail of the subscription, whole as it is there: its end may be "
    "missing. Or ask whoever made the subscription to take your address out of it.</p>"
)
_BUSY = "<p>Nothing was changed, as too much is going on at once. Load this page again in a moment.</p>"


@router.get("/unsubscribe/<token>")
def ask_to_unsubscribe(token: str) -> Response[str]:
    """Ask whether the address a link was sent to shall get no more mails."""
    from linernotes.subscriptions.mail.unsubscribe_token import subscriber_of

    if subscriber_of(token, bootstrap.services().unsubscribe_secrets.texts()) is None:
        return _page(404, "This link does not work", _NO_LINK)
    return _page(200, "Unsubscribe?", _ASK)


@router.post("/unsubscribe/<token>")
def unsubscribe_now(token: str) -> Response[str]:
    """Take the address out of the subscription, whatever was posted: the link alone says what is wanted."""
    from linernotes.subscriptions.mail.unsubscribe import unsubscribe

    services = bootstrap.services()
    try:
        known = unsubscribe(
            token,
            now=clock.now(),
            secrets=services.unsubscribe_secrets.texts(),
            subscriptions=services.subscriptions,
        )
    except StoreBusy:
        logger.warning("not unsubscribed: the table is busy")
        return _page(503, "Please try again", _BUSY, {"Retry-After": "5"})
    if not known:
        return _page(404, "This link does not work", _NO_LINK)
    logger.info("unsubscribed")
    return _page(200, "You are unsubscribed", _DONE)


def _page(status: int, title: str, body: str, headers: dict[str, str] | None = None) -> Response[str]:
    """Write a page; nothing in it comes from outside."""
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} – Liner Notes</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{title}</h1>{body}</main></body></html>"
    )
    return Response(
        status, content_type="text/html; charset=utf-8", body=text, headers={**_HEADERS, **(headers or {})}
    )
