"""What is done about something that came from Slack, decided at once: answer, hand over, open a form."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from linernotes.model.errors import LineNotUnderstood
from linernotes.slack.blocks import COMMAND, harmless, paragraph, rich, to_copy, words
from linernotes.slack.exchange import failure_text
from linernotes.slack.form import ARTISTS, FormErrors, form_view, line_of_form
from linernotes.slack.payloads import Click, Command, Origin, Search, Submission
from linernotes.slack.ports import SlackMessage, Wish
from linernotes.slack.request_line import RequestLine, line_text, read_canonical, read_line

HELP = (
    "Say artists, with commas between them, “on” platforms, “in” a country if it is about one, and “for” a "
    "month, quarter, year or range. Also “compare previous_year” or “previous_period”; “tracks”; and "
    "“privately” or “only for me” for an answer that only you see. A name that has such words in it goes in "
    "quotes. For example:"
)
EXAMPLE = (
    "Billie Eilish, Achille Lauro on spotify, instagram in IT for last month compare previous_year tracks"
)
ANY = "*"
_CLICKS_ON_EXCHANGES = (Wish.REPAIR, Wish.UNSHARE, Wish.SHARE)


@dataclass(frozen=True, slots=True)
class Reaction:
    """What to do: answer with a body, hand a wish over, open a form by a trigger; all of it may be nothing.

    `without_form` is what to answer, or hand over, where no form can be opened. `notice` is what to say by
    `notice_url`.
    """

    body: Mapping[str, Any] | None = None
    wish: SlackMessage | None = None
    view: Mapping[str, Any] | None = None
    trigger: str = ""
    without_form: Reaction | None = None
    notice: Mapping[str, Any] | None = None
    notice_url: str = ""


@dataclass(frozen=True, slots=True)
class Welcome:
    """Which workspaces and channels may ask; a star stands for all."""

    workspaces: Collection[str]
    channels: Collection[str]

    def refusal(self, origin: Origin) -> str | None:
        """Say why somebody may not ask, or None if they may."""
        if ANY not in self.workspaces and origin.workspace not in self.workspaces:
            return "This workspace may not ask for reports here."
        if ANY not in self.channels and origin.channel not in self.channels:
            return "Reports may not be asked for in this channel."
        return None


def on_command(command: Command, welcome: Welcome, *, now: datetime, page_url: str) -> Reaction:
    """React to a slash command: with a line it is handed over, without one the form opens."""
    origin = command.origin
    if refusal := welcome.refusal(origin):
        return Reaction(body=_only_to_them(refusal))
    text = command.text.strip()
    if text.lower() == "help":
        return Reaction(body=_only_to_them(HELP, f"{COMMAND} {EXAMPLE}"))
    if not text:
        without = Reaction(body=_only_to_them(HELP, f"{COMMAND} {EXAMPLE}"))
        return Reaction(
            view=form_view(origin, today=now.date()), trigger=origin.trigger, without_form=without
        )
    try:
        line = read_line(text, today=now.date())
    except LineNotUnderstood as error:
        return Reaction(body=_only_to_them(f"{error} Like this:", f"{COMMAND} {error.corrected}"))
    return Reaction(wish=_asking(origin, line_text(line), now=now, page_url=page_url))


def on_click(click: Click, welcome: Welcome, *, now: datetime, page_url: str) -> Reaction:
    """React to a click on one of our buttons. A link's click needs no doing."""
    if welcome.refusal(click.origin):
        return Reaction()
    origin, identity = click.origin, click.value.partition(" ")[0]
    told = SlackMessage(
        Wish.LOOK,
        exchange_id=identity,
        click=origin.identity,
        workspace=origin.workspace,
        channel=origin.channel,
        user=origin.user,
        page_url=page_url,
        response_url=origin.response_url,
        at=now,
    )
    match click.action:
        case action if action in _CLICKS_ON_EXCHANGES:
            return Reaction(wish=replace(told, wish=Wish(action)))
        case Wish.RERUN:
            return Reaction(wish=replace(told, wish=Wish.RERUN, exchange_id=origin.identity, of=identity))
        case Wish.OTHER_MONTH:
            offer = replace(told, wish=Wish.OTHER_MONTH, exchange_id=origin.identity, of=identity)
            return Reaction(
                view=form_view(origin, today=now.date(), line=_line_of(click, now)),
                trigger=origin.trigger,
                without_form=Reaction(wish=offer),
            )
    return Reaction()


def on_submission(sent: Submission, welcome: Welcome, *, now: datetime, page_url: str) -> Reaction:
    """React to a form that was sent off: what is wrong is said at its fields, a line handed over."""
    if refusal := welcome.refusal(sent.origin):
        return Reaction(body=_at_fields({ARTISTS: refusal}))
    try:
        line = line_of_form(sent.values, today=now.date())
        read_canonical(line_text(line), today=now.date())  # as whoever receives it does
    except FormErrors as error:
        return Reaction(body=_at_fields(error.errors))
    except LineNotUnderstood as error:
        return Reaction(body=_at_fields({ARTISTS: str(error)}))
    return Reaction(wish=_asking(sent.origin, line_text(line), now=now, page_url=page_url))


def on_failure(said: Command | Click | Submission | Search | None, number: str) -> Reaction:
    """React to an error nobody foresaw: whoever did something is told at once; `number` is in the logs.

    Of a click no answer is shown, so it has a notice for its `response_url` instead.
    """
    text = failure_text(number)
    match said:
        case Command():
            return Reaction(body=_only_to_them(text))
        case Submission():
            return Reaction(body=_at_fields({ARTISTS: text}))
        case Search():
            return Reaction(body={"options": []})
        case Click():
            return Reaction(notice=_only_to_them(text), notice_url=said.origin.response_url)
    return Reaction()


def _at_fields(errors: Mapping[str, str]) -> dict[str, Any]:
    """Say what is wrong with a form, at its fields."""
    return {"response_action": "errors", "errors": dict(errors)}


def _asking(origin: Origin, line: str, *, now: datetime, page_url: str) -> SlackMessage:
    return SlackMessage(
        Wish.ASK,
        exchange_id=origin.identity,
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
    blocks = [rich(paragraph(words(text)), *([to_copy(line)] if line else []))]
    shown = f"{text} {line or ''}".strip()
    return {
        "response_type": "ephemeral",
        "text": harmless(shown),
        "blocks": [block.to_dict() for block in blocks],
    }
