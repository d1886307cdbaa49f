"""The messages of a conversation, from accepted through progress to the answer, in Block Kit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    InteractiveElement,
    Option,
    OverflowMenuElement,
)

from linernotes.model.countries import country_name
from linernotes.model.period_words import period_words
from linernotes.model.report import Report, Status
from linernotes.model.request import Artist, ReportRequest
from linernotes.model.words import counted
from linernotes.reports.jobs import job_in_words
from linernotes.sections.sources import source_in_words
from linernotes.slack.blocks import (
    COMMAND,
    LONGEST_ACTIONS,
    LONGEST_BUTTON,
    LONGEST_BUTTON_VALUE,
    LONGEST_TEXT,
    Part,
    bullets,
    cut,
    header,
    markup,
    message,
    moment,
    paragraph,
    picture,
    plain,
    rich,
    small_print,
    to_copy,
    words,
)
from linernotes.slack.choose import Choice
from linernotes.slack.conversation import Conversation, failure_text
from linernotes.slack.figures import figure_blocks
from linernotes.slack.ports import Message, SlackAction
from linernotes.slack.services import Links, Picture

OPEN_PAGE, DOWNLOAD = "open_page", "download"
"""Buttons that are links; Slack tells us of those clicks, too."""
_BAR = 10
_NAMES_SHOWN = 10
_FAILURES_SHOWN = 8
_LONGEST_REASON = 200
_TITLES = {
    Status.SUCCEEDED: "Report",
    Status.PARTIAL: "Report (incomplete)",
    Status.FAILED: "Report failed",
}


class BlockKit:
    """Renders messages; see `MessageRenderer`."""

    def accepted(self, conversation: Conversation, note: str | None = None) -> Message:
        """See `MessageRenderer.accepted`."""
        return message(
            "Working on a report…",
            [
                header("Working on it…"),
                line_block(conversation.line),
                small_print(note or "Looking up the artists."),
            ],
        )

    def progress(self, conversation: Conversation, report: Report) -> Message:
        """See `MessageRenderer.progress`."""
        ended, total = len(report.ended), len(report.jobs)
        failed = sum(not end.done for end in report.ended.values())
        filled = _BAR * ended // max(total, 1)
        told = f"{'▰' * filled}{'▱' * (_BAR - filled)} {ended} of {total}"
        told += f", {failed} failed" if failed else ""
        return message(
            f"Working on a report: {ended} of {total}",
            [
                header("Working on it…"),
                request_block(report.request),
                rich(paragraph(words(told)), bullets(_by_platform(report))),
                line_block(conversation.line),
                markup(f"Ready by {moment(report.deadline, day=False)} at the latest."),
            ],
        )

    def answer(
        self,
        conversation: Conversation,
        report: Report,
        result: Mapping[str, Any] | None,
        links: Links | None,
        note: str | None,
        shown: Picture | None = None,
    ) -> Message:
        """See `MessageRenderer.answer`."""
        names = names_in(result)
        request = named(report.request, names)
        title = f"{_TITLES[report.status]}: {period_words(request.period)}, {country_name(request.country)}"
        blocks: list[Block] = [header(title), request_block(request)]
        if shown is not None:
            blocks.append(picture(shown.file_id, shown.in_words))
        if result is not None and report.status is not Status.FAILED:
            figures, left_out = figure_blocks(result)
            blocks += figures
            if left_out:
                more = f"… and {left_out} more in the full report and the workbook."
                blocks.append(rich(paragraph(words(more, italic=True))))
        blocks += failure_blocks(report, names)
        blocks.append(line_block(conversation.line))
        blocks.append(ActionsBlock(block_id="answer", elements=_buttons(conversation, report, links)))
        blocks.append(small_print(*_facts(report, links, note)))
        return message(f"{title}: {names_of(request.artists)}", blocks)

    def refused(
        self,
        conversation: Conversation,
        problems: Sequence[str],
        choices: Sequence[Choice] = (),
    ) -> Message:
        """See `MessageRenderer.refused`."""
        told = [problem.partition(": give ")[0] if choices else problem for problem in problems]
        shown = [[words(cut(problem, _LONGEST_REASON))] for problem in told[:_FAILURES_SHOWN]]
        blocks = [header("This report could not be created"), rich(bullets(shown))]
        if choices:
            blocks.append(rich(paragraph(words("Choose the artist, and the report is created:"))))
            blocks.append(ActionsBlock(block_id="choose", elements=_choices(conversation, choices)))
        blocks.append(line_block(conversation.line))
        blocks.append(ActionsBlock(block_id="refused", elements=[_other_month("Edit request", conversation)]))
        return message("This report could not be created", blocks)

    def question(self, conversation: Conversation, price: int, left: int) -> Message:
        """See `MessageRenderer.question`."""
        title = f"This takes at most {counted(price, 'call')} to Soundcharts"
        identity = conversation.conversation_id
        create = ButtonElement(
            text=plain("Create it"),
            action_id=SlackAction.CREATE.value,
            value=f"{identity} {price}",
            style="primary",
        )
        no = ButtonElement(text=plain("Cancel"), action_id=SlackAction.CANCEL.value, value=identity)
        blocks = [
            header(title),
            line_block(conversation.line),
            ActionsBlock(block_id="question", elements=[create, no]),
            small_print(f"{counted(left, 'call')} are left this month."),
        ]
        return message(title, blocks)

    def failed(self, conversation: Conversation) -> Message:
        """See `MessageRenderer.failed`."""
        rerun = ButtonElement(
            text=plain("Run again"),
            action_id=SlackAction.RERUN.value,
            value=conversation.conversation_id,
        )
        blocks = [
            header("Something went wrong"),
            rich(paragraph(words(failure_text(conversation.conversation_id)))),
            line_block(conversation.line),
            ActionsBlock(block_id="failed", elements=[rerun, _other_month("Edit request", conversation)]),
        ]
        return message("Something went wrong, and this report could not be created", blocks)

    def deleted(self, user: str = "", *, files_left: bool = False) -> Message:
        """See `MessageRenderer.deleted`."""
        told = "This report was deleted, with its figures, files and links."
        if files_left:
            told += " Slack did not delete the workbook in the thread; delete it there."
        by = f"Deleted by <@{user}>."
        blocks = [header("Report deleted"), rich(paragraph(words(told))), *([markup(by)] if user else [])]
        said = message("Report deleted", blocks)
        return {**said, "text": f"{said['text']}\n{by}"} if user else said

    def notice(self, text: str, line: str | None = None) -> Message:
        """See `MessageRenderer.notice`."""
        blocks = [rich(paragraph(words(cut(text, LONGEST_TEXT))))]
        return message(text, [*blocks, line_block(line)] if line else blocks)


def request_block(request: ReportRequest) -> Block:
    """Say what was asked for: artists, platforms, where and when."""
    platforms = dict.fromkeys(map(source_in_words, request.platforms))
    where_and_when = f"{country_name(request.country)}, {period_words(request.period)}"
    if request.compared_period:
        where_and_when += f", compared with {period_words(request.compared_period)}"
    return rich(
        paragraph(words(names_of(request.artists), bold=True)),
        paragraph(words(f"{', '.join(platforms)} · {where_and_when}")),
    )


def names_in(result: Mapping[str, Any] | None) -> dict[str, str]:
    """Give the names the result has, by uuid: a line may have no more than that of an artist."""
    rows = result["detailed_breakdown"] if result else ()
    return {row["artist__uuid"]: row["artist__name"] for row in rows if row["artist__name"]}


def named(request: ReportRequest, names: Mapping[str, str]) -> ReportRequest:
    """Give a request with the names there are for its artists."""
    artists = (replace(artist, name=names.get(artist.uuid, artist.name)) for artist in request.artists)
    return replace(request, artists=tuple(artists))


def names_of(artists: Sequence[Artist]) -> str:
    """Name artists, the first of them if there are many."""
    names = [cut(artist.name or artist.uuid, 100) for artist in artists[:_NAMES_SHOWN]]
    more = len(artists) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _by_platform(report: Report) -> Iterator[list[Part]]:
    total = Counter(job_in_words(job) for job in report.jobs)
    ended = Counter(job_in_words(job) for job in report.jobs if job.job_id in report.ended)
    for name, count in total.items():
        tick = "✓ " if ended[name] == count else ""
        yield [words(f"{tick}{name}: {ended[name]} of {count}")]


def failure_blocks(report: Report, names: Mapping[str, str]) -> Iterator[Block]:
    """Name what failed, and why."""
    failures = report.failures
    if report.failure:
        yield rich(paragraph(words(cut(report.failure, LONGEST_TEXT))))
    if not failures:
        return
    total = len(report.jobs)
    lines = [
        [
            words(f"{cut(names.get(failure.job.artist.uuid) or failure.job.artist.label, 100)} on "
                  f"{job_in_words(failure.job)}: "
                  f"{cut(failure.reason, _LONGEST_REASON)}")
        ]
        for failure in failures[:_FAILURES_SHOWN]
    ]  # fmt: skip
    if len(failures) > _FAILURES_SHOWN:
        lines.append([words(f"and {len(failures) - _FAILURES_SHOWN} more")])
    yield rich(
        paragraph(words(f"{len(failures)} of {total} could not be fetched:", bold=True)), bullets(lines)
    )


def line_block(line: str) -> Block:
    """Give the canonical line to copy; of one that is too long, the button to run it again has all."""
    room = LONGEST_TEXT - len(COMMAND) - 1
    return rich(to_copy(f"{COMMAND} {cut(line, room)}"))


def _buttons(conversation: Conversation, report: Report, links: Links | None) -> list[InteractiveElement]:
    identity = conversation.conversation_id
    buttons: list[InteractiveElement] = []
    if links:
        buttons.append(
            ButtonElement(text=plain("Open report"), action_id=OPEN_PAGE, url=links.page, style="primary")
        )
        buttons.append(ButtonElement(text=plain("Download workbook"), action_id=DOWNLOAD, url=links.download))
    if report.failures or report.failure:
        buttons.append(
            ButtonElement(text=plain("Retry what failed"), action_id=SlackAction.REPAIR.value, value=identity)
        )
    buttons.append(ButtonElement(text=plain("Run again"), action_id=SlackAction.RERUN.value, value=identity))
    buttons.append(_other_month("Another month", conversation))
    if report.status is not Status.FAILED:
        repeat = ButtonElement(
            text=plain("Every week or month"), action_id=SlackAction.REPEAT.value, value=identity
        )
        buttons.append(repeat)
    if links:
        confirm = ConfirmObject(
            title=plain("Stop sharing?"),
            text=plain("All links to this report that were posted so far will stop working."),
            confirm=plain("Stop sharing"),
            deny=plain("Keep sharing"),
        )
        stop = ButtonElement(
            text=plain("Stop sharing"),
            action_id=SlackAction.UNSHARE.value,
            value=identity,
            confirm=confirm,
        )
        buttons.append(stop)
    elif report.status is not Status.FAILED:
        buttons.append(
            ButtonElement(text=plain("Share again"), action_id=SlackAction.SHARE.value, value=identity)
        )
    return [*buttons, _delete_menu(identity)]


def _delete_menu(identity: str) -> InteractiveElement:
    """Give the menu that deletes the report, apart from the buttons that people click every day."""
    confirm = ConfirmObject(
        title=plain("Delete this report?"),
        text=plain(
            "Its figures, files and links, and the workbook in the thread, are deleted for everybody. "
            "This cannot be undone, and the message will say that it was you."
        ),
        confirm=plain("Delete"),
        deny=plain("Keep"),
        style="danger",
    )
    return OverflowMenuElement(
        action_id=SlackAction.DELETE.value,
        options=[Option(value=identity, text=plain("Delete report"))],
        confirm=confirm,
    )


def _choices(conversation: Conversation, choices: Sequence[Choice]) -> list[InteractiveElement]:
    """Give a button for each artist, as many as fit; namesakes of one country have part of their uuid."""
    shown = choices[:LONGEST_ACTIONS]
    names = [_choice_name(choice) for choice in shown]
    return [
        ButtonElement(
            text=plain(
                cut(name, LONGEST_BUTTON)
                if names.count(name) == 1
                else f"{cut(name, LONGEST_BUTTON - 11)} · {(choice.artist.uuid or '')[-8:]}"
            ),
            action_id=f"{SlackAction.CHOOSE.value}:{number}",
            value=f"{conversation.conversation_id} {choice.text}",
        )
        for number, (choice, name) in enumerate(zip(shown, names, strict=True))
    ]


def _choice_name(choice: Choice) -> str:
    name = choice.artist.name or choice.artist.uuid or ""
    return f"{name} ({country_name(choice.country)})" if choice.country else name


def _other_month(text: str, conversation: Conversation) -> ButtonElement:
    """Give the button that opens the form; its value is the conversation and, if it fits, the line."""
    value = f"{conversation.conversation_id} {conversation.line}"
    if len(value) > LONGEST_BUTTON_VALUE:
        value = conversation.conversation_id
    return ButtonElement(text=plain(text), action_id=SlackAction.OTHER_MONTH.value, value=value)


def _facts(report: Report, links: Links | None, note: str | None) -> Iterator[str]:
    if note:
        yield note
    facts = [
        f"{counted(report.upstream_calls, 'call')} to Soundcharts",
        f"{counted(report.cache_hits, 'answer')} from the cache",
    ]
    if report.revision > 1:
        facts.append(f"revision {report.revision}")
    if links:
        facts.append(f"links work until {links.until:%-d %B %Y}")
    yield " · ".join(facts)
