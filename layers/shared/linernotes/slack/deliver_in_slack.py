"""Bring a message to where its exchange has it, once, and change it there."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import replace

from linernotes.model.errors import SlackRefused
from linernotes.slack.exchange import HOOK_USES, HOOK_USES_FOR_THE_END, Route
from linernotes.slack.ports import Message
from linernotes.slack.slack_desk import Desk, Held

_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found"})
"""What Slack says of a message that cannot be changed any more: somebody deleted it, for one."""


def deliver(held: Held, message: Message, desk: Desk, *, end: bool) -> bool:
    """Show a message as the exchange's; with `end` it is the answer, for which the last uses are kept.

    With a bot token it is posted once and then edited. Where that is refused, and without a token, it goes
    by `response_url`. Gives False if it could not be shown: progress may be left out to save uses, and an
    answer nobody can be given is one whose `response_url` has run out. Raises SlackBusy.
    """
    digest = _digest(message)
    if digest == held.exchange.shown:
        return True
    if held.exchange.route is Route.BOT:
        try:
            _by_bot(held, message, desk, end=end)
        except SlackRefused as refusal:
            held.save(route=Route.HOOK, trouble=str(refusal))
    if held.exchange.route is Route.HOOK and not _by_hook(held, message, desk, end=end):
        return False
    held.save(shown=digest)
    return True


def _by_bot(held: Held, message: Message, desk: Desk, *, end: bool) -> None:
    exchange = held.exchange
    if not exchange.home:
        private = exchange.private
        held.save(home=desk.messenger.open_direct(exchange.user) if private else exchange.channel)
    if held.exchange.ts:
        try:
            desk.messenger.update(held.exchange.home, held.exchange.ts, message)
        except SlackRefused as refusal:
            if refusal.code not in _GONE:
                raise
            if end:  # Whoever deleted the progress may still want the answer.
                held.save(ts="", posting_since=None)
                _post(held, message, desk)
        return
    _post(held, message, desk)


def _post(held: Held, message: Message, desk: Desk) -> None:
    """Post the message, unless it was posted already by a call that died before it could say so."""
    exchange = held.exchange
    ts = None
    if exchange.posting_since is None:
        held.save(posting_since=desk.clock())
    else:
        # Without the scope to look it is posted again: twice is better than never.
        with suppress(SlackRefused):
            ts = desk.messenger.find(exchange.home, exchange.exchange_id, since=exchange.posting_since)
    if ts is None:
        held.save(ts=desk.messenger.post(exchange.home, message, exchange_id=exchange.exchange_id))
        return
    held.save(ts=ts)
    desk.messenger.update(exchange.home, ts, message)


def _by_hook(held: Held, message: Message, desk: Desk, *, end: bool) -> bool:
    exchange = held.exchange
    hook = exchange.hook
    if not hook.open(now=desk.clock(), keep=0 if end else HOOK_USES_FOR_THE_END):
        return False
    # Counted first: a call that dies in between may have used it.
    held.save(hook=replace(hook, uses=hook.uses + 1))
    try:
        desk.messenger.respond(
            hook.url, message, private=exchange.private, replace=hook.replaces or hook.uses > 0
        )
    except SlackRefused as refusal:
        held.save(hook=replace(hook, uses=HOOK_USES), trouble=str(refusal))
        return False
    return True


def _digest(message: Message) -> str:
    text = json.dumps(message, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
