"""What all clicks on a conversation's buttons have in common: whose it is, what was answered, who is told."""

from __future__ import annotations

from linernotes.model.errors import SlackError
from linernotes.slack.conversation import Conversation, ResponseUrl
from linernotes.slack.ports import SlackMessage
from linernotes.slack.services import LeasedConversation, SlackServices

CLICKS_KEPT = 20
TOO_OLD = "This report has been deleted, so its buttons no longer work."
OF_ANOTHER_WORKSPACE = "This report belongs to another workspace, whose members alone can use its buttons."


def clicked(conversation_id: str, message: SlackMessage, services: SlackServices) -> Conversation | None:
    """Give the conversation somebody clicked in; they are told if it is gone or is not their workspace's."""
    conversation = services.conversations.get(conversation_id)
    if conversation is None:
        tell(message, TOO_OLD, services)
        return None
    if not is_theirs(conversation, message):
        tell(message, OF_ANOTHER_WORKSPACE, services)
        return None
    return conversation


def is_theirs(conversation: Conversation, message: SlackMessage) -> bool:
    """Say whether somebody is of a conversation's workspace, or of the organisation it was asked for in."""
    return conversation.workspace in (message.workspace, message.enterprise)


def note_click(leased: LeasedConversation, message: SlackMessage) -> None:
    """Note that a click was answered; last, as one that was not must not be taken for it."""
    leased.save(clicks=(*leased.conversation.clicks[-CLICKS_KEPT + 1 :], message.click))


def response_url_of_click(message: SlackMessage, services: SlackServices) -> ResponseUrl:
    """Give the `response_url` of a click, by which the message that was clicked can be replaced."""
    return ResponseUrl(message.response_url, message.at or services.clock(), replaces=True)


def tell(message: SlackMessage, text: str, services: SlackServices, *, line: str | None = None) -> None:
    """Say something to whoever clicked or asked, and to nobody else, if Slack takes it."""
    if not message.response_url:
        return
    try:
        notice = services.renderer.notice(text, line)
        services.messenger.respond(message.response_url, notice, private=True, replace=False)
    except SlackError:
        return
