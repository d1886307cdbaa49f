"""The page: its HTML and its assets, as they were built beside this file, and the pictures it shows.

Also what says no to calls that nothing else answers: they come without a key, and this function may reach
nothing that belongs to anybody.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.api.problems import MEDIA_TYPE, instance_of, problem_of
from linernotes.api.refusals import NothingHere, nothing_for
from linernotes.api.transfer import as_asked, as_get, header_of, takes
from linernotes.bootstrap import page as bootstrap
from linernotes.model.errors import InvalidRequest, LinerNotesError
from linernotes.outbound.address_rules import check_callback_url
from linernotes.page.site import INDEX
from linernotes.telemetry import logger

SITE = Path(__file__).parent / "site"
"""Where the build puts the page."""

_ALWAYS = {
    # Nothing but our own files, nothing inline, nobody's frame; what is downloaded is navigated to.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Strict-Transport-Security": "max-age=31536000",
    "Vary": "Accept-Encoding",
}
_NO_STORE = {"Cache-Control": "no-store"}

app = APIGatewayRestResolver()


@app.get("/")
def index() -> Response[str | bytes]:
    """Give the page, or say that the caller's copy is still the newest.

    What the page refers to lies beside it, so whoever left out the slash after the stage is sent to it.
    """
    asked = app.current_event.raw_event["requestContext"]["path"]
    if asked and not asked.endswith("/"):
        return Response(302, headers={**_ALWAYS, **_NO_STORE, "Location": _with_slash(asked)}, body="")
    return _file(INDEX, "no-cache")


@app.get("/assets/<file>")
def asset(file: str) -> Response[str | bytes]:
    """Give a file of the page. Its name has a hash of what is in it, so it is immutable."""
    return _file(file, "public, max-age=31536000, immutable")


@app.get("/pictures")
def picture() -> Response[str | bytes]:
    """Pass on an artist's picture, as the page loads nothing from elsewhere; 204 if it is not to be had."""
    url = (app.current_event.query_string_parameters or {}).get("url", "")
    if broken := check_callback_url(url, allowed_hosts=()):
        raise InvalidRequest([("url", broken)])
    found = bootstrap.services(SITE).pictures.find(url)
    headers = {**_ALWAYS, "Cache-Control": "public, max-age=86400"}
    if found is None:
        return Response(204, headers=headers, body="")
    return Response(200, content_type=found.media_type, body=found.content, headers=headers)


def _with_slash(path: str) -> str:
    """Give the address of what a path names as a folder, relative to the path itself."""
    asked = app.current_event.raw_event.get("multiValueQueryStringParameters") or {}
    query = urlencode(asked, doseq=True, errors="replace")
    return f"./{quote(path.rpartition('/')[2], errors='replace')}/{'?' if query else ''}{query}"


def _file(name: str, cache_control: str) -> Response[str | bytes]:
    # API Gateway unpacks what is packed only for a caller that says what it accepts, as every browser does.
    accepted = _header("accept-encoding") if _header("accept") else ""
    found = bootstrap.services(SITE).site.find(name, partial(takes, accepted))
    if found is None:
        raise NothingHere("There is nothing at this path.")
    headers = {**_ALWAYS, "Cache-Control": cache_control, "ETag": found.etag}
    if found.etag in _header("if-none-match"):
        return Response(304, headers=headers, body="")
    if found.encoding:
        headers["Content-Encoding"] = found.encoding
    # Written so, Powertools sees no JSON, which it would serialize once more, and cannot where it is packed.
    headers["content-type"] = found.media_type
    return Response(200, body=found.content, headers=headers)


def _header(name: str) -> str:
    return header_of(app.current_event.raw_event, name) or ""


@app.exception_handler(LinerNotesError)  # type: ignore[untyped-decorator]
def on_known_error(error: LinerNotesError) -> Response[str]:
    """Answer with the problem an error is."""
    status, body, headers = problem_of(error, instance=instance_of(app.current_event.raw_event))
    return Response(status, content_type=MEDIA_TYPE, body=body, headers={**headers, **_NO_STORE})


@app.not_found
def on_unknown_route(_: NotFoundError) -> Response[str]:
    """Answer for a path or a method that nothing in the whole API is for."""
    refused: Response[str] = on_known_error(
        nothing_for(app.current_event.http_method, app.current_event.path)
    )
    return refused


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request of API Gateway."""
    return as_asked(event, app.resolve(as_get(event), context))
