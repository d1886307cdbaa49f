"""Answer what is asked in Slack: a line becomes a report, its message the answer, with the file beneath."""

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
from linernotes.reports.finalize_report import RESULT_NAME
from linernotes.reports.repair_report import repair_report
from linernotes.reports.request_report import request_report
from linernotes.reports.resolve_artists import resolve_artists
from linernotes.reports.share_report import share_report
from linernotes.reports.sharing import page_link
from linernotes.slack.deliver_in_slack import deliver
from linernotes.slack.exchange import DOOR, LOOKS_S, Exchange, FileState, Hook, Route, UploadedFile, owner_of
from linernotes.slack.fail_in_slack import UNFORESEEN_AGAIN_S
from linernotes.slack.line_periods import month_before
from linernotes.slack.ports import LeaseLost, Message, SlackMessage, Wish
from linernotes.slack.request_line import RequestLine, line_text, read_canonical
from linernotes.slack.slack_desk import Desk, Held, Links, held, new_exchange
from linernotes.slack.upload_workbook import upload_workbook

AGAIN_S = (2, 4, 8, 15, 30, 60, 120)
"""How long to wait before each new try, when Slack or Soundcharts does not say how long itself."""
CLICKS_KEPT = 20
TOO_OLD = "What you clicked is too old: what it was about has been deleted."


def answer_in_slack(message: SlackMessage, desk: Desk) -> str:
    """Do what a message wants; says in a word or two what came of it.

    What cannot be done yet is sent again for later, and after so many tries raises what stood in its way; so
    does at once what nobody foresaw, which `fail_in_slack` is for.
    """
    try:
        return _ANSWERS[message.wish](message, desk)
    except (SlackBusy, UpstreamError, LeaseLost) as busy:
        if message.tries >= len(AGAIN_S):
            raise
        wait_s = getattr(busy, "wait_s", None)
        delay_s = AGAIN_S[message.tries] if wait_s is None else int(wait_s) + 1
        desk.slack_queue.send(replace(message, tries=message.tries + 1), delay_s=delay_s)
        return f"again in {delay_s} s: {busy}"


def _ask(message: SlackMessage, desk: Desk) -> str:
    exchange = _new_exchange(message, desk)
    desk.exchanges.begin(exchange)
    with held(exchange.exchange_id, desk) as holding:
        if holding.exchange.closed:
            return "closed before"
        asked = desk.exchanges.asked_this_hour(
            exchange.workspace, exchange.user, exchange.exchange_id, now=exchange.asked_at
        )
        if asked > desk.reports_per_hour:
            _tell(
                message, f"You have asked {desk.reports_per_hour} times in this hour; try in the next.", desk
            )
            holding.save(closed=True)
            return "too many"
        report = desk.reports.get(exchange.exchange_id) or _made_report(holding, message, desk)
        if report is None:
            return "refused"
        if report.status.ended:
            return _finish(holding, report, message, desk)
        _show_progress(holding, report, desk)
        if holding.exchange.looks == 0:
            _look_later(exchange.exchange_id, 1, desk)
    return "begun"


def _new_exchange(message: SlackMessage, desk: Desk) -> Exchange:
    try:
        private = read_canonical(message.line, today=(message.at or desk.clock()).date()).private
    except LineNotUnderstood:
        private = True  # Why not is said where only the asker sees it.
    return new_exchange(message, desk, private=private)


def _made_report(holding: Held, message: SlackMessage, desk: Desk) -> Report | None:
    """Make the report, or say why there is none and close the exchange."""
    exchange = holding.exchange
    if not exchange.shown:
        deliver(holding, desk.draw.accepted(exchange), desk, end=False)
    try:
        line = read_canonical(exchange.line, today=exchange.asked_at.date())
        asked = [Artist(one.uuid, one.name) if one.uuid else one.name or "" for one in line.artists]
        artists = resolve_artists(asked, upstream=desk.upstream)
    except LineNotUnderstood as error:
        refused = desk.draw.refused(holding.exchange, [str(error)])
    except InvalidRequest as error:
        problems = [problem for _, problem in error.errors]
        refused = desk.draw.refused(holding.exchange, problems, error.candidates)
    except UpstreamError as error:
        if error.retryable and message.tries < len(AGAIN_S):
            note = "Soundcharts does not answer at present; trying again."
            deliver(holding, desk.draw.accepted(exchange, note), desk, end=False)
            raise
        refused = desk.draw.refused(holding.exchange, [str(error)])
    else:
        return request_report(
            _request(line, artists),
            owner_of(exchange.workspace),
            report_id=exchange.exchange_id,
            now=desk.clock(),
            deadline_s=desk.deadline_s,
            reports=desk.reports,
            queue=desk.queue,
            door=DOOR,
        )
    deliver(holding, refused, desk, end=True)
    holding.save(closed=True)
    return None


def _request(line: RequestLine, artists: tuple[Artist, ...]) -> ReportRequest:
    return ReportRequest(
        artists=artists,
        platforms=line.platforms,
        start_date=line.period.start,
        end_date=line.period.end,
        country=line.country,
        sections=("tracks",) if line.tracks else (),
        compare=line.compare,
    )


def _look(message: SlackMessage, desk: Desk) -> str:
    """Look at how far a report is, and arrange the next look first: a call that dies breaks no chain."""
    with held(message.exchange_id, desk) as holding:
        report = desk.reports.get(message.exchange_id)
        if report is None or message.number <= holding.exchange.looks or holding.exchange.closed:
            return "looked before"
        if report.status.ended:
            return _finish(holding, report, message, desk)
        _look_later(message.exchange_id, message.number + 1, desk)
        holding.save(looks=message.number)
        _show_progress(holding, report, desk)
    return "looked"


def _look_later(exchange_id: str, number: int, desk: Desk) -> None:
    if number <= len(LOOKS_S):
        look = SlackMessage(Wish.LOOK, exchange_id, number=number)
        desk.slack_queue.send(look, delay_s=LOOKS_S[number - 1])


def _show_progress(holding: Held, report: Report, desk: Desk) -> None:
    try:
        deliver(holding, desk.draw.progress(holding.exchange, report), desk, end=False)
    except SlackBusy:
        if not holding.exchange.shown:
            raise  # Until it is seen for the first time, whoever asked knows nothing.


def _tell_end(message: SlackMessage, desk: Desk) -> str:
    report = desk.reports.get(message.exchange_id)
    if report is None or report.revision != message.number or not report.status.ended:
        return "nothing to tell"
    if desk.exchanges.get(message.exchange_id) is None:
        return "nobody to tell"
    with held(message.exchange_id, desk) as holding:
        return _finish(holding, report, message, desk)


def _finish(holding: Held, report: Report, message: SlackMessage, desk: Desk) -> str:
    """Turn the message into the answer and put the workbook beneath it, both once a revision."""
    outcome = "answered before"
    if holding.exchange.answered != report.revision:
        shown = deliver(holding, _answer(holding.exchange, report, desk), desk, end=True)
        holding.save(answered=report.revision)
        outcome = "answered" if shown else f"not to be reached: {holding.exchange.trouble}"
    if holding.exchange.route is Route.BOT and holding.exchange.ts and report.status is not Status.FAILED:
        before = holding.exchange.file
        file = _uploaded(holding, report, message, desk)
        if file.state is FileState.GIVEN_UP and file != before:
            deliver(holding, _answer(holding.exchange, report, desk), desk, end=True)
        outcome += f", file {file.state.value}"
    desk.reports.mark_notified(report.report_id, report.revision)
    return outcome


def _uploaded(holding: Held, report: Report, message: SlackMessage, desk: Desk) -> UploadedFile:
    """Upload the workbook. What keeps it from being uploaded in the last try is said in the answer."""
    try:
        return upload_workbook(holding, report, desk, tries=message.tries)
    except Exception as error:
        if isinstance(error, LeaseLost) or message.tries < len(_waits_after(error)):
            raise
        file = UploadedFile(report.revision, FileState.GIVEN_UP, why=f"something failed ({report.report_id})")
        holding.save(file=file)
        deliver(holding, _answer(holding.exchange, report, desk), desk, end=True)
        raise


def _waits_after(error: Exception) -> Sequence[int]:
    """Give how long to wait before each new try after an error."""
    return AGAIN_S if isinstance(error, SlackBusy | UpstreamError | LeaseLost) else UNFORESEEN_AGAIN_S


def _answer(exchange: Exchange, report: Report, desk: Desk) -> Message:
    """Draw the answer, with new links if it has any: the old ones' tokens are kept nowhere."""
    result = json.loads(desk.files.get_json_text(report.folder, RESULT_NAME)) if report.folder else None
    links = None
    if exchange.shared and report.status is not Status.FAILED:
        now = desk.clock()
        token = share_report(
            report, now=now, valid_for=desk.share_for, new_token=desk.new_token, links=desk.links
        )
        links = Links(
            page=page_link(exchange.page_url, token),
            download=f"{exchange.page_url}shared/{token}/download",
            until=now + desk.share_for,
        )
    note = None
    if exchange.file is not None and exchange.file.state is FileState.GIVEN_UP:
        note = f"The workbook could not be put into the thread: {exchange.file.why}. The link has it."
    elif exchange.route is Route.HOOK and desk.messenger.has_token and exchange.trouble:
        note = f"There is no file in the thread: {exchange.trouble}. The link has it."
    return desk.draw.answer(exchange, report, result, links, note)


def _repair(message: SlackMessage, desk: Desk) -> str:
    exchange = _clicked(message.exchange_id, message, desk)
    report = desk.reports.get(message.exchange_id)
    if exchange is None or report is None:
        return "too old"
    with held(exchange.exchange_id, desk) as holding:
        if message.click in holding.exchange.clicks:
            return "repaired before"
        # First, as the end of the next revision may have to be told by it whatever becomes of this call.
        holding.save(looks=0, closed=False, hook=_hook_of_click(message, desk))
        try:
            report = repair_report(
                report,
                now=desk.clock(),
                deadline_s=desk.deadline_s,
                reports=desk.reports,
                series=desk.series,
                queue=desk.queue,
            )
        except (NothingToRepair, ReportNotFinished) as error:
            _tell(message, f"There is no repairing this now: {error}.", desk)
            return "not repaired"
        _look_later(exchange.exchange_id, 1, desk)
        _show_progress(holding, report, desk)
        _note_click(holding, message)
    return "repairing"


def _run_again(message: SlackMessage, desk: Desk) -> str:
    before = _clicked(message.of, message, desk)
    if before is None:
        return "too old"
    return _ask(replace(message, line=before.line), desk)


def _other_month(message: SlackMessage, desk: Desk) -> str:
    """Offer the line of the month before: without a bot token there is no form to open."""
    before = _clicked(message.of, message, desk)
    if before is None:
        return "too old"
    line = read_canonical(before.line, today=before.asked_at.date())
    earlier = line_text(replace(line, period=month_before(line.period)))
    _tell(message, "Change the month as you like and send it:", desk, line=earlier)
    return "offered"


def _unshare(message: SlackMessage, desk: Desk) -> str:
    return _redraw(message, desk, shared=False)


def _share(message: SlackMessage, desk: Desk) -> str:
    return _redraw(message, desk, shared=True)


def _redraw(message: SlackMessage, desk: Desk, *, shared: bool) -> str:
    exchange = _clicked(message.exchange_id, message, desk)
    report = desk.reports.get(message.exchange_id)
    if exchange is None or report is None or not report.status.ended:
        return "too old"
    with held(exchange.exchange_id, desk) as holding:
        if message.click in holding.exchange.clicks:
            return "drawn before"
        if not shared:
            desk.reports.unshare(report.report_id, now=desk.clock())
        holding.save(shared=shared, hook=_hook_of_click(message, desk))
        deliver(holding, _answer(holding.exchange, report, desk), desk, end=True)
        _note_click(holding, message)
    return "shared" if shared else "no longer shared"


def _clicked(exchange_id: str, message: SlackMessage, desk: Desk) -> Exchange | None:
    """Give the exchange somebody clicked in; they are told if it is gone, as it is for other workspaces."""
    exchange = desk.exchanges.get(exchange_id)
    if exchange is None or exchange.workspace != message.workspace:
        _tell(message, TOO_OLD, desk)
        return None
    return exchange


def _note_click(holding: Held, message: SlackMessage) -> None:
    """Note that a click was answered; last, as one that was not must not be taken for it."""
    holding.save(clicks=(*holding.exchange.clicks[-CLICKS_KEPT + 1 :], message.click))


def _hook_of_click(message: SlackMessage, desk: Desk) -> Hook:
    return Hook(message.response_url, message.at or desk.clock(), replaces=True)


def _tell(message: SlackMessage, text: str, desk: Desk, *, line: str | None = None) -> None:
    """Say something to whoever clicked or asked, and to nobody else, if Slack takes it."""
    if not message.response_url:
        return
    try:
        notice = desk.draw.notice(text, line)
        desk.messenger.respond(message.response_url, notice, private=True, replace=False)
    except SlackError:
        return


_ANSWERS = {
    Wish.ASK: _ask,
    Wish.LOOK: _look,
    Wish.TELL: _tell_end,
    Wish.REPAIR: _repair,
    Wish.RERUN: _run_again,
    Wish.OTHER_MONTH: _other_month,
    Wish.UNSHARE: _unshare,
    Wish.SHARE: _share,
}
