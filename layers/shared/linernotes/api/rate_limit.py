"""The headers that tell an owner's budget, by draft-ietf-httpapi-ratelimit-headers (10)."""

from __future__ import annotations

from datetime import datetime

from linernotes.model.budget import Budget

POLICY = "calls"
"""What the policy is called: its quota is calls to Soundcharts, not requests to this API."""


def rate_limit_headers(budget: Budget, *, now: datetime) -> dict[str, str]:
    """Give `RateLimit-Policy`, a quota a month in seconds, and `RateLimit`: what is left, and until when."""
    account = budget.account
    month_s = round((account.resets_at - account.begins_at).total_seconds())
    return {
        "RateLimit-Policy": f'"{POLICY}";q={budget.limit};w={month_s}',
        "RateLimit": f'"{POLICY}";r={budget.left};t={budget.resets_in_s(now)}',
    }
