"""Slack's requests: checked, acknowledged within its 3 s, and handed over to a queue where they take longer.

Nothing is kept of a request here. It is handed over under an id that is the same each time Slack sends it,
and has its effect once where it is received; so a crash here loses nothing that Slack was told is done.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.bootstrap import clock
from linernotes.bootstrap import slack as bootstrap
from linernotes.model.errors import SlackError
from linernotes.slack.acknowledge import (
    AccessPolicy,
    Acknowledgement,
    on_click,
    on_command,
    on_failure,
    on_submission,
)
from linernotes.slack.form import COUNTRY, artist_options, country_options
from linernotes.slack.payloads import (
    Click,
    Command,
    PayloadBroken,
    Search,
    Submission,
    command_from,
    interaction_from,
)
from linernotes.slack.signature import is_from_slack, raw_body
from linernotes.slack.suggest_artists import suggest_artists
from linernotes.telemetry import logger

type Said = Command | Click | Submission | Search

OPTIONS_WITHIN_S = 2.5
"""After so long without options Slack's menu would fail; an empty one lets people type on."""


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request of Slack."""
    services = bootstrap.services()
    body = raw_body(event)
    if not is_from_slack(
        body, event["headers"] or {}, signing_secret=services.signing_secret(), seconds=_seconds
    ):
        logger.warning("refused", reason="not signed by Slack in the last five minutes")
        return _answer(401, {"title": "Not signed by Slack", "status": 401})
    said: Said | None = None
    try:
        said = _said(event, body)
        return _received(said, event) if said else _answer(200)
    except PayloadBroken as error:
        logger.warning("refused", reason=str(error))
        return _answer(400, {"title": "Not understood", "status": 400})
    except Exception as error:
        # Slack would show a code, or nothing; this says what to quote.
        logger.exception("failed", error=type(error).__name__)
        return _acknowledge(on_failure(said, context.aws_request_id))


def _said(event: dict[str, Any], body: bytes) -> Said | None:
    """Read what somebody did; None if there is nothing to do about it."""
    response_hosts = bootstrap.services().settings.slack_response_hosts
    if event["resource"] == "/slack/commands":
        return command_from(body, response_hosts=response_hosts)
    return interaction_from(body, response_hosts=response_hosts)


def _received(said: Said, event: dict[str, Any]) -> dict[str, Any]:
    settings = bootstrap.services().settings
    access = AccessPolicy(settings.slack_workspaces, settings.slack_channels)
    told: dict[str, Any] = {"now": clock.now(), "page_url": _page_url(event, settings.page_address)}
    match said:
        case Command():
            return _acknowledge(on_command(said, access, **told))
        case Click():
            return _acknowledge(on_click(said, access, **told))
        case Submission():
            return _acknowledge(on_submission(said, access, **told))
        case Search():
            return _answer(200, _options(said, event["requestContext"].get("requestTimeEpoch")))


def _acknowledge(acknowledgement: Acknowledgement) -> dict[str, Any]:
    services = bootstrap.services()
    if acknowledgement.view is not None:
        try:
            services.messenger.open_view(acknowledgement.trigger, acknowledgement.view)
        except SlackError as error:
            logger.info("no form", reason=str(error))
            return _acknowledge(acknowledgement.fallback or Acknowledgement())
        return _answer(200)
    if acknowledgement.message is not None:
        services.queue.send(acknowledgement.message)
        logger.info(
            "handed over",
            action=acknowledgement.message.action.value,
            conversation_id=acknowledgement.message.conversation_id,
        )
    if acknowledgement.notice is not None and acknowledgement.notice_url:
        with suppress(SlackError):
            services.messenger.respond(
                acknowledgement.notice_url, acknowledgement.notice, private=True, replace=False
            )
    return _answer(200, acknowledgement.body)


def _options(search: Search, arrived_ms: int | None) -> dict[str, Any]:
    """Find the options for what was typed, in what is left of the time since API Gateway had the request."""
    if search.action == COUNTRY:
        return country_options(search.term)
    services = bootstrap.services()
    spent_s = max(0.0, _seconds() - arrived_ms / 1000) if arrived_ms else 0.0
    found = suggest_artists(search.term, services.artists.search, within_s=OPTIONS_WITHIN_S - spent_s)
    return artist_options(found)


def _seconds() -> float:
    return clock.now().timestamp()


def _page_url(event: dict[str, Any], address: str) -> str:
    """Give the page's address, in which the stack's settings leave out what only a request can tell."""
    about = event["requestContext"]
    return address.format(domain=about.get("domainName", ""), stage=about["stage"], api=about["apiId"])


def _answer(status: int, body: Any = None) -> dict[str, Any]:
    if body is None:
        return {"statusCode": status, "body": ""}
    kind = "application/json" if status == 200 else "application/problem+json"
    return {
        "statusCode": status,
        "headers": {"Content-Type": kind},
        "body": json.dumps(body, ensure_ascii=False),
    }
