"""What the subscriptions function works with. A call makes, and loads, only what it needs."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

from linernotes.aws.clients import client
from linernotes.bootstrap import clock
from linernotes.reports.dynamo_keys import DynamoKeyStore
from linernotes.reports.owners import KnownCallers
from linernotes.settings import SearchSettings

if TYPE_CHECKING:
    from linernotes.aws.secrets import RotatedSecret
    from linernotes.bootstrap.artist_search import ArtistSearches
    from linernotes.reports.dynamo_reports import DynamoReportStore
    from linernotes.reports.spending import Spending
    from linernotes.sections.lookups.dynamo_lookups import DynamoLookupStore
    from linernotes.sections.windows.dynamo_windows import DynamoWindowStore
    from linernotes.subscriptions.dynamo_subscriptions import DynamoSubscriptionStore
    from linernotes.subscriptions.messages import SqsRunsQueue


@dataclass(frozen=True, slots=True)
class SubscriptionsSettings(SearchSettings):
    """Settings of the subscriptions function.

    `mail_from` is the address that e-mail is sent from, empty where none is sent; `slack_enabled` is "true"
    where subscriptions may deliver to Slack, `schedule_state` "ENABLED" where they run by themselves.
    """

    reports_table: str
    subscriptions_table: str
    runs_queue_url: str
    callback_secret: str
    max_calls_per_report: int
    calls_per_owner_and_month: int
    quota_reserve_percent: int
    retention_days: int
    window_retention_days: int
    allowed_callback_hosts: tuple[str, ...]
    mail_from: str
    slack_enabled: str
    schedule_state: str


@dataclass
class Services:
    """What the subscriptions function works with."""

    settings: SubscriptionsSettings

    @cached_property
    def callers(self) -> KnownCallers:
        """Who calls, by their API keys."""
        keys = DynamoKeyStore(client("dynamodb"), self.settings.reports_table)
        return KnownCallers(keys, monotonic=time.monotonic)

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

    @cached_property
    def windows(self) -> DynamoWindowStore:
        """Fetched windows, which a report of a high price is asked about."""
        from linernotes.sections.windows.dynamo_windows import DynamoWindowStore

        return DynamoWindowStore(
            client("dynamodb"),
            self.settings.windows_table,
            retention_days=self.settings.window_retention_days,
        )

    @cached_property
    def lookups(self) -> DynamoLookupStore:
        """What sections asked for besides windows."""
        from linernotes.sections.lookups.dynamo_lookups import DynamoLookupStore

        return DynamoLookupStore(
            client("dynamodb"),
            self.settings.windows_table,
            retention_days=self.settings.window_retention_days,
        )

    @cached_property
    def spending(self) -> Spending:
        """What reports may spend."""
        from linernotes.bootstrap.reserve import make_reserve
        from linernotes.reports.dynamo_budgets import DynamoBudgets
        from linernotes.reports.spending import Spending

        return Spending(
            max_calls=self.settings.max_calls_per_report,
            calls_a_month=self.settings.calls_per_owner_and_month,
            budgets=DynamoBudgets(client("dynamodb"), self.settings.reports_table),
            reserve=make_reserve(
                self.settings.quota_reserve_percent,
                lambda: self.searches.usage(),
                self.settings.reports_table,
            ),
            stores=lambda: self,
        )

    @cached_property
    def searches(self) -> ArtistSearches:
        """Artist search."""
        from linernotes.bootstrap.artist_search import ArtistSearches

        return ArtistSearches(self.settings)


@cache
def services() -> Services:
    """Make what the function works with."""
    return Services(SubscriptionsSettings.from_env(os.environ))
