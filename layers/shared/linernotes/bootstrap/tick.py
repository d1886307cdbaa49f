"""What the tick function works with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache

from linernotes.aws.clients import client
from linernotes.settings import Settings
from linernotes.subscriptions.dynamo_subscriptions import DynamoSubscriptionStore
from linernotes.subscriptions.messages import SqsRunsQueue


@dataclass(frozen=True, slots=True)
class TickSettings(Settings):
    """Settings of the tick function."""

    subscriptions_table: str
    retention_days: int
    runs_queue_url: str


@dataclass
class Services:
    """What the tick function works with."""

    subscriptions: DynamoSubscriptionStore
    queue: SqsRunsQueue


@cache
def services() -> Services:
    """Make what the function works with."""
    settings = TickSettings.from_env(os.environ)
    return Services(
        DynamoSubscriptionStore(
            client("dynamodb"), settings.subscriptions_table, retention_days=settings.retention_days
        ),
        SqsRunsQueue(client("sqs"), settings.runs_queue_url),
    )
