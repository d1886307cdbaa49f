"""Bring a message to where its conversation has it, once, and change it there."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import replace

from linernotes.model.errors import SlackRefused
from linernotes.slack.conversation import RESPONSE_URL_USES, USES_KEPT_FOR_THE_END, Route
from linernotes.slack.ports import Message
from linernotes.slack.services import LeasedConversation, SlackServices

_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found"})
"""What Slack says of a message that cannot be changed any more: somebody deleted it, for one."""


def deliver(leased: LeasedConversation, message: Message, services: SlackServices, *, end: bool) -> bool:
    """Show a message as the conversation's; with `end` it is the answer, for which the last uses are kept.

    With a bot token it is posted once and then edited. Where that is refused, and without a token, it goes
    by `response_url`. Gives False if it could not be shown: progress may be left out to save uses, and an
    answer nobody can be given is one whose `response_url` has run out. Raises SlackBusy.
    """
    digest = _digest(message)
    if digest == leased.conversation.shown:
        return True
    if leased.conversation.route is Route.BOT:
        try:
            _by_bot(leased, message, services, end=end)
        except SlackRefused as refusal:
            leased.save(route=Route.RESPONSE_URL, fallback_reason=str(refusal))
    if leased.conversation.route is Route.RESPONSE_URL and not _by_response_url(
        leased, message, services, end=end
    ):
        return False
    leased.save(shown=digest)
    return True


def _by_bot(leased: LeasedConversation, message: Message, services: SlackServices, *, end: bool) -> None:
    conversation = leased.conversation
    if not conversation.home:
        private = conversation.private
        leased.save(
            home=services.messenger.open_direct(conversation.user) if private else conversation.channel
        )
    if leased.conversation.ts:
        try:
            services.messenger.update(leased.conversation.home, leased.conversation.ts, message)
        except SlackRefused as refusal:
            if refusal.code not in _GONE:
                raise
            if end:  # Whoever deleted the progress may still want the answer.
                leased.save(ts="", posting_since=None)
                _post(leased, message, services)
        return
    _post(leased, message, services)


def _post(leased: LeasedConversation, message: Message, services: SlackServices) -> None:
    """Post the message, unless it was posted already by a call that died before it could say so."""
    conversation = leased.conversation
    ts = None
    if conversation.posting_since is None:
        leased.save(posting_since=services.clock())
    else:
        # Without the scope to look it is posted again: twice is better than never.
        with suppress(SlackRefused):
            ts = services.messenger.find(
                conversation.home, conversation.conversation_id, since=conversation.posting_since
            )
    if ts is None:
        leased.save(
            ts=services.messenger.post(
                conversation.home, message, conversation_id=conversation.conversation_id
            )
        )
        return
    leased.save(ts=ts)
    services.messenger.update(conversation.home, ts, message)


def _by_response_url(
    leased: LeasedConversation, message: Message, services: SlackServices, *, end: bool
) -> bool:
    conversation = leased.conversation
    response_url = conversation.response_url
    if not response_url.open(now=services.clock(), keep=0 if end else USES_KEPT_FOR_THE_END):
        return False
    # Counted first: a call that dies in between may have used it.
    leased.save(response_url=replace(response_url, uses=response_url.uses + 1))
    try:
        services.messenger.respond(
            response_url.url,
            message,
            private=conversation.private,
            replace=response_url.replaces or response_url.uses > 0,
        )
    except SlackRefused as refusal:
        leased.save(response_url=replace(response_url, uses=RESPONSE_URL_USES), fallback_reason=str(refusal))
        return False
    return True


def _digest(message: Message) -> str:
    text = json.dumps(message, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
