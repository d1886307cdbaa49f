"""Tell whoever waits that the answer is there, by a reply to it: the edit that shows it notifies nobody."""

from __future__ import annotations

from linernotes.model.errors import SlackBusy, SlackRefused
from linernotes.model.report import Report, Status
from linernotes.slack.conversation import Conversation, Route
from linernotes.slack.membership import as_member
from linernotes.slack.services import LeasedConversation, SlackServices


def announcement(conversation: Conversation, report: Report) -> str:
    """Give the reply, in Slack's markup: of names it has only mentions, which are Slack's own ids.

    It calls whoever asked, and whoever had it repaired too.
    """
    ended = "could not be made" if report.status is Status.FAILED else "is ready"
    called = " ".join(f"<@{user}>" for user in (conversation.user, *conversation.waiting))
    return f"{called} your report {ended}"


def announce(leased: LeasedConversation, report: Report, services: SlackServices) -> None:
    """Reply to the answer, once a revision, unless the workbook has come with these words already.

    What an earlier call may have posted is looked for, and where it cannot be looked for it is taken to be
    there: nobody is to be called twice. Raises SlackBusy.
    """
    conversation, messenger = leased.conversation, services.messenger
    if conversation.route is not Route.BOT or not conversation.ts:
        return
    if conversation.announced == report.revision:
        return
    mark = f"{conversation.conversation_id} {report.revision}"
    if conversation.announcing != report.revision or not _may_be_there(conversation, mark, services):
        leased.save(announcing=report.revision)
        message = {"text": announcement(conversation, report)}
        try:
            messenger.post(conversation.home, message, conversation_id=mark, thread=conversation.ts)
        except SlackBusy as busy:
            if not busy.may_be_done:
                leased.save(announcing=0)
            raise
        except SlackRefused:
            pass  # The answer is there for whoever looks.
    leased.save(announced=report.revision, waiting=())


def _may_be_there(conversation: Conversation, mark: str, services: SlackServices) -> bool:
    def find() -> str | None:
        return services.messenger.find(
            conversation.home, mark, since=conversation.asked_at, thread=conversation.ts
        )

    try:
        return as_member(services.messenger, conversation.home, find) is not None
    except SlackRefused:
        return True
