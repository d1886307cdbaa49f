"""Subscriptions: reports that come by themselves (contract 11)."""

from __future__ import annotations

import json
import re
import time
from typing import TYPE_CHECKING

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import APIGatewayRouter

from linernotes.bootstrap import chance, clock
from linernotes.bootstrap import subscriptions as bootstrap
from linernotes.model.errors import SubscriptionChanged, SubscriptionNotFound
from linernotes.routes.answering import (
    as_found,
    idempotency_key,
    json_answer,
    nothing_to_say,
    owner,
    posted,
    query,
    refuse_body,
)
from linernotes.telemetry import logger

if TYPE_CHECKING:  # what only some routes load
    from linernotes.api.subscriptions.bodies import AskedSubscription, Rules
    from linernotes.patience import Patience
    from linernotes.subscriptions.price import Cost
    from linernotes.subscriptions.subscription import Subscription, SubscriptionContent

_SUBSCRIPTION_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
DUE_SHOWN = 3
"""How many of the times a subscription would be due a preview tells."""

router = APIGatewayRouter()  # type: ignore[no-untyped-call]


@router.post("/subscriptions")
def post_subscription() -> Response[str]:
    """Make a subscription."""
    from linernotes.api.subscriptions.bodies import parse_subscription
    from linernotes.subscriptions.keep_subscriptions import create_subscription

    services, now = bootstrap.services(), clock.now()
    asked = parse_subscription(posted(), _rules())
    subscription_id = chance.new_subscription_id()
    key = idempotency_key(asked.as_asked)
    if key is not None:
        from linernotes.subscriptions.idempotency import known_id

        subscription_id = known_id(
            owner(), key, "subscription", subscription_id, now=now, reports=services.reports
        )
    known = services.subscriptions.get(owner(), subscription_id) if key is not None else None
    subscription = known or create_subscription(
        _resolved(asked),
        owner(),
        subscription_id=subscription_id,
        now=now,
        store=services.subscriptions,
        spending=services.spending,
    )
    logger.info("subscription made", subscription_id=subscription_id)
    headers = {"Location": f"./subscriptions/{subscription_id}"}
    return json_answer(201, _written(_as_json(subscription)), headers)


@router.post("/subscriptions/preview")
def preview_subscription() -> Response[str]:
    """Say what a subscription would cost and when it would be due, without making it."""
    from linernotes.api.subscriptions.bodies import parse_subscription
    from linernotes.api.subscriptions.resource import preview_json
    from linernotes.subscriptions.when import next_due, period_at

    content = _resolved(parse_subscription(posted(), _rules()))
    due = [next_due(content.rhythm, clock.now())]
    while len(due) < DUE_SHOWN:
        due.append(next_due(content.rhythm, due[-1]))
    first = period_at(content.request.period, due[0], content.rhythm.time_zone)
    answer = preview_json(content, _cost(content), due, first, scheduled=_is_scheduled())
    return json_answer(200, _written(answer))


@router.get("/subscriptions")
def get_subscriptions() -> Response[str]:
    """Give every subscription of the caller, those first that were made first."""
    from linernotes.api.subscriptions.resource import subscription_json
    from linernotes.subscriptions.price import cost_of

    services, now = bootstrap.services(), clock.now()
    budget = services.spending.budget_of(owner(), now=now)
    listed = [
        subscription_json(one, cost_of(one.content, budget, now=now), scheduled=_is_scheduled())
        for one in services.subscriptions.of_owner(owner())
    ]
    return as_found(_written({"subscriptions": listed}))


@router.get("/subscriptions/<subscription_id>")
def get_subscription(subscription_id: str) -> Response[str]:
    """Give a subscription."""
    from linernotes.subscriptions import keep_subscriptions

    found = keep_subscriptions.get_subscription(
        owner(), subscription_id=_id_in(subscription_id), store=bootstrap.services().subscriptions
    )
    return as_found(_written(_as_json(found)))


@router.patch("/subscriptions/<subscription_id>")
def patch_subscription(subscription_id: str) -> Response[str]:
    """Change a subscription, pause or resume it."""
    from linernotes.api.subscriptions.bodies import parse_change, parse_changed
    from linernotes.subscriptions.keep_subscriptions import Change, change_subscription

    asked = parse_change(posted())
    services = bootstrap.services()

    def changed(before: SubscriptionContent) -> SubscriptionContent:
        return _resolved(parse_changed(asked, before, _rules()), before=before)

    try:
        subscription = change_subscription(
            Change(changed if asked.fields else None, paused=asked.paused, version=asked.version),
            owner(),
            subscription_id=_id_in(subscription_id),
            now=clock.now(),
            store=services.subscriptions,
            spending=services.spending,
            patience=_patience(),
        )
    except SubscriptionChanged as meanwhile:
        meanwhile.scheduled = _is_scheduled()
        raise
    logger.info("subscription changed", version=subscription.version)
    return json_answer(200, _written(_as_json(subscription)))


@router.delete("/subscriptions/<subscription_id>")
def remove_subscription(subscription_id: str) -> Response[str]:
    """Delete a subscription; the reports made by it stay."""
    from linernotes.subscriptions.keep_subscriptions import delete_subscription

    store = bootstrap.services().subscriptions
    delete_subscription(owner(), subscription_id=_id_in(subscription_id), store=store)
    logger.info("subscription deleted")
    return nothing_to_say()


@router.post("/subscriptions/<subscription_id>/run")
def run_subscription(subscription_id: str) -> Response[str]:
    """Run a subscription now, without touching when it is due."""
    from linernotes.api.subscriptions.resource import run_json
    from linernotes.subscriptions.keep_subscriptions import run_now
    from linernotes.subscriptions.run import run_now_id

    refuse_body()
    services, now = bootstrap.services(), clock.now()
    run_id = run_now_id(_id_in(subscription_id), now, chance.new_run_token())
    key = idempotency_key(lambda: {"run": subscription_id})
    if key is not None:
        from linernotes.subscriptions.idempotency import known_id

        run_id = known_id(owner(), key, "run", run_id, now=now, reports=services.reports)
    run = run_now(
        owner(),
        subscription_id=subscription_id,
        run_id=run_id,
        report_id=chance.new_report_id(),
        now=now,
        store=services.subscriptions,
        queue=services.runs_queue,
        patience=_patience(),
    )
    logger.info("run asked for", run_id=run.run_id)
    return json_answer(
        202, _written(run_json(run)), {"Location": f"../../subscriptions/{subscription_id}/runs"}
    )


@router.get("/subscriptions/<subscription_id>/runs")
def get_runs(subscription_id: str) -> Response[str]:
    """List the receipts of a subscription's runs, newest first, a part at a time."""
    from linernotes.api.cursors import cursor_of
    from linernotes.api.queries import parse_list_query
    from linernotes.api.subscriptions.resource import runs_json
    from linernotes.subscriptions.keep_subscriptions import list_runs

    page = parse_list_query(query(), owner=owner())
    # One more than is answered tells whether there are more.
    found = list_runs(
        owner(),
        subscription_id=_id_in(subscription_id),
        limit=page.limit + 1,
        after=page.after,
        store=bootstrap.services().subscriptions,
    )
    answered = found[: page.limit]
    following = cursor_of(answered[-1].run_id, owner()) if len(found) > page.limit else None
    return as_found(_written(runs_json(answered, following=following)))


def _rules() -> Rules:
    """Give what a subscription is checked against."""
    from linernotes.api.subscriptions.bodies import Rules

    settings = bootstrap.services().settings
    return Rules(
        now=clock.now(),
        callback_hosts=settings.allowed_callback_hosts,
        sends_mail=bool(settings.mail_from),
        delivers_to_slack=settings.slack_enabled == "true",
    )


def _resolved(asked: AskedSubscription, *, before: SubscriptionContent | None = None) -> SubscriptionContent:
    """Look the names up, if there are any; what is wrong with one is named by its place in the body."""
    from linernotes.api.subscriptions.bodies import naming_its_place
    from linernotes.model.request import Artist
    from linernotes.reports.resolve_artists import resolve_artists

    known = before.request.request.artists if before else ()
    artists = tuple(artist for artist in asked.report.artists if isinstance(artist, Artist))
    if len(artists) < len(asked.report.artists):
        with naming_its_place():
            search = bootstrap.services().searches.of(owner())
            artists = resolve_artists(asked.report.artists, upstream=search)
    return asked.resolved(artists, known=known)


def _cost(content: SubscriptionContent) -> Cost:
    from linernotes.subscriptions.price import cost_of

    now = clock.now()
    return cost_of(content, bootstrap.services().spending.budget_of(owner(), now=now), now=now)


def _as_json(subscription: Subscription) -> object:
    from linernotes.api.subscriptions.resource import subscription_json

    return subscription_json(subscription, _cost(subscription.content), scheduled=_is_scheduled())


def _is_scheduled() -> bool:
    """Say whether this installation runs what is due by itself."""
    return bootstrap.services().settings.schedule_state == "ENABLED"


def _patience() -> Patience:
    from linernotes.patience import Patience

    return Patience(time.monotonic, time.sleep, chance.random_share)


def _id_in(path: str) -> str:
    """Read what a path has for a subscription's id. Raises SubscriptionNotFound for what none can be."""
    if not _SUBSCRIPTION_ID.fullmatch(path):
        raise SubscriptionNotFound("There is no subscription of this id.")
    logger.append_keys(subscription_id=path)
    return path


def _written(answer: object) -> str:
    """Write JSON with letters as they are."""
    return json.dumps(answer, ensure_ascii=False)
