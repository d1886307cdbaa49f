"""What both functions of the API work with; a call makes, and loads, only what it needs."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from linernotes.aws.clients import client
from linernotes.reports.dynamo_keys import DynamoKeyStore
from linernotes.reports.owners import KnownCallers

if TYPE_CHECKING:
    from linernotes.bootstrap.api import ApiSettings
    from linernotes.bootstrap.artist_search import ArtistSearches
    from linernotes.bootstrap.subscriptions import SubscriptionsSettings
    from linernotes.reports.spending import Spending
    from linernotes.sections.lookups.dynamo_lookups import DynamoLookupStore
    from linernotes.sections.windows.dynamo_windows import DynamoWindowStore


@dataclass
class ApiServices[S: ApiSettings | SubscriptionsSettings]:
    """Who calls, which artists they mean, and what their reports may spend."""

    settings: S

    @cached_property
    def callers(self) -> KnownCallers:
        """Who calls, by their API keys."""
        keys = DynamoKeyStore(client("dynamodb"), self.settings.reports_table)
        return KnownCallers(keys, monotonic=time.monotonic)

    @cached_property
    def searches(self) -> ArtistSearches:
        """Artist search."""
        from linernotes.bootstrap.artist_search import ArtistSearches

        return ArtistSearches(
            self.settings,
            table=self.settings.windows_table,
            per_minute=self.settings.searches_per_minute,
        )

    @cached_property
    def windows(self) -> DynamoWindowStore:
        """Fetched windows, of which a price and a repair ask."""
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
        from linernotes.bootstrap.spending import make_spending

        return make_spending(self.settings, lambda: self.searches.usage(), lambda: self)
