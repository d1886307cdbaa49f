"""How requests of Slack are acknowledged within its 3 s: an answer, a form, or a message for the queue."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from linernotes.model.errors import LineNotUnderstood
from linernotes.sections.registry import SECTIONS
from linernotes.slack.blocks import COMMAND, paragraph, rich, to_copy, words
from linernotes.slack.conversation import failure_text
from linernotes.slack.form import ARTISTS, FormErrors, form_view, line_of_form
from linernotes.slack.markup import escaped
from linernotes.slack.payloads import Click, Command, Origin, Search, Submission
from linernotes.slack.ports import SlackAction, SlackMessage
from linernotes.slack.request_line import RequestLine, line_text, read_canonical, read_line

EXAMPLE = (
    "Billie Eilish, Achille Lauro on spotify, instagram in IT for last month compare previous_year tracks"
)
ANY = "*"
_CLICKS_ON_CONVERSATIONS = (SlackAction.REPAIR, SlackAction.UNSHARE, SlackAction.SHARE)


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What to do about a request, any part of which may be nothing.

    `body` is what to answer, `message` what to hand over to the queue, `view` the form to open by `trigger`.
    `fallback` is what to do where no form can be opened. `notice` is what to say by `notice_url`.
    """

    body: Mapping[str, Any] | None = None
    message: SlackMessage | None = None
    view: Mapping[str, Any] | None = None
    trigger: str = ""
    fallback: Acknowledgement | None = None
    notice: Mapping[str, Any] | None = None
    notice_url: str = ""


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """Which workspaces and channels may create reports; a star stands for all."""

    workspaces: Collection[str]
    channels: Collection[str]

    def refusal(self, origin: Origin) -> str | None:
        """Say why somebody may not create reports here, or None if they may."""
        if ANY not in self.workspaces and origin.workspace not in self.workspaces:
            return "This workspace cannot create reports."
        if ANY not in self.channels and origin.channel not in self.channels:
            return "Reports cannot be created in this channel."
        return None


def on_command(command: Command, access: AccessPolicy, *, now: datetime, page_url: str) -> Acknowledgement:
    """Acknowledge a slash command: with a line it is handed over, without one the form opens."""
    origin = command.origin
    if refusal := access.refusal(origin):
        return Acknowledgement(body=_only_to_them(refusal))
    text = command.text.strip()
    if text.lower() == "help":
        return Acknowledgement(body=_help())
    if not text:
        without = Acknowledgement(body=_help())
        return Acknowledgement(
            view=form_view(origin, today=now.date()), trigger=origin.trigger, fallback=without
        )
    try:
        line = read_line(text, today=now.date())
    except LineNotUnderstood as error:
        return Acknowledgement(body=_only_to_them(f"{error} Like this:", f"{COMMAND} {error.corrected}"))
    return Acknowledgement(message=_asking(origin, line_text(line), now=now, page_url=page_url))


def on_click(click: Click, access: AccessPolicy, *, now: datetime, page_url: str) -> Acknowledgement:
    """Acknowledge a click on one of our buttons. For a link there is nothing to do."""
    if access.refusal(click.origin):
        return Acknowledgement()
    origin, identity = click.origin, click.value.partition(" ")[0]
    told = SlackMessage(
        SlackAction.POLL,
        conversation_id=identity,
        click=origin.identity,
        workspace=origin.workspace,
        channel=origin.channel,
        user=origin.user,
        page_url=page_url,
        response_url=origin.response_url,
        at=now,
    )
    match click.action:
        case action if action in _CLICKS_ON_CONVERSATIONS:
            return Acknowledgement(message=replace(told, action=SlackAction(action)))
        case SlackAction.RERUN:
            return Acknowledgement(
                message=replace(
                    told, action=SlackAction.RERUN, conversation_id=origin.identity, original_id=identity
                )
            )
        case SlackAction.OTHER_MONTH:
            offer = replace(
                told, action=SlackAction.OTHER_MONTH, conversation_id=origin.identity, original_id=identity
            )
            return Acknowledgement(
                view=form_view(origin, today=now.date(), line=_line_of(click, now)),
                trigger=origin.trigger,
                fallback=Acknowledgement(message=offer),
            )
    return Acknowledgement()


def on_submission(sent: Submission, access: AccessPolicy, *, now: datetime, page_url: str) -> Acknowledgement:
    """Acknowledge a submitted form: errors are shown at its fields, else its line is handed over."""
    if refusal := access.refusal(sent.origin):
        return Acknowledgement(body=_at_fields({ARTISTS: refusal}))
    try:
        line = line_of_form(sent.values, today=now.date())
        read_canonical(line_text(line), today=now.date())  # as whoever receives it does
    except FormErrors as error:
        return Acknowledgement(body=_at_fields(error.errors))
    except LineNotUnderstood as error:
        return Acknowledgement(body=_at_fields({ARTISTS: str(error)}))
    return Acknowledgement(message=_asking(sent.origin, line_text(line), now=now, page_url=page_url))


def on_failure(said: Command | Click | Submission | Search | None, number: str) -> Acknowledgement:
    """Acknowledge a request that failed unexpectedly: its user is told at once; `number` is in the logs.

    Slack shows no answer to a click, so that has a notice for its `response_url` instead.
    """
    text = failure_text(number)
    match said:
        case Command():
            return Acknowledgement(body=_only_to_them(text))
        case Submission():
            return Acknowledgement(body=_at_fields({ARTISTS: text}))
        case Search():
            return Acknowledgement(body={"options": []})
        case Click():
            return Acknowledgement(notice=_only_to_them(text), notice_url=said.origin.response_url)
    return Acknowledgement()


def _help() -> dict[str, Any]:
    """Say what a line may have, every section among it, and show one."""
    sections = ", ".join(f"“{name}”" for name in SECTIONS)
    text = (
        "Type artists separated by commas, then “on” platforms, “in” a country if you want one, and “for” a "
        "month, quarter, year or range of days. You can add “compare previous_year” or “compare "
        f"previous_period”, sections of the report ({sections}), and “privately” or “only for me” if nobody "
        "else should see the answer. Put quotes around a name that contains one of these words. For example:"
    )
    return _only_to_them(text, f"{COMMAND} {EXAMPLE}")


def _at_fields(errors: Mapping[str, str]) -> dict[str, Any]:
    """Say what is wrong with a form, at its fields."""
    return {"response_action": "errors", "errors": dict(errors)}


def _asking(origin: Origin, line: str, *, now: datetime, page_url: str) -> SlackMessage:
    return SlackMessage(
        SlackAction.ASK,
        conversation_id=origin.identity,
        workspace=origin.workspace,
        channel=origin.channel,
        user=origin.user,
        line=line,
        page_url=page_url,
        response_url=origin.response_url,
        at=now,
    )


def _line_of(click: Click, now: datetime) -> RequestLine | None:
    text = click.value.partition(" ")[2]
    try:
        return read_canonical(text, today=now.date()) if text else None
    except LineNotUnderstood:
        return None


def _only_to_them(text: str, line: str | None = None) -> dict[str, Any]:
    """Say something, with a line to copy.

    The text for notifications has the same characters, as somebody may copy the line from there.
    """
    blocks = [rich(paragraph(words(text)), *([to_copy(line)] if line else []))]
    return {
        "response_type": "ephemeral",
        "text": escaped(f"{text} {line or ''}".strip()),
        "mrkdwn": False,
        "blocks": [block.to_dict() for block in blocks],
    }
