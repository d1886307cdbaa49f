"""Share an answer, or no longer: its links are made, or taken back, and the message shows it."""

from __future__ import annotations

from linernotes.slack.clicks import TOO_OLD, clicked, note_click, response_url_of_click, tell
from linernotes.slack.deliver import deliver
from linernotes.slack.ports import SlackMessage
from linernotes.slack.render_answer import render_answer
from linernotes.slack.services import SlackServices, lease


def unshare(message: SlackMessage, services: SlackServices) -> str:
    """Take the links of an answer back, and show it without any. Raises SlackBusy."""
    return _render_again(message, services, shared=False)


def share(message: SlackMessage, services: SlackServices) -> str:
    """Give an answer new links. Raises SlackBusy."""
    return _render_again(message, services, shared=True)


def _render_again(message: SlackMessage, services: SlackServices, *, shared: bool) -> str:
    conversation = clicked(message.conversation_id, message, services)
    report = services.reports.get(message.conversation_id)
    if conversation is None:
        return "too old"
    if report is None:
        tell(message, TOO_OLD, services)
    if report is None or not report.status.ended:
        return "too old"
    with lease(conversation.conversation_id, services) as leased:
        if message.click in leased.conversation.clicks:
            return "rendered before"
        if not shared:
            services.reports.unshare(report.report_id, now=services.clock())
        leased.save(shared=shared, response_url=response_url_of_click(message, services))
        deliver(leased, render_answer(leased.conversation, report, services), services, end=True)
        note_click(leased, message)
    return "shared" if shared else "no longer shared"
