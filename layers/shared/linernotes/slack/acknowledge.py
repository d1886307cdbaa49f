"""How requests of Slack are acknowledged within its 3 s: an answer, a form, or a message for the queue."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from linernotes.model.errors import LineNotUnderstood
from linernotes.request_line.channel_defaults import ChannelDefaults, ReadDefaults
from linernotes.request_line.reading import read_canonical, read_line
from linernotes.request_line.rhythms import WEEKLY
from linernotes.request_line.written import RequestLine, line_text
from linernotes.slack.blocks import COMMAND
from linernotes.slack.conversation import Conversation, failure_text
from linernotes.slack.form import (
    ARTISTS,
    CHANNEL,
    PLATFORMS,
    SETTINGS_FORM,
    FormErrors,
    chosen_in,
    form_view,
    line_of_form,
    text_view,
)
from linernotes.slack.only_to_them import help_text, only_to_them
from linernotes.slack.payloads import Click, Command, Origin, Search, Shortcut, Submission
from linernotes.slack.ports import SlackAction, SlackMessage
from linernotes.slack.reasons import DIRECT
from linernotes.slack.repeat_form import (
    EVERY,
    MOVE_FORM,
    REPEAT_FORM,
    repeat_view,
    rhythm_in,
    rhythm_of_form,
    rhythm_told,
)
from linernotes.slack.settings_form import saved_view, settings_view

WORKING = "Working on it…"
"""Told at once to whoever sent a line; it takes none of the uses of the `response_url`."""
ANY = "*"
SHORTCUT = "new_report"
"""What the app's manifest calls the shortcut that opens the form."""
_NO_SETTINGS_FORM = (
    "The settings of a channel are changed in a form, and it could not be opened. Try again; if it never "
    "opens, the app has no bot token."
)
_NO_FORM = (
    "How often is said in a form, and it could not be opened. Try again, or say it in a line, as in “every "
    "monday 8:30”."
)
ReadConversation = Callable[[str], Conversation | None]
"""Reads a conversation by its id; see `ConversationStore.get`."""
_CLICKS_ON_CONVERSATIONS = (SlackAction.REPAIR, SlackAction.UNSHARE, SlackAction.SHARE, SlackAction.DELETE)
_CLICKS_ON_SUBSCRIPTIONS = (
    SlackAction.RUN_NOW,
    SlackAction.PAUSE,
    SlackAction.RESUME,
    SlackAction.UNSUBSCRIBE,
)
_FORMS_ABOUT_SUBSCRIPTIONS = {REPEAT_FORM: SlackAction.REPEAT, MOVE_FORM: SlackAction.MOVE}
_CLICKS = (
    *_CLICKS_ON_CONVERSATIONS,
    SlackAction.RERUN,
    SlackAction.OTHER_MONTH,
    SlackAction.CHOOSE,
    SlackAction.CREATE,
    SlackAction.CANCEL,
    SlackAction.SUBSCRIBE,
    SlackAction.REPEAT,
    SlackAction.EDIT,
    *_CLICKS_ON_SUBSCRIPTIONS,
)


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """Settings of a channel that are to be kept."""

    workspace: str
    channel: str
    defaults: ChannelDefaults


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What to do about a request, any part of which may be nothing.

    `settings` are to be stored first. `body` is what to answer, `message` what to hand over to the queue,
    `view` the form to open by `trigger`. `fallback` is what to do where no form can be opened. `notice` is
    what to say by `notice_url`.
    """

    body: Mapping[str, Any] | None = None
    message: SlackMessage | None = None
    view: Mapping[str, Any] | None = None
    trigger: str = ""
    fallback: Acknowledgement | None = None
    notice: Mapping[str, Any] | None = None
    notice_url: str = ""
    settings: ChannelSettings | None = None


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """Which workspaces and channels may create reports; a star stands for all."""

    workspaces: Collection[str]
    channels: Collection[str]

    def refusal(self, origin: Origin, *, click: bool = False) -> str | None:
        """Say why somebody may not create reports here, or None if they may.

        A click may also be on an answer the app gave somebody alone, in a channel of their own.
        """
        if refusal := self.refusal_of_workspace(origin.workspace):
            return refusal
        own = click and origin.channel.startswith(DIRECT)
        if ANY not in self.channels and origin.channel not in self.channels and not own:
            return "Reports cannot be created in this channel."
        return None

    def refusal_of_workspace(self, workspace: str) -> str | None:
        """Say why nobody of a workspace may create reports, or None if somewhere they may."""
        if ANY not in self.workspaces and workspace not in self.workspaces:
            return "This workspace cannot create reports."
        return None


def on_command(
    command: Command, access: AccessPolicy, *, now: datetime, page_url: str, defaults: ReadDefaults
) -> Acknowledgement:
    """Acknowledge a slash command: a line is handed over and its asker told, without one the form opens.

    A word of its own, as "status", is no line; in quotes it is an artist. What a line leaves out comes from
    the channel's settings.
    """
    origin = command.origin
    if refusal := access.refusal(origin):
        return Acknowledgement(body=only_to_them(refusal))
    text = command.text.strip()
    match text.lower():
        case "help" | "?" | "help me":
            return Acknowledgement(body=help_text())
        case "status" | "list" | "subscriptions" as word:
            about = _asking(origin, "", now=now, page_url=page_url)
            return Acknowledgement(message=replace(about, action=SlackAction(word)))
        case "settings":
            without = Acknowledgement(body=only_to_them(_NO_SETTINGS_FORM))
            return Acknowledgement(
                view=settings_view(origin, defaults()), trigger=origin.trigger, fallback=without
            )
    if not text:
        without = Acknowledgement(body=help_text())
        return Acknowledgement(
            view=form_view(origin, today=now.date(), defaults=defaults()),
            trigger=origin.trigger,
            fallback=without,
        )
    try:
        line = read_line(text, today=now.date(), defaults=defaults, repeats=True)
    except LineNotUnderstood as error:
        return Acknowledgement(body=only_to_them(f"{error} Like this:", f"{COMMAND} {error.corrected}"))
    asked = line_text(line)
    message = _asking(origin, asked, now=now, page_url=page_url, acknowledged=True)
    return Acknowledgement(body=only_to_them(WORKING, f"{COMMAND} {asked}"), message=message)


def on_click(
    click: Click, access: AccessPolicy, *, now: datetime, page_url: str, conversation_of: ReadConversation
) -> Acknowledgement:
    """Acknowledge a click on one of our buttons. For a link there is nothing to do.

    `conversation_of` is asked only for a line that did not fit the button, or for a workspace Slack does not
    name.
    """
    action = click.action.partition(":")[0]
    if action not in _CLICKS:
        return Acknowledgement()
    origin = _origin_of(click, conversation_of)
    if refusal := access.refusal(origin, click=True):
        return Acknowledgement(notice=only_to_them(refusal), notice_url=origin.response_url)
    identity, _, rest = click.value.partition(" ")
    told = SlackMessage(
        SlackAction.POLL,
        conversation_id=identity,
        click=origin.identity,
        workspace=origin.workspace,
        channel=origin.channel,
        user=origin.user,
        enterprise=origin.enterprise,
        page_url=page_url,
        response_url=origin.response_url,
        at=now,
    )
    match action:
        case SlackAction.CHOOSE:
            # Whoever chooses one artist twice still asks for one report.
            chosen = replace(origin, trigger=click.value)
            return Acknowledgement(
                message=replace(
                    told,
                    action=SlackAction.CHOOSE,
                    conversation_id=chosen.identity,
                    original_id=identity,
                    choice=rest,
                )
            )
        case action if action in _CLICKS_ON_CONVERSATIONS:
            return Acknowledgement(message=replace(told, action=SlackAction(action)))
        case action if action in _CLICKS_ON_SUBSCRIPTIONS:
            return Acknowledgement(
                message=replace(
                    told, action=SlackAction(action), conversation_id=origin.identity, original_id=identity
                )
            )
        case SlackAction.REPEAT | SlackAction.EDIT:
            repeats = action == SlackAction.REPEAT
            form = REPEAT_FORM if repeats else MOVE_FORM
            view = repeat_view(origin, identity, form=form, rhythm=WEEKLY if repeats else rhythm_in(rest))
            without = Acknowledgement(notice=only_to_them(_NO_FORM), notice_url=origin.response_url)
            return Acknowledgement(view=view, trigger=origin.trigger, fallback=without)
        case SlackAction.SUBSCRIBE:
            return Acknowledgement(message=replace(told, action=SlackAction.SUBSCRIBE))
        case SlackAction.CREATE | SlackAction.CANCEL:
            agreed = click.value.partition(" ")[2]
            number = int(agreed) if agreed.isdecimal() else 0
            return Acknowledgement(message=replace(told, action=SlackAction(click.action), number=number))
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
                view=form_view(
                    origin,
                    today=now.date(),
                    line=_line_of(replace(click, origin=origin), now, conversation_of),
                ),
                trigger=origin.trigger,
                fallback=Acknowledgement(message=offer),
            )
    return Acknowledgement()


def on_shortcut(shortcut: Shortcut, access: AccessPolicy, *, now: datetime) -> Acknowledgement:
    """Acknowledge a shortcut: the form opens and asks for a channel, which is checked once it is sent."""
    if shortcut.name != SHORTCUT:
        return Acknowledgement()
    if refusal := access.refusal_of_workspace(shortcut.origin.workspace):
        return Acknowledgement(view=text_view("Liner Notes", refusal), trigger=shortcut.origin.trigger)
    view = form_view(shortcut.origin, today=now.date())
    return Acknowledgement(view=view, trigger=shortcut.origin.trigger)


def on_submission(
    sent: Submission, access: AccessPolicy, *, now: datetime, page_url: str, defaults: ReadDefaults
) -> Acknowledgement:
    """Acknowledge a submitted form: errors are shown at its fields, else its line is handed over.

    What it leaves empty of what the channel's settings have, its line says: it may be typed there again. The
    form of those settings is stored and says so.
    """
    if not sent.origin.channel:
        return Acknowledgement(body=_at_fields({CHANNEL: "Choose where the answer goes."}))
    if refusal := access.refusal(sent.origin):
        return Acknowledgement(body=_at_fields({_first_field(sent): refusal}))
    if sent.form == SETTINGS_FORM:
        chosen = chosen_in(sent.values)
        return Acknowledgement(
            body={"response_action": "update", "view": saved_view(chosen)},
            settings=ChannelSettings(sent.origin.workspace, sent.origin.channel, chosen),
        )
    try:
        if (action := _FORMS_ABOUT_SUBSCRIPTIONS.get(sent.form)) is not None:
            often = rhythm_told(rhythm_of_form(sent.values))
            asked = _asking(sent.origin, often, now=now, page_url=page_url, acknowledged=True)
            return Acknowledgement(message=replace(asked, action=action, original_id=sent.about))
        line = line_of_form(sent.values, today=now.date())
        if not (line.country and line.sections):
            usual = defaults().known()
            line = replace(
                line,
                worldwide=bool(usual.country and not line.country),
                no_sections=bool(usual.sections and not line.sections),
            )
        read_canonical(line_text(line), today=now.date())  # as whoever receives it does
    except FormErrors as error:
        return Acknowledgement(body=_at_fields(error.errors))
    except LineNotUnderstood as error:
        return Acknowledgement(body=_at_fields({ARTISTS: str(error)}))
    return Acknowledgement(message=_asking(sent.origin, line_text(line), now=now, page_url=page_url))


def on_failure(said: Command | Click | Shortcut | Submission | Search | None, number: str) -> Acknowledgement:
    """Acknowledge a request that failed unexpectedly: its user is told at once; `number` is in the logs.

    Slack shows no answer to a click, so that has a notice for its `response_url` instead.
    """
    text = failure_text(number)
    match said:
        case Command():
            return Acknowledgement(body=only_to_them(text))
        case Submission():
            return Acknowledgement(body=_at_fields({_first_field(said): text}))
        case Search():
            return Acknowledgement(body={"options": []})
        case Click():
            return Acknowledgement(notice=only_to_them(text), notice_url=said.origin.response_url)
    return Acknowledgement()


def _first_field(sent: Submission) -> str:
    """Say at which field of a form to show what is about all of it: where it has one, that of the channel."""
    if CHANNEL in sent.values:
        return CHANNEL
    if sent.form in _FORMS_ABOUT_SUBSCRIPTIONS:
        return EVERY
    return PLATFORMS if sent.form == SETTINGS_FORM else ARTISTS


def _at_fields(errors: Mapping[str, str]) -> dict[str, Any]:
    """Say what is wrong with a form, at its fields."""
    return {"response_action": "errors", "errors": dict(errors)}


def _asking(
    origin: Origin, line: str, *, now: datetime, page_url: str, acknowledged: bool = False
) -> SlackMessage:
    return SlackMessage(
        SlackAction.ASK,
        conversation_id=origin.identity,
        workspace=origin.workspace,
        channel=origin.channel,
        user=origin.user,
        enterprise=origin.enterprise,
        line=line,
        page_url=page_url,
        response_url=origin.response_url,
        acknowledged=acknowledged,
        at=now,
    )


def _origin_of(click: Click, conversation_of: ReadConversation) -> Origin:
    """Give where a click was made: where Slack names no workspace, in that of its conversation.

    So it is in an app of a whole organisation, on a message that one person sees; their own workspace may be
    another of the same organisation.
    """
    origin = click.origin
    if not (click.workspace_is_guessed and origin.enterprise):
        return origin
    conversation = conversation_of(click.value.partition(" ")[0])
    if conversation is None or conversation.enterprise != origin.enterprise:
        return origin
    return replace(origin, workspace=conversation.workspace)


def _line_of(click: Click, now: datetime, conversation_of: ReadConversation) -> RequestLine | None:
    """Give the line of the conversation that was clicked: the button has it, or else the store."""
    identity, _, text = click.value.partition(" ")
    if identity and not text:
        conversation = conversation_of(identity)
        if conversation is not None and conversation.workspace == click.origin.workspace:
            text = conversation.line
    try:
        return read_canonical(text, today=now.date()) if text else None
    except LineNotUnderstood:
        return None
