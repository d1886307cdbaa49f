"""The messages a subscription is delivered by: figures, what is unusual, or why there is no report.

Each ends with why it came, and with the buttons that change, pause or run the subscription (contract 11).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, ConfirmObject, InteractiveElement

from linernotes.model.countries import country_name
from linernotes.model.period_words import period_words
from linernotes.model.report import Report, Status
from linernotes.model.words import sentence
from linernotes.request_line.rhythms import LineRhythm
from linernotes.slack.blocks import (
    LONGEST_TEXT,
    bullets,
    cut,
    header,
    markup,
    message,
    moment,
    paragraph,
    plain,
    rich,
    small_print,
    words,
)
from linernotes.slack.conversation import owner_of
from linernotes.slack.figures import figure_blocks
from linernotes.slack.markup import harmless
from linernotes.slack.messages import (
    DOWNLOAD,
    OPEN_PAGE,
    failure_blocks,
    named,
    names_in,
    names_of,
    request_block,
)
from linernotes.slack.ports import Message, SlackAction
from linernotes.slack.repeat_form import rhythm_told
from linernotes.subscriptions.delivery import Links, Occasion, Parcel, UnusualLine
from linernotes.subscriptions.subscription import Subscription
from linernotes.subscriptions.when import in_words

EDIT_PAGE = "edit_page"
"""The button that leads to the subscription on the page."""
MOST_UNUSUAL = 10
"""Lines of what is unusual in one message."""
LATE_S = 15 * 60
"""From so many seconds on a message says that it comes late."""
_LONGEST_LINE = 280
_LONGEST_TITLE = 200
_MEMBER = re.compile(r"[UW][A-Z0-9]{2,20}")
_WITH_FIGURES = (Occasion.REPORT, Occasion.REPAIRED)


def delivery_message(parcel: Parcel, *, no_file: str | None = None) -> Message:
    """Render what is delivered; `no_file` is why the workbook is not in the thread, where it should be."""
    title = cut(parcel.subscription.content.title, _LONGEST_TITLE)
    headline = f"{title}{_HEADLINES[parcel.occasion]}"
    blocks: list[Block] = []
    match parcel.occasion:
        case Occasion.UNUSUAL:
            blocks += [header(headline), *_unusual(parcel.unusual)]
        case Occasion.PAUSED:
            why = sentence(parcel.why) if parcel.why else "The logs have the reason."
            blocks += [header(headline), rich(paragraph(words(cut(why, LONGEST_TEXT))))]
        case _:
            blocks += [header(headline + _incomplete(parcel.report)), *_figures(parcel)]
    blocks += _late(parcel)
    blocks.append(ActionsBlock(block_id="subscription", elements=_buttons(parcel)))
    if no_file:
        blocks.append(small_print(f"The workbook is not in the thread. {no_file}. The link has it."))
    blocks.append(small_print(why_it_came(parcel.subscription)))
    blocks += _next(parcel)
    return message(_spoken(headline, parcel), blocks)


def why_it_came(subscription: Subscription) -> str:
    """Say why a message came."""
    content = subscription.content
    title = cut(content.title, _LONGEST_TITLE)
    return f"You get this because of the subscription “{title}”, {in_words(content.rhythm)}."


def repaired_text(report: Report) -> str:
    """Say, in the thread, what became of the report above on the day after; nothing in it is from outside."""
    if report.status is Status.SUCCEEDED:
        return "The report above is complete now: what was missing has come since."
    told = "The report above was fetched again, once."
    if report.failures:
        told += f" {len(report.failures)} of {len(report.jobs)} could still not be fetched."
    return told


def subscription_buttons(subscription: Subscription) -> list[InteractiveElement]:
    """Give the buttons that run, pause or resume, and change a subscription of a workspace's."""
    identity = subscription.subscription_id
    run = ButtonElement(text=plain("Run now"), action_id=SlackAction.RUN_NOW.value, value=identity)
    edit = ButtonElement(
        text=plain("Edit"),
        action_id=SlackAction.EDIT.value,
        value=f"{identity} {rhythm_told(_rhythm_of(subscription))}",
    )
    if subscription.paused is not None:
        resume = ButtonElement(text=plain("Resume"), action_id=SlackAction.RESUME.value, value=identity)
        return [run, resume, edit]
    confirm = ConfirmObject(
        title=plain("Pause it?"),
        text=plain("Nothing of it comes any more, to anybody, until somebody clicks “Resume”."),
        confirm=plain("Pause"),
        deny=plain("Keep"),
    )
    pause = ButtonElement(
        text=plain("Pause"), action_id=SlackAction.PAUSE.value, value=identity, confirm=confirm
    )
    return [run, pause, edit]


_HEADLINES: Mapping[Occasion, str] = {
    Occasion.REPORT: "",
    Occasion.REPAIRED: "",
    Occasion.UNUSUAL: ": something is unusual",
    Occasion.PAUSED: " is paused",
}


def _spoken(headline: str, parcel: Parcel) -> str:
    """Give the text of the notification, which blocks have again in their own words."""
    if parcel.report is None or parcel.occasion not in _WITH_FIGURES:
        return headline
    request = named(parcel.report.request, names_in(parcel.result))
    return f"{headline}: {names_of(request.artists)}{_of(parcel.report)}"


def _of(report: Report | None) -> str:
    return f", {period_words(report.request.period)}" if report else ""


def _incomplete(report: Report | None) -> str:
    if report is None:
        return ""
    request = report.request
    about = f": {period_words(request.period)}, {country_name(request.country)}"
    return f"{about} (incomplete)" if report.status is Status.PARTIAL else about


def _figures(parcel: Parcel) -> Iterator[Block]:
    report, result = parcel.report, parcel.result
    if report is None:
        return
    names = names_in(result)
    yield request_block(named(report.request, names))
    yield from _unusual(parcel.unusual)
    if result is not None:
        figures, left_out = figure_blocks(result)
        yield from figures
        if left_out:
            more = f"… and {left_out} more in the full report and the workbook."
            yield rich(paragraph(words(more, italic=True)))
    yield from failure_blocks(report, names)


def _unusual(lines: Sequence[UnusualLine]) -> Iterator[Block]:
    """Give what is unusual, the most surprising first."""
    if not lines:
        return
    ordered = sorted(lines, key=lambda line: -line.surprise)
    shown = [[words(cut(line.sentence, _LONGEST_LINE))] for line in ordered[:MOST_UNUSUAL]]
    yield rich(paragraph(words("Unusual since the last report:", bold=True)), bullets(shown))
    if len(ordered) > MOST_UNUSUAL:
        more = f"… and {len(ordered) - MOST_UNUSUAL} more in the report."
        yield rich(paragraph(words(more, italic=True)))


def _late(parcel: Parcel) -> Iterator[Block]:
    run = parcel.run
    if run.due_at is not None and run.late_s >= LATE_S and parcel.occasion is not Occasion.PAUSED:
        yield markup(f"This comes late: it was due {moment(run.due_at, day=True)}.")


def _next(parcel: Parcel) -> Iterator[Block]:
    """Say when the next one comes, and call whoever made it where none will."""
    said = []
    subscription = parcel.subscription
    if subscription.next_due is not None:
        said.append(f"Next: {moment(subscription.next_due, day=True)}.")
    maker = subscription.made_by or ""
    if parcel.occasion is Occasion.PAUSED and _of_slack(subscription) and _MEMBER.fullmatch(maker):
        said.append(f"Made by <@{maker}>.")
    if said:
        yield markup(" ".join(said))


def _buttons(parcel: Parcel) -> list[InteractiveElement]:
    """Give the buttons: those of a workspace's change it here, of an API key's it is changed on the page."""
    buttons = _links(parcel.links)
    if _of_slack(parcel.subscription):
        return [*buttons, *subscription_buttons(parcel.subscription)]
    edit = ButtonElement(text=plain("Edit"), action_id=EDIT_PAGE, url=parcel.links.subscription)
    return [*buttons, edit]


def _links(links: Links) -> list[InteractiveElement]:
    buttons: list[InteractiveElement] = []
    if links.report:
        buttons.append(
            ButtonElement(text=plain("Open report"), action_id=OPEN_PAGE, url=links.report, style="primary")
        )
    if links.workbook:
        buttons.append(ButtonElement(text=plain("Download workbook"), action_id=DOWNLOAD, url=links.workbook))
    return buttons


def _rhythm_of(subscription: Subscription) -> LineRhythm:
    """Give how often a subscription comes as a line says it."""
    content = subscription.content
    rhythm, period = content.rhythm, content.request.period
    return LineRhythm(rhythm.every.value, period.value, rhythm.on, rhythm.at, rhythm.time_zone)


def _of_slack(subscription: Subscription) -> bool:
    return subscription.owner.startswith(owner_of(""))


def file_comment(parcel: Parcel) -> str:
    """Give what is said of a workbook in the thread, in Slack's markup."""
    if parcel.occasion is Occasion.REPAIRED and parcel.report is not None:
        return repaired_text(parcel.report)
    return harmless(f"The workbook{_of(parcel.report)}")
