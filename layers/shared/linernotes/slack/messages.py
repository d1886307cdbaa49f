"""The messages of a conversation, from accepted through progress to the answer, in Block Kit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ConfirmObject,
    InteractiveElement,
    PlainTextObject,
)

from linernotes.model.countries import country_name
from linernotes.model.period_words import period_words
from linernotes.model.report import Report, Status
from linernotes.model.request import Artist, ReportRequest
from linernotes.model.words import counted
from linernotes.reports.jobs import job_in_words
from linernotes.sections.sources import SOURCES
from linernotes.slack.blocks import (
    COMMAND,
    LONGEST_BUTTON_VALUE,
    LONGEST_TEXT,
    Part,
    bullets,
    cut,
    header,
    message,
    paragraph,
    rich,
    small_print,
    to_copy,
    words,
)
from linernotes.slack.conversation import Conversation, failure_text
from linernotes.slack.figures import figure_blocks
from linernotes.slack.ports import Message, SlackAction
from linernotes.slack.services import Links

OPEN_PAGE, DOWNLOAD = "open_page", "download"
"""Buttons that are links; Slack tells us of those clicks, too."""
_BAR = 10
_NAMES_SHOWN = 10
_FAILURES_SHOWN = 8
_LONGEST_REASON = 200
_CANDIDATES_SHOWN = 10
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
                _line(conversation.line),
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
                _request(report.request),
                rich(paragraph(words(told)), bullets(_by_platform(report))),
                _line(conversation.line),
                small_print(f"Ready by {report.deadline:%H:%M} UTC at the latest."),
            ],
        )

    def answer(
        self,
        conversation: Conversation,
        report: Report,
        result: Mapping[str, Any] | None,
        links: Links | None,
        note: str | None,
    ) -> Message:
        """See `MessageRenderer.answer`."""
        request = report.request
        title = f"{_TITLES[report.status]}: {period_words(request.period)}, {country_name(request.country)}"
        blocks: list[Block] = [header(title), _request(request)]
        if result is not None and report.status is not Status.FAILED:
            figures, left_out = figure_blocks(result)
            blocks += figures
            if left_out:
                more = f"… and {left_out} more in the full report and the workbook."
                blocks.append(rich(paragraph(words(more, italic=True))))
        blocks += _failures(report)
        blocks.append(_line(conversation.line))
        blocks.append(ActionsBlock(block_id="answer", elements=_buttons(conversation, report, links)))
        blocks.append(small_print(*_facts(report, links, note)))
        return message(f"{title}: {_names(request.artists)}", blocks)

    def refused(
        self,
        conversation: Conversation,
        problems: Sequence[str],
        candidates: Sequence[Mapping[str, str | None]] = (),
    ) -> Message:
        """See `MessageRenderer.refused`."""
        shown = [[words(cut(problem, _LONGEST_REASON))] for problem in problems[:_FAILURES_SHOWN]]
        blocks = [header("This report could not be created"), rich(bullets(shown))]
        if candidates:
            blocks.append(rich(paragraph(words("Did you mean one of these? Copy it into your line:"))))
            lines = [
                f"{candidate['name']} [{candidate['uuid']}]" for candidate in candidates[:_CANDIDATES_SHOWN]
            ]
            told = [
                f"  ({candidate['country_code']})" if candidate["country_code"] else ""
                for candidate in candidates[:_CANDIDATES_SHOWN]
            ]
            blocks.append(rich(to_copy("\n".join(map("".join, zip(lines, told, strict=True))))))
        blocks.append(_line(conversation.line))
        blocks.append(ActionsBlock(block_id="refused", elements=[_other_month("Edit request", conversation)]))
        return message("This report could not be created", blocks)

    def failed(self, conversation: Conversation) -> Message:
        """See `MessageRenderer.failed`."""
        rerun = ButtonElement(
            text=_plain("Run again"), action_id=SlackAction.RERUN.value, value=conversation.conversation_id
        )
        blocks = [
            header("Something went wrong"),
            rich(paragraph(words(failure_text(conversation.conversation_id)))),
            _line(conversation.line),
            ActionsBlock(block_id="failed", elements=[rerun, _other_month("Edit request", conversation)]),
        ]
        return message("Something went wrong, and this report could not be created", blocks)

    def notice(self, text: str, line: str | None = None) -> Message:
        """See `MessageRenderer.notice`."""
        blocks = [rich(paragraph(words(cut(text, LONGEST_TEXT))))]
        return message(text, [*blocks, _line(line)] if line else blocks)


def _request(request: ReportRequest) -> Block:
    """Say what was asked for: artists, platforms, where and when."""
    platforms = dict.fromkeys(f"{SOURCES[slug].name} {SOURCES[slug].metric}" for slug in request.platforms)
    where_and_when = f"{country_name(request.country)}, {period_words(request.period)}"
    if request.compared_period:
        where_and_when += f", compared with {period_words(request.compared_period)}"
    return rich(
        paragraph(words(_names(request.artists), bold=True)),
        paragraph(words(f"{', '.join(platforms)} · {where_and_when}")),
    )


def _names(artists: Sequence[Artist]) -> str:
    names = [cut(artist.name or artist.uuid, 100) for artist in artists[:_NAMES_SHOWN]]
    more = len(artists) - len(names)
    return ", ".join(names) + (f" and {more} more" if more else "")


def _by_platform(report: Report) -> Iterator[list[Part]]:
    total = Counter(job_in_words(job) for job in report.jobs)
    ended = Counter(job_in_words(job) for job in report.jobs if job.job_id in report.ended)
    for name, count in total.items():
        tick = "✓ " if ended[name] == count else ""
        yield [words(f"{tick}{name}: {ended[name]} of {count}")]


def _failures(report: Report) -> Iterator[Block]:
    """Name what failed, and why."""
    failures = report.failures
    if report.failure:
        yield rich(paragraph(words(cut(report.failure, LONGEST_TEXT))))
    if not failures:
        return
    total = len(report.jobs)
    lines = [
        [
            words(f"{cut(failure.job.artist.label, 100)} on "
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


def _line(line: str) -> Block:
    """Give the canonical line to copy; of one that is too long, the button to run it again has all."""
    room = LONGEST_TEXT - len(COMMAND) - 1
    return rich(to_copy(f"{COMMAND} {cut(line, room)}"))


def _buttons(conversation: Conversation, report: Report, links: Links | None) -> list[InteractiveElement]:
    identity = conversation.conversation_id
    buttons: list[InteractiveElement] = []
    if links:
        buttons.append(
            ButtonElement(text=_plain("Open report"), action_id=OPEN_PAGE, url=links.page, style="primary")
        )
        buttons.append(
            ButtonElement(text=_plain("Download workbook"), action_id=DOWNLOAD, url=links.download)
        )
    if report.failures or report.failure:
        buttons.append(
            ButtonElement(
                text=_plain("Retry what failed"), action_id=SlackAction.REPAIR.value, value=identity
            )
        )
    buttons.append(ButtonElement(text=_plain("Run again"), action_id=SlackAction.RERUN.value, value=identity))
    buttons.append(_other_month("Another month", conversation))
    if links:
        confirm = ConfirmObject(
            title=_plain("Stop sharing?"),
            text=_plain("All links to this report that were posted so far will stop working."),
            confirm=_plain("Stop sharing"),
            deny=_plain("Keep sharing"),
        )
        stop = ButtonElement(
            text=_plain("Stop sharing"), action_id=SlackAction.UNSHARE.value, value=identity, confirm=confirm
        )
        buttons.append(stop)
    elif report.status is not Status.FAILED:
        buttons.append(
            ButtonElement(text=_plain("Share again"), action_id=SlackAction.SHARE.value, value=identity)
        )
    return buttons


def _other_month(text: str, conversation: Conversation) -> ButtonElement:
    """Give the button that opens the form; its value is the conversation and, if it fits, the line."""
    value = f"{conversation.conversation_id} {conversation.line}"
    if len(value) > LONGEST_BUTTON_VALUE:
        value = conversation.conversation_id
    return ButtonElement(text=_plain(text), action_id=SlackAction.OTHER_MONTH.value, value=value)


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


def _plain(text: str) -> PlainTextObject:
    return PlainTextObject(text=text, emoji=False)
