"""Ask back before a report of many calls is created, and carry on as whoever asked decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from linernotes.model.errors import BudgetSpent, SlackError
from linernotes.model.report import Report
from linernotes.model.request import DEFAULT_SONGS, Artist, ReportRequest
from linernotes.model.words import counted
from linernotes.reports.request_report import request_report
from linernotes.reports.spending import price_above
from linernotes.request_line.written import RequestLine
from linernotes.slack.clicks import TOO_OLD, is_theirs
from linernotes.slack.conversation import DOOR, owner_of
from linernotes.slack.deliver import deliver, tell_asker
from linernotes.slack.ports import Message, SlackAction, SlackMessage
from linernotes.slack.services import LeasedConversation, SlackServices, lease

MANY_CALLS = 200
"""From so many calls on no report is created without a word of whoever asked for it (contract 2)."""
CANCELLED = "The report was not created."


def create_if_agreed(
    line: RequestLine,
    artists: tuple[Artist, ...],
    leased: LeasedConversation,
    message: SlackMessage,
    services: SlackServices,
) -> Report | None:
    """Create the report of a line that takes few calls, or those agreed to; else ask, and give None.

    The click that agrees has the number that was shown in its message; what takes more by now is asked again.
    Raises TooExpensive, BudgetSpent and QuotaReserved for what cannot be, SlackBusy and StoreBusy.
    """
    conversation, now, spending = leased.conversation, services.clock(), services.spending
    owner = owner_of(conversation.workspace)
    request = request_of(line, artists)
    agreed = message.number if message.action is SlackAction.CREATE else 0
    price = price_above(max(MANY_CALLS, agreed), request, spending, now=now).price
    if price > max(MANY_CALLS, agreed):
        budget = spending.budget_of(owner, now=now)
        if price > budget.left:
            raise BudgetSpent(budget, price, now=now)
        _ask_back(price, budget.left, leased, message, services)
        return None
    return request_report(
        replace(request, max_upstream_calls=agreed) if agreed > spending.max_calls else request,
        owner,
        report_id=conversation.conversation_id,
        now=now,
        deadline_s=services.deadline_s,
        spending=spending,
        reports=services.reports,
        queue=services.queue,
        door=DOOR,
        again=services.again,
    )


def create_agreed(
    message: SlackMessage,
    services: SlackServices,
    *,
    go_on: Callable[[LeasedConversation, SlackMessage, SlackServices], str],
) -> str:
    """Carry on with a report whose number of calls was agreed to; `go_on` creates it."""
    if not is_known(message, services):
        return "too old"
    with lease(message.conversation_id, services) as leased:
        if leased.conversation.closed:
            answer_click(message, CANCELLED, services)
            return "closed before"
        outcome = go_on(leased, message, services)
        if services.reports.get(message.conversation_id) is not None:
            answer_click(message, f"Creating it, with up to {_calls(message.number)}.", services)
        return outcome


def cancel(message: SlackMessage, services: SlackServices) -> str:
    """Close a conversation whose report is not to be created after all."""
    if not is_known(message, services):
        return "too old"
    with lease(message.conversation_id, services) as leased:
        if services.reports.get(message.conversation_id) is not None:
            answer_click(message, "The report is being created already.", services)
            return "created before"
        leased.save(closed=True)
        answer_click(message, CANCELLED, services)
    return "cancelled"


def request_of(line: RequestLine, artists: tuple[Artist, ...]) -> ReportRequest:
    """Give the request of a line."""
    return ReportRequest(
        artists=artists,
        platforms=line.platforms,
        start_date=line.period.start,
        end_date=line.period.end,
        country=line.country,
        sections=line.sections,
        songs_limit=line.songs_limit or DEFAULT_SONGS,
        compare=line.compare,
    )


def _ask_back(
    price: int, left: int, leased: LeasedConversation, message: SlackMessage, services: SlackServices
) -> None:
    """Ask whoever asked, and nobody else where they can be reached alone; again in place of the question."""
    show_question(services.renderer.question(leased.conversation, price, left), leased, message, services)


def show_question(
    question: Message, leased: LeasedConversation, message: SlackMessage, services: SlackServices
) -> None:
    """Show a question to whoever asked and nobody else, where they can be reached alone. Raises SlackBusy."""
    if message.action is SlackAction.CREATE:
        services.messenger.respond(message.response_url, question, private=True, replace=True)
    elif not tell_asker(leased, question, services):
        deliver(leased, question, services, end=True)


def is_known(message: SlackMessage, services: SlackServices) -> bool:
    """Say whether the conversation somebody clicked in is there and their workspace's; else they are told."""
    conversation = services.conversations.get(message.conversation_id)
    if conversation is not None and is_theirs(conversation, message):
        return True
    answer_click(message, TOO_OLD, services)
    return False


def answer_click(message: SlackMessage, text: str, services: SlackServices) -> None:
    """Put a text in the place of the question, so that it is not answered twice, if Slack takes it."""
    try:
        services.messenger.respond(
            message.response_url, services.renderer.notice(text), private=True, replace=True
        )
    except SlackError:
        return


def _calls(price: int) -> str:
    return f"{counted(price, 'call')} to Soundcharts"
