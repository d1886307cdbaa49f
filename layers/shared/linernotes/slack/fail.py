"""Say in Slack that something failed unexpectedly: once, and with what to look for in the logs."""

from __future__ import annotations

from dataclasses import replace

from linernotes.model.errors import SlackBusy, SlackError
from linernotes.slack.conversation import Conversation, Route, failure_text
from linernotes.slack.deliver import deliver, tell_asker
from linernotes.slack.ports import LeaseLost, SlackAction, SlackMessage
from linernotes.slack.services import SlackServices, lease, new_conversation

UNEXPECTED_RETRY_AFTER_S = (2, 5)
"""How long to wait before each new try: the error may pass, and whoever asked is waiting."""
NOT_RECORDED = "told, but not recorded"
_ACTIONS_OF_THE_CONVERSATION = (
    SlackAction.ASK,
    SlackAction.RERUN,
    SlackAction.CHOOSE,
    SlackAction.CREATE,
    SlackAction.SUBSCRIBE,
    SlackAction.REPEAT,
    SlackAction.POLL,
    SlackAction.REPORT_ENDED,
)


def fail_message(message: SlackMessage, services: SlackServices) -> str | None:
    """Try a message again that broke its call, or, after so many tries, say that it failed.

    Gives what came of it, or None if it was told and noted, so that the message may be delivered again. What
    could be told and not noted must not be, as it would be told twice. Raises SlackBusy and LeaseLost.
    """
    if message.tries < len(UNEXPECTED_RETRY_AFTER_S):
        delay_s = UNEXPECTED_RETRY_AFTER_S[message.tries]
        services.slack_queue.send(replace(message, tries=message.tries + 1), delay_s=delay_s)
        return f"retrying in {delay_s} s"
    try:
        outcome = tell_failure(message, services)
    except (SlackBusy, LeaseLost):
        raise
    except Exception:
        if not message.response_url:
            raise
        # Whatever it is, the store of conversations is broken itself, and whoever asked must hear something.
        _notify(message, services)
        return NOT_RECORDED
    return outcome if outcome == NOT_RECORDED else None


def tell_failure(message: SlackMessage, services: SlackServices) -> str:
    """Tell whoever asked or clicked that it failed, once however often a message dies or is delivered.

    What failed of a conversation without an answer ends it, and becomes its message if it has one; otherwise
    the asker alone is told. What failed of a click is told to whoever clicked. They are given the
    conversation's id, which every line of the logs about it has. Raises SlackBusy if Slack is not ready, so
    that it is told later.
    """
    conversation = services.conversations.get(message.conversation_id)
    if conversation is None and message.action is SlackAction.ASK:
        # It broke before anything of it was stored.
        conversation = new_conversation(message, services, private=True)
        services.conversations.begin(conversation)
    if conversation is None or message.action not in _ACTIONS_OF_THE_CONVERSATION:
        return _tell_who_clicked(
            message, conversation or services.conversations.get(message.original_id), services
        )
    with lease(conversation.conversation_id, services) as leased:
        report = services.reports.get(conversation.conversation_id)
        if leased.conversation.closed or (report and leased.conversation.answered == report.revision):
            return "answered before"
        failed = services.renderer.failed(leased.conversation)
        if _has_message(leased.conversation):
            deliver(leased, failed, services, end=True)
        else:
            tell_asker(leased, failed, services)
        leased.save(closed=True)
    return "told"


def _has_message(conversation: Conversation) -> bool:
    """Say whether there is, or may be, a message that would go on saying that it is being worked on."""
    if conversation.route is Route.BOT:
        return conversation.posting_since is not None
    return conversation.response_url.replaces


def _tell_who_clicked(
    message: SlackMessage, conversation: Conversation | None, services: SlackServices
) -> str:
    if not message.response_url:
        return "nobody to tell"
    if conversation is None or not message.click:
        _notify(message, services)
        return NOT_RECORDED
    with lease(conversation.conversation_id, services) as leased:
        if message.click in leased.conversation.clicks:
            return "told before"
        _notify(message, services)
        leased.save(clicks=(*leased.conversation.clicks, message.click))
    return "told"


def _notify(message: SlackMessage, services: SlackServices) -> None:
    try:
        notice = services.renderer.notice(failure_text(message.conversation_id))
        services.messenger.respond(message.response_url, notice, private=True, replace=False)
    except SlackError:
        return  # Nobody can be told: the address is too old, or Slack is down.
