"""What `make deploy` asks first: whether the account has room for what the stack runs at once.

New accounts may run 10 functions at once, in all. A stack with the usual pace would throttle itself there: it
would be slow, and its callers see errors. This only warns, as an operator may know better.
"""

from __future__ import annotations

import sys
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError

ENOUGH = 100
"""Functions at once that the usual pace and some callers beside it need."""
QUOTA = "L-B99A9384"
"""What Service Quotas calls the functions an account may run at once."""


def warning_of(at_once: int) -> str | None:
    """Say what to do about an account that may run so many functions at once; None if that is enough."""
    if at_once >= ENOUGH:
        return None
    return (
        f"Warning: this account may run {at_once} functions at once in this region, which the stack's own "
        "queues can use up: reports are slow then, and callers see errors. Ask for more, which AWS gives:\n"
        f"  aws service-quotas request-service-quota-increase --service-code lambda --quota-code {QUOTA} "
        "--desired-value 1000\n"
        "Until then deploy with the parameter Pace=tiny."
    )


def check(functions: Any) -> str | None:
    """Ask Lambda how many functions the account may run at once; give the warning, if there is any."""
    try:
        limit = functions.get_account_settings()["AccountLimit"]["UnreservedConcurrentExecutions"]
    except (BotoCoreError, ClientError) as error:
        return f"Warning: Lambda did not say how many functions this account may run at once: {error}"
    return warning_of(limit)


def main() -> int:
    """Warn if the account is small; what is deployed is for the operator to decide."""
    warning = check(boto3.client("lambda"))
    if warning is not None:
        print(warning, file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
