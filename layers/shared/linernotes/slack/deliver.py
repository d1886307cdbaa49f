"""Bring a message to where its conversation has it, once, and change it there."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from linernotes.model.errors import SlackRefused
from linernotes.slack.blocks import has_picture, without_picture
from linernotes.slack.conversation import (
    RESPONSE_URL_USES,
    USES_KEPT_FOR_THE_END,
    Conversation,
    FileState,
    Route,
)
from linernotes.slack.membership import as_member
from linernotes.slack.ports import Message
from linernotes.slack.reasons import in_words
from linernotes.slack.services import LeasedConversation, SlackServices

GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found"})
"""What Slack says of a message that cannot be changed any more: somebody deleted it, for one."""

PICTURE_REFUSED = "invalid_blocks"
"""What Slack says of a message with a picture it has not looked at yet, or that somebody deleted."""


def deliver(leased: LeasedConversation, message: Message, services: SlackServices, *, end: bool) -> bool:
    """Show a message as the conversation's; with `end` it is the answer, for which the last uses are kept.

    With a bot token it is posted once and then edited. Where that is refused, and without a token, it goes
    by `response_url`, which shows no picture; one that Slack shows no more is left out. Gives False if it
    could not be shown: progress is left out where it would be a message of its own, and to save uses; an
    answer nobody can be given is one whose `response_url` has run out. Raises SlackBusy.
    """
    digest = _digest(message)
    if digest == leased.conversation.shown:
        return True
    if leased.conversation.route is Route.BOT:
        try:
            _by_bot(leased, message, services, end=end)
        except SlackRefused as refusal:
            picture = leased.conversation.picture
            why = in_words(refusal, leased.conversation.home)
            if refusal.code == PICTURE_REFUSED and picture is not None and has_picture(message):
                leased.save(picture=replace(picture, state=FileState.GIVEN_UP, why=why))
                return deliver(leased, without_picture(message), services, end=end)
            leased.save(route=Route.RESPONSE_URL, fallback_reason=why)
    if leased.conversation.route is Route.RESPONSE_URL and not _by_response_url(
        leased, without_picture(message), services, end=end
    ):
        return False
    leased.save(shown=digest)
    return True


def change(leased: LeasedConversation, message: Message, services: SlackServices, **changes: Any) -> None:
    """Change the message that is there, and with it what is stored, or leave all as it is.

    Raises SlackBusy, and SlackRefused where `deliver` would take another way.
    """
    services.messenger.update(leased.conversation.home, leased.conversation.ts, message)
    leased.save(shown=_digest(message), **changes)


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
            if refusal.code not in GONE:
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
            ts = _find(conversation, conversation.posting_since, services)
    if ts is None:
        leased.save(
            ts=services.messenger.post(
                conversation.home, message, conversation_id=conversation.conversation_id
            )
        )
        return
    leased.save(ts=ts)
    services.messenger.update(conversation.home, ts, message)


def _find(conversation: Conversation, since: datetime, services: SlackServices) -> str | None:
    def find() -> str | None:
        return services.messenger.find(conversation.home, conversation.conversation_id, since=since)

    return as_member(services.messenger, conversation.home, find)


def _by_response_url(
    leased: LeasedConversation, message: Message, services: SlackServices, *, end: bool
) -> bool:
    conversation = leased.conversation
    response_url = conversation.response_url
    if not end and not response_url.replaces:
        return False
    if not response_url.open(now=services.clock(), keep=0 if end else USES_KEPT_FOR_THE_END):
        return False
    return _respond(leased, message, services, private=conversation.private, in_place=response_url.replaces)


def _respond(
    leased: LeasedConversation, message: Message, services: SlackServices, *, private: bool, in_place: bool
) -> bool:
    """Use the `response_url` once; False if Slack takes nothing by it."""
    response_url = leased.conversation.response_url
    # Counted first: a call that dies in between may have used it.
    leased.save(response_url=replace(response_url, uses=response_url.uses + 1))
    try:
        services.messenger.respond(response_url.url, message, private=private, replace=in_place)
    except SlackRefused as refusal:
        leased.save(
            response_url=replace(response_url, uses=RESPONSE_URL_USES), fallback_reason=in_words(refusal)
        )
        return False
    return True


def tell_asker(leased: LeasedConversation, message: Message, services: SlackServices) -> bool:
    """Say something to whoever asked and to nobody else, once, whatever becomes of the conversation.

    It goes by `response_url`, and where that has run out by a direct message. Gives False if they are not to
    be reached. Raises SlackBusy.
    """
    conversation, digest = leased.conversation, _digest(message)
    if conversation.told == digest:
        return True
    by_response_url = conversation.response_url.open(now=services.clock()) and _respond(
        leased, message, services, private=True, in_place=False
    )
    if not by_response_url and not _by_direct_message(conversation, message, services):
        return False
    leased.save(told=digest)
    return True


def _by_direct_message(conversation: Conversation, message: Message, services: SlackServices) -> bool:
    try:
        home = services.messenger.open_direct(conversation.user)
        services.messenger.post(home, message, conversation_id=f"{conversation.conversation_id} told")
    except SlackRefused:
        return False
    return True


def _digest(message: Message) -> str:
    text = json.dumps(message, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
