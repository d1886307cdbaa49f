"""Answer messages of the Slack queue: a line becomes a report, and its message the answer to it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from linernotes.model.errors import (
    InvalidRequest,
    LineNotUnderstood,
    NothingToRepair,
    ReportNotFinished,
    SlackBusy,
    SlackError,
    UpstreamError,
)
from linernotes.model.report import Report, Status
from linernotes.model.request import Artist, ReportRequest
from linernotes.model.words import counted
from linernotes.reports.file_names import RESULT_NAME
from linernotes.reports.repair_report import repair_report
from linernotes.reports.request_report import request_report
from linernotes.reports.resolve_artists import resolve_artists
from linernotes.reports.share_report import share_report
from linernotes.reports.sharing import page_link
from linernotes.slack.conversation import (
    DOOR,
    POLL_AFTER_S,
    Conversation,
    FileState,
    ResponseUrl,
    Route,
    UploadedFile,
    owner_of,
)
from linernotes.slack.deliver import deliver
from linernotes.slack.fail import UNEXPECTED_RETRY_AFTER_S
from linernotes.slack.line_periods import month_before
from linernotes.slack.ports import LeaseLost, Message, SlackAction, SlackMessage
from linernotes.slack.request_line import RequestLine, line_text, read_canonical
from linernotes.slack.services import LeasedConversation, Links, SlackServices, lease, new_conversation
from linernotes.slack.upload_workbook import upload_workbook

RETRY_AFTER_S = (2, 4, 8, 15, 30, 60, 120)
"""How long to wait before each new try, when Slack or Soundcharts does not say how long itself."""
CLICKS_KEPT = 20
TOO_OLD = "This report has been deleted, so its buttons no longer work."


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
    services.conversations.begin(conversation)
    with lease(conversation.conversation_id, services) as leased:
        if leased.conversation.closed:
            return "closed before"
        asked = services.conversations.asked_this_hour(
            conversation.workspace, conversation.user, conversation.conversation_id, now=conversation.asked_at
        )
        if asked > services.reports_per_hour:
            limit = f"{counted(services.reports_per_hour, 'report')} an hour"
            _tell(message, f"You have reached the limit of {limit}. Try again later.", services)
            leased.save(closed=True)
            return "too many"
        report = services.reports.get(conversation.conversation_id) or _create_report(
            leased, message, services
        )
        if report is None:
            return "refused"
        if report.status.ended:
            return _finish(leased, report, message, services)
        _show_progress(leased, report, services)
        if leased.conversation.polls == 0:
            _poll_later(conversation.conversation_id, 1, services)
    return "begun"


def _new_conversation(message: SlackMessage, services: SlackServices) -> Conversation:
    try:
        private = read_canonical(message.line, today=(message.at or services.clock()).date()).private
    except LineNotUnderstood:
        private = True  # Why not is said where only the asker sees it.
    return new_conversation(message, services, private=private)


def _create_report(
    leased: LeasedConversation, message: SlackMessage, services: SlackServices
) -> Report | None:
    """Make the report, or say why there is none and close the conversation."""
    conversation = leased.conversation
    if not conversation.shown:
        deliver(leased, services.renderer.accepted(conversation), services, end=False)
    try:
        line = read_canonical(conversation.line, today=conversation.asked_at.date())
        asked = [Artist(one.uuid, one.name) if one.uuid else one.name or "" for one in line.artists]
        artists = resolve_artists(asked, upstream=services.upstream)
    except LineNotUnderstood as error:
        refused = services.renderer.refused(leased.conversation, [str(error)])
    except InvalidRequest as error:
        problems = [problem for _, problem in error.errors]
        refused = services.renderer.refused(leased.conversation, problems, error.candidates)
    except UpstreamError as error:
        if error.retryable and message.tries < len(RETRY_AFTER_S):
            note = "Soundcharts is not responding. Trying again…"
            deliver(leased, services.renderer.accepted(conversation, note), services, end=False)
            raise
        refused = services.renderer.refused(leased.conversation, [str(error)])
    else:
        return request_report(
            _request(line, artists),
            owner_of(conversation.workspace),
            report_id=conversation.conversation_id,
            now=services.clock(),
            deadline_s=services.deadline_s,
            reports=services.reports,
            queue=services.queue,
            door=DOOR,
        )
    deliver(leased, refused, services, end=True)
    leased.save(closed=True)
    return None


def _request(line: RequestLine, artists: tuple[Artist, ...]) -> ReportRequest:
    return ReportRequest(
        artists=artists,
        platforms=line.platforms,
        start_date=line.period.start,
        end_date=line.period.end,
        country=line.country,
        sections=line.sections,
        compare=line.compare,
    )


def _poll(message: SlackMessage, services: SlackServices) -> str:
    """Show how far a report is, and arrange the next poll first: a call that dies breaks no chain."""
    with lease(message.conversation_id, services) as leased:
        report = services.reports.get(message.conversation_id)
        if report is None or message.number <= leased.conversation.polls or leased.conversation.closed:
            return "polled before"
        if report.status.ended:
            return _finish(leased, report, message, services)
        _poll_later(message.conversation_id, message.number + 1, services)
        leased.save(polls=message.number)
        _show_progress(leased, report, services)
    return "polled"


def _poll_later(conversation_id: str, number: int, services: SlackServices) -> None:
    if number <= len(POLL_AFTER_S):
        poll = SlackMessage(SlackAction.POLL, conversation_id, number=number)
        services.slack_queue.send(poll, delay_s=POLL_AFTER_S[number - 1])


def _show_progress(leased: LeasedConversation, report: Report, services: SlackServices) -> None:
    try:
        deliver(leased, services.renderer.progress(leased.conversation, report), services, end=False)
    except SlackBusy:
        if not leased.conversation.shown:
            raise  # Until it is seen for the first time, whoever asked knows nothing.


def _report_ended(message: SlackMessage, services: SlackServices) -> str:
    report = services.reports.get(message.conversation_id)
    if report is None or report.revision != message.number or not report.status.ended:
        return "nothing to tell"
    if services.conversations.get(message.conversation_id) is None:
        return "nobody to tell"
    with lease(message.conversation_id, services) as leased:
        return _finish(leased, report, message, services)


def _finish(
    leased: LeasedConversation, report: Report, message: SlackMessage, services: SlackServices
) -> str:
    """Turn the message into the answer and put the workbook beneath it, both once a revision."""
    outcome = "answered before"
    if leased.conversation.answered != report.revision:
        shown = deliver(leased, _answer(leased.conversation, report, services), services, end=True)
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
            deliver(leased, _answer(leased.conversation, report, services), services, end=True)
        outcome += f", file {file.state.value}"
    services.reports.mark_notified(report.report_id, report.revision)
    return outcome


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
            report.revision, FileState.GIVEN_UP, why=f"something went wrong ({report.report_id})"
        )
        leased.save(file=file)
        deliver(leased, _answer(leased.conversation, report, services), services, end=True)
        raise


def _waits_after(error: Exception) -> Sequence[int]:
    """Give how long to wait before each new try after an error."""
    return (
        RETRY_AFTER_S
        if isinstance(error, SlackBusy | UpstreamError | LeaseLost)
        else UNEXPECTED_RETRY_AFTER_S
    )


def _answer(conversation: Conversation, report: Report, services: SlackServices) -> Message:
    """Render the answer, with new links if it has any: the old ones' tokens are kept nowhere."""
    result = json.loads(services.files.get_json_text(report.folder, RESULT_NAME)) if report.folder else None
    links = None
    if conversation.shared and report.status is not Status.FAILED:
        now = services.clock()
        token = share_report(
            report, now=now, valid_for=services.share_for, new_token=services.new_token, links=services.links
        )
        links = Links(
            page=page_link(conversation.page_url, token),
            download=f"{conversation.page_url}shared/{token}/download",
            until=now + services.share_for,
        )
    note = None
    if conversation.file is not None and conversation.file.state is FileState.GIVEN_UP:
        note = f"The workbook could not be uploaded: {conversation.file.why}. Use the link to download it."
    elif (
        conversation.route is Route.RESPONSE_URL
        and services.messenger.has_token
        and conversation.fallback_reason
    ):
        note = (
            f"The workbook is not in the thread: {conversation.fallback_reason}. Use the link to download it."
        )
    return services.renderer.answer(conversation, report, result, links, note)


def _repair(message: SlackMessage, services: SlackServices) -> str:
    conversation = _clicked(message.conversation_id, message, services)
    report = services.reports.get(message.conversation_id)
    if conversation is None or report is None:
        return "too old"
    with lease(conversation.conversation_id, services) as leased:
        if message.click in leased.conversation.clicks:
            return "repaired before"
        # First, as the end of the next revision may have to be told by it whatever becomes of this call.
        leased.save(polls=0, closed=False, response_url=_response_url_of_click(message, services))
        try:
            report = repair_report(
                report,
                now=services.clock(),
                deadline_s=services.deadline_s,
                reports=services.reports,
                windows=services.windows,
                queue=services.queue,
            )
        except (NothingToRepair, ReportNotFinished) as error:
            _tell(message, f"This cannot be retried now: {error}.", services)
            return "not repaired"
        _poll_later(conversation.conversation_id, 1, services)
        _show_progress(leased, report, services)
        _note_click(leased, message)
    return "repairing"


def _run_again(message: SlackMessage, services: SlackServices) -> str:
    before = _clicked(message.original_id, message, services)
    if before is None:
        return "too old"
    return _ask(replace(message, line=before.line), services)


def _other_month(message: SlackMessage, services: SlackServices) -> str:
    """Offer the line of the month before: without a bot token there is no form to open."""
    before = _clicked(message.original_id, message, services)
    if before is None:
        return "too old"
    line = read_canonical(before.line, today=before.asked_at.date())
    earlier = line_text(replace(line, period=month_before(line.period)))
    _tell(message, "Change the month in this line and send it:", services, line=earlier)
    return "offered"


def _unshare(message: SlackMessage, services: SlackServices) -> str:
    return _render_again(message, services, shared=False)


def _share(message: SlackMessage, services: SlackServices) -> str:
    return _render_again(message, services, shared=True)


def _render_again(message: SlackMessage, services: SlackServices, *, shared: bool) -> str:
    conversation = _clicked(message.conversation_id, message, services)
    report = services.reports.get(message.conversation_id)
    if conversation is None or report is None or not report.status.ended:
        return "too old"
    with lease(conversation.conversation_id, services) as leased:
        if message.click in leased.conversation.clicks:
            return "rendered before"
        if not shared:
            services.reports.unshare(report.report_id, now=services.clock())
        leased.save(shared=shared, response_url=_response_url_of_click(message, services))
        deliver(leased, _answer(leased.conversation, report, services), services, end=True)
        _note_click(leased, message)
    return "shared" if shared else "no longer shared"


def _clicked(conversation_id: str, message: SlackMessage, services: SlackServices) -> Conversation | None:
    """Give the conversation somebody clicked in; they are told if it is gone or is not their workspace's."""
    conversation = services.conversations.get(conversation_id)
    if conversation is None or conversation.workspace != message.workspace:
        _tell(message, TOO_OLD, services)
        return None
    return conversation


def _note_click(leased: LeasedConversation, message: SlackMessage) -> None:
    """Note that a click was answered; last, as one that was not must not be taken for it."""
    leased.save(clicks=(*leased.conversation.clicks[-CLICKS_KEPT + 1 :], message.click))


def _response_url_of_click(message: SlackMessage, services: SlackServices) -> ResponseUrl:
    return ResponseUrl(message.response_url, message.at or services.clock(), replaces=True)


def _tell(message: SlackMessage, text: str, services: SlackServices, *, line: str | None = None) -> None:
    """Say something to whoever clicked or asked, and to nobody else, if Slack takes it."""
    if not message.response_url:
        return
    try:
        notice = services.renderer.notice(text, line)
        services.messenger.respond(message.response_url, notice, private=True, replace=False)
    except SlackError:
        return


_ANSWERS = {
    SlackAction.ASK: _ask,
    SlackAction.POLL: _poll,
    SlackAction.REPORT_ENDED: _report_ended,
    SlackAction.REPAIR: _repair,
    SlackAction.RERUN: _run_again,
    SlackAction.OTHER_MONTH: _other_month,
    SlackAction.UNSHARE: _unshare,
    SlackAction.SHARE: _share,
}
