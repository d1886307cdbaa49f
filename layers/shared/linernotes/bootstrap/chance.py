"""What the functions draw at random: ids, and the share that spreads retries."""

from __future__ import annotations

import random
import secrets
import uuid

from linernotes.reports.sharing import TOKEN_BYTES


def new_report_id() -> str:
    """Make an id nobody can guess."""
    return str(uuid.uuid4())


def new_roster_id() -> str:
    """Make the id of a roster."""
    return str(uuid.uuid4())


def new_subscription_id() -> str:
    """Make the id of a subscription."""
    return str(uuid.uuid4())


def new_run_token() -> str:
    """Make what tells a run asked for by hand from others of the same instant."""
    return secrets.token_hex(4)


def new_token() -> str:
    """Make the token of a shared link: random bytes nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def random_share() -> float:
    """Give a number from 0 up to 1, to spread retries."""
    return random.random()  # noqa: S311 - it spreads load, it guards nothing
