"""Answer messages of the Slack queue: a line becomes a report, and its message the answer to it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from linernotes.model.errors import (
    BudgetSpent,
    InvalidRequest,
    LineNotUnderstood,
    NothingToRepair,
    QuotaReserved,
    ReportDeleted,
    ReportNotFinished,
    SlackBusy,
    SlackRefused,
    SubscriptionTooExpensive,
    TooExpensive,
    UpstreamError,
)
from linernotes.model.report import Report, Status
from linernotes.model.words import counted
from linernotes.reports.repair_report import repair_report
from linernotes.request_line.periods import month_before
from linernotes.request_line.reading import read_canonical
from linernotes.request_line.rhythms import first_days
from linernotes.request_line.written import line_text
from linernotes.slack.announce import announce
from linernotes.slack.ask_back import cancel, create_agreed, create_if_agreed
from linernotes.slack.change_subscription import CHANGES, change_clicked, tell_subscriptions
from linernotes.slack.choose import choices_of, line_with
from linernotes.slack.clicks import TOO_OLD, clicked, note_click, response_url_of_click, tell
from linernotes.slack.conversation import (
    POLL_AFTER_S,
    RETRY_AFTER_S,
    Conversation,
    FileState,
    Route,
    UploadedFile,
    owner_of,
)
from linernotes.slack.delete import delete
from linernotes.slack.deliver import deliver, tell_asker
from linernotes.slack.fail import UNEXPECTED_RETRY_AFTER_S
from linernotes.slack.last_reports import tell_last_reports
from linernotes.slack.ports import LeaseLost, SlackAction, SlackMessage
from linernotes.slack.render_answer import render_answer
from linernotes.slack.repeat_form import rhythm_in
from linernotes.slack.services import LeasedConversation, SlackServices, lease, new_conversation
from linernotes.slack.share import share, unshare
from linernotes.slack.show_picture import show_picture
from linernotes.slack.subscribe import ask_to_subscribe, asks_again, dont_subscribe, subscribe
from linernotes.slack.upload_workbook import upload_workbook
from linernotes.slack.whole_names import SearchedOnce, artists_of, in_whole_names

FORGOTTEN = "nobody to tell"
DELETED = "This report has been deleted."


def answer_message(message: SlackMessage, services: SlackServices) -> str:
    """Carry out a message's action; says in a word or two what came of it.

    What cannot be done yet is sent again for later, and after the last try raises what kept it. Unexpected
    errors are raised at once, for `fail_message`.
    """
    try:
        return _ANSWERS[message.action](message, services)
    except (SlackBusy, UpstreamError, LeaseLost) as busy:
        if message.tries >= len(RETRY_AFTER_S):
            raise
        wait_s = getattr(busy, "wait_s", None)
        delay_s = RETRY_AFTER_S[message.tries] if wait_s is None else int(wait_s) + 1
        services.slack_queue.send(replace(message, tries=message.tries + 1), delay_s=delay_s)
        return f"retrying in {delay_s} s: {busy}"


def _ask(message: SlackMessage, services: SlackServices) -> str:
    conversation = _new_conversation(message, services)
    begun = services.conversations.begin(conversation)
    if not begun and services.conversations.get(conversation.conversation_id) is None:
        return FORGOTTEN
    if not asks_again(conversation):
        services.conversations.note_last(conversation)
    with lease(conversation.conversation_id, services) as leased:
        if leased.conversation.closed:
            return "closed before"
        asked = services.conversations.asked_this_hour(
            conversation.workspace, conversation.user, conversation.conversation_id, now=conversation.asked_at
        )
        if asked > services.reports_per_hour:
            limit = f"{counted(services.reports_per_hour, 'report')} an hour"
            tell(message, f"You have reached the limit of {limit}. Try again later.", services)
            leased.save(closed=True)
            return "too many"
        return _go_on(leased, message, services)


def _go_on(leased: LeasedConversation, message: SlackMessage, services: SlackServices) -> str:
    """Create the report unless there is one, and show how far it is."""
    conversation_id = leased.conversation.conversation_id
    report = services.reports.get(conversation_id) or _create_report(leased, message, services)
    if report is None:
        return "refused" if leased.conversation.closed else "asked back"
    if report.status.ended:
        return _finish(leased, report, message, services)
    _show_progress(leased, report, services)
    if leased.conversation.polls == 0:
        _poll_later(leased.conversation, 1, services)
    return "begun"


def _create(message: SlackMessage, services: SlackServices) -> str:
    return create_agreed(message, services, go_on=_go_on)


def _new_conversation(message: SlackMessage, services: SlackServices) -> Conversation:
    try:
        private = read_canonical(message.line, today=(message.at or services.clock()).date()).private
    except LineNotUnderstood:
        private = True  # Why not is said where only the asker sees it.
    return new_conversation(message, services, private=private)


def _create_report(
    leased: LeasedConversation, message: SlackMessage, services: SlackServices
) -> Report | None:
    """Make the report, ask back first, or tell the asker alone why there is none, which closes this."""
    conversation = leased.conversation
    try:
        line = read_canonical(conversation.line, today=conversation.asked_at.date())
        search = SearchedOnce(services.searches(owner_of(conversation.workspace)))
        line = in_whole_names(line, search)
        if line_text(line) != conversation.line:  # Buttons and the form take names from it by their places.
            leased.save(line=line_text(line))
            conversation = leased.conversation
        artists = artists_of(line, search)
        if line.rhythm is not None:
            ask_to_subscribe(line, line.rhythm, artists, leased, message, services)
            return None
        return create_if_agreed(line, artists, leased, message, services)
    except (LineNotUnderstood, TooExpensive, SubscriptionTooExpensive, BudgetSpent, QuotaReserved) as error:
        refused = services.renderer.refused(conversation, [str(error)])
    except ReportDeleted:
        refused = services.renderer.refused(conversation, [DELETED])
    except InvalidRequest as error:
        problems = [problem for _, problem in error.errors]
        refused = services.renderer.refused(conversation, problems, choices_of(error, line))
    except UpstreamError as error:
        if error.retryable and message.tries < len(RETRY_AFTER_S):
            note = "Soundcharts is not responding. Trying again…"
            tell_asker(leased, services.renderer.accepted(conversation, note), services)
            raise
        refused = services.renderer.refused(conversation, [str(error)])
    tell_asker(leased, refused, services)
    leased.save(closed=True)
    return None


def _poll(message: SlackMessage, services: SlackServices) -> str:
    """Show how far a report is, and arrange the next poll first: a call that dies breaks no chain."""
    if services.conversations.get(message.conversation_id) is None:
        return FORGOTTEN
    with lease(message.conversation_id, services) as leased:
        report = services.reports.get(message.conversation_id)
        if report is None or message.number <= leased.conversation.polls or leased.conversation.closed:
            return "polled before"
        if report.status.ended:
            return _finish(leased, report, message, services)
        _poll_later(leased.conversation, message.number + 1, services)
        leased.save(polls=message.number)
        _show_progress(leased, report, services)
    return "polled"


def _poll_later(conversation: Conversation, number: int, services: SlackServices) -> None:
    if number <= len(POLL_AFTER_S):
        poll = SlackMessage(
            SlackAction.POLL,
            conversation.conversation_id,
            number=number,
            workspace=conversation.workspace,
        )
        services.slack_queue.send(poll, delay_s=POLL_AFTER_S[number - 1])


def _show_progress(leased: LeasedConversation, report: Report, services: SlackServices) -> None:
    try:
        deliver(leased, services.renderer.progress(leased.conversation, report), services, end=False)
    except SlackBusy:
        if not leased.conversation.shown:
            raise  # Until it is seen for the first time, nobody else knows anything.
    conversation = leased.conversation
    if conversation.route is Route.RESPONSE_URL and not conversation.acknowledged:
        tell_asker(leased, services.renderer.accepted(conversation), services)
        leased.save(acknowledged=True)


def _report_ended(message: SlackMessage, services: SlackServices) -> str:
    report = services.reports.get(message.conversation_id)
    if report is None or report.revision != message.number or not report.status.ended:
        return "nothing to tell"
    if services.conversations.get(message.conversation_id) is None:
        return FORGOTTEN
    with lease(message.conversation_id, services) as leased:
        return _finish(leased, report, message, services)


def _finish(
    leased: LeasedConversation, report: Report, message: SlackMessage, services: SlackServices
) -> str:
    """Turn the message into the answer, add the workbook and the picture, each once a revision."""
    outcome = "answered before"
    if leased.conversation.answered != report.revision:
        shown = deliver(leased, render_answer(leased.conversation, report, services), services, end=True)
        leased.save(answered=report.revision)
        outcome = "answered" if shown else f"not to be reached: {leased.conversation.fallback_reason}"
    if (
        leased.conversation.route is Route.BOT
        and leased.conversation.ts
        and report.status is not Status.FAILED
    ):
        before = leased.conversation.file
        file = _uploaded(leased, report, message, services)
        if file.state is FileState.GIVEN_UP and file != before:
            deliver(leased, render_answer(leased.conversation, report, services), services, end=True)
        outcome += f", file {file.state.value}"
    announce(leased, report, services)
    services.reports.mark_notified(report.report_id, report.revision)
    return f"{outcome}, {show_picture(leased, report, services, tries=message.tries)}"


def _uploaded(
    leased: LeasedConversation, report: Report, message: SlackMessage, services: SlackServices
) -> UploadedFile:
    """Upload the workbook. What keeps it from being uploaded in the last try is said in the answer."""
    try:
        return upload_workbook(leased, report, services, tries=message.tries)
    except Exception as error:
        # Whatever it is, the answer is shown already and must say in the end why it has no file.
        if isinstance(error, LeaseLost) or message.tries < len(_waits_after(error)):
            raise
        file = UploadedFile(
            report.revision, FileState.GIVEN_UP, why=f"Something went wrong ({report.report_id})"
        )
        leased.save(file=file)
        deliver(leased, render_answer(leased.conversation, report, services), services, end=True)
        raise


def _waits_after(error: Exception) -> Sequence[int]:
    """Give how long to wait before each new try after an error."""
    return (
        RETRY_AFTER_S
        if isinstance(error, SlackBusy | UpstreamError | LeaseLost)
        else UNEXPECTED_RETRY_AFTER_S
    )


def _repair(message: SlackMessage, services: SlackServices) -> str:
    conversation = clicked(message.conversation_id, message, services)
    report = services.reports.get(message.conversation_id)
    if conversation is None:
        return "too old"
    if report is None:
        tell(message, TOO_OLD, services)
        return "too old"
    with lease(conversation.conversation_id, services) as leased:
        if message.click in leased.conversation.clicks:
            return "repaired before"
        # First, as the end of the next revision may have to be told by it whatever becomes of this call.
        leased.save(
            polls=0,
            closed=False,
            response_url=response_url_of_click(message, services),
            waiting=_waiting_too(leased.conversation, message.user),
        )
        try:
            report = repair_report(
                report,
                now=services.clock(),
                deadline_s=services.deadline_s,
                reports=services.reports,
                windows=services.windows,
                lookups=services.lookups,
                queue=services.queue,
                spending=services.spending,
                again=services.again,
            )
        except (NothingToRepair, ReportNotFinished, BudgetSpent, QuotaReserved) as error:
            if not isinstance(error, ReportNotFinished):  # Of one that is on its way the end is to come.
                leased.save(waiting=conversation.waiting)
            tell(message, f"This cannot be retried now: {error}.", services)
            return "not repaired"
        _poll_later(conversation, 1, services)
        _show_progress(leased, report, services)
        note_click(leased, message)
    return "repairing"


def _waiting_too(conversation: Conversation, user: str) -> tuple[str, ...]:
    """Give who waits for the next end beside the asker, with one more."""
    return (
        tuple(dict.fromkeys((*conversation.waiting, user)))
        if user != conversation.user
        else conversation.waiting
    )


def _run_again(message: SlackMessage, services: SlackServices) -> str:
    before = clicked(message.original_id, message, services)
    if before is None:
        return "too old"
    return _ask(replace(message, line=before.line), services)


def _choose(message: SlackMessage, services: SlackServices) -> str:
    """Make the report with the artist somebody chose, in a conversation of its own."""
    before = clicked(message.original_id, message, services)
    if before is None:
        return "too old"
    line = line_with(before.line, message.choice, today=before.asked_at.date())
    asked = replace(message, line=line, acknowledged=True)
    accepted = services.renderer.accepted(new_conversation(asked, services, private=True))
    with suppress(SlackRefused):  # What was asked is asked, whatever becomes of the question.
        services.messenger.respond(message.response_url, accepted, private=True, replace=True)
    return _ask(asked, services)


def _repeat(message: SlackMessage, services: SlackServices) -> str:
    """Ask for a report that is there to come again, as often as a form said, in a conversation of its own."""
    before = clicked(message.original_id, message, services)
    if before is None:
        return "too old"
    today = (message.at or services.clock()).date()
    line = read_canonical(before.line, today=before.asked_at.date())
    rhythm = rhythm_in(message.line)
    again = replace(line, rhythm=rhythm, period=first_days(rhythm.period, today=today))
    return _ask(replace(message, line=line_text(again)), services)


def _cancel(message: SlackMessage, services: SlackServices) -> str:
    conversation = services.conversations.get(message.conversation_id)
    again = conversation is not None and asks_again(conversation)
    return dont_subscribe(message, services) if again else cancel(message, services)


def _other_month(message: SlackMessage, services: SlackServices) -> str:
    """Offer the line of the month before: without a bot token there is no form to open."""
    before = clicked(message.original_id, message, services)
    if before is None:
        return "too old"
    line = read_canonical(before.line, today=before.asked_at.date())
    earlier = line_text(replace(line, period=month_before(line.period)))
    tell(message, "Change the month in this line and send it:", services, line=earlier)
    return "offered"


_ANSWERS = {
    SlackAction.ASK: _ask,
    SlackAction.POLL: _poll,
    SlackAction.REPORT_ENDED: _report_ended,
    SlackAction.REPAIR: _repair,
    SlackAction.RERUN: _run_again,
    SlackAction.OTHER_MONTH: _other_month,
    SlackAction.UNSHARE: unshare,
    SlackAction.SHARE: share,
    SlackAction.CHOOSE: _choose,
    SlackAction.STATUS: tell_last_reports,
    SlackAction.LIST: tell_last_reports,
    SlackAction.CREATE: _create,
    SlackAction.CANCEL: _cancel,
    SlackAction.DELETE: delete,
    SlackAction.REPEAT: _repeat,
    SlackAction.SUBSCRIBE: subscribe,
    SlackAction.SUBSCRIPTIONS: tell_subscriptions,
    **dict.fromkeys(CHANGES, change_clicked),
}
