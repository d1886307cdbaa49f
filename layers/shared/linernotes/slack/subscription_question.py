"""A subscription as it is told to whoever asks for it: the question, what was made, and the list of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, ConfirmObject, InteractiveElement

from linernotes.model.countries import country_name
from linernotes.model.words import counted
from linernotes.request_line.rhythms import MOVING_PERIODS
from linernotes.sections.sources import source_in_words
from linernotes.slack.blocks import (
    COMMAND,
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
from linernotes.slack.conversation import Conversation
from linernotes.slack.messages import line_block
from linernotes.slack.ports import Message, SlackAction
from linernotes.slack.subscription_messages import subscription_buttons
from linernotes.subscriptions.price import Cost
from linernotes.subscriptions.subscription import SlackTarget, Subscription, SubscriptionContent
from linernotes.subscriptions.when import in_words

MOST_LISTED = 15
"""Subscriptions in one list; with three blocks each that is less than the 50 of a message."""
_LONGEST_TITLE = 200
_LONGEST_WHY = 500
_ZONE_UNKNOWN = (
    "The app may not see your time zone, so the time is in UTC. To have another, name it in the line, as in "
    "“every monday 8:30 Europe/Rome”."
)
_MANAGE = f"{COMMAND} subscriptions lists those of this channel, to run, change, pause or delete them."


@dataclass(frozen=True, slots=True)
class Here:
    """Where something is read, and by whom: what is "this channel", and who is "you"."""

    channel: str
    user: str


def question(
    conversation: Conversation,
    content: SubscriptionContent,
    cost: Cost,
    *,
    first: datetime,
    zone_unknown: bool,
) -> Message:
    """Render what a subscription would bring, when first and what it takes, and whether it is to be made."""
    identity = conversation.conversation_id
    create = ButtonElement(
        text=plain("Create it"), action_id=SlackAction.SUBSCRIBE.value, value=identity, style="primary"
    )
    cancel = ButtonElement(text=plain("Cancel"), action_id=SlackAction.CANCEL.value, value=identity)
    title = "Create this subscription?"
    blocks: list[Block] = [
        header(title),
        _about(content, Here(conversation.channel, conversation.user)),
        line_block(conversation.line),
        ActionsBlock(block_id="subscribe", elements=[create, cancel]),
        markup(f"First: {moment(first, day=True)}."),
        small_print(_takes(cost), *([_ZONE_UNKNOWN] if zone_unknown else [])),
    ]
    return message(title, blocks)


def created(subscription: Subscription, here: Here) -> Message:
    """Render that a subscription was made, when it comes first, and how it is changed."""
    title = "The subscription was created"
    blocks = [header(title), _about(subscription.content, here), *_when_next(subscription, "First")]
    return message(title, [*blocks, small_print(_MANAGE)])


def subscription_list(subscriptions: Sequence[Subscription], here: Here) -> Message:
    """Render subscriptions with how they stand, and the buttons that run, change, pause and delete them."""
    title = "Subscriptions here" if subscriptions else "There are no subscriptions here yet"
    blocks: list[Block] = [header(title)]
    for one in subscriptions[:MOST_LISTED]:
        blocks.append(_about(one.content, here))
        blocks += _when_next(one, "Next") or _why_paused(one)
        blocks.append(ActionsBlock(elements=[*subscription_buttons(one), _delete(one)]))
    if (more := len(subscriptions) - MOST_LISTED) > 0:
        blocks.append(small_print(f"and {more} more, which are found once some of these are deleted."))
    blocks.append(small_print(f"A line makes one: {COMMAND} Billie Eilish on spotify every monday 8:30"))
    return message(title, blocks)


def about(content: SubscriptionContent, here: Here) -> Sequence[str]:
    """Say in two lines what a subscription is about, how often it comes and to whom."""
    request = content.request.request
    platforms = ", ".join(dict.fromkeys(map(source_in_words, request.platforms)))
    how_often = in_words(content.rhythm)
    return (
        f"{platforms} · {country_name(request.country)}, {MOVING_PERIODS[content.request.period]}",
        f"{how_often[:1].upper()}{how_often[1:]}, {_to_whom(content, here)}",
    )


def _about(content: SubscriptionContent, here: Here) -> Block:
    lines = [paragraph(words(line)) for line in about(content, here)]
    return rich(paragraph(words(cut(content.title, _LONGEST_TITLE), bold=True)), *lines)


def _takes(cost: Cost) -> str:
    return (
        f"It takes at most {counted(cost.upstream_calls_a_month, 'call')} to Soundcharts a month, "
        f"{cost.upstream_calls_per_run:,} each time. {counted(cost.budget.left, 'call')} are left this month."
    )


def _when_next(subscription: Subscription, word: str) -> list[Block]:
    due = subscription.next_due
    return [markup(f"{word}: {moment(due, day=True)}.")] if due is not None else []


def _why_paused(subscription: Subscription) -> list[Block]:
    why = subscription.paused.why if subscription.paused else ""
    return [small_print(cut(f"Paused. {why}".strip(), _LONGEST_WHY))]


def _to_whom(content: SubscriptionContent, here: Here) -> str:
    """Say where it goes first, and to how many others."""
    target, *others = content.deliver
    match target:
        case SlackTarget(channel) if channel == here.channel:
            told = "in this channel"
        case SlackTarget(channel) if channel == here.user:
            told = "to you alone"
        case SlackTarget():
            told = "elsewhere in Slack"
        case _:
            told = "outside Slack"
    return f"{told}, and to {counted(len(others), 'other')}" if others else told


def _delete(subscription: Subscription) -> InteractiveElement:
    confirm = ConfirmObject(
        title=plain("Delete this subscription?"),
        text=plain("Nothing of it comes any more. The reports that came stay. This cannot be undone."),
        confirm=plain("Delete"),
        deny=plain("Keep"),
        style="danger",
    )
    return ButtonElement(
        text=plain("Delete"),
        action_id=SlackAction.UNSUBSCRIBE.value,
        value=subscription.subscription_id,
        style="danger",
        confirm=confirm,
    )
