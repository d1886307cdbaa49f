"""What the functions draw at random: ids, and the share that spreads retries."""

from __future__ import annotations

import random
import uuid


def new_report_id() -> str:
    """Make an id nobody can guess."""
    return str(uuid.uuid4())


def random_share() -> float:
    """Give a number from 0 up to 1, to spread retries."""
    return random.random()  # noqa: S311 - it spreads load, it guards nothing
