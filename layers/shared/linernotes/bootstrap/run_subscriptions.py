"""What the run_subscriptions function works with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache

from linernotes.aws.clients import client
from linernotes.bootstrap import chance, clock
from linernotes.bootstrap.artist_search import LazyArtistSearch
from linernotes.bootstrap.ended_runs import tell_ended
from linernotes.bootstrap.report_tools import make_report_tools
from linernotes.bootstrap.slack_delivery import make_slack_owners
from linernotes.reports.dynamo_keys import DynamoKeyStore
from linernotes.settings import RequestSettings
from linernotes.subscriptions.delivery_messages import SqsDeliveriesQueue
from linernotes.subscriptions.dynamo_subscriptions import DynamoSubscriptionStore
from linernotes.subscriptions.key_owners import KeyOwners
from linernotes.subscriptions.run_ports import RunTools


@dataclass(frozen=True, slots=True)
class RunSubscriptionsSettings(RequestSettings):
    """Settings of the run_subscriptions function."""

    subscriptions_table: str
    deliveries_queue_url: str
    slack_secret: str
    slack_api_url: str
    slack_response_hosts: tuple[str, ...]
    slack_timeout_s: int


@cache
def services() -> RunTools:
    """Make what the function works with."""
    told = RunSubscriptionsSettings.from_env(os.environ)
    dynamodb = client("dynamodb")
    made = make_report_tools(told, LazyArtistSearch(told).usage)
    return RunTools(
        subscriptions=DynamoSubscriptionStore(
            dynamodb, told.subscriptions_table, retention_days=told.retention_days
        ),
        owners=(KeyOwners(DynamoKeyStore(dynamodb, told.reports_table)), make_slack_owners(told)),
        reports=made.reports,
        windows=made.windows,
        lookups=made.lookups,
        files=made.files,
        jobs=made.queue,
        spending=made.spending,
        deliveries=SqsDeliveriesQueue(client("sqs"), told.deliveries_queue_url),
        deadline_s=told.deadline_s,
        clock=clock.now,
        new_report_id=chance.new_report_id,
        tell_ended=tell_ended,
        again=made.again,
    )
