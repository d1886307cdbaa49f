"""What reports may spend, as every function has it that asks for them or says what they cost."""

from __future__ import annotations

from collections.abc import Callable

from linernotes.aws.clients import client
from linernotes.bootstrap.reserve import make_reserve
from linernotes.reports.dynamo_budgets import DynamoBudgets
from linernotes.reports.spending import Spending
from linernotes.sections.section import Fetched
from linernotes.settings import PricingSettings
from linernotes.soundcharts.answers import Quota


def make_spending(
    settings: PricingSettings, usage: Callable[[], Quota | None], stores: Callable[[], Fetched]
) -> Spending:
    """Make it; `usage` asks what is left of the month's calls, `stores` gives what was fetched already."""
    return Spending(
        max_calls=settings.max_calls_per_report,
        calls_a_month=settings.calls_per_owner_and_month,
        budgets=DynamoBudgets(client("dynamodb"), settings.reports_table),
        reserve=make_reserve(settings.quota_reserve_percent, usage, settings.reports_table),
        stores=stores,
    )
