"""Make a subscription in Slack: of a line that says how often, once whoever typed it has agreed to it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from linernotes.model.errors import (
    InvalidRequest,
    LineNotUnderstood,
    SlackRefused,
    SubscriptionTooExpensive,
    TooExpensive,
    TooManySubscriptions,
    UpstreamError,
)
from linernotes.model.request import Artist
from linernotes.model.words import sentence
from linernotes.request_line.reading import read_canonical
from linernotes.request_line.rhythms import LineRhythm
from linernotes.request_line.written import RequestLine, line_text
from linernotes.slack.ask_back import answer_click, is_known, request_of, show_question
from linernotes.slack.blocks import cut
from linernotes.slack.conversation import RETRY_AFTER_S, Conversation, owner_of
from linernotes.slack.messages import names_of
from linernotes.slack.ports import SlackMessage
from linernotes.slack.reasons import DIRECT
from linernotes.slack.services import LeasedConversation, SlackServices, lease
from linernotes.slack.subscription_question import Here, created, question
from linernotes.slack.whole_names import SearchedOnce, artists_of
from linernotes.subscriptions.keep_subscriptions import create_subscription
from linernotes.subscriptions.price import check_cost, cost_of
from linernotes.subscriptions.subscription import (
    Every,
    MovingPeriod,
    MovingRequest,
    Rhythm,
    SlackTarget,
    Subscription,
    SubscriptionContent,
)
from linernotes.subscriptions.when import check_time_zone, next_due, period_at

NOT_SUBSCRIBED = "The subscription was not created."
CREATED_BEFORE = "The subscription was created already."
NO_ZONE = "UTC"
_LONGEST_TITLE = 100


def ask_to_subscribe(
    line: RequestLine,
    rhythm: LineRhythm,
    artists: tuple[Artist, ...],
    leased: LeasedConversation,
    message: SlackMessage,
    services: SlackServices,
) -> None:
    """Show what a line that comes again would bring, when, and what it takes, and ask whether it is to.

    The zone it is in goes into the conversation's line, so that what is agreed to is what was shown. Raises
    LineNotUnderstood for a zone there is not, TooExpensive and SubscriptionTooExpensive for what cannot be,
    SlackBusy and StoreBusy.
    """
    now, owner = services.clock(), owner_of(leased.conversation.workspace)
    zone = rhythm.zone or _zone_of(leased.conversation.user, services)
    line = replace(line, rhythm=replace(rhythm, zone=zone or NO_ZONE))
    content = _content(line, artists, leased.conversation, now=now)
    cost = cost_of(content, services.spending.budget_of(owner, now=now), now=now)
    check_cost(content, cost, services.spending, now=now)
    leased.save(line=line_text(line))
    first = next_due(content.rhythm, now)
    shown = question(leased.conversation, content, cost, first=first, zone_unknown=not zone)
    show_question(shown, leased, message, services)


def subscribe(message: SlackMessage, services: SlackServices) -> str:
    """Make the subscription that was agreed to: one, however often that is clicked or told.

    It has the id of its conversation. Raises SlackBusy, StoreBusy, LeaseLost and UpstreamError: to be tried
    again.
    """
    if not is_known(message, services):
        return "too old"
    with lease(message.conversation_id, services) as leased:
        conversation = leased.conversation
        owner = owner_of(conversation.workspace)
        made = services.subscriptions.get(owner, conversation.conversation_id)
        if made is None and conversation.closed:
            answer_click(message, NOT_SUBSCRIBED, services)
            return "closed before"
        try:
            made = made or _make(conversation, owner, message, services)
        except (
            LineNotUnderstood,
            InvalidRequest,
            TooExpensive,
            SubscriptionTooExpensive,
            TooManySubscriptions,
            UpstreamError,
        ) as error:
            if isinstance(error, UpstreamError) and error.retryable and message.tries < len(RETRY_AFTER_S):
                raise
            leased.save(closed=True)
            answer_click(message, f"{NOT_SUBSCRIBED} {sentence(str(error))}", services)
            return "not subscribed"
        leased.save(closed=True)
        with suppress(SlackRefused):  # It is made, and in the list, whatever becomes of the question.
            shown = created(made, Here(conversation.channel, message.user))
            services.messenger.respond(message.response_url, shown, private=True, replace=True)
    return "subscribed"


def dont_subscribe(message: SlackMessage, services: SlackServices) -> str:
    """Close a conversation whose subscription is not to be made after all."""
    if not is_known(message, services):
        return "too old"
    with lease(message.conversation_id, services) as leased:
        owner = owner_of(leased.conversation.workspace)
        if services.subscriptions.get(owner, message.conversation_id) is not None:
            answer_click(message, CREATED_BEFORE, services)
            return "subscribed before"
        leased.save(closed=True)
        answer_click(message, NOT_SUBSCRIBED, services)
    return "cancelled"


def asks_again(conversation: Conversation) -> bool:
    """Say whether a conversation is about a subscription, and not about a report."""
    try:
        return read_canonical(conversation.line, today=conversation.asked_at.date()).rhythm is not None
    except LineNotUnderstood:
        return False


def moved(content: SubscriptionContent, rhythm: LineRhythm, *, now: datetime) -> SubscriptionContent:
    """Give what a subscription asks for with another rhythm and period, in its zone where none is named."""
    new = _rhythm(rhythm, zone=content.rhythm.time_zone)
    return replace(content, rhythm=new, request=_moving(content.request, rhythm, new, now=now))


def _make(
    conversation: Conversation, owner: str, message: SlackMessage, services: SlackServices
) -> Subscription:
    line = read_canonical(conversation.line, today=conversation.asked_at.date())
    artists = artists_of(line, SearchedOnce(services.searches(owner)))
    now = services.clock()
    return create_subscription(
        _content(line, artists, conversation, now=now),
        owner,
        subscription_id=conversation.conversation_id,
        now=now,
        store=services.subscriptions,
        spending=services.spending,
        made_by=message.user,
    )


def _content(
    line: RequestLine, artists: tuple[Artist, ...], conversation: Conversation, *, now: datetime
) -> SubscriptionContent:
    """Give what a subscription of a line is: to its channel, or in direct messages to its user alone."""
    if line.rhythm is None:
        raise LineNotUnderstood("The line does not say how often.", line_text(line))
    try:
        rhythm = _rhythm(line.rhythm, zone=NO_ZONE)
    except LineNotUnderstood as error:
        without = replace(line, rhythm=replace(line.rhythm, zone=None))
        raise LineNotUnderstood(str(error), line_text(without)) from error
    direct = line.private or conversation.channel.startswith(DIRECT)
    asked = MovingRequest(MovingPeriod(line.rhythm.period), request_of(line, artists))
    return SubscriptionContent(
        title=cut(names_of(artists), _LONGEST_TITLE),
        request=_moving(asked, line.rhythm, rhythm, now=now),
        rhythm=rhythm,
        deliver=(SlackTarget(conversation.user if direct else conversation.channel),),
    )


def _moving(asked: MovingRequest, line: LineRhythm, rhythm: Rhythm, *, now: datetime) -> MovingRequest:
    """Give a request with the period of a line, and the days of the first time that it is due."""
    period = MovingPeriod(line.period)
    return MovingRequest(period, asked.dated(period_at(period, next_due(rhythm, now), rhythm.time_zone)))


def _rhythm(line: LineRhythm, *, zone: str) -> Rhythm:
    """Give how often a line says, in a zone where it names none. Raises LineNotUnderstood."""
    zone = line.zone or zone
    try:
        check_time_zone(zone)
    except ValueError as error:
        said = f"There is no time zone “{zone}”. They are written as in Europe/Rome, America/New_York or UTC."
        raise LineNotUnderstood(said, "") from error
    return Rhythm(Every(line.every), line.at, zone, line.on)


def _zone_of(user: str, services: SlackServices) -> str | None:
    """Give the zone of a member's profile, if Slack says it and it is one."""
    try:
        zone = services.messenger.user(user).time_zone
        check_time_zone(zone)
    except (SlackRefused, ValueError):
        return None
    return zone
