"""What the subscriptions function works with. A call makes, and loads, only what it needs."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

from linernotes.aws.clients import client
from linernotes.bootstrap import clock
from linernotes.bootstrap.api_services import ApiServices
from linernotes.settings import PricingSettings

if TYPE_CHECKING:
    from linernotes.aws.secrets import RotatedSecret
    from linernotes.reports.dynamo_reports import DynamoReportStore
    from linernotes.subscriptions.dynamo_subscriptions import DynamoSubscriptionStore
    from linernotes.subscriptions.messages import SqsRunsQueue


@dataclass(frozen=True, slots=True)
class SubscriptionsSettings(PricingSettings):
    """Settings of the subscriptions function.

    `mail_from` is the address that e-mail is sent from, empty where none is sent; `slack_enabled` is "true"
    where subscriptions may deliver to Slack, `schedule_state` "ENABLED" where they run by themselves.
    """

    searches_per_minute: int
    subscriptions_table: str
    runs_queue_url: str
    callback_secret: str
    allowed_callback_hosts: tuple[str, ...]
    mail_from: str
    slack_enabled: str
    schedule_state: str


@dataclass
class Services(ApiServices[SubscriptionsSettings]):
    """What the subscriptions function works with."""

    @cached_property
    def subscriptions(self) -> DynamoSubscriptionStore:
        """Owners' subscriptions, and their runs."""
        from linernotes.subscriptions.dynamo_subscriptions import DynamoSubscriptionStore

        return DynamoSubscriptionStore(
            client("dynamodb"),
            self.settings.subscriptions_table,
            retention_days=self.settings.retention_days,
        )

    @cached_property
    def unsubscribe_secrets(self) -> RotatedSecret:
        """What links to unsubscribe are signed with: those made before the secret was changed work, too."""
        from linernotes.aws.secrets import RotatedSecret

        return RotatedSecret(
            partial(client, "secretsmanager"), self.settings.callback_secret, monotonic=time.monotonic
        )

    @cached_property
    def runs_queue(self) -> SqsRunsQueue:
        """Takes runs that are asked for by hand."""
        from linernotes.subscriptions.messages import SqsRunsQueue

        return SqsRunsQueue(client("sqs"), self.settings.runs_queue_url)

    @cached_property
    def reports(self) -> DynamoReportStore:
        """What Idempotency-Keys stand for, which is kept beside reports."""
        from linernotes.reports.dynamo_reports import DynamoReportStore

        return DynamoReportStore(
            client("dynamodb"),
            self.settings.reports_table,
            retention_days=self.settings.retention_days,
            clock=clock.now,
        )


@cache
def services() -> Services:
    """Make what the function works with."""
    return Services(SubscriptionsSettings.from_env(os.environ))
