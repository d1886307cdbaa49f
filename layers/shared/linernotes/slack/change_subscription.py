"""What people do with subscriptions in Slack: list, run, change, pause, resume and delete them.

Any member of the workspace may who has the buttons before them, as with those of reports: the subscription is
the workspace's, and whoever made it may have left.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial

from linernotes.model.errors import (
    InvalidRequest,
    LineNotUnderstood,
    SlackRefused,
    SubscriptionNotFound,
    SubscriptionTooExpensive,
    TooExpensive,
)
from linernotes.model.words import counted, sentence
from linernotes.slack.clicks import tell
from linernotes.slack.conversation import owner_of
from linernotes.slack.ports import SlackAction, SlackMessage
from linernotes.slack.repeat_form import rhythm_in
from linernotes.slack.services import SlackServices, lease, new_conversation
from linernotes.slack.subscribe import moved
from linernotes.slack.subscription_question import Here, subscription_list
from linernotes.subscriptions.keep_subscriptions import (
    Change,
    change_subscription,
    delete_subscription,
    run_now,
)
from linernotes.subscriptions.run import run_now_id
from linernotes.subscriptions.subscription import SlackTarget, Subscription
from linernotes.subscriptions.when import in_words

GONE = "This subscription has been deleted."
_BY_HAND = "slack"
"""Tells a run that was asked for here from others of its minute: two clicks in one make one run."""


def tell_subscriptions(message: SlackMessage, services: SlackServices) -> str:
    """List, to whoever asked alone, what comes to this channel or to them, and what they have made.

    Told once, however often the command comes, as `tell_last_reports`. Raises SlackBusy.
    """
    if not message.response_url:
        return "nobody to tell"
    conversations, asked = services.conversations, new_conversation(message, services, private=True)
    if not conversations.begin(asked) and conversations.get(asked.conversation_id) is None:
        return "told before"
    with lease(asked.conversation_id, services):
        owned = services.subscriptions.of_owner(owner_of(message.workspace))
        here = [one for one in owned if _is_here(one, message)]
        shown = subscription_list(here, Here(message.channel, message.user))
        with suppress(SlackRefused):  # There is no other way to tell.
            services.messenger.respond(message.response_url, shown, private=True, replace=False)
        conversations.forget(asked.conversation_id)
    return f"told of {counted(len(here), 'subscription')}"


def change_clicked(message: SlackMessage, services: SlackServices) -> str:
    """Do what a button of a subscription says, and tell whoever clicked. Raises SlackBusy and StoreBusy."""
    try:
        told = CHANGES[message.action](message, services)
    except SubscriptionNotFound:
        told = GONE
    except InvalidRequest as error:
        told = f"The subscription was not changed. {sentence(error.errors[0][1])}"
    except (LineNotUnderstood, TooExpensive, SubscriptionTooExpensive) as error:
        told = f"The subscription was not changed. {sentence(str(error))}"
    tell(message, told, services)
    return message.action.value


def _is_here(subscription: Subscription, message: SlackMessage) -> bool:
    targets = {target.channel for target in subscription.content.deliver if isinstance(target, SlackTarget)}
    return bool(targets & {message.channel, message.user}) or subscription.made_by == message.user


def _run(message: SlackMessage, services: SlackServices) -> str:
    now = message.at or services.clock()
    run = run_now(
        owner_of(message.workspace),
        subscription_id=message.original_id,
        run_id=run_now_id(message.original_id, now.replace(second=0, microsecond=0), _BY_HAND),
        report_id=message.conversation_id,
        now=now,
        store=services.subscriptions,
        queue=services.runs_queue,
        patience=services.patience,
    )
    if run.status.ended:
        return "It ran a moment ago."
    return "It is on its way, to everybody whom it goes to. When it is due next stays as it is."


def _change(message: SlackMessage, services: SlackServices, change: Change) -> Subscription:
    return change_subscription(
        change,
        owner_of(message.workspace),
        subscription_id=message.original_id,
        now=services.clock(),
        store=services.subscriptions,
        spending=services.spending,
        patience=services.patience,
    )


def _pause(message: SlackMessage, services: SlackServices) -> str:
    changed = _change(message, services, Change(paused=True))
    return f"“{changed.content.title}” is paused: nothing of it comes any more. “Resume” goes on with it."


def _resume(message: SlackMessage, services: SlackServices) -> str:
    changed = _change(message, services, Change(paused=False))
    return f"“{changed.content.title}” comes again, {in_words(changed.content.rhythm)}."


def _move(message: SlackMessage, services: SlackServices) -> str:
    """Change when it comes, and the days it is about, as a form says."""
    rhythm = rhythm_in(message.line)
    changed = _change(message, services, Change(content=partial(moved, rhythm=rhythm, now=services.clock())))
    return f"“{changed.content.title}” comes {in_words(changed.content.rhythm)} from now on."


def _delete(message: SlackMessage, services: SlackServices) -> str:
    delete_subscription(
        owner_of(message.workspace), subscription_id=message.original_id, store=services.subscriptions
    )
    return "The subscription was deleted. The reports that came stay."


CHANGES: Mapping[SlackAction, Callable[[SlackMessage, SlackServices], str]] = {
    SlackAction.RUN_NOW: _run,
    SlackAction.PAUSE: _pause,
    SlackAction.RESUME: _resume,
    SlackAction.MOVE: _move,
    SlackAction.UNSUBSCRIBE: _delete,
}
