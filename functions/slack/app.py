"""Slack's requests: checked, acknowledged within its 3 s, and handed over to a queue where they take longer.

Nothing is kept of a request here. It is handed over under an id that is the same each time Slack sends it,
and has its effect once where it is received; so a crash here loses nothing that Slack was told is done.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from linernotes.api.problems import MEDIA_TYPE, NOT_SIGNED_BY_SLACK, NOT_UNDERSTOOD, instance_of, problem
from linernotes.bootstrap import clock
from linernotes.bootstrap import slack as bootstrap
from linernotes.bootstrap.page_address import page_url
from linernotes.model.errors import SlackError
from linernotes.model.problem_types import ProblemType
from linernotes.request_line.channel_defaults import ReadDefaults
from linernotes.slack.acknowledge import (
    AccessPolicy,
    Acknowledgement,
    on_click,
    on_command,
    on_failure,
    on_shortcut,
    on_submission,
)
from linernotes.slack.conversation import Conversation, owner_of
from linernotes.slack.form import COUNTRY, artist_options, country_options
from linernotes.slack.payloads import (
    Click,
    Command,
    Origin,
    PayloadBroken,
    Search,
    Shortcut,
    Submission,
    command_from,
    interaction_from,
    is_ssl_check,
)
from linernotes.slack.signature import is_from_slack, raw_body
from linernotes.slack.suggest_artists import suggest_artists
from linernotes.telemetry import Metric, count, logger

type Said = Command | Click | Shortcut | Submission | Search

SLACK_WAITS_S = 3.0
"""After so long Slack shows an error, whatever comes then."""
OPTIONS_WITHIN_S = 2.5
"""After so long without options Slack's menu would fail; an empty one lets people type on."""
FORM_WITHIN_S, ANSWERED_WITHIN_S = 2.0, 2.7
"""How long a form may take to open, and until when: Slack takes neither form nor answer after 3 s."""

bootstrap.prepare(os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE"))


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request of Slack, and count it if the answer comes later than Slack waits."""
    logger.append_keys(request_id=event["requestContext"].get("requestId"))
    answer = _checked(event, context)
    after_s = _spent_s(event)
    if after_s > SLACK_WAITS_S:
        logger.warning("answered late", after_s=round(after_s, 3))
        count({Metric.SLACK_ANSWERS_LATE: 1})
    return answer


def _checked(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    services = bootstrap.services()
    body = raw_body(event)
    if event["resource"] == "/slack/commands" and is_ssl_check(body):
        return _answer(200)
    if not is_from_slack(
        body, event["headers"] or {}, signing_secret=services.signing_secret(), seconds=_seconds
    ):
        logger.warning("refused", reason="not signed by Slack in the last five minutes")
        return _refusal(NOT_SIGNED_BY_SLACK, "Sign it as Slack does, within five minutes.", event)
    said: Said | None = None
    try:
        said = _said(event, body)
        return _received(said, event) if said else _answer(200)
    except PayloadBroken as error:
        logger.warning("refused", reason=str(error))
        return _refusal(NOT_UNDERSTOOD, "This is none of the forms Slack sends.", event)
    except Exception as error:
        # Slack would show a code, or nothing; this says what to quote.
        logger.exception("failed", error=type(error).__name__)
        return _acknowledge(on_failure(said, context.aws_request_id), event)


def _said(event: dict[str, Any], body: bytes) -> Said | None:
    """Read what somebody did; None if there is nothing to do about it."""
    response_hosts = bootstrap.services().settings.slack_response_hosts
    if event["resource"] == "/slack/commands":
        return command_from(body, response_hosts=response_hosts)
    return interaction_from(body, response_hosts=response_hosts)


def _received(said: Said, event: dict[str, Any]) -> dict[str, Any]:
    settings = bootstrap.services().settings
    access = AccessPolicy(settings.slack_workspaces, settings.slack_channels)
    told: dict[str, Any] = {"now": clock.now(), "page_url": page_url(event, settings.page_address)}
    match said:
        case Command():
            return _acknowledge(on_command(said, access, defaults=_defaults(said.origin), **told), event)
        case Click():
            return _acknowledge(on_click(said, access, conversation_of=_conversation, **told), event)
        case Shortcut():
            return _acknowledge(on_shortcut(said, access, now=told["now"]), event)
        case Submission():
            return _acknowledge(on_submission(said, access, defaults=_defaults(said.origin), **told), event)
        case Search():
            return _answer(200, _options(said, event))


def _conversation(conversation_id: str) -> Conversation | None:
    return bootstrap.services().conversations.get(conversation_id)


def _defaults(origin: Origin) -> ReadDefaults:
    return lambda: bootstrap.services().channels.defaults(origin.workspace, origin.channel)


def _acknowledge(acknowledgement: Acknowledgement, event: dict[str, Any]) -> dict[str, Any]:
    services = bootstrap.services()
    if (settings := acknowledgement.settings) is not None:
        services.channels.keep(settings.workspace, settings.channel, settings.defaults)
    if acknowledgement.view is not None:
        if _opened(acknowledgement, event):
            return _answer(200)
        return _acknowledge(acknowledgement.fallback or Acknowledgement(), event)
    if acknowledgement.message is not None:
        services.queue.send(acknowledgement.message)
        logger.info(
            "handed over",
            action=acknowledgement.message.action.value,
            report_id=acknowledgement.message.conversation_id,
        )
    if acknowledgement.notice is not None and acknowledgement.notice_url:
        with suppress(SlackError):
            services.messenger.respond(
                acknowledgement.notice_url, acknowledgement.notice, private=True, replace=False
            )
    return _answer(200, acknowledgement.body)


def _opened(acknowledgement: Acknowledgement, event: dict[str, Any]) -> bool:
    """Open a form, in what is left of the time; False if it could not be opened."""
    within_s = min(FORM_WITHIN_S, ANSWERED_WITHIN_S - _spent_s(event))
    if acknowledgement.view is None or within_s <= 0:
        logger.info("no form", reason="no time left")
        return False
    try:
        bootstrap.services().messenger.open_view(
            acknowledgement.trigger, acknowledgement.view, within_s=within_s
        )
    except SlackError as error:
        logger.info("no form", reason=str(error))
        return False
    return True


def _options(search: Search, event: dict[str, Any]) -> dict[str, Any]:
    """Find the options for what was typed, in what is left of the time."""
    if search.action == COUNTRY:
        return country_options(search.term)
    searching = bootstrap.services().searches.of(owner_of(search.workspace)).search
    found = suggest_artists(search.term, searching, within_s=OPTIONS_WITHIN_S - _spent_s(event))
    return artist_options(found)


def _spent_s(event: dict[str, Any]) -> float:
    """Say how many seconds ago API Gateway had the request, as a cold start may have taken some."""
    arrived_ms = event["requestContext"].get("requestTimeEpoch")
    return max(0.0, _seconds() - arrived_ms / 1000) if arrived_ms else 0.0


def _seconds() -> float:
    return clock.now().timestamp()


def _answer(status: int, body: Any = None) -> dict[str, Any]:
    if body is None:
        return {"statusCode": status, "body": ""}
    headers = {"Content-Type": "application/json"}
    return {"statusCode": status, "headers": headers, "body": json.dumps(body, ensure_ascii=False)}


def _refusal(kind: ProblemType, detail: str, event: dict[str, Any]) -> dict[str, Any]:
    body = problem(kind, detail, instance=instance_of(event))
    return {"statusCode": kind.status, "headers": {"Content-Type": MEDIA_TYPE}, "body": body}
