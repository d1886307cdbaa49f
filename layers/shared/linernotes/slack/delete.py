"""Delete a report that was asked for in Slack, with all that is kept of it and of the people around it.

Any member of the workspace may who has the answer before them, as with its other buttons: the report is the
workspace's, whoever asked for it may have left, and one line makes it again. So Slack asks back before it
sends the click, and the message says who it was.
"""

from __future__ import annotations

from contextlib import suppress

from linernotes.model.errors import ReportNotFound, SlackBusy, SlackRefused
from linernotes.reports.delete_report import delete_report
from linernotes.slack.clicks import clicked
from linernotes.slack.conversation import RETRY_AFTER_S, Conversation, Route, owner_of
from linernotes.slack.ports import SlackMessage
from linernotes.slack.services import SlackServices, lease

_NO_SUCH_FILE = frozenset({"file_not_found", "file_deleted"})


def delete(message: SlackMessage, services: SlackServices) -> str:
    """Delete the report of a conversation, its files, links, what Slack has of them, and the conversation.

    The message then says so, and by whom. What is left after a crash, or after Slack was busy, is deleted
    when the click comes again. Raises SlackBusy.
    """
    conversation_id = message.conversation_id
    if (conversation := clicked(conversation_id, message, services)) is None:
        return "too old"
    with lease(conversation_id, services) as leased:
        _delete_report(conversation, services)
        _tidy_up_in_slack(leased.conversation, message, services)
        services.conversations.forget(conversation_id)
    return "deleted"


def _delete_report(conversation: Conversation, services: SlackServices) -> None:
    """Delete what is not in Slack, if any is left of it."""
    with suppress(ReportNotFound):
        delete_report(
            conversation.conversation_id,
            owner_of(conversation.workspace),
            now=services.clock(),
            reports=services.reports,
            files=services.files,
            forget=lambda _: None,  # Last of all, as it says where in Slack the report is.
            spending=services.spending,
            again=services.again,
        )


def _tidy_up_in_slack(conversation: Conversation, message: SlackMessage, services: SlackServices) -> None:
    """Delete workbooks and pictures and have the message say that all is deleted.

    What Slack still refuses at the last try is left: people are to be forgotten all the same.
    """
    last_try = message.tries >= len(RETRY_AFTER_S)
    left = 0
    for file_id in conversation.file_ids:
        try:
            services.messenger.delete_file(file_id)
        except SlackRefused as refusal:
            left += refusal.code not in _NO_SUCH_FILE
        except SlackBusy:
            if not last_try:
                raise
            left += 1
    try:
        _show(conversation, message, services, files_left=bool(left))
    except SlackBusy:
        if not last_try:
            raise


def _show(
    conversation: Conversation, message: SlackMessage, services: SlackServices, *, files_left: bool
) -> None:
    deleted = services.renderer.deleted(message.user, files_left=files_left)
    if conversation.route is Route.BOT and conversation.ts:
        try:
            services.messenger.update(conversation.home, conversation.ts, deleted)
        except SlackRefused:
            pass  # The click's own address may do.
        else:
            return
    with suppress(SlackRefused):
        services.messenger.respond(message.response_url, deleted, private=conversation.private, replace=True)
