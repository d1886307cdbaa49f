"""The last reports somebody asked for, and how they stand, told to them alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from slack_sdk.models.blocks import Block, ButtonElement, PlainTextObject, SectionBlock

from linernotes.model.countries import country_name
from linernotes.model.errors import SlackRefused
from linernotes.model.period_words import period_words
from linernotes.model.report import Report, Status
from linernotes.model.words import counted
from linernotes.reports.share_report import share_report
from linernotes.reports.sharing import page_link
from linernotes.slack.blocks import COMMAND, cut, header, markup, message, moment, small_print
from linernotes.slack.conversation import Conversation
from linernotes.slack.messages import OPEN_PAGE, names_of
from linernotes.slack.ports import LAST_KEPT, Message, SlackAction, SlackMessage
from linernotes.slack.services import SlackServices, lease, new_conversation
from linernotes.threads import in_threads

_IN_STATUS = 3
_READS_AT_ONCE = 10
_LONGEST_LINE = 200


@dataclass(frozen=True, slots=True)
class LastReport:
    """A conversation, its report as far as there is one, and a link to that if it may be opened by one."""

    conversation: Conversation
    report: Report | None
    page: str | None = None


def tell_last_reports(message: SlackMessage, services: SlackServices) -> str:
    """Tell who asked how their last reports in this workspace stand, and nobody else.

    A list has more of them, and a new link to each that is shared; the tokens of old ones are kept nowhere.
    Told once, however often the command comes: it has a conversation of its own, which is forgotten when that
    is done. Raises SlackBusy if Slack is not ready.
    """
    if not message.response_url:
        return "nobody to tell"
    conversations, asked = services.conversations, new_conversation(message, services, private=True)
    if not conversations.begin(asked) and conversations.get(asked.conversation_id) is None:
        return "told before"
    with lease(asked.conversation_id, services):
        outcome = _tell(message, services)
        conversations.forget(asked.conversation_id)
    return outcome


def _tell(message: SlackMessage, services: SlackServices) -> str:
    listing = message.action is SlackAction.LIST
    last = services.conversations.last_of(message.workspace, message.user)
    read = partial(_last_report, message=message, services=services)
    found = in_threads(read, last if listing else last[:_IN_STATUS], at_once=_READS_AT_ONCE)
    reports = [each for each in found if each is not None]
    try:
        services.messenger.respond(
            message.response_url, last_reports_message(reports), private=True, replace=False
        )
    except SlackRefused as error:
        return f"not to be told: {error}"
    return f"told of {counted(len(reports), 'report')}"


def last_reports_message(reports: Sequence[LastReport]) -> Message:
    """Render reports with how they stand, for the one who asked for them."""
    asked = [f"{each.conversation.asked_at:%-d %B %Y, %H:%M} UTC" for each in reports]
    told = [f"{_about(each)}\n{_state(each)} · asked {at}" for each, at in zip(reports, asked, strict=True)]
    title = "Your last reports" if reports else "You have no reports here yet"
    blocks: list[Block] = [header(title)]
    for each in reports:
        button = None
        if each.page:
            button = ButtonElement(text=_plain("Open report"), action_id=OPEN_PAGE, url=each.page)
        blocks.append(SectionBlock(text=_plain(_about(each)), accessory=button))
        blocks.append(markup(f"{_state(each)} · asked {moment(each.conversation.asked_at, day=True)}"))
    blocks.append(small_print(f"{COMMAND} list has the last {LAST_KEPT} of yours, with their links."))
    return message("\n".join([title, *told]), blocks)


def _last_report(
    conversation_id: str, *, message: SlackMessage, services: SlackServices
) -> LastReport | None:
    conversation = services.conversations.get(conversation_id)
    if conversation is None:
        return None
    report = services.reports.get(conversation_id)
    page = None
    if (
        message.action is SlackAction.LIST
        and conversation.shared
        and report is not None
        and report.status in (Status.SUCCEEDED, Status.PARTIAL)
    ):
        token = share_report(
            report,
            now=services.clock(),
            valid_for=services.share_for,
            new_token=services.new_token,
            links=services.links,
        )
        page = page_link(message.page_url, token)
    return LastReport(conversation, report, page)


def _about(each: LastReport) -> str:
    if each.report is None:
        return cut(each.conversation.line, _LONGEST_LINE)
    request = each.report.request
    return f"{names_of(request.artists)} · {period_words(request.period)}, {country_name(request.country)}"


def _state(each: LastReport) -> str:
    report = each.report
    if report is None:
        return "Not created" if each.conversation.closed else "Not begun yet"
    if not report.status.ended:
        return f"Being made, {len(report.ended)} of {len(report.jobs)}"
    if report.status is Status.FAILED:
        return "Failed"
    if report.status is Status.PARTIAL:
        return f"Ready, but {len(report.failures)} of {len(report.jobs)} could not be fetched"
    return "Ready"


def _plain(text: str) -> PlainTextObject:
    return PlainTextObject(text=text, emoji=False)
